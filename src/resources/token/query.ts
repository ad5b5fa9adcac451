import { parseIdentifier } from '../../authentik/path.ts';
import { builder } from '../../graphql/builder.ts';
import { loadMany } from '../../graphql/many.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { asResult, createResult } from '../../graphql/result.ts';
import { userRef } from '../user/ref.ts';
import { viewerRef } from '../viewer/ref.ts';
import { tokenList, tokenWhere, userTokenWhere } from './list.ts';
import { tokenByIdentifier, tokenRef } from './ref.ts';
import type { TokenJson } from './rest.ts';

const tokenResult = createResult(
  'AuthentikTokenResult',
  tokenRef,
  'A token, or why there is none. Errors without a fragment go to `errors[]`.',
);

builder.queryFields((t) => ({
  token: t.field({
    type: tokenResult,
    nullable: true,
    description:
      'One token by its identifier. Who is no superuser sees only their own (from 2026.2 on all, with the global permission to view tokens); any other is `NOT_FOUND`.',
    args: {
      identifier: t.arg.string({
        required: true,
        description: '1 to 255 letters, digits, `-` and `_`; anything else is refused unasked.',
      }),
    },
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, { identifier }, context, info) =>
      asResult(context, info, async () =>
        tokenByIdentifier(context).load(parseIdentifier(identifier, ['identifier']), {
          needs: context.plan.at(info).needs,
        }),
      ),
  }),
  tokensByIdentifier: t.field({
    type: [tokenRef],
    nullable: { list: true, items: true },
    description:
      'As many tokens as identifiers, in their order; null, with an error at its place, for each that fails.',
    args: {
      identifiers: t.arg.stringList({
        required: true,
        description: 'Up to 100 identifiers; repeated ones cost nothing.',
      }),
    },
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, { identifiers }, context, info) =>
      loadMany(identifiers, 'identifiers', (key, path) =>
        tokenByIdentifier(context).load(parseIdentifier(key, path), { needs: context.plan.at(info).needs }),
      ) as Promise<TokenJson[]>,
  }),
  tokens: t.field({
    type: tokenList.connection,
    nullable: true,
    description:
      'All tokens this credential may see, page by page: every one for superusers (from 2026.2 on also with the global permission to view tokens), their own for everybody else.',
    args: tokenList.args(tokenWhere),
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, args, context, info) =>
      tokenList.read(context, { args, where: tokenWhere, fetch: context.plan.at(info) }),
  }),
}));

builder.objectField(userRef, 'tokens', (t) =>
  t.field({
    type: tokenList.connection,
    nullable: true,
    description:
      'The tokens this user owns, as far as this credential may see them: all for superusers (from 2026.2 on also with the global permission to view tokens), else only one’s own. Costs a request per page.',
    args: tokenList.args(userTokenWhere),
    extensions: planned({ fetches: 'user' }),
    resolve: (user, args, context, info) =>
      tokenList.read(context, {
        args,
        where: userTokenWhere,
        fixed: { user__username: user.username },
        fetch: context.plan.at(info),
      }),
  }),
);

builder.objectField(viewerRef, 'tokens', (t) =>
  t.field({
    type: tokenList.connection,
    nullable: true,
    description: 'The caller’s own tokens. Needs no permission. Costs a request per page.',
    args: tokenList.args(userTokenWhere),
    extensions: planned({ fetches: 'user' }),
    resolve: (me, args, context, info) =>
      tokenList.read(context, {
        args,
        where: userTokenWhere,
        fixed: { user__username: me.username },
        fetch: context.plan.at(info),
      }),
  }),
);
