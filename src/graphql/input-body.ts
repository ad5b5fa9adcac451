import type { InputNames } from '../authentik/validation-error.ts';
import { createInputError, GatewayError, type ValidationIssue } from '../errors.ts';

/** How one input field goes into a body. */
interface BodyField {
  /** authentik's name of it. */
  readonly to: string;
  /** What clears it upstream: null or an empty text. Without it null is refused. */
  readonly clear?: null | '' | false;
  /** Checks and converts a value. @throws GatewayError `BAD_USER_INPUT` that names the path */
  readonly parse?: (value: never, path: readonly string[]) => unknown;
}

/** The fields of an input that go into the body of a write, by our names. Whatever else the input has is left out. */
export type BodyFields = Readonly<Record<string, BodyField>>;

/** An input as it came: absent fields stay as they are, null clears. */
export type InputObject = { readonly [field: string]: unknown };

/** The body of a write. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * Checks an input and makes the body of a write from it: only what was given, absent means "leave", null means "clear".
 * @throws GatewayError `BAD_USER_INPUT` with every complaint at once
 */
export function toBody(fields: BodyFields, input: InputObject): Body {
  const issues: ValidationIssue[] = [];
  const entries = Object.entries(fields).flatMap(([name, field]): [string, unknown][] => {
    const value = input[name];
    if (value === undefined) {
      return [];
    }
    try {
      return [[field.to, toValue(field, value, ['input', name])]];
    } catch (error) {
      if (!(error instanceof GatewayError)) {
        throw error;
      }
      issues.push(...error.issues);
      return [];
    }
  });
  throwIssues(issues);
  return Object.fromEntries(entries);
}

/** authentik's names of a body's fields → where they stand in our input. */
export function toInputNames(fields: BodyFields): InputNames {
  return Object.fromEntries(Object.entries(fields).map(([name, { to }]) => [to, ['input', name]]));
}

/**
 * Refuses a change that changes nothing: authentik would still log it, renew an API token, take a user's permissions.
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function checkChange(body: Body): void {
  if (Object.keys(body).length === 0) {
    const message = 'Give at least one thing to change.';
    throw new GatewayError('BAD_USER_INPUT', message, { nonFieldErrors: [message] });
  }
}

function toValue({ clear, parse }: BodyField, value: unknown, path: readonly string[]): unknown {
  if (value === null) {
    if (clear === undefined) {
      throw createInputError(path, 'May not be null; leave it out instead.');
    }
    return clear;
  }
  return parse ? parse(value as never, path) : value;
}

function throwIssues(issues: readonly ValidationIssue[]): void {
  const [first] = issues;
  if (first) {
    throw new GatewayError('BAD_USER_INPUT', `${first.path.join('.')}: ${first.message}`, { issues });
  }
}
