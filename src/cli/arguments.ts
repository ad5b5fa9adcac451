import { parseArgs } from 'node:util';
import { type Config, ConfigError } from '../config.ts';
import { collectConfig } from './collect-config.ts';
import type { ExplainOptions } from './explain-file.ts';
import { SETTINGS } from './settings.ts';

/** What the command line asks for. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | ({ readonly name: 'explain' } & ExplainOptions)
  | { readonly name: 'serve'; readonly config: Config }
  | { readonly name: 'sandbox'; readonly config: Config }
  | ({ readonly name: 'doctor'; readonly config: Config } & DoctorOptions);

/** How the doctor is asked. */
export interface DoctorOptions {
  /** The variable's token; never from a flag, since every user of the machine can read those. */
  readonly token: string | undefined;
  /** Whether the token comes on standard input instead. */
  readonly isTokenOnStdin: boolean;
  readonly isJson: boolean;
}

/** Environment variables, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Values = Readonly<Record<string, string | boolean | undefined>>;

const COMMANDS = ['serve', 'sandbox', 'doctor'] as const;

const OPTIONS = Object.fromEntries([
  ...SETTINGS.map(({ flag }) => [flag, { type: 'string' }]),
  ['help', { type: 'boolean' }],
  ['version', { type: 'boolean' }],
  ['explain', { type: 'string' }],
  ['variables', { type: 'string' }],
  ['json', { type: 'boolean' }],
  ['token-stdin', { type: 'boolean' }],
  // Known only to be refused without its value being taken for a word.
  ['token', { type: 'string' }],
] as const);

/**
 * Reads arguments (without node and script) and environment; a flag beats its variable.
 * @throws ConfigError with every problem of both at once
 */
export function parseCommand(args: readonly string[], environment: Environment): Command {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const question = toQuestion(values, positionals[0], environment);
  if (question) {
    return question;
  }
  const [word = 'serve', ...rest] = positionals;
  const name = COMMANDS.find((each) => each === word);
  const problems = [
    ...tokens.flatMap((token) =>
      token.kind === 'option' && !Object.hasOwn(OPTIONS, token.name)
        ? [`--${token.name}: There is no such option.`]
        : [],
    ),
    // What stands behind `doctor` may be a token that went astray: it is not repeated.
    ...rest.map((each) => (name === 'doctor' ? 'doctor: Takes no further words.' : `${each}: Was not expected here.`)),
    ...(name === undefined
      ? [`${word}: There is no such command; there are serve (the default), sandbox and doctor.`]
      : []),
    ...findDoctorProblems(name, values, environment),
    ...findTlsProblems(environment),
  ];
  const isUrlNeeded = name === 'serve' || name === 'doctor';
  const config = collectConfig({ values, environment, problems, isUrlNeeded });
  return name === 'doctor'
    ? { name, config, ...toDoctorOptions(values, environment) }
    : { name: name ?? 'serve', config };
}

function toQuestion(values: Values, word: string | undefined, environment: Environment): Command | undefined {
  if (values.help === true || word === 'help') {
    return { name: 'help' };
  }
  if (values.version === true) {
    return { name: 'version' };
  }
  if (values.explain === true || values.explain === '') {
    throw new ConfigError(['--explain: Takes a file with a GraphQL operation.']);
  }
  return typeof values.explain === 'string'
    ? {
        name: 'explain',
        file: values.explain,
        variables: typeof values.variables === 'string' ? values.variables : undefined,
        schemaPrefix: String(values['schema-prefix'] ?? environment.SCHEMA_PREFIX ?? ''),
      }
    : undefined;
}

function toDoctorOptions(values: Values, environment: Environment): DoctorOptions {
  const isTokenOnStdin = values['token-stdin'] === true;
  return {
    isTokenOnStdin,
    isJson: values.json === true,
    token: isTokenOnStdin ? undefined : environment.AUTHENTIK_TOKEN,
  };
}

function findDoctorProblems(name: string | undefined, values: Values, environment: Environment): string[] {
  const problems =
    values.token === undefined
      ? []
      : [
          '--token: A token does not belong where every user of the machine can read it. Use AUTHENTIK_TOKEN or --token-stdin.',
        ];
  if (name !== 'doctor') {
    const flags = ['json', 'token-stdin'].filter((flag) => values[flag] !== undefined);
    return [...problems, ...flags.map((flag) => `--${flag}: Only doctor has it.`)];
  }
  const isGiven = environment.AUTHENTIK_TOKEN !== undefined || values['token-stdin'] === true;
  if (environment.AUTHENTIK_TOKEN === '' && values['token-stdin'] !== true) {
    problems.push('AUTHENTIK_TOKEN: Is empty. Leave it out, or give a token.');
  } else if (isGiven && environment.AUTHENTIK_URL === undefined && values['authentik-url'] === undefined) {
    problems.push('AUTHENTIK_URL (--authentik-url): Must be set where a token is given.');
  }
  return problems;
}

function findTlsProblems(environment: Environment): string[] {
  return environment.NODE_TLS_REJECT_UNAUTHORIZED === '0'
    ? ['NODE_TLS_REJECT_UNAUTHORIZED: Must not be 0: callers’ tokens would go to whoever answers.']
    : [];
}
