import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The tests that need the routers of examples/supergraph/routers: `npm run test:routers`. */
export default defineConfig({
  ...base,
  test: { include: ['test/federation/**/*.spec.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
