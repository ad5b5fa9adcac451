import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compose } from '../../examples/supergraph/compose.ts';
import { ConfigError } from '../../src/config.ts';
import { prefixSchema } from '../../src/federation/prefix.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { createSchema, schema, sdl } from '../../src/schema.ts';
import { startSandboxGateway } from '../support/gateway.ts';
import { ASKING_SESSIONS_SDL, NEIGHBOURS, PEOPLE_SDL, STUB_SDL, toSubgraphs } from './support/subgraphs.ts';

const file = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

describe('schema.graphql', () => {
  it('is what _service answers', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());

    const { data } = await gateway.query<{ readonly _service: { readonly sdl: string } }, object>(
      '{ _service { sdl } }',
    );

    expect(data._service.sdl).toBe(file);
  });

  it('has the keys that other subgraphs may hold, each of them ID! or String!', () => {
    const keys = [...file.matchAll(/^type (\w+)(.*) \{$/gm)].flatMap(([, name = '', rest = '']) =>
      [...rest.matchAll(/@key\(fields: "(\w+)"(, resolvable: false)?\)/g)].map(([, field = '', closed]) => {
        const type = schema.getType(name) as GraphQLObjectType;
        return `${name}.${field}: ${type.getFields()[field]?.type}${closed ?? ''}`;
      }),
    );

    expect(keys).toEqual([
      'Group.id: ID!',
      'Group.name: String!',
      'Token.identifier: String!',
      'User.id: ID!',
      'User.uuid: ID!',
      'User.username: String!',
      'User.uid: String!, resolvable: false',
    ]);
  });

  it('shares PageInfo and nothing else', () => {
    expect([...file.matchAll(/^type (\w+) .*@shareable/gm)].map(([, name]) => name)).toEqual(['PageInfo']);
    expect(file.match(/@shareable\b/g)).toHaveLength(3);
  });

  it('is read by tools that know nothing of federation', () => {
    const plain = buildSchema(file);

    expect(Object.keys(plain.getQueryType()?.getFields() ?? {})).toEqual(
      Object.keys(schema.getQueryType()?.getFields() ?? {})
        .filter((name) => !name.startsWith('_'))
        .sort(),
    );
  });

  it('has nothing that composition drops or refuses', () => {
    expect(file).not.toMatch(/@oneOf|_entities|_service|_Any|_Entity/);
  });
});

describe('composition', () => {
  it.each(NEIGHBOURS)('works beside %s', (_name, others) => {
    const supergraph = compose(toSubgraphs(sdl, ...others));

    expect(supergraph).toContain('@join__type(graph: AUTHENTIK, key: "uid", resolvable: false)');
  });

  it('keeps every field, argument and description', () => {
    const supergraph = buildSchema(compose(toSubgraphs(sdl, STUB_SDL)), { assumeValidSDL: true });
    const missing = Object.values(buildSchema(file).getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ type, field }) => {
        const composed = (supergraph.getType(type.name) as GraphQLObjectType).getFields()[field.name];
        return (
          `${composed?.type}` !== `${field.type}` ||
          composed?.description !== field.description ||
          composed?.args.map(({ name, type: each }) => `${name}: ${each}`).join() !==
            field.args.map(({ name, type: each }) => `${name}: ${each}`).join()
        );
      });

    expect(missing.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });

  it('refuses who holds a uid and wants to know more: authentik cannot look it up', () => {
    expect(() => compose(toSubgraphs(sdl, ASKING_SESSIONS_SDL))).toThrow('cannot be satisfied by the subgraphs');
  });

  it('refuses another User and another Query.user', () => {
    expect(() => compose(toSubgraphs(sdl, PEOPLE_SDL))).toThrow(/Query\.user/);
  });
});

describe('a prefix', () => {
  const prefixed = createSchema({ prefix: 'Authentik' });

  it('makes room for another User and another Query.user', () => {
    const supergraph = buildSchema(compose(toSubgraphs(prefixed.sdl, PEOPLE_SDL)), { assumeValidSDL: true });
    const fields = Object.keys(supergraph.getQueryType()?.getFields() ?? {});

    expect(fields).toEqual(expect.arrayContaining(['user', 'authentikUser', 'authentikViewer', 'authentikTokens']));
    expect(Object.keys((supergraph.getType('User') as GraphQLObjectType).getFields())).toEqual(['id', 'shoeSize']);
    expect(Object.keys((supergraph.getType('AuthentikUser') as GraphQLObjectType).getFields())).toContain('uuid');
  });

  it('renames entities and root fields and nothing else', () => {
    const names = (text: string) =>
      [...text.matchAll(/^(?:type|union|input|enum|interface|scalar) (\w+)/gm)].map(([, name]) => name);
    const renamed = new Map(['User', 'Group', 'Token'].map((name) => [name, `Authentik${name}`]));

    expect(names(prefixed.sdl).sort()).toEqual(
      names(sdl)
        .map((name = '') => renamed.get(name) ?? name)
        .sort(),
    );
    expect(Object.keys(prefixed.schema.getQueryType()?.getFields() ?? {}).sort()).toEqual(
      Object.keys(schema.getQueryType()?.getFields() ?? {})
        .map((name) => (name.startsWith('_') ? name : `authentik${name.charAt(0).toUpperCase()}${name.slice(1)}`))
        .sort(),
    );
  });

  it('reaches the root fields of mutations', () => {
    const own = buildSchema('type Query { a: Int } type Mutation { createToken: Int }');

    expect(Object.keys(prefixSchema(own, 'Acme').getMutationType()?.getFields() ?? {})).toEqual(['acmeCreateToken']);
  });

  it('serves unions, lists, connections and entities by their new names', async () => {
    const gateway = await startSandboxGateway(createDemoDataset(), { schemaPrefix: 'Authentik' });

    const { data, errors } = await gateway.query(`{
      authentikToken(identifier: "plain-api") { __typename ... on AuthentikToken { user { __typename username } } }
      missing: authentikToken(identifier: "no") { __typename ... on AuthentikError { code } }
      authentikUsers(first: 1) { nodes { __typename groups { __typename } } }
      _entities(representations: [{ __typename: "AuthentikGroup", name: "Platform" }]) { __typename }
      _service { sdl }
    }`);

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      authentikToken: { __typename: 'AuthentikToken', user: { __typename: 'AuthentikUser', username: 'plain' } },
      missing: { __typename: 'AuthentikNotFoundError', code: 'NOT_FOUND' },
      authentikUsers: { nodes: [{ __typename: 'AuthentikUser', groups: [{ __typename: 'AuthentikGroup' }] }] },
      _entities: [{ __typename: 'AuthentikGroup' }],
      _service: { sdl: prefixed.sdl },
    });
  });

  it('is refused where it makes a name that is taken', () => {
    expect(() => createSchema({ prefix: 'AuthentikViewer' })).toThrow(
      new ConfigError(['SCHEMA_PREFIX (--schema-prefix): AuthentikViewerGroup is another type already.']),
    );
  });
});
