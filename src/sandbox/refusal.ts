/** An answer that ends a request early: JSON with the given body, or authentik's HTML error page when it is null. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`answered ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
  }
}

/** 403, nobody is logged in. There is no 401 in authentik's API. */
export const notAuthenticated = () => refuse(403, 'Authentication credentials were not provided.');

/** 403, the caller may not do this or sees no row at all. */
export const forbidden = () => refuse(403, 'You do not have permission to perform this action.');

/** A refusal whose JSON body is `{"detail": …}`. */
export function refuse(status: number, detail: string): Refusal {
  return new Refusal(status, { detail });
}

/** What authentik answers to an exception nobody handled: 500 and a page. */
export function crash(): Refusal {
  return new Refusal(500, null);
}
