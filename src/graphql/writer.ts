import type { AuthentikWriter } from '../authentik/client.ts';
import type { GatewayContext, Memory } from '../context.ts';
import { type ErrorCode, GatewayError } from '../errors.ts';

// Beside the context, not in it: what reads and shares is given a context, and has no way to write. A context may be
// copied, its memory is one.
const writers = new WeakMap<Memory, AuthentikWriter>();

// After these nothing has been changed; anybody at all can have authentik answer them.
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Lets an operation write. Only mutations are ever let. */
export function giveWriter({ memory, notes }: GatewayContext, writer: AuthentikWriter): void {
  writers.set(memory, {
    view: writer.view,
    send: async (write) => {
      let isRefused = false;
      try {
        return await writer.send(write);
      } catch (error) {
        isRefused = error instanceof GatewayError && REFUSALS.has(error.code);
        throw error;
      } finally {
        // Whatever else became of it: what was read before may no longer be so.
        notes.hasWritten ||= !isRefused;
        memory.key = {};
      }
    },
  });
}

/**
 * What an operation writes with.
 * @throws TypeError for an operation that is no mutation
 */
export function getWriter({ memory }: GatewayContext): AuthentikWriter {
  const writer = writers.get(memory);
  if (!writer) {
    throw new TypeError('expected a mutation, but got: an operation that may not write');
  }
  return writer;
}
