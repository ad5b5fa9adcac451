#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { parseCommand } from './cli/arguments.ts';
import { explainFile } from './cli/explain-file.ts';
import { createHelp } from './cli/help.ts';
import { type Running, runSandbox, runServe } from './cli/run.ts';
import { ConfigError } from './config.ts';
import { version } from './version.ts';

const GRACE_MS = 10_000;

async function main(): Promise<void> {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new ConfigError([
      'NODE_TLS_REJECT_UNAUTHORIZED: Must not be 0: callers’ tokens would go to whoever answers.',
    ]);
  }
  if (existsSync('.env')) {
    process.loadEnvFile('.env');
  }
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.name === 'help' || command.name === 'version') {
    process.stdout.write(command.name === 'help' ? createHelp() : `${version}\n`);
    return;
  }
  if (command.name === 'explain') {
    process.stdout.write(explainFile(command.file, command.variables));
    return;
  }
  const running = command.name === 'sandbox' ? await runSandbox(command.config) : await runServe(command.config);
  stopOnSignals(running);
  process.stdout.write(running.banner);
}

function stopOnSignals(running: Running): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void running.stop(GRACE_MS).then(() => process.exit(0));
    });
  }
}

function fail(error: unknown): void {
  const isSetting =
    error instanceof ConfigError || (error instanceof Error && 'syscall' in error && error.syscall === 'listen');
  const lines =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
  process.stderr.write(
    `${['authentik-graphql-gateway cannot start:', ...lines.map((line) => `  ${line}`), 'See --help.'].join('\n')}\n`,
  );
  process.exit(isSetting ? 2 : 1);
}

main().catch(fail);
