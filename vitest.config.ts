import { defineConfig } from 'vitest/config';

const EVERYTHING = ['test/**/*.test.ts'];
/** What clients see of tokens, users and groups, in front of the oldest and newest authentik and those that were recorded. */
const READS_AND_WRITES = [
  'test/resources/**/*.test.ts',
  'test/graphql/{connection,mutation,outcome,plan}.test.ts',
  'test/federation/entities.test.ts',
  'test/property/plan.test.ts',
];

/** The tests in `include` with this release of authentik behind. */
const inFrontOf = (authentikVersion: string, include: readonly string[], propertyRuns: number) => ({
  extends: true as const,
  test: { name: authentikVersion, include: [...include], provide: { authentikVersion, propertyRuns } },
});

export default defineConfig({
  resolve: {
    // graphql 16 ships CommonJS and ESM; two copies in one process refuse each other's objects.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    // Most tests wait for processes and sockets: one file at a time would leave a core idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
    projects: [
      inFrontOf('2025.10.0-rc1', EVERYTHING, 300),
      ...['2024.6.5', '2025.12.4', '2026.2.3-rc1', '2026.8.3'].map((version) =>
        inFrontOf(version, READS_AND_WRITES, 40),
      ),
    ],
  },
});
