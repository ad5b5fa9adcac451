import type { Server, ServerResponse } from 'node:http';

const CHECKING_INTERVAL_MS = 1000;

/**
 * Minds the answers that a server has not got rid of. A caller who takes longer than `answerTimeoutMs` milliseconds to read
 * one that has begun is cut off, at most a second later. And while the server closes, connections go as soon as they owe
 * nothing: node:http looks for idle ones only once, and takes an answer for ended that is still on its way to a slow reader.
 */
export function mindOwedAnswers(server: Server, answerTimeoutMs: number): void {
  const begun = new Map<ServerResponse, number | undefined>();
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => {
    if (![...begun.keys()].some(({ writableEnded }) => writableEnded)) {
      closeIdle();
    }
  };
  server.on('request', (_request, response) => {
    begun.set(response, undefined);
    response.once('close', () => {
      begun.delete(response);
      if (!server.listening) {
        server.closeIdleConnections();
      }
    });
  });
  const check = setInterval(() => cutOff(begun, answerTimeoutMs), Math.min(CHECKING_INTERVAL_MS, answerTimeoutMs));
  server.once('close', () => clearInterval(check));
  check.unref();
}

function cutOff(begun: Map<ServerResponse, number | undefined>, answerTimeoutMs: number): void {
  const now = performance.now();
  for (const [response, since] of begun) {
    if (response.headersSent && since === undefined) {
      begun.set(response, now);
    } else if (since !== undefined && now - since >= answerTimeoutMs) {
      response.destroy();
    }
  }
}
