import { z } from 'zod';
import { USER_AVAILABILITY } from '../../authentik/availability.ts';
import { type Behind, getAvailablePage } from '../../authentik/available-page.ts';
import type { AuthentikClient, Params } from '../../authentik/client.ts';
import { jsonObjectShape } from '../../authentik/json.ts';
import { checkKey, type Page } from '../../authentik/page.ts';
import type { InputNames } from '../../authentik/validation-error.ts';
import { partialGroupShape } from '../group/rest.ts';
import { roleShape } from '../role/rest.ts';
import { checkGroups } from './check-page.ts';

/** A user as list, detail and tokens answer it: always complete, but for `*_obj` that were switched off. */
export const userShape = z.object({
  pk: z.int32(),
  username: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  last_login: z.string().nullish(),
  date_joined: z.string().nullish(),
  is_superuser: z.boolean(),
  groups: z.array(z.string()),
  groups_obj: z.array(partialGroupShape).nullable(),
  email: z.string(),
  avatar: z.string(),
  attributes: jsonObjectShape,
  uid: z.string(),
  path: z.string(),
  type: z.string(),
  uuid: z.string(),
  password_change_date: z.string().nullish(),
  last_updated: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
  roles_obj: z.array(roleShape).nullish(),
});

/** A user as list, detail and tokens answer it. */
export type UserJson = z.infer<typeof userShape>;

/** Where users are created and listed. */
export const USERS_PATH = '/core/users/';

/** A user's detail path. `pk` must be a checked int32. */
export function userPath(pk: number): string {
  return `/core/users/${pk}/`;
}

/** Asks for one user by checked primary key. The include switches work here though authentik documents them for lists only. */
export async function getUser(authentik: AuthentikClient, pk: number, includes: Params): Promise<UserJson> {
  const user = await authentik.get({ path: userPath(pk), params: includes, shape: userShape });
  return checkKey(user, (row) => row.pk === pk);
}

/** Asks for one page of users; throws as {@link getAvailablePage} does. */
export async function getUserPage(behind: Behind, params: Params, names: InputNames): Promise<Page<UserJson>> {
  const list = { path: USERS_PATH, row: userShape, availability: USER_AVAILABILITY };
  return checkGroups(await getAvailablePage(behind, list, { params, names }), params);
}

/** Asks which `path`s users have, sorted; a checked `search` narrows them. */
export async function getUserPaths(authentik: AuthentikClient, params: Params): Promise<readonly string[]> {
  const names = { search: ['search'] };
  return (
    await authentik.get({ path: '/core/users/paths/', params, shape: z.object({ paths: z.array(z.string()) }), names })
  ).paths;
}
