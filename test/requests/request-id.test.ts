import { describe, expect, it } from 'vitest';
import { createLog, type Log } from '../../src/log.ts';
import { aMeJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { aLog } from '../support/log.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function ask(
  id: string | undefined,
  options: { readonly path?: string; readonly status?: number; readonly log?: Log } = {},
) {
  const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aMeJson(), options.status ?? 200));
  const gateway = await startGateway(authentik.handle, {}, options.log ?? createLog('silent'));
  const response = await fetch(`${gateway.url}${options.path ?? '/graphql'}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer key-admin',
      ...(id === undefined ? {} : { 'x-request-id': id }),
    },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { requestId: string } }[] };
  return {
    header: response.headers.get('x-request-id') ?? '',
    told: errors?.map(({ extensions }) => extensions.requestId),
    upstream: authentik.requests.map(({ headers }) => headers['x-request-id']),
  };
}

describe('a request’s id', () => {
  it.each(['a', 'Order-7_b.c', 'x'.repeat(128)])('is the caller’s, if it is safe: %s', async (id) => {
    expect(await ask(id)).toEqual({ header: id, told: undefined, upstream: [id] });
  });

  it.each([undefined, '', 'x'.repeat(129), 'a b', 'a,b', '<b>', 'a=b', '\u00e4'])(
    'is a new UUID otherwise: %s',
    async (id) => {
      const { header, upstream } = await ask(id);

      expect(header).toMatch(UUID);
      expect(upstream).toEqual([header]);
    },
  );

  it('is new for each request', async () => {
    expect((await ask(undefined)).header).not.toBe((await ask(undefined)).header);
  });

  it('stands in errors of fields, in the log and in refusals', async () => {
    const { log, lines } = aLog();

    const failed = await Promise.all(['one', 'two', 'three'].map((id) => ask(id, { status: 500, log })));
    const refused = await ask('four', { path: '/nowhere' });

    expect(failed.map(({ told }) => told)).toEqual([['one'], ['two'], ['three']]);
    expect(lines.map(({ level, fields }) => `${level} ${fields.requestId}`).sort()).toEqual(
      ['error', 'info'].flatMap((level) => ['one', 'three', 'two'].map((id) => `${level} ${id}`)),
    );
    expect(refused).toEqual({ header: 'four', told: ['four'], upstream: [] });
  });
});
