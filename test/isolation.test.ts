import { expect, it } from 'vitest';
import { createDemoDataset } from '../src/sandbox/index.ts';
import { startSandboxGateway } from './support/gateway.ts';

const KEYS = ['key-admin', 'key-viewer', 'key-plain', 'key-bogus'];
const DOCUMENTS = [
  '{ viewer { username tokens { nodes { identifier } } } }',
  '{ token(identifier: "plain-api") { ... on Token { identifier user { username groups { name roles { name } } } } ... on AuthentikError { code } } }',
  '{ tokens(first: 5) { totalCount nodes { identifier user { username } } } users { totalCount } groups { totalCount } }',
  '{ user(username: "plain") { ... on User { pk tokens { totalCount } usedBy { name } } ... on AuthentikError { code } } }',
  '{ usersById(ids: ["2", "3", "4", "4"]) { username groups { name usersCount } } }',
  '{ group(name: "Platform") { ... on Group { members { username user { uuid } } } } userPaths }',
];

it('keeps 1,000 interleaved operations of four callers apart, whatever they ask for', async () => {
  const alone = new Map<string, unknown>();
  for (const key of KEYS) {
    for (const document of DOCUMENTS) {
      const { data, errors } = await (await startSandboxGateway(createDemoDataset())).query(document, { key });
      alone.set(`${key} ${document}`, { data, codes: errors?.map(({ extensions }) => extensions.code).sort() });
    }
  }
  const gateway = await startSandboxGateway(createDemoDataset());
  const operations = Array.from({ length: 1000 }, (_, index) => ({
    key: KEYS[index % KEYS.length] ?? '',
    document: DOCUMENTS[Math.floor(index / 3) % DOCUMENTS.length] ?? '',
  }));

  const run = async ({ key, document }: (typeof operations)[number]) => {
    const { data, errors } = await gateway.query(document, { key });
    expect({ data, codes: errors?.map(({ extensions }) => extensions.code).sort() }).toEqual(
      alone.get(`${key} ${document}`),
    );
  };
  for (let start = 0; start < operations.length; start += 50) {
    await Promise.all(operations.slice(start, start + 50).map(run));
  }

  expect(new Set([...alone.values()].map((value) => JSON.stringify(value))).size).toBeGreaterThan(DOCUMENTS.length * 2);
}, 120_000);
