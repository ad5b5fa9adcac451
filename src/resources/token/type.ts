import { planned } from '../../graphql/plan-declaration.ts';
import { usedByPath, usedByRef } from '../used-by/ref.ts';
import { userRef } from '../user/ref.ts';
import { tokenEntity } from './entity.ts';
import { tokenIntent, tokenRef } from './ref.ts';
import { tokenPath } from './rest.ts';

tokenRef.implement({
  description:
    'A credential in authentik’s database: an API token, an app password or a one-time link. Its secret key is not part of it and cannot be queried. Who is no superuser sees only their own (from 2026.2 on all, with the global permission to view tokens).',
  extensions: tokenEntity,
  fields: (t) => ({
    id: t.exposeID('pk', { description: 'The token’s UUID: stays the same when the identifier is changed.' }),
    pk: t.exposeString('pk', { description: 'The same UUID under authentik’s own name.' }),
    identifier: t.exposeString('identifier', {
      description: 'The unique name that `token` looks up, 1 to 255 of letters, digits, `-` and `_`; can be changed.',
    }),
    managed: t.exposeString('managed', {
      nullable: true,
      description:
        'Set when authentik or a blueprint maintains the token, whose changes may then be overwritten; null for one made by hand.',
    }),
    intent: t.field({
      type: tokenIntent.ref,
      description: 'What the token is good for.',
      resolve: (token) => tokenIntent.toValue(token.intent),
    }),
    user: t.field({
      type: userRef,
      description:
        'The owner, as whom the token acts: complete, at no further request, and without permission to view users.',
      resolve: (token) => token.user_obj,
    }),
    description: t.exposeString('description', { description: 'What its owner noted it is for; may be empty.' }),
    expires: t.expose('expires', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the token becomes void; means nothing while `expiring` is false. authentik sets it itself for API tokens and renews them when it passes.',
    }),
    expiring: t.exposeBoolean('expiring', {
      description: 'Whether `expires` counts; false for a token that lives until it is deleted.',
    }),
    usedBy: t.field({
      type: [usedByRef],
      nullable: true,
      description: 'What refers to this token in authentik; normally nothing. Costs a request of its own.',
      extensions: planned({ fetches: 'other' }),
      resolve: (token, _args, context) => usedByPath(context).load(tokenPath(token.identifier)),
    }),
  }),
});
