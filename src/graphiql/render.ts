import type { GraphiQLOptions } from 'graphql-yoga';

// GraphiQL lets tabs be dragged about; until the first drag the library behind it leaves them displaced by a transform
// that jumps away under the pointer, so that the first click on a tab is lost.
const STEADY_TABS = '<style>.graphiql-tab { transform: none !important; }</style>';

/** GraphiQL as one page that loads nothing from elsewhere. The package behind it (9 MB of script) is loaded when first asked for. */
export async function renderGraphiql(options: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options).replace('</head>', () => `${STEADY_TABS}</head>`);
}
