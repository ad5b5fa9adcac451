import { beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Meters from '../../src/authentik/budget.ts';
import type * as Client from '../../src/authentik/client.ts';
import type * as Credentials from '../../src/authentik/credential.ts';
import type * as Gates from '../../src/authentik/gate.ts';
import type { GatewayContext } from '../../src/context.ts';
import type * as Loaders from '../../src/graphql/loader.ts';
import type * as Counts from '../../src/graphql/shared-counts.ts';
import type * as Limiters from '../../src/http/rate-limiter.ts';
import type * as Keys from '../../src/response-cache/entry-key.ts';
import type * as Seals from '../../src/response-cache/seal.ts';
import * as real from '../support/gateway.ts';
import { type Alone, askAlone, findCrossings, findCrossingsAtTheGate, findCrossingsOfRates } from './crossings.ts';

const COUNT = 200;

/** One thing that stands for a credential, replaced by one for everybody; and which check has to notice. */
interface Mutant {
  readonly title: string;
  readonly file: string;
  // biome-ignore lint/suspicious/noExplicitAny: each factory names the module that it stands for
  readonly change: (original: any) => object;
  readonly find?: typeof findCrossingsAtTheGate;
  /** A second change of the same kind, where one alone does no harm. */
  readonly also?: Pick<Mutant, 'file' | 'change'>;
}

const EVERYBODY = { bearerToken: 'everybody' };

/** With answers that are kept. */
const findCrossingsOfAnswers: typeof findCrossingsAtTheGate = (starters) =>
  findCrossings(starters, alone, COUNT, { settings: { responseCacheMs: 300_000 } });

const oneKeyForEverybody: Pick<Mutant, 'file' | 'change'> = {
  file: '../../src/response-cache/entry-key.ts',
  change: (original: typeof Keys) => ({
    ...original,
    toEntryKey: (asked: Keys.Asked) => original.toEntryKey({ ...asked, credential: EVERYBODY }),
  }),
};

/** What the first caller got, for everybody. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const MUTANTS: readonly Mutant[] = [
  {
    title: 'loaders for the process instead of for the operation',
    file: '../../src/graphql/loader.ts',
    change: (original: typeof Loaders) => ({
      ...original,
      createLoader: <Key, Value>(definition: Loaders.LoaderDefinition<Key, Value>) => {
        const getLoader = original.createLoader(definition);
        let first: GatewayContext | undefined;
        return (context: GatewayContext) => {
          first ??= context;
          return getLoader(first);
        };
      },
    }),
  },
  {
    title: 'counts of lists for the process instead of for the operation',
    file: '../../src/graphql/shared-counts.ts',
    change: (original: typeof Counts) => ({
      ...original,
      createSharedCounts: (): Counts.SharedCounts => {
        const counts = original.createSharedCounts();
        let first: GatewayContext | undefined;
        const toFirst = (context: GatewayContext) => {
          first ??= context;
          return first;
        };
        return {
          note: (context, filter, reading) => counts.note(toFirst(context), filter, reading),
          find: (context, filter) => counts.find(toFirst(context), filter),
        };
      },
    }),
  },
  {
    title: 'one answer for everybody to who one is',
    file: '../../src/authentik/client.ts',
    change: (original: typeof Client) => {
      let me: Promise<unknown> | undefined;
      return {
        ...original,
        createAuthentikClient: (...args: Parameters<typeof Client.createAuthentikClient>) => {
          const { client, writer } = original.createAuthentikClient(...args);
          const get = (read: Parameters<typeof client.get>[0]) => {
            if (read.path !== '/core/users/me/') {
              return client.get(read);
            }
            me ??= client.get(read);
            return me;
          };
          return { client: { ...client, get }, writer };
        },
      };
    },
  },
  {
    title: 'one client of authentik for everybody',
    file: '../../src/authentik/client.ts',
    change: (original: typeof Client) => {
      let client: ReturnType<typeof Client.createAuthentikClient> | undefined;
      return {
        ...original,
        createAuthentikClient: (...args: Parameters<typeof Client.createAuthentikClient>) => {
          client ??= original.createAuthentikClient(...args);
          return client;
        },
      };
    },
  },
  {
    title: 'one credential for everybody',
    file: '../../src/authentik/credential.ts',
    change: (original: typeof Credentials) => {
      let first: Credentials.Credential | undefined;
      return {
        ...original,
        parseCredential: (header: string | null | undefined) => {
          first ??= original.parseCredential(header);
          return first;
        },
      };
    },
  },
  {
    title: 'one receipt and budget for everybody',
    file: '../../src/authentik/budget.ts',
    change: (original: typeof Meters) => ({
      ...original,
      createMeter: once(() => original.createMeter({ requests: 1e6, rows: 1e6, bytes: 1e9 })),
    }),
  },
  {
    title: 'one line for everybody who waits for authentik',
    file: '../../src/authentik/gate.ts',
    change: (original: typeof Gates) => ({
      ...original,
      createGate: (options: Gates.GateOptions): Gates.Gate => {
        const gate = original.createGate(options);
        return { ...gate, run: (_caller, signal, work) => gate.run('everybody', signal, work) };
      },
    }),
    find: findCrossingsAtTheGate,
  },
  {
    title: 'one rate for everybody',
    file: '../../src/http/rate-limiter.ts',
    change: (original: typeof Limiters) => ({
      ...original,
      createRateLimiter: (...args: Parameters<typeof Limiters.createRateLimiter>): Limiters.RateLimiter => {
        const limiter = original.createRateLimiter(...args);
        return { ...limiter, take: () => limiter.take('everybody') };
      },
    }),
    find: findCrossingsOfRates,
  },
  {
    title: 'one cache of answers for everybody',
    ...oneKeyForEverybody,
    also: {
      file: '../../src/response-cache/seal.ts',
      change: (original: typeof Seals) => ({
        seal: (text: string, { key }: Seals.SealedFor) => original.seal(text, { credential: EVERYBODY, key }),
        open: (value: Buffer, { key }: Seals.SealedFor) => original.open(value, { credential: EVERYBODY, key }),
      }),
    },
    find: findCrossingsOfAnswers,
  },
];

let alone: Alone;

beforeAll(async () => {
  alone = await askAlone(real);
}, 120_000);

async function mutate(changes: readonly Pick<Mutant, 'file' | 'change'>[]): Promise<typeof real> {
  vi.resetModules();
  for (const { file, change } of changes) {
    vi.doMock(file, async (importOriginal) => change(await importOriginal()));
  }
  const mutated = await import('../support/gateway.ts');
  for (const { file } of changes) {
    vi.doUnmock(file);
  }
  return mutated;
}

describe.each(MUTANTS)('$title', async ({ find, also, ...change }) => {
  const mutated = await mutate([change, ...(also ? [also] : [])]);

  it('is noticed', async () => {
    const crossings = await (find ? find(mutated) : findCrossings(mutated, alone, COUNT));

    expect(crossings).not.toEqual([]);
  }, 120_000);
});

describe('one key of answers for everybody', async () => {
  const mutated = await mutate([oneKeyForEverybody]);

  it('hands nobody what another was told: an answer is sealed for whom it was given to', async () => {
    expect(await findCrossingsOfAnswers(mutated)).toEqual([]);
  }, 120_000);
});
