import type { Params } from '../../authentik/client.ts';
import { pickRow, rememberPage } from '../../authentik/page.ts';
import { toSwitchParams } from '../../authentik/switches.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { ROW_MS } from '../../graphql/cost.ts';
import { createLoader, keyedBy } from '../../graphql/loader.ts';
import type { Needs } from '../../graphql/plan.ts';
import { type GroupJson, getGroup, getGroupPage } from './rest.ts';

/** A group as far as it is known: embedded in something else it lacks members, roles and more, which are then loaded by `pk`. */
export type GroupSource = Pick<GroupJson, 'pk'> &
  Partial<GroupJson> & {
    /** A user known to be a direct member, by whom the group can be listed. */
    readonly memberPk?: number;
  };

/** `Group` over whatever part of it has arrived. */
export const groupRef = builder.objectRef<GroupSource>('Group');

// Both keys share one loader, so that groups that are wanted at the same moment are one batch, however they are named.
type GroupKey = `pk ${string}` | `name ${string}`;

const toKeys = ({ pk, name }: GroupJson): GroupKey[] => [`pk ${pk}`, `name ${name}`];

const groupByKey = createLoader<GroupKey, GroupJson>({
  loadOne: async (key, context, needs) => rememberGroup(context, await getGroupByKey(key, context, needs)),
  list: (context) => ({
    hintParam: 'members_by_pk',
    rowMs: ROW_MS.group,
    toKeys,
    getPage: async (params, needs) => {
      const page = await getGroupPage(context, { ...params, ...toGroupIncludes(needs, context) }, {});
      return rememberPage(page, (group) => rememberGroup(context, group));
    },
  }),
});

/** A group by its lower-case UUID. */
export const groupByPk = keyedBy(groupByKey, (pk: string): GroupKey => `pk ${pk}`);

/** A group by its exact name. */
export const groupByName = keyedBy(groupByKey, (name: string): GroupKey => `name ${name}`);

async function getGroupByKey(key: GroupKey, context: GatewayContext, needs: Needs): Promise<GroupJson> {
  const includes = toGroupIncludes(needs, context);
  const at = key.indexOf(' ');
  const [field, value] = [key.slice(0, at), key.slice(at + 1)];
  if (field === 'pk') {
    return getGroup(context.authentik, value, includes);
  }
  const params = { name: value, page_size: '1', ...includes };
  const page = await getGroupPage(context, params, { name: ['name'] });
  return pickRow(page, (group) => group.name === value);
}

/** Lets the loaders answer from a complete group that came by another way; what they have already is kept. */
export function rememberGroup(context: GatewayContext, group: GroupJson): GroupJson {
  for (const key of toKeys(group)) {
    groupByKey(context).prime(key, group);
  }
  return group;
}

/** The include switches of a request that answers groups. */
export function toGroupIncludes(needs: Needs, { plan, release }: GatewayContext): Params {
  return toSwitchParams('group', release, (include) => needs.has(include) || plan.loads.group.has(include));
}

// Embedded groups never carry their roles.
function isComplete(group: GroupSource): group is GroupJson {
  return group.roles_obj !== undefined;
}

/** One field of a group: what came embedded is never asked for again, what is missing is loaded with the whole group. */
export async function getGroupField<Field extends keyof GroupJson>(
  group: GroupSource,
  field: Field,
  context: GatewayContext,
): Promise<GroupJson[Field]> {
  if (isComplete(group)) {
    return group[field];
  }
  const known: Partial<GroupJson> = group;
  return known[field] ?? (await loadGroup(group, context))[field];
}

/** The groups directly above a group, as far as they are known; releases up to 2025.10 have one at most. */
export async function getParents(group: GroupSource, context: GatewayContext): Promise<readonly GroupSource[]> {
  const known = group.parent === undefined && !isComplete(group) ? await loadGroup(group, context) : group;
  if (known.parents) {
    return known.parents_obj ?? known.parents.map((pk) => ({ pk }));
  }
  return known.parent ? [{ pk: known.parent, ...(known.parent_name ? { name: known.parent_name } : {}) }] : [];
}

// The whole of an embedded group.
function loadGroup({ pk, memberPk }: GroupSource, context: GatewayContext): Promise<GroupJson> {
  return groupByPk(context).load(pk, { hint: memberPk === undefined ? undefined : { value: String(memberPk) } });
}

/** authentik's `num_pk`: the first five decimal digits of the UUID read as one integer (`core/models.py`). */
export function toNumPk(pk: string): number {
  return Number(
    BigInt(`0x${pk.replaceAll('-', '')}`)
      .toString()
      .slice(0, 5),
  );
}
