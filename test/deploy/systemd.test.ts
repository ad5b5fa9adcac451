import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { readText } from './deploy-file.ts';

const { drainMs, shutdownMs } = parseConfig({});
const STOP_MS = drainMs + shutdownMs;

const unit = readText('deploy/systemd/authentik-graphql-gateway.service');
const valuesOf = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** The unit with programs that are here in the place of those it names, which are not. */
function saveRunnable(change: (text: string) => string = (text) => text): string {
  const file = join(mkdtempSync(join(tmpdir(), 'systemd-')), 'authentik-graphql-gateway.service');
  writeFileSync(file, change(unit.replace('/usr/bin/node', process.execPath)));
  return file;
}

function verify(file: string): string {
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('authentik-graphql-gateway'))
    .join('\n');
}

describe('the systemd unit', () => {
  // systemd is no part of the project; where it is missing the checks below stand alone.
  it.runIf(hasSystemd)('has only settings that systemd knows', () => {
    expect(verify(saveRunnable((text) => text.replace('UMask=', 'UMusk=')))).toContain('UMusk');
    expect(verify(saveRunnable())).toBe('');
  });

  it.runIf(hasSystemd)('leaves the gateway little to do harm with', () => {
    const output = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', saveRunnable()], {
      encoding: 'utf8',
    });

    expect(Number(/exposure level[^:]*: ([\d.]+)/.exec(output)?.[1])).toBeLessThan(3);
  });

  it('waits longer for its end than that takes, and does not repeat what cannot work', () => {
    expect(Number(valuesOf('TimeoutStopSec')[0]) * 1000).toBeGreaterThan(STOP_MS);
    expect(valuesOf('RestartPreventExitStatus')).toEqual(['2']);
  });

  it('forbids the sandbox as a stand-in', () => {
    expect(valuesOf('Environment')).toEqual(['NODE_ENV=production SANDBOX=false']);
  });

  it('does not forbid what Node.js needs: memory that is both written and run', () => {
    expect(valuesOf('MemoryDenyWriteExecute')).toEqual([]);
  });
});
