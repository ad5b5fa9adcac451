/** A metric that an expression of PromQL reads, with the labels it is picked by. */
export interface Used {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly values: readonly string[] }[];
}

const METRIC = /\b(authentik_gateway_\w+|process_\w+|nodejs_\w+)(?:\{([^}]*)\})?/g;

/** Every metric that an expression reads. */
export function metricsIn(expression: string): Used[] {
  return [...expression.matchAll(METRIC)].map(([, metric = '', matchers = '']) => ({
    metric,
    matchers: [...matchers.matchAll(/(\w+)=~?"([^"]*)"/g)].map(([, label = '', values = '']) => ({
      label,
      values: values.split('|'),
    })),
  }));
}

/** Every label that an expression groups by. */
export function groupsIn(expression: string): string[] {
  return [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
}

/** Every label that a legend or a sentence shows. */
export function shownIn(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);
}
