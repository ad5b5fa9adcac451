import type { z } from 'zod';
import type { InputNames } from '../authentik/validation-error.ts';

/** What a mutation asks of authentik, in the words of its OpenAPI document; by it releases are held against our schema. */
export interface Sends {
  /** Method and path, e.g. `PATCH /core/users/{id}/`. */
  readonly operation: string;
  /** authentik's fields in the body (or parameters) → where they stand in our input. */
  readonly names?: InputNames;
  /** What is read of the answer, where that is no row that queries answer too. */
  readonly answers?: z.ZodObject;
}

interface SendsExtensions {
  readonly [extension: string]: unknown;
  readonly sends: Sends;
}

/** A mutation's declaration, as Pothos `extensions`. */
export function sending(sends: Sends): SendsExtensions {
  return { sends };
}

/** Reads a mutation's declaration back. */
export function getSends(extensions: object): Sends | undefined {
  return isSendsExtensions(extensions) ? extensions.sends : undefined;
}

function isSendsExtensions(extensions: object): extensions is SendsExtensions {
  return 'sends' in extensions;
}
