#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { parseCommand } from './cli/arguments.ts';
import { runDoctor } from './cli/doctor.ts';
import { explainFile } from './cli/explain-file.ts';
import { createHelp } from './cli/help.ts';
import { runSandbox, runServe } from './cli/run.ts';
import { stopOnSignals } from './cli/signals.ts';
import { ConfigError } from './config.ts';
import { createLog } from './log.ts';
import { version } from './version.ts';

async function main(): Promise<void> {
  loadEnvironmentFile();
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.name === 'help' || command.name === 'version') {
    process.stdout.write(command.name === 'help' ? createHelp() : `${version}\n`);
    return;
  }
  if (command.name === 'explain') {
    process.stdout.write(explainFile(command));
    return;
  }
  if (command.name === 'doctor') {
    const { stdin, stdout, env } = process;
    process.exitCode = await runDoctor(command.config, command, {
      stdin,
      stdout,
      isColourUnwanted: Boolean(env.NO_COLOR),
    });
    return;
  }
  const running = command.name === 'sandbox' ? await runSandbox(command.config) : await runServe(command.config);
  stopOnSignals(running, createLog(command.config.logLevel));
  process.stdout.write(running.banner);
}

function loadEnvironmentFile(): void {
  try {
    if (existsSync('.env')) {
      process.loadEnvFile('.env');
    }
  } catch (error) {
    throw new ConfigError([`.env: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function fail(error: unknown): void {
  const isSetting = error instanceof ConfigError || (error instanceof Error && 'syscall' in error);
  const lines =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
  process.stderr.write(
    `${['authentik-graphql-gateway cannot start:', ...lines.map((line) => `  ${line}`), 'See --help.'].join('\n')}\n`,
  );
  process.exit(isSetting ? 2 : 1);
}

main().catch(fail);
