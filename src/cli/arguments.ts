import { parseArgs } from 'node:util';
import { type Config, ConfigError, parseConfig } from '../config.ts';
import { AUTHENTIK_VERSIONS, findRelease } from '../sandbox/index.ts';
import { readDataset } from './data-file.ts';
import { SETTINGS } from './settings.ts';

/** What the command line asks for. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'explain'; readonly file: string; readonly variables: string | undefined }
  | { readonly name: 'serve'; readonly config: Config }
  | { readonly name: 'sandbox'; readonly config: Config };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads arguments (without node and script) and environment; a flag beats its variable.
 * @throws ConfigError with every problem of both at once
 */
export function parseCommand(args: readonly string[], environment: Environment): Command {
  const options = Object.fromEntries([
    ...SETTINGS.map(({ flag }) => [flag, { type: 'string' }]),
    ['help', { type: 'boolean' }],
    ['version', { type: 'boolean' }],
    ['explain', { type: 'string' }],
    ['variables', { type: 'string' }],
  ] as const);
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (values.help === true || positionals[0] === 'help') {
    return { name: 'help' };
  }
  if (values.version === true) {
    return { name: 'version' };
  }
  if (values.explain === true || values.explain === '') {
    throw new ConfigError(['--explain: Takes a file with a GraphQL operation.']);
  }
  if (typeof values.explain === 'string') {
    return {
      name: 'explain',
      file: values.explain,
      variables: typeof values.variables === 'string' ? values.variables : undefined,
    };
  }
  const problems = tokens.flatMap((token) =>
    token.kind === 'option' && !Object.hasOwn(options, token.name) ? [`--${token.name}: There is no such option.`] : [],
  );
  const [name = 'serve', ...rest] = positionals;
  problems.push(...rest.map((word) => `${word}: Was not expected here.`));
  if (name !== 'serve' && name !== 'sandbox') {
    problems.push(`${name}: There is no such command; there are serve (the default) and sandbox.`);
  }
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    problems.push('NODE_TLS_REJECT_UNAUTHORIZED: Must not be 0: callers’ tokens would go to whoever answers.');
  }
  const config = collectConfig(values, environment, problems);
  return { name: name === 'sandbox' ? 'sandbox' : 'serve', config };
}

function collectConfig(
  values: Readonly<Record<string, unknown>>,
  environment: Environment,
  problems: readonly string[],
): Config {
  const input: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const { key, flag, variable } of SETTINGS) {
    const value = values[flag] ?? environment[variable];
    if (value !== undefined) {
      // A flag without a value parses as `true`; an empty text fails every check with its own sentence.
      input[key] = value === true ? '' : value;
      names.set(key, values[flag] === undefined ? variable : `--${flag}`);
    }
  }
  const sandboxProblems = [
    ...findVersionProblems(input.authentikVersion, names.get('authentikVersion')),
    ...findDataProblems(input.sandboxData),
  ];
  try {
    const config = parseConfig(input);
    if (problems.length > 0 || sandboxProblems.length > 0) {
      throw new ConfigError([]);
    }
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    throw new ConfigError([
      ...problems,
      ...error.problems.map((problem) => problem.replace(/^\w+/, (key) => names.get(key) ?? key)),
      ...sandboxProblems,
    ]);
  }
}

function findVersionProblems(version: unknown, name: string | undefined): readonly string[] {
  const isKnown = typeof version !== 'string' || version === '' || findRelease(version) !== undefined;
  return isKnown ? [] : [`${name}: The sandbox plays ${AUTHENTIK_VERSIONS.join(', ')}.`];
}

function findDataProblems(file: unknown): readonly string[] {
  try {
    if (typeof file === 'string' && file !== '') {
      readDataset(file);
    }
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
}
