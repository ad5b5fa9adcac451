import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expect } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { parseCommand } from '../../../src/cli/arguments.ts';
import { SETTINGS } from '../../../src/cli/settings.ts';
import { type Block, toPlace } from './block.ts';
import { projectFile } from './project.ts';

const NAME = 'authentik-graphql-gateway';
const OWN_VARIABLES = ['AUTHENTIK_TOKEN', ...SETTINGS.map(({ variable }) => variable)];

/**
 * Checks a `sh elsewhere` block, whose commands need what a test machine has not (a container engine, a cluster, root):
 * each line must be a command known here, and what it names must be there.
 */
export function checkCommands(block: Block): void {
  for (const line of block.text.split('\n')) {
    const [command = '', ...args] = line.replace(/^sudo /, '').split(' ');
    const check = COMMANDS[command];
    expect(check, `${toPlace(block)}: ${command} is a command that is checked`).toBeDefined();
    check?.(args, `${toPlace(block)}: ${line}`);
  }
}

const COMMANDS: Readonly<Record<string, (args: readonly string[], place: string) => void>> = {
  docker: ([word = '', ...args], place) => {
    const check = { build: checkBuild, run: checkRun, compose: checkCompose }[word];
    expect(check, place).toBeDefined();
    check?.(args, place);
  },
  kubectl: (args, place) => {
    const text = args.join(' ');
    const [, flag, path] = /^apply -([kf]) (\S+)$/.exec(text) ?? [];
    if (path !== undefined) {
      expect(existsSync(projectFile(flag === 'k' ? `${path}/kustomization.yaml` : path)), place).toBe(true);
      return;
    }
    const { namespace } = z.object({ namespace: z.string() }).parse(readYaml('deploy/kubernetes/kustomization.yaml'));
    expect(text, place).toMatch(new RegExp(`^-n ${namespace} rollout (status|undo|restart) deployment/${NAME}$`));
  },
  systemctl: (args, place) => {
    expect(args.join(' '), place).toMatch(new RegExp(`^(daemon-reload|(enable --now|status|restart) ${NAME})$`));
    expect(existsSync(projectFile(`deploy/systemd/${NAME}.service`)), place).toBe(true);
  },
  npm: (args, place) => {
    const { version } = z.object({ version: z.string() }).parse(readYaml('package.json'));
    const unit = readFileSync(projectFile(`deploy/systemd/${NAME}.service`), 'utf8');
    const [, prefix = ''] = new RegExp(`ExecStart=\\S+ (\\S+)/node_modules/${NAME}/dist/cli.js serve`).exec(unit) ?? [];
    expect(args.join(' '), place).toBe(`install --prefix ${prefix} ${NAME}@${version}`);
  },
  cp: ([from = '', to = ''], place) => {
    expect(existsSync(projectFile(from)), place).toBe(true);
    expect(to, place).toMatch(/^\/etc\/.*\/$/);
  },
};

function checkBuild(args: readonly string[], place: string): void {
  expect(args, place).toEqual(['-t', NAME, '.']);
  expect(existsSync(projectFile('Dockerfile')), place).toBe(true);
}

function checkRun(args: readonly string[], place: string): void {
  const at = args.indexOf(NAME);
  const { values } = parseArgs({
    args: args.slice(0, at),
    strict: true,
    options: {
      rm: { type: 'boolean' },
      'read-only': { type: 'boolean' },
      'cap-drop': { type: 'string' },
      publish: { type: 'string', short: 'p' },
      volume: { type: 'string', short: 'v' },
      env: { type: 'string', short: 'e', multiple: true },
    },
  });
  expect(values.publish ?? '127.0.0.1:1:4000', place).toMatch(/^127\.0\.0\.1:\d+:4000$/);
  const environment = Object.fromEntries((values.env ?? []).map((pair) => pair.split('=')));
  expect(
    Object.keys(environment).filter((name) => !OWN_VARIABLES.includes(name)),
    place,
  ).toEqual([]);
  // As the image sets it, so that the command is one that starts there.
  // A file inside the container is not here to be looked into.
  const { UPSTREAM_CA_FILE: _file, ...rest } = environment;
  parseCommand(args.slice(at + 1), { SANDBOX: 'false', ...rest });
}

function checkCompose(args: readonly string[], place: string): void {
  const [, profile, word, rest = ''] = /^(?:--profile (\S+) )?(up|run)\b(?: (.*))?$/.exec(args.join(' ')) ?? [];
  const shape = z.object({ services: z.record(z.string(), z.object({ profiles: z.array(z.string()).optional() })) });
  const { services } = shape.parse(readYaml('compose.yaml'));
  const words = rest
    .replace(/--build|--rm|-e AUTHENTIK_TOKEN/g, '')
    .split(' ')
    .filter((each) => each !== '');
  const [service, ...command] = words;
  expect(word, place).toBeDefined();
  expect(
    profile === undefined || Object.values(services).some(({ profiles }) => profiles?.includes(profile)),
    place,
  ).toBe(true);
  expect(service === undefined || service in services, place).toBe(true);
  expect(word === 'run' || command.length === 0, place).toBe(true);
  parseCommand(command, { AUTHENTIK_URL: 'http://authentik-server:9000' });
}

function readYaml(path: string): unknown {
  return parseYaml(readFileSync(projectFile(path), 'utf8'), { merge: true });
}
