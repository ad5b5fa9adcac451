import { describe, expect, it } from 'vitest';
import { readText } from '../deploy/deploy-file.ts';
import { runCli } from '../support/cli.ts';

const [section = ''] = readText('docs/operations.md').split('\n## Metrics');
const [, query = ''] = /`(query Team [^`]+)`/.exec(section) ?? [];
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];

/** The log lines about requests of a gateway in front of its sandbox, which is asked one thing and ended. */
async function logOf(document: string): Promise<object[]> {
  const run = runCli([], { PORT: '0', DRAIN_MS: '0' });
  const [, url = ''] = /GraphQL +(\S+)/.exec(await run.until('Try it')) ?? [];
  const headers = { 'content-type': 'application/json', authorization: 'Bearer key-admin' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: document }) });
  await response.text();
  run.child.kill('SIGTERM');
  const lines = (await run.ended).stderr.trim().split('\n');
  return lines.filter((line) => line.includes('"msg":"request"')).map((line) => JSON.parse(line));
}

describe('the log line in docs/operations.md', () => {
  it('is what the gateway writes, but for when, which and how long', async () => {
    const [line, ...others] = await logOf(query);

    expect(others).toEqual([]);
    expect(line).toEqual({
      ...JSON.parse(example),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      milliseconds: expect.any(Number),
    });
    expect(Object.keys(line ?? {})).toEqual(Object.keys(JSON.parse(example)));
  });

  it('has the fields that the table explains, besides those of every line', () => {
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];
    const explained = rows.flatMap(([, field, text]) => (text?.includes('Only where') ? [] : [field]));

    expect(rows.map(([, field]) => field)).toContain('cache');
    const ofEvery = ['level', 'time', 'requestId', 'msg'];
    expect(explained).toEqual(Object.keys(JSON.parse(example)).filter((field) => !ofEvery.includes(field)));
  });
});
