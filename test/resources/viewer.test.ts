import { describe, expect, it } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, target } from '../support/release.ts';

const VIEWER = graphql(`
  query WhoAmI {
    viewer {
      pk
      username
      name
      email
      isActive
      isSuperuser
      avatar
      uid
      type
      settings
      systemPermissions
      groups {
        pk
        name
      }
      tokens {
        nodes {
          identifier
          user {
            username
          }
        }
      }
    }
  }
`);

describe('viewer', () => {
  it('is whom the credential stands for, with the tokens and all groups of an ordinary user', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(VIEWER, { key: 'key-plain' });

    expect(errors).toBeUndefined();
    expect(data.viewer).toEqual({
      pk: 4,
      username: 'plain',
      name: 'Plain User',
      email: 'plain@example.test',
      isActive: true,
      isSuperuser: false,
      avatar: 'data:image/svg+xml;base64,',
      uid: '0da55a4ae29d1409ae13601edc5881c82877bbd49b5a34567f1f1f19ac8a08c4',
      type: 'INTERNAL',
      settings: {},
      systemPermissions: [],
      groups: [
        { pk: '76d7ee98-04c4-4ec7-88ca-d582089af69c', name: 'Engineering' },
        { pk: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9', name: 'Platform' },
      ],
      tokens: {
        nodes: ['plain-api', 'plain-app', 'plain-expired'].map((identifier) => ({
          identifier,
          user: { username: 'plain' },
        })),
      },
    });
    expect(askedOf(gateway.sandbox)).toEqual([
      target('/core/tokens/?user__username=plain&ordering=identifier&page_size=20', SWITCHES.user),
      '/core/users/me/',
    ]);
  });

  it('is asked for once, however often it is selected', async () => {
    const gateway = await startSandboxGateway();

    await gateway.query(
      '{ a: viewer { username } b: viewer { pk tokens { totalCount } } c: viewer { tokens { totalCount } } }',
    );

    expect(gateway.sandbox.requests).toHaveLength(2);
  });

  it.each(['key-bogus', 'key-former', 'key-expired', 'key-app'])(
    'is UNAUTHENTICATED in errors for %s, after one request',
    async (key) => {
      const gateway = await startSandboxGateway();

      const { data, errors, status } = await gateway.query(VIEWER, { key });

      expect(status).toBe(200);
      expect(data).toEqual({ viewer: null });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(gateway.sandbox.requests).toHaveLength(1);
    },
  );

  it('can be a complete user for whoever may view users', async () => {
    const gateway = await startSandboxGateway();

    const seen = await gateway.query<{ viewer: unknown }, never>('{ viewer { user { uuid } } }', { key: 'key-viewer' });
    const hidden = await gateway.query<{ viewer: unknown }, never>('{ viewer { username user { uuid } } }', {
      key: 'key-plain',
    });

    expect(seen.data.viewer).toEqual({ user: { uuid: '48f786d0-81a0-43a0-906d-946622940099' } });
    expect(hidden.data.viewer).toEqual({ username: 'plain', user: null });
    expect(hidden.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(hidden.errors?.[0]?.path).toEqual(['viewer', 'user']);
  });
});
