import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Structure, structures } from './structures.ts';

/** One request as it was sent: `target` is path and query below `/api/v3`. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly body: unknown;
}

/**
 * Switches that authentik reads on more endpoints than its documents say: wherever rows of a list with that switch are
 * answered, also one by one, embedded in a token, or to a write (recorded on four releases).
 */
const ROWS_OF = [
  [/^\/core\/(users|tokens)\//, 'GET /core/users/'],
  [/^\/core\/groups\//, 'GET /core/groups/'],
] as const;

/** The parameters and body fields of a request that a release's OpenAPI document does not declare. */
export function findUndeclared(version: string, { method, target, body }: Sent): string[] {
  // The probes of whoever runs it are none of the API.
  if (target.startsWith('/-/')) {
    return [];
  }
  const structure = structures.find((each) => each.version === version);
  const { pathname, searchParams } = new URL(target, 'http://authentik');
  const name = Object.keys(structure?.operations ?? {}).find((each) =>
    toExpression(each).test(`${method} ${pathname}`),
  );
  const operation = name === undefined ? undefined : structure?.operations[name];
  if (!structure || !operation) {
    return [`${version}: ${method} ${pathname}`];
  }
  const parameters = [...Object.keys(operation.parameters.properties), ...switchesOf(structure, pathname)];
  const fields = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  return [
    ...[...searchParams.keys()].filter((each) => !parameters.includes(each)).map((each) => `parameter ${each}`),
    ...fields
      .filter((each) => !Object.hasOwn(operation.body?.properties ?? {}, each))
      .map((each) => `body field ${each}`),
  ].map((problem) => `${version}: ${name}: ${problem}`);
}

/** Passes requests on, and tells what of them a release does not declare. */
export function createDeclaredOnly(
  version: string,
  handle: RequestListener,
): { readonly handle: RequestListener; readonly undeclared: string[] } {
  const undeclared: string[] = [];
  return {
    undeclared,
    handle: (request, response) => {
      void text(request).then((sent) => {
        const { method = '', url = '', headers } = request;
        const target = url.replace(/^.*\/api\/v3/, '');
        undeclared.push(
          ...findUndeclared(version, { method, target, body: sent === '' ? undefined : JSON.parse(sent) }),
        );
        const again = Object.assign(Readable.from([Buffer.from(sent)]), { method, url, headers });
        handle(again as unknown as typeof request, response);
      });
    },
  };
}

function switchesOf({ operations }: Structure, pathname: string): string[] {
  const lists = ROWS_OF.filter(([expression]) => expression.test(pathname)).map(([, list]) => list);
  return lists
    .flatMap((list) => Object.keys(operations[list]?.parameters.properties ?? {}))
    .filter((name) => name.startsWith('include_'));
}

// Literal segments come before the keys that they would pass for: `me` is no id.
function toExpression(operation: string): RegExp {
  return new RegExp(`^${operation.replace(/\{id\}/g, '\\d+').replace(/\{\w+\}/g, '[^/]+')}$`);
}
