import { parseIdentifier, parseStoredText } from '../../../authentik/path.ts';
import { createInputError } from '../../../errors.ts';
import { type BodyFields, checkChange, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import {
  type Comparable,
  type Warning,
  warningsField,
  warnOfMeanwhile,
  warnOfOverruled,
} from '../../../graphql/warning.ts';
import { toUserIncludes } from '../../user/ref.ts';
import { rememberToken, tokenRef } from '../ref.ts';
import { getToken, type TokenJson, tokenPath, tokenShape } from '../rest.ts';
import { toComparable } from './comparable.ts';
import { tokenIntentInput } from './intent-input.ts';

const FIELDS: BodyFields = {
  newIdentifier: { to: 'identifier', parse: parseIdentifier },
  intent: { to: 'intent' },
  description: { to: 'description', clear: '', parse: parseStoredText },
  expiring: { to: 'expiring' },
  expires: { to: 'expires' },
};

// What we send back unasked is about the token as a whole.
const NAMES = { user: ['input', 'identifier'], ...toInputNames(FIELDS) };

// Made by authentik; its API takes no such intent back, and without one makes an API token of it.
const ONE_TIME = ['recovery', 'verification'];

createMutation({
  name: 'updateToken',
  description:
    'Changes a token and leaves what is not named as it is: owner, intent and expiry are read first and sent back, for authentik itself would make the token the caller’s and an API token. Any change renews an API token. An owner can be changed by nobody.',
  plan: { fetches: 'user', steps: ['reads the token', 'sends the change with owner, intent and expiring'] },
  sends: { operation: 'PATCH /core/tokens/{identifier}/', names: NAMES },
  input: {
    description: 'Which token to change, and what: what is left out stays as it is.',
    fields: (t) => ({
      identifier: t.string({ required: true, description: 'The token’s present unique name.' }),
      newIdentifier: t.string({ description: 'A new unique name: 1 to 255 letters, digits, `-` and `_`.' }),
      intent: t.field({
        type: tokenIntentInput,
        description: 'Another purpose. An app password that is made an API token gets an API token’s short life.',
      }),
      description: t.string({ description: 'What it is for, in words for people; null clears it.' }),
      expiring: t.boolean({ description: 'Whether it expires from now on.' }),
      expires: t.field({
        type: 'DateTime',
        description:
          'When it expires, for app passwords, at most as far ahead as authentik allows. For API tokens authentik does not take it, and a warning says so.',
      }),
    }),
  },
  run: async (input, { context, writer, needs }) => {
    const identifier = parseIdentifier(input.identifier, ['input', 'identifier']);
    const change = toBody(FIELDS, input);
    checkChange(change);
    const before = await getToken(context.authentik, identifier, toUserIncludes('token', new Set(), context));
    if (ONE_TIME.includes(before.intent)) {
      throw createInputError(
        ['input', 'identifier'],
        'Belongs to a link that authentik made; changing it would make an API token of it.',
      );
    }
    const token = await writer.send({
      method: 'PATCH',
      path: tokenPath(identifier),
      params: toUserIncludes('token', needs, context),
      body: { user: before.user_obj.pk, intent: before.intent, expiring: before.expiring, ...change },
      shape: tokenShape.refine((row) => row.identifier === (input.newIdentifier ?? identifier)),
      names: NAMES,
    });
    return { token: rememberToken(context, token), warnings: warnOfUpdated(before, token, change) };
  },
  payload: {
    description: 'The token after the change.',
    fields: (t) => ({
      token: t.field({
        type: tokenRef,
        description: 'The token as authentik answered it.',
        resolve: ({ token }) => token,
      }),
      warnings: warningsField(t),
    }),
  },
});

function warnOfUpdated(before: TokenJson, after: TokenJson, change: Comparable): Warning[] {
  const hasExpiry = before.intent !== 'api' && after.intent !== 'api';
  const { expires, ...rest } = toComparable(before);
  return [
    ...warnOfOverruled(change, { ...after }),
    ...warnOfMeanwhile(hasExpiry ? { ...rest, expires } : rest, toComparable(after), change),
  ];
}
