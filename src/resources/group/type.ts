import { getJsonAt } from '../../authentik/json.ts';
import { attributePath } from '../../graphql/attribute-path.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { roleRef } from '../role/ref.ts';
import { usedByPath, usedByRef } from '../used-by/ref.ts';
import { groupEntity } from './entity.ts';
import { memberRef } from './member.ts';
import { getGroupField, getParents, groupRef, toNumPk } from './ref.ts';
import { groupPath } from './rest.ts';

groupRef.implement({
  description:
    'A group of users. Groups form a hierarchy: a member of a group is, indirectly, a member of its ancestors too. ' +
    'Embedded in a user it is visible to whoever may see the user; fields that authentik does not embed are read from the group itself, which needs permission to view groups.',
  extensions: groupEntity,
  fields: (t) => ({
    id: t.exposeID('pk', {
      description: 'The group’s UUID: stable, never reused, what caches and other services should hold.',
    }),
    pk: t.exposeString('pk', { description: 'The same UUID under authentik’s own name.' }),
    numPk: t.int({
      description: 'A number derived from the UUID for systems that need one, such as LDAP; not unique.',
      resolve: (group) => group.num_pk ?? toNumPk(group.pk),
    }),
    name: t.string({
      description: 'The group’s unique name.',
      resolve: (group, _args, context) => getGroupField(group, 'name', context),
    }),
    isSuperuser: t.boolean({
      nullable: true,
      description:
        'Whether members become superusers, who may see and do everything. Set on this group itself; a child inherits the effect, not the flag. Costs a request only where the group is another’s `parent`; null if that fails.',
      resolve: (group, _args, context) => getGroupField(group, 'is_superuser', context),
    }),
    attributes: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Free-form JSON object of this group; also readable by whoever may see one of its members. For single values use `attribute`. Costs a request only where the group is another’s `parent`; null if that fails.',
      resolve: (group, _args, context) => getGroupField(group, 'attributes', context),
    }),
    attribute: t.field({
      type: 'JSON',
      nullable: true,
      description: 'One value out of `attributes`; null where it is missing or null.',
      args: attributePath,
      resolve: async (group, { path }, context) => getJsonAt(await getGroupField(group, 'attributes', context), path),
    }),
    parent: t.field({
      type: groupRef,
      nullable: true,
      description:
        'The group above this one; null at the top. From 2025.12 on a group can have several: this is the first of `parents`.',
      extensions: planned({ needs: 'include_parents', unlessOnly: ['id', 'pk', 'numPk'], loads: 'group' }),
      resolve: async (group, _args, context) => (await getParents(group, context))[0] ?? null,
    }),
    parentName: t.string({
      nullable: true,
      description:
        'The name of `parent`; null at the top. Embedded in a user it needs, from 2025.12 on, permission to view groups.',
      extensions: planned({ needs: 'include_parents' }),
      resolve: async (group, _args, context) => {
        const [parent] = await getParents(group, context);
        return parent ? getGroupField(parent, 'name', context) : null;
      },
    }),
    parents: t.field({
      type: [groupRef],
      nullable: true,
      description:
        'All groups directly above this one: none at the top, at most one up to 2025.10, any number from 2025.12 on.',
      extensions: planned({ needs: 'include_parents', unlessOnly: ['id', 'pk', 'numPk'], loads: 'group' }),
      resolve: async (group, _args, context) => [...(await getParents(group, context))],
    }),
    children: t.field({
      type: [groupRef],
      nullable: true,
      description: 'The groups directly below this one; null before 2025.8, which does not tell.',
      extensions: planned({ needs: 'include_children', unlessOnly: ['id', 'pk', 'numPk'], loads: 'group' }),
      resolve: async (group, _args, context) =>
        (await getGroupField(group, 'children_obj', context)) ??
        (await getGroupField(group, 'children', context))?.map((pk) => ({ pk })) ??
        null,
    }),
    roles: t.field({
      type: [roleRef],
      nullable: true,
      description: 'The roles this group holds itself, whose permissions all its members have.',
      resolve: (group, _args, context) => getGroupField(group, 'roles_obj', context),
    }),
    inheritedRoles: t.field({
      type: [roleRef],
      nullable: true,
      description: 'The roles this group has through its ancestors; null before 2025.12, which does not tell.',
      extensions: planned({ needs: 'include_inherited_roles' }),
      resolve: async (group, _args, context) => (await getGroupField(group, 'inherited_roles_obj', context)) ?? null,
    }),
    usersCount: t.int({
      nullable: true,
      description: 'How many users are direct members, whether or not this credential may see them.',
      resolve: async (group, _args, context) => (await getGroupField(group, 'users', context)).length,
    }),
    members: t.field({
      type: [memberRef],
      nullable: true,
      description:
        'All direct members, in short, visible to whoever may view the group. For complete users, filters and paging see `users`.',
      extensions: planned({ needs: 'include_users' }),
      resolve: async (group, _args, context) => {
        const members = (await getGroupField(group, 'users_obj', context)) ?? null;
        const groupHint = { value: group.pk, rows: members?.length ?? 0 };
        return members?.map((member) => ({ ...member, groupHint }));
      },
    }),
    usedBy: t.field({
      type: [usedByRef],
      nullable: true,
      description: 'What refers to this group in authentik, every member included. Costs a request of its own.',
      extensions: planned({ fetches: 'other' }),
      resolve: (group, _args, context) => usedByPath(context).load(groupPath(group.pk)),
    }),
  }),
});
