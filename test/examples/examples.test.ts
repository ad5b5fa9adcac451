import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { buildSchema, isAbstractType, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { run as runApollo } from '../../examples/apollo-client/main.ts';
import { possibleTypes } from '../../examples/apollo-client/possible-types.ts';
import { run as runCodegen } from '../../examples/codegen/main.ts';
import { run as runFetch } from '../../examples/fetch/main.ts';
import { run as runRelay } from '../../examples/relay/main.ts';
import { run as runUrql } from '../../examples/urql/main.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { startSandboxGateway } from '../support/gateway.ts';

const FOLDER = new URL('../../examples/', import.meta.url);

async function anEndpoint(): Promise<string> {
  return `${(await startSandboxGateway(createDemoDataset())).url}/graphql`;
}

describe('the examples', () => {
  it('read all pages with fetch alone', async () => {
    const identifiers = await runFetch(await anEndpoint(), 'key-plain');

    expect(identifiers).toEqual(expect.arrayContaining(['plain-api', 'plain-app', 'plain-expired']));
    expect(new Set(identifiers).size).toBe(identifiers.length);
  });

  it('fail with the code with fetch alone', async () => {
    await expect(runFetch(await anEndpoint(), 'nonsense')).rejects.toThrow('UNAUTHENTICATED');
  });

  it('get data, errors as data and refusals with urql', async () => {
    const result = await runUrql(await anEndpoint(), 'key-plain');

    expect(result).toEqual({ found: 'plain-api', missing: 'NOT_FOUND', refused: ['FORBIDDEN'] });
  });

  it.each([
    { client: 'Apollo Client', run: runApollo },
    { client: 'Relay', run: runRelay },
  ])('put two pages together in the store of $client', async ({ run }) => {
    const result = await run(await anEndpoint(), 'key-admin');

    expect(result).toEqual({
      groups: ['Accounting', 'Acme', 'Analytics', 'Backend', 'Backend On-call', 'Brand'],
      missing: 'NOT_FOUND',
    });
  });

  it('ask with typed documents', async () => {
    const endpoint = await anEndpoint();

    const found = await runCodegen(endpoint, 'key-admin');
    const refused = await runCodegen(endpoint, 'key-plain');

    expect(found).toMatchObject({ team: 'Platform', first: [expect.any(String), expect.any(String)] });
    expect(refused).toEqual({ refused: 'FORBIDDEN' });
  });
});

describe('what the examples know of the schema', () => {
  const schema = buildSchema(readFileSync(new URL('../schema.graphql', FOLDER), 'utf8'));

  it('is every possible type, for Apollo Client', () => {
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);

    const expected = Object.fromEntries(
      abstract.map((type) => [
        type.name,
        schema
          .getPossibleTypes(type)
          .map(({ name }) => name)
          .sort(),
      ]),
    );

    expect(possibleTypes).toEqual(expected);
  });

  it('is what relay-compiler has made of the documents as they stand', () => {
    const source = readFileSync(new URL('relay/queries.ts', FOLDER), 'utf8');
    const documents = [...source.matchAll(/graphql`([^`]+)`/g)].map(([, text = '']) => text);

    const hashes = documents.map((text) =>
      createHash('md5')
        .update(print(parse(text)).trim())
        .digest('hex'),
    );
    const compiled = readdirSync(new URL('relay/generated/', FOLDER)).map(
      (file) => /hash = "(\w+)"/.exec(readFileSync(new URL(`relay/generated/${file}`, FOLDER), 'utf8'))?.[1],
    );

    expect(compiled.toSorted()).toEqual(hashes.toSorted());
  });

  it('has a page for each', () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(folders.length).toBe(6);
    expect(folders.filter(({ name }) => !existsSync(new URL(`${name}/README.md`, FOLDER)))).toEqual([]);
  });
});
