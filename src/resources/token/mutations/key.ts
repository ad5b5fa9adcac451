import { z } from 'zod';
import type { AuthentikWriter } from '../../../authentik/client.ts';
import { createInputError } from '../../../errors.ts';
import { tokenPath } from '../rest.ts';

const KEY = /^[A-Za-z0-9\-._~+/]{1,255}=*$/;

/** What shows a token's key. */
export const keyShape = z.object({ key: z.string().min(1) });

/** Asks for a token's key, by checked identifier. authentik logs an event each time. */
export async function viewKey(writer: AuthentikWriter, identifier: string): Promise<string> {
  const path = `${tokenPath(identifier)}view_key/`;
  return (await writer.view({ path, shape: keyShape })).key;
}

/**
 * Checks a key that a caller chose: authentik takes any text, and crashes on what is no ASCII when it is presented.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`, never the key
 */
export function parseKey(key: string, path: readonly string[]): string {
  if (!KEY.test(key) || key.length > 255) {
    throw createInputError(path, 'A key has 1 to 255 letters, digits or any of -._~+/ and may end in "=".');
  }
  return key;
}
