import { parseRelease } from '../authentik/release.ts';
import { type Config, ConfigError, parseConfig } from '../config.ts';
import { AUTHENTIK_VERSIONS, findRelease } from '../sandbox/index.ts';
import type { Environment } from './arguments.ts';
import { readDataset } from './data-file.ts';
import { SETTINGS } from './settings.ts';

/** Where settings come from, and what is known to be wrong already. */
interface Sources {
  readonly values: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  readonly problems: readonly string[];
  /** Whether the command needs an authentik, be it the sandbox. */
  readonly isUrlNeeded: boolean;
}

/**
 * Puts the settings together; a flag beats its variable.
 * @throws ConfigError with every problem at once, by the names that the settings were given under
 */
export function collectConfig({ values, environment, problems, isUrlNeeded }: Sources): Config {
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
  const more = [
    ...(isUrlNeeded ? findMissingUrl(input) : []),
    ...(input.authentikUrl === undefined
      ? findVersionProblems(input.authentikVersion, names.get('authentikVersion'))
      : []),
    ...findDataProblems(input.sandboxData),
  ];
  try {
    const config = parseConfig(input);
    if (problems.length > 0 || more.length > 0) {
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
      ...more,
    ]);
  }
}

function findMissingUrl(input: Readonly<Record<string, unknown>>): readonly string[] {
  return input.sandbox === 'false' && input.authentikUrl === undefined
    ? ['AUTHENTIK_URL (--authentik-url): Must be set, since SANDBOX (--sandbox) is false.']
    : [];
}

function findVersionProblems(version: unknown, name: string | undefined): readonly string[] {
  const isKnown =
    typeof version !== 'string' || parseRelease(version) === undefined || findRelease(version) !== undefined;
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
