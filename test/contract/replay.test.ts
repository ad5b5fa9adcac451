import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { recordedData, startGateway } from '../support/gateway.ts';
import { createReads } from '../support/reads.ts';
import { createReplay, recordedReads } from '../support/replay.ts';

const READS = createReads(recordedData());

describe('a GraphQL document', () => {
  let bytes = 0;
  afterAll(() => console.log(`${READS.length} documents, ${bytes} requests answered with recorded bytes`));

  it.each(READS)('answers %s the same in front of the sandbox and of recorded bytes: %s', async (key, document) => {
    const replay = createReplay(recordedReads());
    const dataset = recordedData();
    // The recordings were made after `key-expired` had been presented, upon which authentik deletes that token.
    const sandbox = createSandbox({
      dataset: { ...dataset, tokens: dataset.tokens.filter(({ key: secret }) => secret !== 'key-expired') },
    });
    const [recorded, imagined] = await Promise.all([startGateway(replay.handle), startGateway(sandbox.handle)]);

    const fromReplay = await recorded.query(document, { key });
    const fromSandbox = await imagined.query(document, { key });

    expect(replay.unknown).toEqual([]);
    expect(replay.answered()).toBeGreaterThan(0);
    expect({ data: fromSandbox.data, errors: fromSandbox.errors }).toEqual({
      data: fromReplay.data,
      errors: fromReplay.errors,
    });
    bytes += replay.answered();
  });
});
