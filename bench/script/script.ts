import { type Dispatcher, request } from 'undici';

/** A row of authentik's as it came. */
interface Row {
  readonly pk: string | number;
  readonly username: string;
  readonly parent: string | null;
  readonly children: readonly string[];
  readonly groups: readonly string[];
}

/** Any answer of authentik's: a list has `results` and `pagination`, `/me/` has `user`, everything else is a row. */
interface Body extends Row {
  readonly results: readonly Row[];
  readonly pagination: { readonly count: number; readonly total_pages: number };
  readonly user: Row;
}

/** Asks one path below `/api/v3`, whatever the status of the answer. */
export type Get = (path: string) => Promise<Body>;

/**
 * What a careful person would write to learn by REST what an operation tells: knowing the documentation (its include
 * switches, its filters) and the house (that there are 60 groups, that they are superuser), in the waves they would write.
 */
export type Script = (get: Get) => Promise<unknown>;

/** The way to authentik for scripts. */
export function createGet(apiUrl: string, dispatcher: Dispatcher, key: string): Get {
  return async (path) => {
    const { body } = await request(`${apiUrl}${path}`, { dispatcher, headers: { authorization: `Bearer ${key}` } });
    return (await body.json()) as Body;
  };
}
