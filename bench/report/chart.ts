import type { Result } from '../run.ts';
import { toTotal } from '../summary.ts';

const WIDTH = 860;
const LEFT = 232;
const TOP = 86;
const ROW = 20;
const BAR = 7;
const LABEL = 96;
const STEP_MS = 500;

// A background of its own: a page's theme and the viewer's preference need not agree.
const STYLE = `
  .back { fill: #ffffff } .text { fill: #24292f } .soft { fill: #59636e } .grid { stroke: #d8dee4 }
  .gateway { fill: #0969da } .plain { fill: #bf8700 } .script { fill: none; stroke: #24292f; stroke-width: 1.5 }
  text { font: 11px system-ui, -apple-system, "Segoe UI", sans-serif } .title { font-size: 15px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } .text { fill: #f0f6fc } .soft { fill: #9198a1 } .grid { stroke: #30363d }
    .gateway { fill: #4493f8 } .plain { fill: #d29922 } .script { stroke: #f0f6fc }
  }`;

/** The modelled time of each operation as bars: this gateway, the plain gateway, and where the script stands. */
export function toChart(results: readonly Result[]): string {
  const height = TOP + results.length * ROW + 30;
  const longest = Math.max(...results.flatMap(({ costs }) => [costs.gateway, costs.plain].map(toMs)));
  const last = Math.ceil(longest / STEP_MS) * STEP_MS;
  const scale = (ms: number) => Math.round((ms / last) * (WIDTH - LEFT - LABEL) * 10) / 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title summary">
<title id="title">What ${results.length} operations cost authentik</title>
<desc id="summary">${toSentence(results)}</desc>
<style>${STYLE}
</style>
<rect class="back" width="${WIDTH}" height="${height}" rx="6"/>
${toHead(results)}
${toGrid(last, height, scale)}
${results.map((result, index) => toRow(result, TOP + index * ROW, scale)).join('\n')}
</svg>
`;
}

type Scale = (ms: number) => number;

function toHead(results: readonly Result[]): string {
  return `<text class="text title" x="16" y="26">Milliseconds of authentik’s time until an operation is answered (modelled)</text>
<text class="soft" x="16" y="44">${toSentence(results)}</text>
<rect class="gateway" x="16" y="56" width="12" height="${BAR}"/><text class="text" x="33" y="64">this gateway</text>
<rect class="plain" x="116" y="56" width="12" height="${BAR}"/><text class="text" x="133" y="64">plain Yoga + DataLoader</text>
<path class="script" d="M282 53v13"/><text class="text" x="290" y="64">script over REST, by hand</text>
<text class="soft" x="${WIDTH - 12}" y="64" text-anchor="end">requests: gateway / plain / script</text>`;
}

function toGrid(last: number, height: number, scale: Scale): string {
  return Array.from({ length: last / STEP_MS + 1 }, (_, index) => {
    const x = LEFT + scale(index * STEP_MS);
    return `<path class="grid" d="M${x} ${TOP - 6}V${height - 24}"/><text class="soft" x="${x}" y="${height - 9}" text-anchor="middle">${index * STEP_MS}</text>`;
  }).join('\n');
}

function toRow({ operation, costs }: Result, y: number, scale: Scale): string {
  const [gateway, plain, script] = [costs.gateway, costs.plain, costs.script];
  const x = LEFT + scale(toMs(script));
  return `<text class="text" x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${operation.title}</text>
<rect class="gateway" x="${LEFT}" y="${y}" width="${scale(toMs(gateway))}" height="${BAR}"/>
<rect class="plain" x="${LEFT}" y="${y + BAR + 1}" width="${scale(toMs(plain))}" height="${BAR}"/>
<path class="script" d="M${x} ${y - 1}v${2 * BAR + 3}"/>
<text class="soft" x="${WIDTH - 12}" y="${y + 11}" text-anchor="end">${gateway.requests} / ${plain.requests} / ${script.requests}</text>`;
}

function toSentence(results: readonly Result[]): string {
  const [gateway, plain] = [toTotal(results, 'gateway'), toTotal(results, 'plain')];
  const kB = (bytes: number) => Math.round(bytes / 1000);
  return `All ${results.length} together: ${gateway.requests} requests and ${kB(gateway.bytes)} kB in place of ${plain.requests} and ${kB(plain.bytes)} kB of a plain gateway.`;
}

function toMs({ milliseconds }: { readonly milliseconds: number }): number {
  return milliseconds;
}
