import type { ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAuthentikClient } from '../../src/authentik/client.ts';
import { nothingShape } from '../../src/authentik/json.ts';
import { serve } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';
import { aGuard, anObserver } from '../support/upstream.ts';

const dispatcher = new Agent();
const anything = z.unknown();

/** A client of an authentik that answers by `script`. */
async function aClient(script: (target: string, response: ServerResponse) => unknown) {
  const authentik = aScriptedAuthentik(script);
  const upstream = {
    apiUrl: await serve(authentik.handle),
    dispatcher,
    timeoutMs: 5000,
    maxResponseBytes: 1000,
    userAgent: 'test',
    guard: aGuard(),
  };
  const { signal } = new AbortController();
  const options = {
    credential: { bearerToken: 'key-plain' },
    requestId: 'r-1',
    observer: anObserver,
    signal,
    budget: { requests: 9, rows: 9, bytes: 9000 },
    learn: () => undefined,
  };
  return { ...createAuthentikClient(upstream, options), requests: authentik.requests, apiUrl: upstream.apiUrl };
}

describe('a write', () => {
  it('is sent when nothing else of the operation is under way, and nothing is sent beside it', async () => {
    const told: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { client, writer, apiUrl } = await aClient(async (target, response) => {
      told.push(`${target} begins`);
      await (target === '/a/' ? released : undefined);
      told.push(`${target} ends`);
      answerJson(response, {});
    });

    const all = [
      client.get({ path: '/a/', shape: anything }),
      writer.send({ method: 'POST', path: '/write/', shape: anything }),
      client.get({ path: '/b/', shape: anything }),
    ];
    // Whatever had been sent by now would have arrived before this has been there and back.
    await fetch(`${apiUrl}/later/`);
    await fetch(`${apiUrl}/later/`);
    expect(told.filter((line) => !line.startsWith('/later/'))).toEqual(['/a/ begins']);
    release();
    await Promise.all(all);

    const order = ['/a/ begins', '/a/ ends', '/write/ begins', '/write/ ends', '/b/ begins', '/b/ ends'];
    expect(told.filter((line) => !line.startsWith('/later/'))).toEqual(order);
  });

  it('says what it is by headers of a fixed list, and JSON only where it sends any', async () => {
    const { writer, requests } = await aClient((_target, response) => response.writeHead(204).end());

    await writer.send({ method: 'POST', path: '/x/', body: { a: 'ü' }, shape: nothingShape });
    await writer.send({ method: 'DELETE', path: '/x/', shape: nothingShape });

    const names = requests.map(({ headers }) =>
      Object.keys(headers)
        .filter((name) => /^content|transfer/.test(name))
        .sort(),
    );
    expect(names).toEqual([['content-length', 'content-type'], []]);
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer key-plain',
      'accept-language': 'en',
    });
  });

  it('counts as a request and a row, and shows that the credential is good', async () => {
    const { client, writer, requests } = await aClient((target, response) =>
      target === '/write/' ? answerJson(response, {}, 201) : answerJson(response, { detail: 'No.' }, 403),
    );

    await writer.send({ method: 'POST', path: '/write/', shape: anything });
    await expect(client.get({ path: '/a/', shape: anything })).rejects.toMatchObject({ code: 'FORBIDDEN' });

    expect(requests).toHaveLength(2);
    expect(client.usage()).toMatchObject({ requests: 2, rows: 1 });
  });
});
