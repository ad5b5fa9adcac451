import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Context, type ContextManager, context, ROOT_CONTEXT } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';

const CREATED = 'undici:request:create';
const suppressed: boolean[] = [];
const note = () => suppressed.push(isTracingSuppressed(context.active()));

// What an SDK brings along.
const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (given, work, self, ...args) => storage.run(given, () => work.call(self as never, ...args)),
  bind: (_given, target) => target,
  enable: () => manager,
  disable: () => manager,
};

beforeAll(() => {
  context.setGlobalContextManager(manager);
  subscribe(CREATED, note);
});

afterAll(() => {
  unsubscribe(CREATED, note);
  context.disable();
});

it('no request to authentik is there to be traced by an instrumentation, which would note its URL and pass the trace on', async () => {
  const gateway = await startSandboxGateway(undefined, { authentikVersion: undefined });

  await gateway.query('{ user(username: "plain") { ... on User { pk } } }');
  await fetch(`${gateway.url}/health/ready`);
  await expect.poll(() => askedOf(gateway.sandbox)).toContain('/admin/version/');

  // The tests' own requests to the gateway are made by Node.js's undici, which tells on the same channel.
  expect(askedOf(gateway.sandbox)).toHaveLength(3);
  expect(suppressed.filter((isSuppressed) => isSuppressed)).toHaveLength(3);
});
