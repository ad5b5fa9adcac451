import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** A Markdown table. */
export function toMarkdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Bytes as megabytes. */
export function toMegabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`;
}

/** Milliseconds. */
export function toMilliseconds(ms: number): string {
  return Number.isNaN(ms) ? 'none' : `${ms.toFixed(0)} ms`;
}

/** How often each value occurs, most frequent first: `503 ×12, 200 ×3`. */
export function toCounts(values: Iterable<string | number>): string {
  const counts = new Map<string | number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([value, count]) => `${value} ×${count}`).join(', ') || 'none';
}

/** Where and when figures were taken. */
export function toCircumstances(): string {
  const [cpu] = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${type()} ${release()}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory}, load average ${loadavg()[0]?.toFixed(1)}`;
}
