import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runDoctor } from '../../src/cli/doctor.ts';
import { parseConfig } from '../../src/config.ts';
import { CHECKS } from '../../src/doctor/checks/index.ts';
import { runCli } from '../support/cli.ts';
import { serve } from '../support/gateway.ts';
import { answering, serveAltered, serveSandbox } from './examined.ts';

const reportShape = z.strictObject({
  gateway: z.string(),
  authentik: z.string(),
  isSandbox: z.boolean(),
  checks: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z-]+$/),
      title: z.string(),
      status: z.enum(['ok', 'warn', 'fail', 'skipped']),
      sentence: z.string().regex(/\.$/),
      advice: z.string().optional(),
      skippedFor: z.string().optional(),
    }),
  ),
});

/** The doctor's words to a terminal or pipe. */
async function runOn(
  url: string,
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  isColourUnwanted = false,
) {
  const writes: string[] = [];
  const status = await runDoctor(
    parseConfig({ authentikUrl: url }),
    { token: 'key-admin', isTokenOnStdin: false, isJson: false },
    { stdin: Readable.from([]), stdout: { ...stream, write: (text) => writes.push(text) }, isColourUnwanted },
  );
  return { status, writes, text: writes.join('') };
}

describe('doctor', () => {
  it('tells each check on a line as it is done, and ends with 0 where all is well', async () => {
    const { url } = await serveSandbox();

    const { status, stdout, stderr } = await runCli(['doctor', '--authentik-url', url], {
      AUTHENTIK_TOKEN: 'key-admin',
    }).ended;
    const { writes } = await runOn(url, {});

    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.match(/^ {2}ok /gm)?.length).toBe(CHECKS.length);
    expect(stdout).toContain(`${CHECKS.length} ok, 0 warnings, 0 failed`);
    expect(writes.length).toBe(CHECKS.length + 2);
  });

  it('ends with 0 on warnings, and with 1 on a failure', async () => {
    const { url } = await serveSandbox();

    const warned = await runCli(['doctor'], { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: 'key-plain' }).ended;
    const failed = await runCli(['doctor'], { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: 'key-app' }).ended;

    expect([warned.status, failed.status]).toEqual([0, 1]);
    expect(warned.stdout).toMatch(/^ {2}warn .*\n +> /m);
    expect(failed.stdout).toMatch(/^ {2}FAIL {2}Credential/m);
  });

  it('leaves out what was skipped for another, but counts it', async () => {
    const { text } = await runOn(await serve((_request, response) => answering(500)(response)), {});

    expect(text.split('\n').filter((line) => /^ {2}(ok|warn|FAIL|-) /.test(line)).length).toBe(4);
    expect(text).toContain(`3 ok, 0 warnings, 1 failed, ${CHECKS.length - 4} not looked at`);
  });

  it('takes the token from standard input, with or without a line end', async () => {
    const { url } = await serveSandbox();

    const runs = ['key-admin', 'key-admin\n', 'key-admin\r\n'].map(async (input) => {
      const run = runCli(['doctor', '--token-stdin', '--json'], { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: 'key-other' });
      run.child.stdin?.end(input);
      return (await run.ended).status;
    });

    expect(await Promise.all(runs)).toEqual([0, 0, 0]);
  });

  it('shows a newcomer, without a URL, what it tells of the sandbox', async () => {
    const { status, stdout } = await runCli(['doctor', '--json']).ended;
    const words = await runCli(['doctor']).ended;

    const report = reportShape.parse(JSON.parse(stdout));
    expect([status, report.isSandbox]).toEqual([0, true]);
    expect(report.checks.map((check) => check.status)).toEqual(CHECKS.map(() => 'ok'));
    expect(words.stdout).toContain('AUTHENTIK_URL is not set');
  });

  it('tells machines the same with stable ids, all of them', async () => {
    const { url } = await serveSandbox();

    const { stdout } = await runCli(['doctor', '--json'], { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: 'key-app' }).ended;

    const { checks, isSandbox, authentik } = reportShape.parse(JSON.parse(stdout));
    expect(checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
    expect([authentik, isSandbox]).toEqual([`${url}/api/v3`, false]);
    for (const check of checks.filter(({ status }) => status === 'fail' || status === 'warn')) {
      expect(check.advice).toMatch(/\.$/);
    }
    expect(checks.filter(({ skippedFor }) => skippedFor === 'credential').length).toBe(10);
  });
});

describe('--help', () => {
  it('tells of the doctor, and that no flag takes a token', async () => {
    const { stdout } = await runCli(['--help']).ended;

    expect(stdout).toContain('authentik-graphql-gateway doctor [options]');
    expect(stdout).toMatch(/AUTHENTIK_TOKEN or with --token-stdin[\s\S]+there is no flag for it/);
  });
});

describe('doctor in a terminal', () => {
  it('has colours', async () => {
    const { url } = await serveSandbox();

    const { text } = await runOn(url, { isTTY: true });

    expect(text).toContain('\u001b[32mok');
  });

  it.each([
    ['where NO_COLOR is set', { isTTY: true }, true],
    ['in a pipe', {}, false],
  ])('has none %s', async (_case, stream, isColourUnwanted) => {
    const { url } = await serveSandbox();

    const { text } = await runOn(url, stream, isColourUnwanted);

    expect(text).not.toContain('\u001b');
  });

  it('breaks its lines at the width of the terminal', async () => {
    const { url } = await serveSandbox();

    const wide = await runOn(url, { isTTY: true, columns: 300 }, true);
    const narrow = await runOn(url, { isTTY: true, columns: 70 }, true);
    const longest = (text: string) =>
      Math.max(
        ...text
          .split('\n')
          .filter((line) => line.startsWith('  '))
          .map((line) => line.length),
      );

    expect(longest(wide.text)).toBeLessThan(111);
    expect(longest(narrow.text)).toBeLessThan(71);
  });
});

describe('doctor and the token', () => {
  it.each([['doctor'], ['doctor', '--json']])(
    'never repeats it, whatever the other side sends: %s',
    async (...args) => {
      const token = 'key-admin';
      const url = await serveAltered({
        '/api/v3/core/users/me/': (response) => {
          const isAnonymous = response.req.headers.authorization === undefined;
          answering(
            isAnonymous ? 403 : 200,
            isAnonymous
              ? '{"detail":"No."}'
              : JSON.stringify({
                  user: { pk: 1, username: token, is_superuser: false, system_permissions: [] },
                }),
          )(response);
        },
        '/api/v3/admin/version/': answering(200, JSON.stringify({ version_current: token })),
      });

      const { stdout, stderr } = await runCli(args, { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token }).ended;

      expect(stdout).toContain('(the token)');
      expect(`${stdout}${stderr}`).not.toContain(token);
    },
  );

  it.each([
    ['as a flag', ['doctor', '--token', 'key-secret'], {}, /--token: A token does not belong/],
    ['as a flag with =', ['doctor', '--token=key-secret'], {}, /--token: A token does not belong/],
    ['as a flag of another command', ['--token', 'key-secret'], {}, /--token: A token does not belong/],
    ['as a word', ['doctor', 'key-secret'], {}, /doctor: Takes no further words/],
    ['empty', ['doctor'], { AUTHENTIK_TOKEN: '' }, /AUTHENTIK_TOKEN: Is empty/],
    ['without a URL', ['doctor'], { AUTHENTIK_TOKEN: 'key-secret' }, /AUTHENTIK_URL .*Must be set/],
    ['on standard input without a URL', ['doctor', '--token-stdin'], {}, /AUTHENTIK_URL .*Must be set/],
  ])('does not take it %s, and does not repeat it', async (_case, args, environment, message) => {
    const { status, stdout, stderr } = await runCli(args, environment).ended;

    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('key-secret');
  });

  it.each([['--json'], ['--token-stdin']])('has %s for itself', async (flag) => {
    const { status, stderr } = await runCli([flag]).ended;

    expect(status).toBe(2);
    expect(stderr).toContain(`${flag}: Only doctor has it.`);
  });
});

describe('a gateway that may not fall back on the sandbox', () => {
  it.each([['serve'], ['doctor']])('does not %s without a URL', async (command) => {
    const { status, stderr } = await runCli([command], { SANDBOX: 'false' }).ended;

    expect(status).toBe(2);
    expect(stderr).toContain('AUTHENTIK_URL (--authentik-url): Must be set, since SANDBOX (--sandbox) is false.');
  });

  it('still starts the sandbox alone when told to', async () => {
    const run = runCli(['sandbox', '--port', '0'], { SANDBOX: 'false' });

    expect(await run.until('curl')).toContain('authentik sandbox:');
  });
});
