import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, parseDataset } from '../../src/sandbox/index.ts';
import { type ListeningSandbox, listen } from '../sandbox/listen.ts';
import { normaliseBody } from '../support/normalise-recording.ts';
import { ask, type Exchange, readRecording, titleOf } from '../support/recordings.ts';
import { createTeller } from '../support/story.ts';

const RELEASE = '2025.10.0-rc1';
const dataset = readRecording(RELEASE, 'dataset');
const reads: readonly Exchange[] = readRecording(RELEASE, 'reads');
const writes: readonly Exchange[] = readRecording(RELEASE, 'writes');

describe(`the sandbox answers reads as the recorded authentik ${RELEASE}`, () => {
  let server: ListeningSandbox;
  let equal = 0;

  beforeAll(async () => {
    server = await listen(createSandbox({ dataset: parseDataset(dataset) }));
  });

  afterAll(() => server.close());

  it.each(reads.map((exchange, index) => [titleOf(exchange, index), exchange] as const))('%s', async (_, exchange) => {
    const { request, response } = exchange;

    const replayed = await ask(server.url, request);

    const body = normaliseBody(replayed.body, request.path);
    expect({ ...replayed, body }).toStrictEqual({ ...response, body: normaliseBody(response.body, request.path) });
    equal += 1;
  });

  it('answers 240 of 240 exchanges with the recorded status, headers and body', () => {
    console.log(`recordings ${RELEASE}: ${equal} of ${reads.length} reads equal`);

    expect([equal, reads.length]).toEqual([240, 240]);
  });
});

describe(`the sandbox answers writes as the recorded authentik ${RELEASE}`, () => {
  // One request a second, beginning when the recording began: it sent two times of its own, which lie around that moment.
  const began = new Date('2026-11-23T13:41:46.000Z');
  const moments: Date[] = [];
  const now = () => moments.at(-1) ?? began;
  const teller = createTeller(JSON.stringify(dataset), { moments, began });
  let server: ListeningSandbox;
  let equal = 0;

  beforeAll(async () => {
    server = await listen(createSandbox({ dataset: parseDataset(dataset), now }));
  });

  afterAll(() => server.close());

  it.each(writes.map((exchange, index) => [titleOf(exchange, index), exchange] as const))('%s', async (_, exchange) => {
    const { request, response } = exchange;
    moments.push(new Date(now().getTime() + 1007));

    const replayed = await ask(server.url, teller.translate(request));

    expect(replayed).toStrictEqual({ ...response, body: teller.expected(response.body, replayed.body) });
    equal += 1;
  });

  it('answers 132 of 132 exchanges with the recorded status, headers and body', () => {
    console.log(`recordings ${RELEASE}: ${equal} of ${writes.length} writes equal`);

    expect([equal, writes.length]).toEqual([132, 132]);
  });
});
