import type { InputRef, InputTypeParam } from '@pothos/core';
import type { Params } from '../authentik/client.ts';
import { parseText } from '../authentik/path.ts';
import type { InputNames } from '../authentik/validation-error.ts';
import { createInputError } from '../errors.ts';
import { builder, type SchemaTypes } from './builder.ts';

type Path = readonly string[];

/** One filter of a list: authentik's parameter, the GraphQL type, and how a value becomes a query value. */
interface Filter {
  readonly param: string;
  /** A list type becomes a repeated parameter: rows that match any of the values. */
  readonly type: InputTypeParam<SchemaTypes>;
  readonly description: string;
  /** Checks and prints one value (of a list: each); default: non-empty text, numbers, booleans. */
  readonly toParam?: (value: never, path: Path) => string;
  /** Prints the value as a whole, also when it is a list. */
  readonly toWholeParam?: (value: never, path: Path) => string;
}

/** The filters of a list by our names: authentik's own in camelCase. */
export type Filters = Readonly<Record<string, Filter>>;

/** What a caller sends as `where`. */
export type WhereInput = { readonly [filter: string]: unknown };

/** One list's filters as GraphQL sees them and as authentik does. */
export interface Where {
  readonly ref: InputRef<WhereInput>;
  /**
   * Checks a caller's filters and prints them as query parameters.
   * @throws GatewayError `BAD_USER_INPUT` for what authentik would ignore (null, "", []) or misread
   */
  readonly toParams: (where: WhereInput | null | undefined) => Params;
  readonly names: InputNames;
}

const MAX_VALUES = 100;

/** Declares the `where` input of one list. All filters given must match. */
export function createWhere(name: string, description: string, filters: Filters): Where {
  const ref = builder.inputType(name, {
    description,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(filters).map(([key, filter]) => [
          key,
          t.field({
            type: filter.type,
            required: false,
            description: filter.description,
            extensions: { param: filter.param },
          }),
        ]),
      ),
  });
  const names = Object.fromEntries(Object.entries(filters).map(([key, { param }]) => [param, ['where', key]]));
  return { ref, names, toParams: (where) => toParams(filters, where ?? {}) };
}

function toParams(filters: Filters, where: WhereInput): Params {
  const params: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(where)) {
    const filter = filters[key];
    const path = ['where', key];
    if (!filter) {
      throw new TypeError(`expected one of ${Object.keys(filters).join(', ')}, but got: ${key}`);
    }
    if (value === null) {
      throw createInputError(
        path,
        'May not be null: authentik would ignore it and answer everything. Leave it out instead.',
      );
    }
    params[filter.param] = filter.toWholeParam
      ? filter.toWholeParam(value as never, path)
      : toValues(filter, value, path);
  }
  return params;
}

function toValues(filter: Filter, value: unknown, path: Path): string | string[] {
  const toParam: (item: never, path: Path) => string = filter.toParam ?? toText;
  if (!Array.isArray(value)) {
    return toParam(value as never, path);
  }
  if (value.length === 0 || value.length > MAX_VALUES) {
    throw createInputError(
      path,
      `Takes 1 to ${MAX_VALUES} values: authentik would ignore an empty list and answer everything.`,
    );
  }
  return value.map((item, index) => toParam(item as never, [...path, String(index)]));
}

function toText(value: unknown, path: Path): string {
  if (typeof value === 'boolean' || typeof value === 'number') {
    return String(value);
  }
  return parseText(String(value), path);
}
