import { parseText, parseUuid } from '../../authentik/path.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { pickKey } from '../../graphql/exactly-one.ts';
import { loadMany } from '../../graphql/many.ts';
import type { Needs } from '../../graphql/plan.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { asResult, createResult } from '../../graphql/result.ts';
import { groupList, groupWhere } from './list.ts';
import { type GroupSource, groupByName, groupByPk, groupRef } from './ref.ts';

type GroupKeys = {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
};

const groupResult = createResult(
  'AuthentikGroupResult',
  groupRef,
  'A group, or why there is none. Errors without a fragment go to `errors[]`.',
);

builder.queryFields((t) => ({
  group: t.field({
    type: groupResult,
    nullable: true,
    description: 'One group by exactly one key. Needs permission to view groups.',
    args: {
      id: t.arg.id({ description: 'The UUID, in the usual form with hyphens.' }),
      name: t.arg.string({ description: 'The exact name, upper and lower case told apart.' }),
    },
    extensions: planned({ fetches: 'group' }),
    resolve: (_root, { id, name }, context, info) =>
      asResult(context, info, async () => loadGroup({ id, name }, context, context.plan.at(info).needs)),
  }),
  groupsById: t.field({
    type: [groupRef],
    nullable: { list: true, items: true },
    description:
      'As many groups as ids, in the order of the ids; null, with an error at its place, for each that fails.',
    args: { ids: t.arg.idList({ required: true, description: 'Up to 100 UUIDs; repeated ones cost nothing.' }) },
    extensions: planned({ fetches: 'group' }),
    resolve: (_root, { ids }, context, info) =>
      loadMany(ids, 'ids', (id, path) =>
        groupByPk(context).load(parseUuid(id, path), { needs: context.plan.at(info).needs }),
      ) as Promise<GroupSource[]>,
  }),
  groups: t.field({
    type: groupList.connection,
    nullable: true,
    description:
      'All groups this credential may view, page by page. A credential that may view none is refused with `FORBIDDEN`.',
    args: groupList.args(groupWhere),
    extensions: planned({ fetches: 'group' }),
    resolve: (_root, args, context, info) =>
      groupList.read(context, { args, where: groupWhere, fetch: context.plan.at(info) }),
  }),
}));

function loadGroup(keys: GroupKeys, context: GatewayContext, needs: Needs): Promise<GroupSource> {
  const [name, value] = pickKey(keys);
  return name === 'id'
    ? groupByPk(context).load(parseUuid(value, ['id']), { needs })
    : groupByName(context).load(parseText(value, ['name']), { needs });
}
