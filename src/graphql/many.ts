import { createInputError } from '../errors.ts';

const MAX_KEYS = 100;

/**
 * Loads one value per key, in the order of the keys. What fails, fails alone: its place holds the error, which GraphQL
 * reports at that place while the others survive.
 * @throws GatewayError `BAD_USER_INPUT` for more than 100 keys
 */
export async function loadMany<Value>(
  keys: readonly string[],
  name: string,
  load: (key: string, path: readonly string[]) => Promise<Value>,
): Promise<(Value | Error)[]> {
  if (keys.length > MAX_KEYS) {
    throw createInputError([name], `Takes up to ${MAX_KEYS} values.`);
  }
  const results = await Promise.allSettled(keys.map(async (key, index) => load(key, [name, String(index)])));
  return results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason));
}
