import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readStructures } from '../../scripts/compatibility/create-page.ts';
import { reduce } from '../../scripts/compatibility/reduce.ts';
import { readStructure } from '../../scripts/compatibility/structure.ts';

const folder = mkdtempSync(join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const DOCUMENT = `openapi: 3.0.3
info: { version: 2031.2.0, title: authentik }
paths:
  /core/users/{id}/:
    get:
      parameters:
        - { in: path, name: id, schema: { type: integer } }
        - { in: query, name: zeta, required: true, schema: { type: string, description: Last } }
        - { $ref: '#/components/parameters/Alpha' }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
        '403': { $ref: '#/components/responses/Refusal' }
    patch:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/UserRequest' } } } }
      responses: { '204': { description: done } }
  /flows/: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Flow' } } } } } } }
components:
  parameters:
    Alpha: { in: query, name: alpha, schema: { type: string } }
  responses:
    Refusal: { content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
  schemas:
    Flow: { type: object }
    Error: { type: object, properties: { description: { type: string, description: 'Why.' } } }
    Role: { type: object, properties: { title: { type: string } } }
    User:
      type: object
      description: A user
      properties:
        role: { $ref: '#/components/schemas/Role' }
        email: { type: string, nullable: true, readOnly: true }
    Kind: { type: string, enum: [a] }
    UserRequest:
      type: object
      required: [name, email]
      properties:
        name: { type: string, description: Any }
        kind: { $ref: '#/components/schemas/Kind' }
        email: { type: string, maxLength: 254, nullable: true }
`;

describe('what is kept of an OpenAPI document', () => {
  it('is the operations that are wanted, and the shapes of their answers as JSON Schema', () => {
    const wanted = ['GET /core/users/{id}/', 'PATCH /core/users/{id}/', 'GET /core/nothing/'];

    const kept = reduce(readStructure(write('schema.yml', DOCUMENT)), wanted);

    expect(kept).toEqual({
      version: '2031.2.0',
      document: '2031.2.0',
      operations: {
        'GET /core/users/{id}/': {
          parameters: { properties: { alpha: { type: 'string' }, zeta: { type: 'string' } }, required: ['zeta'] },
          responses: { 200: { $ref: '#/$defs/User' }, 403: { $ref: '#/$defs/Error' } },
        },
        'PATCH /core/users/{id}/': {
          parameters: { properties: {} },
          body: {
            properties: {
              email: { anyOf: [{ maxLength: 254, type: 'string' }, { type: 'null' }] },
              kind: { $ref: '#/$defs/Kind' },
              name: { type: 'string' },
            },
            required: ['email', 'name'],
          },
          responses: { 204: null },
        },
      },
      $defs: {
        // A property may be called like what is left out of a schema.
        Error: { type: 'object', properties: { description: { type: 'string' } } },
        Kind: { enum: ['a'], type: 'string' },
        Role: { type: 'object', properties: { title: { type: 'string' } } },
        User: {
          type: 'object',
          properties: { role: { $ref: '#/$defs/Role' }, email: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        },
      },
    });
  });

  it.each(readStructures().map((structure) => [structure.version, structure] as const))(
    'is the same again for what was kept of %s',
    (_version, structure) => {
      expect(reduce(structure, Object.keys(structure.operations))).toEqual(structure);
    },
  );
});

describe('a file that is none', () => {
  it.each([
    ['nothing.json', undefined, /nothing\.json is not an OpenAPI document of authentik.*ENOENT/s],
    ['text.yml', 'a: [', /text\.yml is not an OpenAPI document of authentik/],
    ['list.json', '[]', /list\.json is not an OpenAPI document of authentik.*expected record/s],
    ['other.json', '{"openapi":"3.0.3"}', /other\.json is not an OpenAPI document of authentik.*at paths/s],
  ])('%s is refused with its name and the reason', (name, text, message) => {
    const file = text === undefined ? join(folder, name) : write(name, text);

    expect(() => readStructure(file)).toThrow(message);
  });
});
