import { parseIdentifier } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { keyShape, viewKey } from './key.ts';

createMutation({
  name: 'viewTokenKey',
  description:
    'Shows the secret key of a token. A mutation, because authentik logs an event each time; no query can show one. Needs the permission to view this token’s key, which whoever creates a token for themselves gets.',
  plan: { fetches: 'other', steps: ['views the key, which authentik logs'] },
  sends: { operation: 'GET /core/tokens/{identifier}/view_key/', answers: keyShape },
  input: {
    description: 'Whose key to show.',
    fields: (t) => ({
      identifier: t.string({ required: true, description: 'The token’s unique name.' }),
    }),
  },
  run: async (input, { writer }) => {
    const identifier = parseIdentifier(input.identifier, ['input', 'identifier']);
    return { identifier, key: await viewKey(writer, identifier) };
  },
  payload: {
    description: 'A token’s secret.',
    fields: (t) => ({
      identifier: t.exposeString('identifier', { description: 'Whose secret this is: the token’s unique name.' }),
      key: t.exposeString('key', { description: 'The secret itself. Keep it out of caches and logs.' }),
    }),
  },
});
