import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, parseDataset } from '../../src/sandbox/index.ts';
import { type ListeningSandbox, listen } from '../sandbox/listen.ts';
import { normaliseBody } from '../support/normalise-recording.ts';
import { ask, type Exchange, readRecording, titleOf } from '../support/recordings.ts';
import { beginningOf, createTeller } from '../support/story.ts';

const RELEASES = [
  ['2024.6.5', 251, 134],
  ['2025.10.0-rc1', 240, 132],
  ['2025.12.4', 251, 134],
  ['2026.2.3-rc1', 251, 134],
] as const;

describe.each(RELEASES)('the sandbox answers reads as the recorded authentik %s', (release, count) => {
  const dataset = readRecording(release, 'dataset');
  const reads: readonly Exchange[] = readRecording(release, 'reads');
  let server: ListeningSandbox;
  let equal = 0;

  beforeAll(async () => {
    server = await listen(createSandbox({ dataset: parseDataset(dataset), authentikVersion: release }));
  });

  afterAll(() => server.close());

  it.each(reads.map((exchange, index) => [titleOf(exchange, index), exchange] as const))('%s', async (_, exchange) => {
    const { request, response } = exchange;

    const replayed = await ask(server.url, request);

    const body = normaliseBody(replayed.body, request.path);
    expect({ ...replayed, body }).toStrictEqual({ ...response, body: normaliseBody(response.body, request.path) });
    equal += 1;
  });

  it(`answers ${count} of ${count} exchanges with the recorded status, headers and body`, () => {
    console.log(`recordings ${release}: ${equal} of ${reads.length} reads equal`);

    expect([equal, reads.length]).toEqual([count, count]);
  });
});

describe.each(RELEASES)('the sandbox answers writes as the recorded authentik %s', (release, _, count) => {
  const dataset = readRecording(release, 'dataset');
  const writes: readonly Exchange[] = readRecording(release, 'writes');
  // One request a second, beginning when the recording began: it sent two times of its own, which lie around that moment.
  const began = beginningOf(writes);
  const moments: Date[] = [];
  const now = () => moments.at(-1) ?? began;
  const teller = createTeller(JSON.stringify(dataset), { moments, began });
  let server: ListeningSandbox;
  let equal = 0;

  beforeAll(async () => {
    server = await listen(createSandbox({ dataset: parseDataset(dataset), authentikVersion: release, now }));
  });

  afterAll(() => server.close());

  it.each(writes.map((exchange, index) => [titleOf(exchange, index), exchange] as const))('%s', async (_, exchange) => {
    const { request, response } = exchange;
    moments.push(new Date(now().getTime() + 1007));

    const replayed = await ask(server.url, teller.translate(request));

    expect(replayed).toStrictEqual({ ...response, body: teller.expected(response.body, replayed.body) });
    equal += 1;
  });

  it(`answers ${count} of ${count} exchanges with the recorded status, headers and body`, () => {
    console.log(`recordings ${release}: ${equal} of ${writes.length} writes equal`);

    expect([equal, writes.length]).toEqual([count, count]);
  });
});
