import { parseIdentifier, parseStoredText, parseUserPk } from '../../../authentik/path.ts';
import { type BodyFields, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { once } from '../../../graphql/once.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { type Warning, warningsField, warnOfOverruled } from '../../../graphql/warning.ts';
import { toUserIncludes } from '../../user/ref.ts';
import { rememberToken, tokenRef } from '../ref.ts';
import { TOKENS_PATH, type TokenJson, tokenShape } from '../rest.ts';
import { tokenIntentInput } from './intent-input.ts';
import { viewKey } from './key.ts';

const FIELDS: BodyFields = {
  identifier: { to: 'identifier', parse: parseIdentifier },
  intent: { to: 'intent' },
  userId: { to: 'user', parse: parseUserPk },
  description: { to: 'description', clear: '', parse: parseStoredText },
  expiring: { to: 'expiring' },
  expires: { to: 'expires' },
};
const NAMES = toInputNames(FIELDS);

interface Payload {
  readonly token: TokenJson;
  readonly warnings: readonly Warning[];
  readonly viewKey: () => Promise<string>;
}

createMutation({
  name: 'createToken',
  description:
    'Creates a token. Anyone may create tokens of their own; only superusers of somebody else: authentik makes it the caller’s instead, and a warning says so.',
  plan: { fetches: 'user', steps: ['creates the token'] },
  sends: { operation: 'POST /core/tokens/', names: NAMES },
  input: {
    description: 'A token to create. What authentik would ignore cannot be said.',
    fields: (t) => ({
      identifier: t.string({ required: true, description: 'Its unique name: 1 to 255 letters, digits, `-` and `_`.' }),
      intent: t.field({ type: tokenIntentInput, description: 'What it is good for; `API` when left out.' }),
      userId: t.id({
        description: 'The owner’s primary key; the caller when left out. Only superusers may name another.',
      }),
      description: t.string({ description: 'What it is for, in words for people; empty when left out.' }),
      expiring: t.boolean({
        description: 'Whether it expires; true when left out. Only superusers are heard: for others authentik decides.',
      }),
      expires: t.field({
        type: 'DateTime',
        description:
          'When it expires, for app passwords, at most as far ahead as authentik allows. API tokens expire when authentik says, whatever is sent.',
      }),
    }),
  },
  run: async (input, { context, writer, needs }): Promise<Payload> => {
    const token = await writer.send({
      method: 'POST',
      path: TOKENS_PATH,
      params: toUserIncludes('token', needs, context),
      body: toBody(FIELDS, input),
      shape: tokenShape.refine(({ identifier }) => identifier === input.identifier),
      names: NAMES,
    });
    return {
      token: rememberToken(context, token),
      warnings: warnOfCreated(input, token),
      viewKey: once(() => viewKey(writer, token.identifier)),
    };
  },
  payload: {
    description: 'The new token. This is where its key can be had without asking again.',
    fields: (t) => ({
      token: t.field({
        type: tokenRef,
        nullable: true,
        description:
          'The token as authentik made it; never null by itself, so that nothing below it can take the key along.',
        resolve: ({ token }) => token,
      }),
      key: t.string({
        nullable: true,
        description:
          'The secret itself: costs a request of its own, which authentik logs. Null, with an error, when it cannot be read; the token is there all the same, see `viewTokenKey`.',
        extensions: planned({ fetches: 'other', steps: ['views the key, which authentik logs'] }),
        resolve: (payload) => payload.viewKey(),
      }),
      warnings: warningsField(t),
    }),
  },
});

type Told = { readonly [Name in 'userId' | 'intent' | 'expiring' | 'expires']?: string | boolean | null | undefined };

function warnOfCreated({ userId, intent, expiring, expires }: Told, token: TokenJson): Warning[] {
  const told = Object.entries({ user: userId && Number(userId), intent, expiring, expires });
  return warnOfOverruled(Object.fromEntries(told.filter(([, value]) => value !== undefined && value !== null)), {
    ...token,
    user: token.user_obj.pk,
  });
}
