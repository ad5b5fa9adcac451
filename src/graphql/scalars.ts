import { GraphQLError } from 'graphql';
import { JSONResolver } from 'graphql-scalars';
import { builder } from './builder.ts';

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/;

builder.scalarType('DateTime', {
  description:
    'An instant as RFC 3339 text with a time zone, e.g. `2026-11-23T13:40:11.844245Z`. Answers are passed on exactly as authentik wrote them, microseconds included.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: (value) => value,
  parseValue: parseDateTime,
});

builder.addScalarType('JSON', JSONResolver, {
  description:
    'Any JSON value: object, list, text, number, boolean or null. Keys are authentik’s own and are not renamed. Whole numbers beyond 2^53 lose their last digits.',
});

function parseDateTime(value: unknown): string {
  if (typeof value !== 'string' || !RFC3339.test(value) || Number.isNaN(Date.parse(value))) {
    throw new GraphQLError('Expected an instant with a time zone, e.g. "2026-11-23T13:40:11Z".');
  }
  return value;
}
