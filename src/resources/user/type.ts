import { getJsonAt } from '../../authentik/json.ts';
import { attributePath } from '../../graphql/attribute-path.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { groupRef } from '../group/ref.ts';
import { roleRef } from '../role/ref.ts';
import { usedByPath, usedByRef } from '../used-by/ref.ts';
import { userEntity } from './entity.ts';
import { userRef, userType } from './ref.ts';
import { userPath } from './rest.ts';

userRef.implement({
  description:
    'An account in authentik: a person or a program. Reading one directly needs permission to view users; as the owner of a token it is visible to whoever may see the token.',
  extensions: userEntity,
  fields: (t) => ({
    id: t.exposeID('pk', {
      description:
        'The primary key as text. Unique within one authentik only: what other services should hold is `uuid`.',
    }),
    pk: t.exposeInt('pk', { description: 'The primary key as authentik has it, a 32-bit integer.' }),
    uuid: t.exposeID('uuid', { description: 'The user’s UUID: stable and never reused, also across instances.' }),
    uid: t.exposeString('uid', {
      description:
        'A hash of primary key and instance, the default `sub` of OIDC tokens; authentik cannot look users up by it.',
    }),
    username: t.exposeString('username', {
      description:
        'The unique login name, up to 150 characters of any kind; can be changed and, after a deletion, reused.',
    }),
    name: t.exposeString('name', { description: 'The display name; may be empty.' }),
    email: t.exposeString('email', {
      description: 'The e-mail address; may be empty, and several users can share one.',
    }),
    isActive: t.exposeBoolean('is_active', {
      description: 'Whether the account may be used; an inactive user’s tokens are refused.',
    }),
    isSuperuser: t.exposeBoolean('is_superuser', {
      description:
        'Whether the user may see and do everything: a member, directly or through ancestors, of a superuser group.',
    }),
    type: t.field({
      type: userType.ref,
      description: 'Person or program, ours or from outside.',
      resolve: (user) => userType.toValue(user.type),
    }),
    path: t.exposeString('path', {
      description:
        'The folder the user is filed under, e.g. `users` or `partners/acme`; all that are in use are in `userPaths`.',
    }),
    avatar: t.exposeString('avatar', { description: 'The picture as an http(s) or data URL.' }),
    lastLogin: t.expose('last_login', {
      type: 'DateTime',
      nullable: true,
      description: 'When the user last logged in; null for never.',
    }),
    dateJoined: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the account was created; null before 2025.4, which does not tell.',
      resolve: (user) => user.date_joined,
    }),
    passwordChangeDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the password was last set; null before 2025.2, which does not tell.',
      resolve: (user) => user.password_change_date,
    }),
    lastUpdated: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the account was last changed; null before 2025.8, which does not tell.',
      resolve: (user) => user.last_updated,
    }),
    attributes: t.expose('attributes', {
      type: 'JSON',
      description: 'Free-form JSON object of this user. For single values use `attribute`.',
    }),
    attribute: t.field({
      type: 'JSON',
      nullable: true,
      description: 'One value out of `attributes`; null where it is missing or null.',
      args: attributePath,
      resolve: (user, { path }) => getJsonAt(user.attributes, path),
    }),
    groups: t.field({
      type: [groupRef],
      description:
        'The groups the user is a direct member of: all of them, also those this credential could not see by themselves.',
      extensions: planned({ needs: 'include_groups', unlessOnly: ['id', 'pk', 'numPk'], loads: 'group' }),
      resolve: ({ pk: memberPk, groups, groups_obj: embedded }) =>
        embedded ? embedded.map((group) => ({ ...group, memberPk })) : groups.map((pk) => ({ pk, memberPk })),
    }),
    roles: t.field({
      type: [roleRef],
      nullable: true,
      description: 'The roles the user holds directly; null before 2025.12, where only groups hold roles.',
      extensions: planned({ needs: 'include_roles' }),
      resolve: (user) => user.roles_obj,
    }),
    usedBy: t.field({
      type: [usedByRef],
      nullable: true,
      description:
        'What refers to this user in authentik, as far as this credential may view it. Costs a request of its own.',
      extensions: planned({ fetches: 'other' }),
      resolve: (user, _args, context) => usedByPath(context).load(userPath(user.pk)),
    }),
  }),
});
