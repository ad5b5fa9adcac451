import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { userByPk, userRef, userType } from '../user/ref.ts';
import { viewerRef } from './ref.ts';
import { getViewer, type ViewerJson } from './rest.ts';

const viewer = createLoader<'me', ViewerJson>({ loadOne: (_me, context) => getViewer(context.authentik) });

const viewerGroup = builder.objectRef<ViewerJson['groups'][number]>('AuthentikViewerGroup').implement({
  description: 'A group the caller belongs to, in short. Not an entity: it has `pk` and no `id`.',
  fields: (t) => ({
    pk: t.exposeString('pk', { description: 'The group’s UUID.' }),
    name: t.exposeString('name', { description: 'The group’s unique name.' }),
  }),
});

viewerRef.implement({
  description: 'Whom the presented credential stands for. Needs no permission. Not an entity: it has `pk` and no `id`.',
  fields: (t) => ({
    pk: t.exposeInt('pk', { description: 'The caller’s primary key among users.' }),
    username: t.exposeString('username', { description: 'The caller’s unique login name.' }),
    name: t.exposeString('name', { description: 'The caller’s display name; may be empty.' }),
    email: t.exposeString('email', { description: 'The caller’s e-mail address; may be empty.' }),
    isActive: t.exposeBoolean('is_active', { description: 'Always true: inactive users’ credentials are refused.' }),
    isSuperuser: t.exposeBoolean('is_superuser', { description: 'Whether the caller may see and do everything.' }),
    avatar: t.exposeString('avatar', { description: 'The caller’s picture as an http(s) or data URL.' }),
    uid: t.exposeString('uid', {
      description: 'The caller’s hashed id within this authentik, the default OIDC `sub`.',
    }),
    type: t.field({
      type: userType.ref,
      description: 'Person or program, ours or from outside.',
      resolve: (me) => userType.toValue(me.type),
    }),
    settings: t.expose('settings', {
      type: 'JSON',
      description: 'Interface settings merged from brand, groups and user.',
    }),
    systemPermissions: t.stringList({
      description:
        'Global permissions by codename, e.g. `view_system_info`: those of authentik’s system and RBAC areas only.',
      resolve: (me) => me.system_permissions,
    }),
    groups: t.field({
      type: [viewerGroup],
      description:
        'All groups the caller belongs to, directly or through their children (`User.groups` has the direct ones only).',
      resolve: (me) => me.groups,
    }),
    user: t.field({
      type: userRef,
      nullable: true,
      description:
        'The caller as a complete user; costs a request of its own and needs permission to view users, which ordinary users lack.',
      extensions: planned({ loads: 'user' }),
      resolve: (me, _args, context) => userByPk(context).load(me.pk),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: viewerRef,
    nullable: true,
    description:
      'Whom the presented credential stands for. The cheapest way to try a credential: a bad one is `UNAUTHENTICATED` in `errors[]`.',
    extensions: planned({ fetches: 'other' }),
    resolve: (_root, _args, context) => viewer(context).load('me'),
  }),
);
