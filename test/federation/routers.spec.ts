import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema.ts';
import { BATCHES, type BatchCase, countReferences, countRepresentations } from './support/batches.ts';
import { codesOf, expectSame } from './support/compare.ts';
import { composeWithApollo } from './support/compose-with-apollo.ts';
import { CASES } from './support/documents.ts';
import { type Router, startExample, startRouter } from './support/router-process.ts';
import { type Services, startServices, toAsk } from './support/services.ts';
import { ASKING_SESSIONS_SDL, NEIGHBOURS, PEOPLE_SDL, toSubgraphs } from './support/subgraphs.ts';
import { expectTable, readExample } from './support/table.ts';

const ROUTERS = [
  { router: 'hive', composer: 'the Guild’s', compose: ({ supergraph }: Services) => supergraph },
  { router: 'apollo', composer: 'Apollo’s', compose: ({ subgraphs }: Services) => composeWithApollo(subgraphs) },
  { router: 'hive', composer: 'Apollo’s', compose: ({ subgraphs }: Services) => composeWithApollo(subgraphs) },
  { router: 'apollo', composer: 'the Guild’s', compose: ({ supergraph }: Services) => supergraph },
] as const;

const costs = new Map<string, string[]>();

describe.each(ROUTERS)('$router with a supergraph of $composer composition', ({ router: name, compose, composer }) => {
  let services: Services;
  let router: Router;

  beforeAll(async () => {
    services = await startServices();
    router = await startRouter(name, compose(services));
  });

  afterAll(async () => {
    await router.stop();
    await services.stop();
  });

  it.each(CASES)('answers what the subgraphs do: $name', async (test) => {
    const { gateway, authentik } = await expectSame(services, router.url, test);

    note(costs, test.name, `${gateway} → ${authentik}`, `${name} ${composer}`);
  });

  it('keeps two callers apart, whose requests interleave', async () => {
    const documents = [
      '{ viewer { username tokens { nodes { identifier } } } }',
      ...CASES.slice(-7).map(({ document }) => document),
    ];
    const ask = async (key: string, document: string) => {
      const { data } = await toAsk(router.url, key)(document, { id: '6', yes: true, no: false });
      return data;
    };
    const keys = ['key-admin', 'key-plain', 'key-viewer'];
    const alone = new Map<string, unknown>();
    for (const key of keys) {
      for (const document of documents) {
        alone.set(key + document, await ask(key, document));
      }
    }
    services.taken();

    await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        const key = keys[index % keys.length] ?? '';
        const document = documents[Math.floor(index / keys.length) % documents.length] ?? '';
        expect(await ask(key, document), `${key} ${document}`).toEqual(alone.get(key + document));
      }),
    );

    expect(new Set([...alone.values()].map((data) => JSON.stringify(data))).size).toBeGreaterThan(documents.length * 2);
    const { arrived } = services.taken();
    expect(arrived.filter(({ subgraph, headers }) => subgraph !== 'authentik' && headers.authorization)).toEqual([]);
  });
});

describe('Apollo’s composition', () => {
  const plain = createSchema().sdl;

  it.each(NEIGHBOURS)('works beside %s', (_name, others) => {
    const supergraph = composeWithApollo(toSubgraphs(plain, ...others));

    expect(supergraph).toContain('@join__type(graph: AUTHENTIK, key: "uid", resolvable: false)');
    expect(supergraph).toContain('@join__type(graph: AUTHENTIK, key: "identifier")');
  });

  it('needs the prefix beside another User and another Query.user', () => {
    expect(() => composeWithApollo(toSubgraphs(plain, PEOPLE_SDL))).toThrow(/Query\.user/);
    expect(composeWithApollo(toSubgraphs(createSchema({ prefix: 'Authentik' }).sdl, PEOPLE_SDL))).toContain(
      'authentikUser(',
    );
  });

  it('refuses who holds a uid and wants to know more', () => {
    expect(() => composeWithApollo(toSubgraphs(plain, ASKING_SESSIONS_SDL))).toThrow(
      'cannot be satisfied by the subgraphs',
    );
  });
});

describe('the secret', () => {
  it.each(['hive', 'apollo'] as const)('closes entities to a %s that has another', async (name) => {
    const services = await startServices({ settings: { routerSecret: 'another-secret-than-theirs' } });
    const router = await startRouter(name, services.supergraph);
    try {
      const refused = await toAsk(router.url, 'key-admin')('{ device(id: "6") { owner { username } } }');
      const open = await toAsk(router.url, 'key-admin')('{ viewer { username } }');

      expect(refused.data).toEqual({ device: { owner: null } });
      expect(codesOf(refused)).toEqual(['ROUTER_ONLY']);
      expect(open).toEqual({ data: { viewer: { username: 'akadmin' } } });
      expect(services.taken().upstream).toHaveLength(1);
    } finally {
      await router.stop();
      await services.stop();
    }
  });
});

it.each(['hive', 'apollo'] as const)('npm run supergraph -- %s answers what docs/federation.md shows', async (name) => {
  const example = await startExample(name);
  try {
    const { document, answer } = readExample();

    expect(await toAsk(example.url, 'key-admin')(document)).toEqual(answer);
  } finally {
    await example.stop();
  }
});

const batches = new Map<string, string[]>();

describe.each(['hive', 'apollo'] as const)('what %s makes of many references', (name) => {
  it.each(BATCHES)('$name', async (test) => {
    const services = await startServices(test);
    const router = await startRouter(name, services.supergraph);
    try {
      const answer = await toAsk(router.url, 'key-admin')(test.document);

      const { arrived, upstream } = services.taken();
      const ours = arrived.filter(({ subgraph }) => subgraph === 'authentik');
      const representations = ours.map(countRepresentations).join(' + ');
      const isRefused = codesOf(answer).length > 0;
      expect(codesOf(answer)).toEqual(isRefused ? ['BAD_USER_INPUT'] : []);
      expect(isRefused).toBe(test.devices.length > 100 && test.settings === undefined);
      expect(JSON.stringify(answer.data).includes('null')).toBe(isRefused);
      note(batches, toRow(test), `${representations} → ${upstream.length}`, name);
    } finally {
      await router.stop();
      await services.stop();
    }
  });
});

it('is told in docs/federation.md', () => {
  expectTable('costs', ['document', 'Hive Gateway', 'Apollo Gateway'], costs);
  expectTable('batches', ['what is asked', 'references', 'Hive Gateway', 'Apollo Gateway'], batches);
});

function toRow(test: BatchCase): string {
  return `${test.name} | ${countReferences(test)}`;
}

// A row gets one cell a router: each router with the composition of its own house.
function note(rows: Map<string, string[]>, row: string, cell: string, at: string): void {
  const column = { 'hive the Guild’s': 0, 'apollo Apollo’s': 1, hive: 0, apollo: 1 }[at];
  if (column !== undefined) {
    const cells = rows.get(row) ?? [];
    cells[column] = cell;
    rows.set(row, cells);
  }
}
