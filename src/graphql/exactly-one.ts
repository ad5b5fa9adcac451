import { GatewayError } from '../errors.ts';

/**
 * The one argument that is given, as name and value; null counts as not given.
 * @throws GatewayError `BAD_USER_INPUT` when none or several are
 */
export function pickKey<Args extends Readonly<Record<string, unknown>>>(args: Args): KeyOf<Args> {
  const given = Object.entries(args).filter(([, value]) => value !== null && value !== undefined);
  const [key] = given;
  if (!key || given.length > 1) {
    const message = `Give exactly one of: ${Object.keys(args).join(', ')}.`;
    throw new GatewayError('BAD_USER_INPUT', message, { nonFieldErrors: [message] });
  }
  return key as KeyOf<Args>;
}

type KeyOf<Args> = { [Name in keyof Args & string]-?: readonly [Name, NonNullable<Args[Name]>] }[keyof Args & string];
