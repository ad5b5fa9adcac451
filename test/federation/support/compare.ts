import { expect } from 'vitest';
import type { Case } from './documents.ts';
import { type Answer, type Ask, type Services, toAsk } from './services.ts';

/** What a document has cost: requests to the gateway, and of the gateway to authentik. */
export interface Cost {
  readonly gateway: number;
  readonly authentik: number;
}

/**
 * Runs a document through a router and by hand, and holds data and codes of one against the other. The caller's token must
 * have come to authentik's subgraph and to no other. Answers what it cost through the router.
 */
export async function expectSame(services: Services, routerUrl: string, test: Case): Promise<Cost> {
  const { document, variables, key = 'key-admin', codes = [], direct = ({ authentik }) => toData(authentik) } = test;
  const toData = async (ask: Ask) => (await ask(document, variables)).data;
  const expected = await direct({
    authentik: services.direct('authentik', key),
    devices: services.direct('devices', key),
    sessions: services.direct('sessions', key),
  });
  services.taken();

  const answer = await toAsk(routerUrl, key)(document, variables);

  const { arrived, upstream } = services.taken();
  expect(answer.data, JSON.stringify(answer.errors)).toEqual(expected);
  expect(codesOf(answer), JSON.stringify(answer.errors)).toEqual(codes);
  for (const { subgraph, headers } of arrived) {
    expect(headers.authorization, subgraph).toBe(subgraph === 'authentik' ? `Bearer ${key}` : undefined);
  }
  return { gateway: arrived.filter(({ subgraph }) => subgraph === 'authentik').length, authentik: upstream.length };
}

/** The codes of an answer, each once, sorted. */
export function codesOf({ errors = [] }: Answer): string[] {
  return [...new Set(errors.map(({ extensions }) => extensions?.code ?? 'none'))].sort();
}
