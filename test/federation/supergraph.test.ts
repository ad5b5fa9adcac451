import { afterAll, beforeAll, it } from 'vitest';
import { expectSame } from './support/compare.ts';
import { CASES } from './support/documents.ts';
import { startLightRouter } from './support/light-router.ts';
import type { Router } from './support/router-process.ts';
import { type Services, startServices } from './support/services.ts';

let services: Services;
let router: Router;

beforeAll(async () => {
  services = await startServices();
  router = await startLightRouter(services.supergraph);
});

afterAll(async () => {
  await router.stop();
  await services.stop();
});

it.each(CASES)('a router answers what the subgraphs do: $name', async (test) => {
  await expectSame(services, router.url, test);
});
