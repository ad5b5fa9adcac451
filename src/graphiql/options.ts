import type { GraphiQLOptions } from 'graphql-yoga';
import { EXAMPLE_TABS } from './example-tabs.ts';

const PLACEHOLDER = '<your authentik API token>';
const WHERE_TO_GET_ONE = `# You need an API token of your own: in authentik open
# your user settings (or, as an administrator, Directory
# > Tokens and App passwords), create a token with
# intent "API Token", copy its key, and put it in place
# of "${PLACEHOLDER}" in the Headers editor below, in
# every tab.
`;

/** What GraphiQL starts with: the example tabs, and `bearerToken` (a demo credential) or a placeholder to replace. */
export function createGraphiqlOptions(bearerToken: string | undefined): GraphiQLOptions {
  const headers = JSON.stringify({ authorization: `Bearer ${bearerToken ?? PLACEHOLDER}` }, null, 2);
  return {
    title: 'authentik GraphQL',
    headers,
    defaultHeaders: headers,
    defaultTabs: EXAMPLE_TABS.map(({ query, variables }, index) => ({
      query: bearerToken === undefined && index === 0 ? WHERE_TO_GET_ONE + query : query,
      variables: variables ?? null,
      headers,
    })),
    defaultEditorToolsVisibility: 'headers',
    // A token must not outlive the page in the browser's storage.
    shouldPersistHeaders: false,
    credentials: 'omit',
    inputValueDeprecation: true,
    schemaDescription: true,
  };
}
