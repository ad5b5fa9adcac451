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

// What a release would have if it renamed or dropped what the newest one has.
function next(change: (text: string) => string): Structure {
  const file = join(folder, 'next.json');
  const text = JSON.stringify(newest);
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return readStructure(file);
}

const without = (operation: string, name: string) => (text: string) => {
  const json: Structure = JSON.parse(text);
  const { parameters, ...rest } = json.operations[operation] ?? { parameters: [], responses: {} };
  const kept = parameters.filter((parameter) => parameter !== name);
  return JSON.stringify({ ...json, operations: { ...json.operations, [operation]: { ...rest, parameters: kept } } });
};

const coordinates = (after: Structure) =>
  compare(newest, after, uses).map(({ kind, coordinate }) => `${kind} ${coordinate}`);

describe('a next release', () => {
  it('that is the same affects nothing', () => {
    expect(printEffects(compare(newest, newest, uses))).toBe('Nothing of the schema is affected.');
  });

  it('that renames a property and drops a parameter is told rightly', () => {
    const after = next((text) =>
      without('GET /core/users/', 'path_startswith')(text.replaceAll('"last_updated":', '"modified":')),
    );

    expect(compare(newest, after, uses)).toEqual([
      { coordinate: 'User.lastUpdated', kind: 'goes', because: ['property last_updated gone'], isBreaking: false },
      {
        coordinate: 'AuthentikUserOrderField.LAST_UPDATED',
        kind: 'goes',
        because: ['property last_updated gone'],
        isBreaking: false,
      },
      ...['AuthentikUserWhere', 'AuthentikGroupUserWhere'].map((type) => ({
        coordinate: `${type}.pathStartswith`,
        kind: 'goes',
        because: ['parameter path_startswith gone'],
        isBreaking: false,
      })),
    ]);
  });

  it('that drops what every answer needs breaks', () => {
    const after = next((text) => text.replaceAll('"avatar":', '"picture":'));

    expect(printEffects(compare(newest, after, uses))).toBe(
      ['BREAKS  User.avatar  (property avatar gone)', 'BREAKS  AuthentikViewer.avatar  (property avatar gone)'].join(
        '\n',
      ),
    );
  });

  it('that makes a property nullable or of another type changes it', () => {
    const after = next((text) =>
      text.replaceAll('"is_active":{"type":"boolean"}', '"is_active":{"anyOf":[{"type":"string"},{"type":"null"}]}'),
    );

    expect(compare(newest, after, uses)[0]).toEqual({
      coordinate: 'User.isActive',
      kind: 'changes',
      because: ['property is_active: boolean → string or null'],
      isBreaking: true,
    });
  });

  it('that drops a body field, an operation or a word affects inputs, mutations and enums', () => {
    expect(coordinates(next((text) => text.replaceAll('"create_group",', '')))).toEqual([
      'goes AuthentikCreateServiceAccountInput.createGroup',
    ]);
    expect(coordinates(next((text) => text.replace('POST /core/users/{id}/set_password/', 'POST /moved/')))).toEqual([
      'goes Mutation.setUserPassword',
    ]);
    expect(coordinates(next((text) => text.replaceAll('"app_password"', '"app_pass"')))).toEqual([
      'goes AuthentikTokenIntent.APP_PASSWORD',
    ]);
    expect(coordinates(next(without('GET /core/groups/', 'page_size')))).toEqual(['changes Query.groups']);
  });
});

describe('an OpenAPI document', () => {
  it('is read like a structure, as YAML too', () => {
    const file = join(folder, 'schema.yml');
    writeFileSync(file, DOCUMENT);

    expect(readStructure(file)).toEqual({
      version: '2027.2.0',
      operations: {
        'GET /core/users/': {
          parameters: ['name', 'uuid'],
          responses: { 200: { $ref: '#/components/schemas/PaginatedUserList' }, 403: null },
        },
        'POST /core/users/': { parameters: [], body: ['username'], responses: { 204: null } },
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
  parameters: { QueryName: { in: query, name: name } }
  responses: { GenericErrorResponse: { description: refused } }
  schemas: { UserRequest: { type: object, properties: { username: { type: string } } } }
`;
