import type { AuthentikWriter } from '../authentik/client.ts';
import type { GatewayContext, Memory } from '../context.ts';

// Beside the context, not in it: what reads and shares is given a context, and has no way to write. A context may be
// copied, its memory is one.
const writers = new WeakMap<Memory, AuthentikWriter>();

/** Lets an operation write. Only mutations are ever let. */
export function giveWriter({ memory }: GatewayContext, writer: AuthentikWriter): void {
  writers.set(memory, {
    view: writer.view,
    send: async (write) => {
      try {
        return await writer.send(write);
      } finally {
        // Whatever became of it: what was read before may no longer be so.
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
