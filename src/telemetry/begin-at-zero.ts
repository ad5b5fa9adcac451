import type { Counter } from 'prom-client';

/**
 * Lets series of a counter be there from the beginning: to Prometheus one that appears with 1 has not increased, so that the
 * first failure of a process would go unseen.
 */
export function beginAtZero<Label extends string>(
  counter: Counter<Label>,
  series: readonly Readonly<Record<Label, string>>[],
): void {
  for (const labels of series) {
    counter.inc(labels, 0);
  }
}
