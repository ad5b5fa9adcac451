import { toAttributesParam } from '../../authentik/attributes.ts';
import { parseUserPk, parseWord } from '../../authentik/path.ts';
import { toSearchParam } from '../../authentik/search.ts';
import { attributeFilter } from '../../graphql/attribute-filter.ts';
import { createList } from '../../graphql/list.ts';
import { createWhere } from '../../graphql/where.ts';
import { type GroupSource, groupRef, rememberGroup, toGroupIncludes } from './ref.ts';
import { type GroupJson, getGroupPage } from './rest.ts';

/** The filters of all groups. */
export const groupWhere = createWhere('AuthentikGroupWhere', 'Filters for groups; all that are given must match.', {
  search: {
    param: 'search',
    type: 'String',
    toParam: toSearchParam,
    description:
      'Every word (from 2025.10 on also "quoted phrases", `UPSTREAM_UNSUPPORTED` before) must occur in the name, upper and lower case alike. Never run as a query language.',
  },
  name: { param: 'name', type: 'String', description: 'Exactly this name, upper and lower case told apart.' },
  isSuperuser: {
    param: 'is_superuser',
    type: 'Boolean',
    description: 'Groups whose members are superusers, or all others; the flag of the group itself.',
  },
  membersByPk: {
    param: 'members_by_pk',
    type: ['ID'],
    toParam: (value: never, path) => String(parseUserPk(value, path)),
    description:
      'Groups with any of these users as direct members, by primary key (1 to 100); an unknown user is an error.',
  },
  membersByUsername: {
    param: 'members_by_username',
    type: ['String'],
    toParam: parseWord,
    description:
      'Groups with any of these users as direct members, by exact login name (1 to 100); an unknown user is an error.',
  },
  attributes: {
    param: 'attributes',
    type: [attributeFilter],
    toWholeParam: toAttributesParam,
    description: 'Conditions on values in the group’s `attributes`; all must hold (1 to 20).',
  },
});

/** Lists of groups. Their names are unique by authentik's API only, so ties are broken by primary key. */
export const groupList = createList<GroupSource, GroupJson>({
  name: 'AuthentikGroup',
  node: groupRef,
  defaultOrder: 'name',
  tieBreaker: 'pk',
  orderFields: {
    NAME: { field: 'name', description: 'By name, capitals before lower case.' },
    PK: { field: 'pk', description: 'By UUID, which is as good as at random; only good for being total and stable.' },
    IS_SUPERUSER: { field: 'is_superuser', description: 'Ordinary groups first.' },
  },
  getPage: (context, params, needs) =>
    getGroupPage(context, { ...params, ...toGroupIncludes(needs, context) }, groupWhere.names),
  remember: rememberGroup,
});
