import { createInputError } from '../errors.ts';
import { builder } from './builder.ts';

// What a newer authentik's unknown words are shown as.
const UNKNOWN = 'unknown';

/** Declares an enum over authentik's lower-case words, in capitals, with `UNKNOWN` for words of newer releases. */
export function createEnum<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
) {
  const values: Record<string, { value: string; description: string }> = {
    UNKNOWN: {
      value: UNKNOWN,
      description: 'A value of a newer authentik that this gateway does not know; never valid as input.',
    },
  };
  for (const [word, text] of Object.entries<string>(words)) {
    values[word.toUpperCase()] = { value: word, description: text };
  }
  const ref = builder.enumType(name, { description, values });
  return { ref, toValue: (word: string): string => (Object.hasOwn(words, word) ? word : UNKNOWN) };
}

/**
 * Prints an enum value of a filter.
 * @throws GatewayError `BAD_USER_INPUT` for `UNKNOWN`, which upstream has no word for
 */
export function toEnumParam(value: string, path: readonly string[]): string {
  if (value === UNKNOWN) {
    throw createInputError(path, 'UNKNOWN cannot be filtered by.');
  }
  return value;
}
