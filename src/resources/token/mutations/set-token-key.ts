import { nothingShape } from '../../../authentik/json.ts';
import { parseIdentifier } from '../../../authentik/path.ts';
import { type BodyFields, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { tokenByIdentifier, tokenRef } from '../ref.ts';
import { tokenPath } from '../rest.ts';
import { parseKey } from './key.ts';

const FIELDS: BodyFields = { key: { to: 'key', parse: parseKey } };
const NAMES = toInputNames(FIELDS);

createMutation({
  name: 'setTokenKey',
  description:
    'Gives a token another secret; the old one is void at once. Needs the permission to set this token’s key. authentik checks neither how long the secret is nor that it is the only one of its kind: make it long and random.',
  plan: { fetches: 'other', steps: ['sets the key'] },
  sends: { operation: 'POST /core/tokens/{identifier}/set_key/', names: NAMES },
  input: {
    description: 'Which token gets which secret. Give it by a variable, not in the document.',
    fields: (t) => ({
      identifier: t.string({ required: true, description: 'The token’s unique name.' }),
      key: t.string({
        required: true,
        description: 'The new secret: 1 to 255 of what a bearer token may hold (RFC 6750), best 60 or more at random.',
      }),
    }),
  },
  run: async (input, { writer }) => {
    const identifier = parseIdentifier(input.identifier, ['input', 'identifier']);
    await writer.send({
      method: 'POST',
      path: `${tokenPath(identifier)}set_key/`,
      body: toBody(FIELDS, input),
      shape: nothingShape,
      names: NAMES,
      secrets: [input.key],
    });
    return { identifier };
  },
  payload: {
    description: 'A token whose secret was changed; the secret itself is not repeated.',
    fields: (t) => ({
      identifier: t.exposeString('identifier', { description: 'Which token it was, by its unique name.' }),
      token: t.field({
        type: tokenRef,
        nullable: true,
        description: 'The token itself; authentik does not send it back, so it costs a request.',
        extensions: planned({ fetches: 'user' }),
        resolve: ({ identifier }, _args, context, info) =>
          tokenByIdentifier(context).load(identifier, { needs: context.plan.at(info).needs }),
      }),
    }),
  },
});
