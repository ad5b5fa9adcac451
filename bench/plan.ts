/**
 * What planning costs an operation: the plan made afresh (cold), the plan out of the cache (warm), and beside them
 * parsing and validating the same document, which every server does. Medians over rounds that run until they settle.
 * Run: `npx tsx bench/plan.ts`
 */
import { getOperationAST, parse, validate } from 'graphql';
import { EXAMPLE_TABS } from '../src/graphiql/example-tabs.ts';
import { createPlan } from '../src/graphql/create-plan.ts';
import { createPlanCache } from '../src/graphql/plan-cache.ts';
import { type Operation, toFragments } from '../src/graphql/selected-fields.ts';
import { schema } from '../src/schema.ts';

const ROUNDS = 15;
const RUNS_PER_ROUND = 2000;

/** Microseconds that one run of `work` takes: the median of rounds, the first third of which only warm up. */
function measure(work: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (let run = 0; run < RUNS_PER_ROUND; run += 1) {
      work();
    }
    return ((performance.now() - start) * 1000) / RUNS_PER_ROUND;
  });
  const settled = rounds.slice(ROUNDS / 3).sort((a, b) => a - b);
  return settled[Math.floor(settled.length / 2)] ?? Number.NaN;
}

const rows = EXAMPLE_TABS.map(({ title, query, variables }) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) {
    throw new TypeError('expected an operation in every example');
  }
  const asked: Operation = {
    schema,
    operation,
    fragments: toFragments(document),
    variables: JSON.parse(variables ?? '{}'),
  };
  const getPlan = createPlanCache();
  const [parseUs, validateUs] = [measure(() => parse(query)), measure(() => validate(schema, document))];
  const [coldUs, warmUs] = [measure(() => createPlan(asked)), measure(() => getPlan(asked))];
  return { title, parseUs, validateUs, coldUs, warmUs, coldShare: coldUs / (parseUs + validateUs) };
});

console.log('operation            parse µs  validate µs  plan cold µs  plan warm µs  cold / (parse + validate)');
for (const { title, parseUs, validateUs, coldUs, warmUs, coldShare } of rows) {
  const cells = [
    parseUs.toFixed(1).padStart(8),
    validateUs.toFixed(1).padStart(12),
    coldUs.toFixed(1).padStart(13),
    warmUs.toFixed(2).padStart(13),
  ];
  console.log(`${title.padEnd(20)} ${cells.join(' ')} ${(coldShare * 100).toFixed(0).padStart(24)} %`);
}
