import { parseAnswer } from './answer.ts';
import type { Sent } from './document.ts';
import { withoutSeenByChance } from './seen-by-chance.ts';
import type { Run } from './sides.ts';

interface Runs {
  readonly on: Run;
  readonly off: Run;
}

const TRAITS: Readonly<Record<string, (sent: Sent, runs: Runs) => boolean>> = {
  valid: (_sent, { off }) => off.text.startsWith('{"data"') || off.text.includes('"data":'),
  fragment: ({ query }) => query.includes('...'),
  'named fragment': ({ query }) => query.includes('fragment '),
  'fragment used twice': ({ query }) => /\.\.\.(F\d+)\b[\s\S]*\.\.\.\1\b/.test(query),
  directive: ({ query }) => query.includes('@'),
  'variable condition': ({ query }) => query.includes('(if: $'),
  'variable argument': ({ query }) => query.includes('$v'),
  cursor: ({ query }) => /(after|before): /.test(query),
  errors: (_sent, { off }) => off.text.includes('"errors":['),
  'error as data': (_sent, { off }) =>
    off.text.includes('"data":') && /Authentik(NotFound|Forbidden|Validation)Error/.test(off.text),
  asking: (_sent, { off }) => off.asked.length > 0,
  'several requests, plain': (_sent, { off }) => off.asked.length > 1,
  'several requests, planned': (_sent, { on }) => on.asked.length > 1,
  'over 20 requests, plain': (_sent, { off }) => off.asked.length > 20,
  'other switches': (_sent, { on, off }) => toLines(on) !== toLines(off),
  'errors of another order': (_sent, { on, off }) => on.text !== off.text,
  'user seen by chance': (_sent, { on, off }) =>
    withoutSeenByChance(parseAnswer(on.text), parseAnswer(off.text)).count > 0,
  saving: (_sent, { on, off }) => on.asked.length < off.asked.length,
};

function toLines({ asked }: Run): string {
  return asked
    .map(({ line }) => line)
    .sort()
    .join();
}

/** What random documents are like, so that a test that tests nothing is noticed. */
export function createStatistics() {
  const counts = new Map<string, number>();
  const depths: number[] = [];
  let runs = 0;
  let requests = { on: 0, off: 0 };
  const share = (trait: string): number => (counts.get(trait) ?? 0) / runs;
  return {
    note: (sent: Sent, both: Runs) => {
      runs += 1;
      depths.push(sent.query.length);
      requests = { on: requests.on + both.on.asked.length, off: requests.off + both.off.asked.length };
      for (const [trait, test] of Object.entries(TRAITS)) {
        counts.set(trait, (counts.get(trait) ?? 0) + (test(sent, both) ? 1 : 0));
      }
    },
    share,
    toText: () =>
      [
        `${runs} runs, ${requests.on} requests planned, ${requests.off} plain`,
        `characters: median ${depths.toSorted((a, b) => a - b)[Math.floor(runs / 2)]}, most ${Math.max(...depths)}`,
        ...Object.keys(TRAITS).map((trait) => `${trait}: ${(share(trait) * 100).toFixed(1)} %`),
      ].join('\n'),
  };
}
