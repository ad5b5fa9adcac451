import { resolve } from 'node:path';
import { type Running, runServe } from '../../../src/cli/run.ts';
import { parseConfig } from '../../../src/config.ts';

/** A gateway that is up, in front of its own sandbox. */
export interface Service {
  readonly url: string;
  readonly sandboxUrl: string;
}

/** Gateways as a person starts them, each started when a block first asks for its settings. */
export interface Services {
  /**
   * `settings` as a block gives them: `corsOrigins:https://app.company;port:0`, by the library's names. With an owner it is
   * one of its own: what is changed there is changed for nobody else.
   */
  readonly gateway: (settings?: string, owner?: string) => Promise<Service>;
  readonly stop: () => Promise<void>;
}

/** Creates the services of a test file; files in settings are looked for in `folder`. */
export function createServices(folder: string): Services {
  const started = new Map<string, Promise<Running>>();
  return {
    gateway: async (settings = '', owner = '') => {
      const key = `${owner} ${settings}`;
      const running = started.get(key) ?? start(settings, folder);
      started.set(key, running);
      const { banner } = await running;
      return {
        url: readUrl(banner, /GraphQL +(\S+)\/graphql/),
        sandboxUrl: readUrl(banner, /sandbox at (\S+)\/api\/v3\//),
      };
    },
    stop: async () => {
      await Promise.all([...started.values()].map(async (running) => (await running).stop(true)));
    },
  };
}

async function start(settings: string, folder: string): Promise<Running> {
  const pairs = settings.split(';').filter((pair) => pair !== '');
  const input = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
  );
  if (input.sandboxData !== undefined) {
    input.sandboxData = resolve(folder, input.sandboxData);
  }
  return runServe(parseConfig({ port: 0, logLevel: 'silent', ...input }));
}

function readUrl(banner: string, expression: RegExp): string {
  const url = expression.exec(banner)?.[1];
  if (url === undefined) {
    throw new Error(`expected ${expression} in the banner, but got: ${banner}`);
  }
  return url;
}
