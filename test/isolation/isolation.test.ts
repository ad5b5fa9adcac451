import { beforeAll, describe, expect, it } from 'vitest';
import { startGateway, startSandboxGateway } from '../support/gateway.ts';
import { type Alone, askAlone, findCrossings, findCrossingsAtTheGate, findCrossingsOfRates } from './crossings.ts';
import { OPERATIONS } from './operations.ts';

const STARTERS = { startGateway, startSandboxGateway };

let alone: Alone;

beforeAll(async () => {
  alone = await askAlone(STARTERS);
}, 240_000);

// mutants.test.ts shows that each of these fails where a credential no longer counts.
describe('callers', () => {
  it('are told in 1,000 interleaved operations what each is told alone: data, errors, request ids and receipts', async () => {
    expect([...alone.values()].filter((told) => told.includes('GRAPHQL_VALIDATION_FAILED'))).toEqual([]);

    expect(await findCrossings(STARTERS, alone, 1000)).toEqual([]);

    expect(new Set(alone.values()).size).toBeGreaterThan(OPERATIONS.length * 2);
  }, 240_000);

  it('are told the same where answers are kept, and those cost nothing', async () => {
    let given = 0;
    const onHit = () => {
      given += 1;
    };

    expect(await findCrossings(STARTERS, alone, 1000, { settings: { responseCacheMs: 300_000 }, onHit })).toEqual([]);

    expect(given).toBeGreaterThan(300);
  }, 240_000);

  it('wait for authentik in lines of their own', async () => {
    expect(await findCrossingsAtTheGate(STARTERS)).toEqual([]);
  });

  it('have rates of their own', async () => {
    expect(await findCrossingsOfRates(STARTERS)).toEqual([]);
  });
});
