import DataLoader from 'dataloader';
import type { Get, Json, PageJson } from './rest.ts';

/** What every resolver gets: one caller's REST and loaders, made anew for each request. */
export interface PlainContext {
  readonly get: Get;
  readonly me: DataLoader<'me', Json>;
  readonly userByPk: DataLoader<string, Json>;
  readonly userByUsername: DataLoader<string, Json>;
  readonly groupByPk: DataLoader<string, Json>;
  readonly groupByName: DataLoader<string, Json>;
  readonly tokenByIdentifier: DataLoader<string, Json>;
}

/** The loaders of one request. authentik has no filter for many keys, so each key is a request; each is made once. */
export function createContext(get: Get): PlainContext {
  const oneByOne = (load: (key: string) => Promise<Json>) =>
    new DataLoader<string, Json>((keys) =>
      Promise.all(keys.map((key) => load(key).catch((error: unknown) => error as Error))),
    );
  const first = async (path: string, params: Record<string, string>) => {
    const [row] = (await get<PageJson>(path, params)).results;
    if (!row) {
      throw new Error('not found');
    }
    return row;
  };
  return {
    get,
    me: new DataLoader<'me', Json>(async (keys) => {
      const { user } = await get<{ readonly user: Json }>('/core/users/me/');
      return keys.map(() => user);
    }),
    userByPk: oneByOne((pk) => get<Json>(`/core/users/${pk}/`)),
    userByUsername: oneByOne((username) => first('/core/users/', { username })),
    groupByPk: oneByOne((pk) => get<Json>(`/core/groups/${pk}/`)),
    groupByName: oneByOne((name) => first('/core/groups/', { name })),
    tokenByIdentifier: oneByOne((identifier) => get<Json>(`/core/tokens/${identifier}/`)),
  };
}
