import { builder } from '../../graphql/builder.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import type { Hint } from '../../graphql/read-list.ts';
import { userByPk, userRef } from '../user/ref.ts';
import type { GroupMemberJson } from './rest.ts';

/** A member and by which list of users it can be had in whole. */
export interface MemberSource extends GroupMemberJson {
  readonly groupHint: Hint;
}

/** `AuthentikGroupMember` over a member that came embedded in a group. */
export const memberRef = builder.objectRef<MemberSource>('AuthentikGroupMember').implement({
  description:
    'A group’s member in short, as it comes with the group and without permission to view users. Not an entity: it has `pk` and no `id`.',
  fields: (t) => ({
    pk: t.exposeInt('pk', { description: 'The user’s primary key.' }),
    username: t.exposeString('username', { description: 'The user’s unique login name.' }),
    name: t.exposeString('name', { description: 'The user’s display name; may be empty.' }),
    email: t.exposeString('email', { description: 'The user’s e-mail address; may be empty, and is not unique.' }),
    isActive: t.exposeBoolean('is_active', { description: 'Whether the account may be used.' }),
    lastLogin: t.expose('last_login', {
      type: 'DateTime',
      nullable: true,
      description: 'When the user last logged in; null for never.',
    }),
    attributes: t.expose('attributes', { type: 'JSON', description: 'The user’s free-form JSON object.' }),
    uid: t.exposeString('uid', { description: 'The user’s hashed id within this authentik, the default OIDC `sub`.' }),
    user: t.field({
      type: userRef,
      nullable: true,
      description: 'The complete user; costs a request of its own and needs permission to view users.',
      extensions: planned({ loads: 'user' }),
      resolve: (member, _args, context) => userByPk(context).load(member.pk, { hint: member.groupHint }),
    }),
  }),
});
