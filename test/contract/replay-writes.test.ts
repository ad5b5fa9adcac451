import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { translate } from '../support/recorded-writes.ts';
import { type Exchange, readRecording, titleOf } from '../support/recordings.ts';
import { createWriteReplay, rowAt } from '../support/write-replay.ts';

/** What our error says for what authentik answered. */
function codeOf({ request, response: { status, body } }: Exchange): string | undefined {
  if (isOwnParent(request)) {
    return 'BAD_USER_INPUT';
  }
  const text = JSON.stringify(body);
  const isUnknown = /Token invalid|credentials were not provided/.test(text);
  const isTaken = /must be unique|already exists|duplicate key/.test(text);
  const codes: Record<number, string> = {
    400: isTaken ? 'CONFLICT' : 'BAD_USER_INPUT',
    403: isUnknown ? 'UNAUTHENTICATED' : 'FORBIDDEN',
    404: 'NOT_FOUND',
    // Without a credential nothing is sent.
    405: 'UNAUTHENTICATED',
  };
  return status < 300 ? undefined : codes[status];
}

// authentik takes it from 2025.12 on, and has a group that is above itself; the gateway never sends it.
function isOwnParent({ path, body }: Exchange['request']): boolean {
  const [, key = ''] = /^\/core\/groups\/([^/]+)\/$/.exec(path) ?? [];
  return key !== '' && JSON.stringify(body ?? {}).includes(key);
}

describe.each([
  ['2024.6.5', 89, 85],
  ['2025.10.0-rc1', 88, 84],
  ['2025.12.4', 89, 85],
  ['2026.2.3-rc1', 89, 85],
] as const)('a mutation in front of what a real %s answered', (authentikVersion, count, least) => {
  const writes: readonly Exchange[] = readRecording(authentikVersion, 'writes');
  const reads: readonly Exchange[] = readRecording(authentikVersion, 'reads');
  const told = writes.flatMap((exchange, index) => {
    const [path = ''] = exchange.request.path.split('?');
    const mutation = translate(exchange, rowAt([...reads, ...writes.slice(0, index)], path));
    return mutation ? [{ title: titleOf(exchange, index), exchange, index, ...mutation }] : [];
  });
  let sent = 0;
  afterAll(() =>
    console.log(`${authentikVersion}: ${told.length} of ${writes.length} writes as mutations, ${sent} of them sent`),
  );

  it.each(told)(
    'tells of $title as $name does',
    async ({ exchange, index, name, input, select, expect: toExpected }) => {
      const { request, response } = exchange;
      const replay = createWriteReplay(exchange, [...reads, ...writes.slice(0, index)]);
      const gateway = await startGateway(replay.handle, { authentikVersion });

      const { data, codes } = await mutate(gateway, name, { input, select, key: request.key });

      const code = codeOf(exchange);
      sent += replay.written();
      expect(replay.unknown()).toEqual([]);
      expect(data?.code ?? codes?.[0]).toBe(code);
      expect(code === undefined ? data : undefined).toEqual(
        code === undefined ? toExpected((response.body ?? {}) as Record<string, unknown>) : undefined,
      );
    },
  );

  it(`says ${count} of the recorded writes, ${least} of which authentik hears`, () => {
    expect([told.length, sent]).toEqual([count, least]);
  });
});
