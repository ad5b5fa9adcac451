// Draws the trace of one nested query, from the spans that a program with an OpenTelemetry SDK gets.
// tsx bench/trace.ts [--out docs/images]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { parseConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { createLog } from '../src/log.ts';
import { createDemoDataset, createSandbox } from '../src/sandbox/index.ts';
import { listen } from '../src/server.ts';
import { toTraceChart } from './report/trace-chart.ts';

const QUERY = `query Team {
  group(name: "Platform") { ... on Group { name members { username user { lastLogin groups { name roles { name } } } } } }
}`;
// What a real authentik took, as bench/cost-model.ts has it.
const LATENCY = { requestMs: 80, rowMs: 10 };

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
const sandbox = createSandbox({ dataset: createDemoDataset(), latency: LATENCY });
const upstream = await listen(sandbox.handle, { host: '127.0.0.1', port: 0 });
const config = parseConfig({ authentikVersion: '2025.10.1', authentikUrl: `http://127.0.0.1:${upstream.port}` });
const gateway = createGateway({ ...config, authentikUrl: config.authentikUrl ?? '' }, { log: createLog('silent') });
const server = await listen(gateway.handle, { host: '127.0.0.1', port: 0 });

async function ask(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin' },
    body: JSON.stringify({ query: QUERY }),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || 'errors' in answer) {
    throw new Error(`expected an answer without errors, but got: ${JSON.stringify(answer)}`);
  }
}

// The first has connections to make and code to compile.
await ask();
exporter.reset();
await ask();
const chart = toTraceChart(exporter.getFinishedSpans());
if (values.out === undefined) {
  console.log(chart);
} else {
  writeFileSync(join(values.out, 'trace.svg'), chart);
}
await Promise.all([server.close(), gateway.close(), upstream.close()]);
