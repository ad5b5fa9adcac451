/** Orders as PostgreSQL ordered the recorded rows: by code point (capitals before small letters, `ü` after `z`). */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = codePointRank(a.charCodeAt(index)) - codePointRank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

// UTF-16 puts surrogates below U+E000…U+FFFF; shifting both restores the order of code points.
function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** Upper case as PostgreSQL's `UPPER` makes it: character by character, so that `ß` stays what it is. */
export function toUpper(text: string): string {
  return Array.from(text, (character) => {
    const upper = character.toUpperCase();
    return upper.length === character.length ? upper : character;
  }).join('');
}
