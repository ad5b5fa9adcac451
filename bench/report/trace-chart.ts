import { SpanKind } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

const WIDTH = 860;
const LEFT = 232;
const RIGHT = 16;
const TOP = 78;
const ROW = 40;
const BAR = 18;

// A background of its own: a page's theme and the viewer's preference need not agree.
const STYLE = `
  .back { fill: #ffffff } .text { fill: #24292f } .soft { fill: #59636e } .grid { stroke: #d8dee4 }
  .operation { fill: #0969da } .plan { fill: #8250df } .call { fill: #bf8700 }
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif } .title { font-size: 15px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } .text { fill: #f0f6fc } .soft { fill: #9198a1 } .grid { stroke: #30363d }
    .operation { fill: #4493f8 } .plan { fill: #ab7df8 } .call { fill: #d29922 }
  }`;

interface Bar {
  readonly span: ReadableSpan;
  /** Milliseconds since the operation began. */
  readonly from: number;
  readonly to: number;
}

/** The spans of one operation as bars over time, the operation first and the rest as they began. */
export function toTraceChart(spans: readonly ReadableSpan[]): string {
  const bars = toBars(spans);
  const end = Math.max(...bars.map(({ to }) => to));
  const step = [10, 20, 50, 100, 200, 500, 1000].find((ms) => end / ms <= 9) ?? 2000;
  const scale = (ms: number) => LEFT + (ms / end) * (WIDTH - LEFT - RIGHT);
  const height = TOP + bars.length * ROW + 24;
  const calls = bars.filter(({ span }) => span.kind === SpanKind.CLIENT).length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title summary">
<title id="title">The trace of one nested query</title>
<desc id="summary">A query for a group, its members and their groups: its plan, then ${calls} requests to authentik.</desc>
<style>${STYLE}
</style>
<rect class="back" width="${WIDTH}" height="${height}" rx="6"/>
<text class="text title" x="16" y="26">A group, its members and their groups: ${calls} requests to authentik</text>
<text class="soft" x="16" y="46">Milliseconds since the operation began; the sandbox answers as slowly as a real authentik (80 ms a request, 10 ms a row).</text>
${toGrid({ end, step, height }, scale)}
${bars.map((bar, index) => toRow(bar, TOP + index * ROW, scale)).join('\n')}
</svg>
`;
}

type Scale = (ms: number) => number;

function toBars(spans: readonly ReadableSpan[]): Bar[] {
  const root = spans.find(({ parentSpanContext }) => parentSpanContext === undefined);
  if (!root) {
    throw new TypeError('expected the span of an operation');
  }
  const zero = hrTimeToMilliseconds(root.startTime);
  return spans
    .map((span) => ({
      span,
      from: Math.max(0, hrTimeToMilliseconds(span.startTime) - zero),
      to: hrTimeToMilliseconds(span.endTime) - zero,
    }))
    .toSorted((a, b) => rank(a.span) - rank(b.span) || a.from - b.from);
}

function rank({ kind }: ReadableSpan): number {
  return [SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.CLIENT].indexOf(kind);
}

function toGrid({ end, step, height }: { end: number; step: number; height: number }, scale: Scale): string {
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => {
    const x = scale(index * step).toFixed(1);
    return `<path class="grid" d="M${x} ${TOP - 14}V${height - 24}"/><text class="soft" x="${x}" y="${height - 8}" text-anchor="middle">${index * step}</text>`;
  }).join('\n');
}

function toRow({ span, from, to }: Bar, y: number, scale: Scale): string {
  const { name, kind, attributes } = span;
  const style = kind === SpanKind.CLIENT ? 'call' : kind === SpanKind.SERVER ? 'operation' : 'plan';
  const rows = attributes['authentik.rows'];
  const note =
    rows === undefined
      ? String(attributes['graphql.operation.name'] ?? '')
      : `${attributes['http.response.status_code']}, ${rows} ${rows === 1 ? 'row' : 'rows'}, ${Number(attributes['authentik.bytes']).toLocaleString('en')} bytes`;
  const x = scale(from);
  const width = Math.max(2, scale(to) - x);
  const indent = kind === SpanKind.SERVER ? 16 : 30;
  const time = `${(to - from).toFixed(to - from < 10 ? 1 : 0)} ms`;
  const label = width > 60 ? { x: x + 6, fill: 'back' } : { x: x + width + 6, fill: 'text' };
  return `<text class="text" x="${indent}" y="${y + 8}">${name}</text><text class="soft" x="${indent}" y="${y + 22}">${note}</text>
<rect class="${style}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3"/><text class="${label.fill}" x="${label.x.toFixed(1)}" y="${y + 13}">${time}</text>`;
}
