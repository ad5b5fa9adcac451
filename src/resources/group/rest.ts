import { z } from 'zod';
import { SEARCH_AVAILABILITY } from '../../authentik/availability.ts';
import { type Behind, getAvailablePage } from '../../authentik/available-page.ts';
import type { AuthentikClient, Params } from '../../authentik/client.ts';
import { jsonObjectShape } from '../../authentik/json.ts';
import { checkKey, type Page } from '../../authentik/page.ts';
import type { InputNames } from '../../authentik/validation-error.ts';
import { roleShape } from '../role/rest.ts';

const keys = { pk: z.string(), name: z.string(), is_superuser: z.boolean(), attributes: jsonObjectShape };

/** A group as embedded in another (`parents_obj`, `children_obj`). */
export const relatedGroupShape = z.object(keys);

/** A group as embedded in a user (`groups_obj`): direct memberships, without members, roles and children. */
export const partialGroupShape = z.object({
  ...keys,
  num_pk: z.int32().optional(),
  parent: z.string().nullish(),
  parent_name: z.string().nullish(),
});

/** A user as embedded in a group (`users_obj`). */
export const groupMemberShape = z.object({
  pk: z.int32(),
  username: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  last_login: z.string().nullish(),
  email: z.string(),
  attributes: jsonObjectShape,
  uid: z.string(),
});

/** A group as every endpoint that answers one does. `*_obj` are null or absent where not asked for; what only some releases have is optional. */
export const groupShape = partialGroupShape.extend({
  users: z.array(z.int32()),
  users_obj: z.array(groupMemberShape).nullish(),
  roles: z.array(z.string()),
  roles_obj: z.array(roleShape).nullable(),
  children: z.array(z.string()).optional(),
  children_obj: z.array(relatedGroupShape).nullish(),
  parents: z.array(z.string()).optional(),
  parents_obj: z.array(relatedGroupShape).nullish(),
  inherited_roles_obj: z.array(roleShape).nullish(),
});

/** A group as list and detail answer it. */
export type GroupJson = z.infer<typeof groupShape>;
/** A member as embedded in a group. */
export type GroupMemberJson = z.infer<typeof groupMemberShape>;

/** Where groups are created and listed. */
export const GROUPS_PATH = '/core/groups/';

/** A group's detail path. `pk` must be a checked UUID. */
export function groupPath(pk: string): string {
  return `/core/groups/${pk}/`;
}

/** Asks for one group by its checked UUID. */
export async function getGroup(authentik: AuthentikClient, pk: string, includes: Params): Promise<GroupJson> {
  const group = await authentik.get({ path: groupPath(pk), params: includes, shape: groupShape });
  return checkKey(group, (row) => row.pk === pk);
}

/** Asks for one page of groups; throws as {@link getAvailablePage} does. */
export function getGroupPage(behind: Behind, params: Params, names: InputNames): Promise<Page<GroupJson>> {
  const list = { path: GROUPS_PATH, row: groupShape, availability: SEARCH_AVAILABILITY };
  return getAvailablePage(behind, list, { params, names });
}
