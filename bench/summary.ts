import type { Approach, Result } from './run.ts';
import type { Cost } from './virtual-upstream.ts';

/** What all operations cost together by one approach. */
export function toTotal(results: readonly Result[], approach: Approach): Cost {
  const sum = (read: (cost: Cost) => number) => results.reduce((total, { costs }) => total + read(costs[approach]), 0);
  return {
    requests: sum((cost) => cost.requests),
    rows: sum((cost) => cost.rows),
    bytes: sum((cost) => cost.bytes),
    milliseconds: sum((cost) => cost.milliseconds),
  };
}

/** The least requests of all operations together. */
export function toLeast(results: readonly Result[]): number {
  return results.reduce((total, { operation }) => total + operation.least.requests, 0);
}

/** Whom this gateway is behind in requests, for one operation, in the order of the table. */
export function toBetter({ operation, costs }: Result): readonly ('plain' | 'script' | 'least')[] {
  const least = { plain: costs.plain.requests, script: costs.script.requests, least: operation.least.requests };
  return (['plain', 'script', 'least'] as const).filter((other) => costs.gateway.requests > least[other]);
}
