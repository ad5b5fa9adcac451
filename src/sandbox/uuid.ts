const HEX_DIGITS = /^[0-9a-f]{32}$/;

/**
 * Reads every form Python's `uuid.UUID` takes (dashes anywhere, braces, `urn:uuid:`, upper case) and answers the
 * canonical lower-case form, or undefined when it is none.
 */
export function readUuid(text: string): string | undefined {
  const hex = text
    .toLowerCase()
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!HEX_DIGITS.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A group's `num_pk`: the first five decimal digits of its uuid read as one integer (so it is not unique). */
export function numericKeyOf(uuid: string): number {
  return Number(
    BigInt(`0x${uuid.replaceAll('-', '')}`)
      .toString()
      .slice(0, 5),
  );
}

/** A version 4 UUID, as authentik makes them, out of at least 32 hexadecimal digits. */
export function toUuid(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
