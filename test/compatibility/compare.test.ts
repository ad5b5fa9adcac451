import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compare } from '../../scripts/compatibility/compare.ts';
import { readStructures } from '../../scripts/compatibility/create-page.ts';
import { printEffects } from '../../scripts/compatibility/page.ts';
import { readStructure, type Structure } from '../../scripts/compatibility/structure.ts';
import { listUses } from '../../scripts/compatibility/uses.ts';
import { schema } from '../../src/schema.ts';

const uses = listUses(schema);
const newest = readStructures().at(-1) ?? readStructures()[0];
const folder = mkdtempSync(join(tmpdir(), 'structures-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Operation = Structure['operations'][string];
type Inputs = Operation['parameters'];

// What a release would have that is the newest one but for a change.
function next(change: (release: Structure) => void): Structure {
  const file = join(folder, 'next.json');
  const changed = structuredClone(newest);
  change(changed);
  expect(changed).not.toEqual(newest);
  writeFileSync(file, JSON.stringify(changed));
  return readStructure(file);
}

const propertiesOf = (release: Structure, schema: string) =>
  release.$defs[schema]?.properties as Record<string, Record<string, unknown>>;
const parametersOf = ({ operations }: Structure, operation: string): Inputs =>
  operations[operation]?.parameters ?? { properties: {} };
const bodyOf = ({ operations }: Structure, operation: string): Inputs =>
  operations[operation]?.body ?? { properties: {} };

function rename(properties: Record<string, unknown>, from: string, to: string): void {
  properties[to] = properties[from];
  delete properties[from];
}

const tell = (after: Structure) => printEffects(compare(newest, after, uses)).split('\n');

describe('a next release', () => {
  it('that is the same affects nothing', () => {
    expect(tell(newest)).toEqual(['Nothing of the schema is affected.']);
  });

  it('that renames a property is told rightly', () => {
    const after = next((release) => rename(propertiesOf(release, 'User'), 'last_updated', 'modified'));

    expect(compare(newest, after, uses)).toEqual(
      ['User.lastUpdated', 'AuthentikUserOrderField.LAST_UPDATED'].map((coordinate) => ({
        coordinate,
        kind: 'goes',
        because: ['property last_updated gone'],
        isBreaking: false,
      })),
    );
  });

  it('that renames a word tells of both', () => {
    const after = next(({ $defs }) => {
      const words = $defs.IntentEnum?.enum as string[];
      words[words.indexOf('app_password')] = 'app_pass';
    });

    expect(tell(after)).toEqual([
      'goes  AuthentikTokenIntent.APP_PASSWORD  (value app_password gone)',
      'changes  AuthentikTokenIntent.UNKNOWN  (value app_pass (answered as UNKNOWN) added)',
    ]);
  });

  it('that has another word for an input, or other limits, changes it', () => {
    const after = next((release) => {
      rename(bodyOf(release, 'POST /core/groups/').properties, 'parents', 'parent');
      propertiesOf(release, 'Group').name = { type: 'string', maxLength: 5 };
      bodyOf(release, 'POST /core/groups/').properties.name = { type: 'string', maxLength: 5 };
    });

    expect(tell(after)).toEqual([
      'changes  AuthentikCreateGroupInput.name  (body field name: string (minLength 1) → string (maxLength 5))',
      'changes  AuthentikCreateGroupInput.parentId  (body field parents gone, body field parent added)',
    ]);
  });

  it('that allows more than before changes nothing for the worse', () => {
    const after = next((release) => {
      bodyOf(release, 'POST /core/users/').properties.path = { anyOf: [{ type: 'string' }, { type: 'null' }] };
      propertiesOf(release, 'User').uid = { type: 'string', format: 'uuid' };
      parametersOf(release, 'GET /core/users/').properties.groups_by_name = { items: {}, type: 'array' };
    });

    expect(tell(after)).toEqual([
      'changes  User.uid  (property uid: string → string uuid)',
      'changes  AuthentikUserWhere.groupsByName  (parameter groups_by_name: [string] → [anything])',
      'changes  AuthentikGroupUserWhere.groupsByName  (parameter groups_by_name: [string] → [anything])',
      'changes  AuthentikCreateUserInput.path  (body field path: string (minLength 1) → string or null)',
    ]);
  });
});

describe('a next release breaks', () => {
  it('what every answer needs and it drops', () => {
    const after = next((release) => rename(propertiesOf(release, 'User'), 'avatar', 'picture'));

    expect(tell(after)).toEqual(['BREAKS  User.avatar  (property avatar gone)']);
  });

  it.each([
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'boolean → boolean or null'],
    [{ type: 'string' }, 'boolean → string'],
    [{ items: { type: 'boolean' }, type: 'array' }, 'boolean → [boolean]'],
    [{}, 'boolean → anything'],
    [{ oneOf: [{ type: 'boolean' }, { type: 'string' }] }, 'boolean → anything'],
  ])('what every answer needs as it was, by %j', (schema, change) => {
    const after = next((release) => {
      propertiesOf(release, 'User').is_active = schema;
    });

    expect(tell(after)).toEqual([`BREAKS  User.isActive  (property is_active: ${change})`]);
  });

  it('a number that becomes a text, also where it may be missing', () => {
    const after = next((release) => {
      propertiesOf(release, 'Group').num_pk = { type: 'string' };
      propertiesOf(release, 'User').last_updated = { type: 'integer' };
    });

    expect(tell(after)).toEqual([
      'BREAKS  User.lastUpdated  (property last_updated: string date-time → integer)',
      'BREAKS  Group.numPk  (property num_pk: integer → string)',
    ]);
  });

  it('every list whose pages it counts otherwise', () => {
    const users = ['Query.user', 'Query.usersById', 'Query.users', 'Group.users'];
    const tokens = ['Query.tokens', 'User.tokens', 'AuthentikViewer.tokens'];
    const lists = [...users, ...tokens, 'Query.group', 'Query.groupsById', 'Query.groups'];
    const [gone, otherwise, dropped] = [
      next((release) => rename(propertiesOf(release, 'Pagination'), 'start_index', 'start')),
      next((release) => {
        propertiesOf(release, 'Pagination').count = { type: 'string' };
      }),
      next((release) => rename(propertiesOf(release, 'PaginatedTokenList'), 'results', 'rows')),
    ].map(tell);

    expect(gone?.toSorted()).toEqual(
      lists.map((list) => `BREAKS  ${list}  (property pagination.start_index gone)`).sort(),
    );
    expect(otherwise?.toSorted()).toEqual(
      lists.map((list) => `BREAKS  ${list}  (property pagination.count: number → string)`).sort(),
    );
    expect(dropped?.toSorted()).toEqual(tokens.map((list) => `BREAKS  ${list}  (property results gone)`).sort());
  });

  it('what is read of an answer that is another, also around rows', () => {
    const after = next((release) => {
      rename(propertiesOf(release, 'SessionUser'), 'user', 'account');
      Object.assign(release.operations['GET /core/users/{id}/used_by/'] ?? {}, { responses: { 200: null } });
      release.operations['GET /core/users/paths/'] = { parameters: { properties: {} }, responses: { 200: null } };
    });

    expect(tell(after)).toEqual([
      'BREAKS  AuthentikUsedBy.action  (property action gone)',
      'BREAKS  AuthentikUsedBy.app  (property app gone)',
      'BREAKS  AuthentikUsedBy.modelName  (property model_name gone)',
      'BREAKS  AuthentikUsedBy.name  (property name gone)',
      'BREAKS  AuthentikUsedBy.pk  (property pk gone)',
      'BREAKS  Query.userPaths  (property paths gone)',
      'BREAKS  Query.userPaths(search:)  (parameter search gone)',
      'BREAKS  Query.viewer  (property user gone)',
    ]);
  });

  it('a mutation whose body must have what is not sent', () => {
    const after = next((release) => {
      const body = bodyOf(release, 'POST /core/tokens/');
      body.properties.scope = { type: 'string' };
      body.required = ['identifier', 'scope'];
    });

    expect(tell(after)).toEqual(['BREAKS  Mutation.createToken  (required body field scope added)']);
  });

  it('an input that may be left out and must not, and none that may not', () => {
    const after = next((release) => {
      bodyOf(release, 'POST /core/tokens/').required = ['identifier', 'description'];
      bodyOf(release, 'PATCH /core/users/{id}/').required = [];
      bodyOf(release, 'POST /core/users/').required = ['username'];
    });

    expect(tell(after)).toEqual([
      'BREAKS  AuthentikCreateTokenInput.description  (body field description: string → string, required)',
    ]);
  });

  it('a query that must have a parameter that is not sent', () => {
    const after = next((release) => {
      const parameters = parametersOf(release, 'GET /core/users/paths/');
      parameters.properties.tenant = { type: 'string' };
      parameters.required = ['tenant'];
    });

    expect(tell(after)).toEqual(['BREAKS  Query.userPaths  (required parameter tenant added)']);
  });

  it('an input that takes another type', () => {
    const after = next((release) => {
      bodyOf(release, 'POST /core/users/').properties.groups = { items: { type: 'integer' }, type: 'array' };
      bodyOf(release, 'POST /core/tokens/').properties.expires = { anyOf: [{ type: 'integer' }, { type: 'null' }] };
      parametersOf(release, 'GET /core/users/').properties.is_active = { type: 'string' };
      parametersOf(release, 'GET /core/groups/').properties.page = { type: 'string' };
    });

    expect(tell(after)).toEqual([
      'BREAKS  AuthentikUserWhere.isActive  (parameter is_active: boolean → string)',
      'BREAKS  Query.groups  (parameter page: integer → string)',
      'BREAKS  AuthentikGroupUserWhere.isActive  (parameter is_active: boolean → string)',
      'BREAKS  AuthentikCreateTokenInput.expires  (body field expires: string date-time or null → integer or null)',
      'BREAKS  AuthentikCreateUserInput.groupIds  (body field groups: [string uuid] → [integer])',
    ]);
  });

  it('what it does not take any more: it would be passed over without a sound', () => {
    const after = next((release) => {
      delete parametersOf(release, 'GET /core/users/').properties.path_startswith;
      delete parametersOf(release, 'GET /core/groups/').properties.page_size;
      delete bodyOf(release, 'POST /core/users/service_account/').properties.create_group;
      delete release.operations['POST /core/users/{id}/set_password/'];
    });

    expect(tell(after)).toEqual([
      'BREAKS  AuthentikUserWhere.pathStartswith  (parameter path_startswith gone)',
      'BREAKS  Query.groups  (parameter page_size gone)',
      'BREAKS  AuthentikGroupUserWhere.pathStartswith  (parameter path_startswith gone)',
      'BREAKS  AuthentikCreateServiceAccountInput.createGroup  (body field create_group gone)',
      'BREAKS  Mutation.setUserPassword  (POST /core/users/{id}/set_password/ gone)',
    ]);
  });
});

it('no release that the gateway knows breaks anything, seen from the one before', () => {
  const all = readStructures();
  const broken = all.flatMap((after, index) =>
    compare(all[index - 1] ?? after, after, uses).filter(({ isBreaking }) => isBreaking),
  );

  expect(broken).toEqual([]);
});

describe('an OpenAPI document', () => {
  it('is read like a structure, as YAML too', () => {
    const file = join(folder, 'schema.yml');
    writeFileSync(file, DOCUMENT);

    expect(readStructure(file)).toEqual({
      version: '2027.2.0',
      document: '2027.2.0',
      operations: {
        'GET /core/users/': {
          parameters: { properties: { name: { type: 'string' }, uuid: {} } },
          responses: { 200: { $ref: '#/components/schemas/PaginatedUserList' }, 403: null },
        },
        'POST /core/users/': {
          parameters: { properties: {} },
          body: { properties: { username: { type: 'string' } } },
          responses: { 204: null },
        },
      },
      $defs: { UserRequest: { type: 'object', properties: { username: { type: 'string' } } } },
    });
  });

  it('that is none is refused', () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"openapi":"3.0.3"}');

    expect(() => readStructure(file)).toThrow(/paths/);
  });
});

const DOCUMENT = `
openapi: 3.0.3
info: { version: 2027.2.0 }
paths:
  /core/users/:
    get:
      parameters:
        - { $ref: '#/components/parameters/QueryName' }
        - { in: query, name: uuid }
        - { in: header, name: x }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/PaginatedUserList' } } } }
        '403': { $ref: '#/components/responses/GenericErrorResponse' }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/UserRequest' } } } }
      responses: { '204': { description: nothing } }
components:
  parameters: { QueryName: { in: query, name: name, schema: { type: string } } }
  responses: { GenericErrorResponse: { description: refused } }
  schemas: { UserRequest: { type: object, properties: { username: { type: string } } } }
`;
