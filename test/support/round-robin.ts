import { type RequestListener, request as send } from 'node:http';

/** A balancer that hands each request to the next of its targets, as it came. */
export function createBalancer(targets: readonly string[]): {
  readonly handle: RequestListener;
  /** How many requests each target got. */
  readonly served: readonly number[];
} {
  const served = targets.map(() => 0);
  let turn = 0;
  return {
    served,
    handle: (request, response) => {
      const index = turn % targets.length;
      turn += 1;
      served[index] = (served[index] ?? 0) + 1;
      const onward = send(
        `${targets[index]}${request.url}`,
        { method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    },
  };
}
