import { createRandom } from './random.ts';
import { toUuid } from './uuid.ts';

const KEY_LENGTH = 60;
const KEY_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes up what a real server takes from chance. */
export type Minter = {
  readonly uuid: () => string;
  /** The key of a token: 60 letters and digits. */
  readonly key: () => string;
};

/** The same seed (an integer) makes up the same values in the same order. */
export function createMinter(seed: number): Minter {
  const random = createRandom(seed);
  const pick = (characters: string) => characters.charAt(Math.floor(random() * characters.length));
  const text = (length: number, characters: string) => Array.from({ length }, () => pick(characters)).join('');
  return { uuid: () => toUuid(text(32, '0123456789abcdef')), key: () => text(KEY_LENGTH, KEY_CHARACTERS) };
}
