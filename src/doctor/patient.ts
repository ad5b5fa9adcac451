import { lookup } from 'node:dns/promises';
import type { Dispatcher } from 'undici';
import { parseCredential } from '../authentik/credential.ts';
import type { Config } from '../config.ts';
import { version } from '../version.ts';
import { ask, type Outcome } from './ask.ts';
import { connect } from './connect.ts';

/** What is examined: one authentik as one credential sees it. */
export interface Patient {
  /** authentik's API root without trailing slash. */
  readonly apiUrl: URL;
  readonly config: Config;
  /** Whether a credential was given, and how it looks; never itself. */
  readonly credential: { readonly isGiven: boolean; readonly isWellFormed: boolean; readonly isJwt: boolean };
  /** Asks below the API root with the credential, each path once however many checks want it. */
  readonly get: (path: string) => Promise<Outcome>;
  /** Asks again, whatever is known already. */
  readonly getAgain: (path: string) => Promise<Outcome>;
  /** Asks any URL without the credential, each once. */
  readonly getAnonymously: (url: string) => Promise<Outcome>;
  readonly now: () => Date;
  readonly network: Network;
}

/** The parts of the network that are looked at one by one. */
interface Network {
  /** Addresses of a host. @throws Error with a `code` such as `ENOTFOUND` */
  readonly lookup: (host: string) => Promise<readonly { readonly address: string }[]>;
  readonly connect: typeof connect;
}

/** What tests may put in the place of the real thing. */
export interface PatientSeams {
  readonly now?: () => Date;
  /** Milliseconds that only ever grow. */
  readonly ticks?: () => number;
  readonly network?: Partial<Network>;
}

/** Where the patient is, and with what it is asked. */
export interface PatientOptions extends PatientSeams {
  readonly config: Config & { readonly authentikUrl: string };
  readonly dispatcher: Dispatcher;
  readonly token: string | undefined;
}

/** Creates the patient. Nothing is asked before a check wants to know. */
export function createPatient(options: PatientOptions): Patient {
  const { config, token, network, now = () => new Date() } = options;
  const known = new Map<string, Promise<Outcome>>();
  const askWith = (url: string, authorization?: string): Promise<Outcome> =>
    ask({
      url,
      dispatcher: options.dispatcher,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'accept-language': 'en',
        'user-agent': `authentik-graphql-gateway/${version} doctor`,
        ...(authorization === undefined ? {} : { authorization }),
      },
      timeoutMs: config.upstreamTimeoutMs,
      maxBytes: config.maxUpstreamResponseBytes,
      ticks: options.ticks ?? (() => performance.now()),
    });
  const once = (key: string, work: () => Promise<Outcome>): Promise<Outcome> => {
    const outcome = known.get(key) ?? work();
    known.set(key, outcome);
    return outcome;
  };
  const getAgain = (path: string) => askWith(`${config.authentikUrl}${path}`, `Bearer ${token ?? ''}`);
  return {
    apiUrl: new URL(config.authentikUrl),
    config,
    credential: {
      isGiven: token !== undefined,
      isWellFormed: parseCredential(`Bearer ${token ?? ''}`) !== undefined,
      isJwt: /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(token ?? ''),
    },
    get: (path) => once(`credential ${path}`, () => getAgain(path)),
    getAgain,
    getAnonymously: (url) => once(`anonymous ${url}`, () => askWith(url)),
    now,
    network: { lookup: (host) => lookup(host, { all: true }), connect, ...network },
  };
}
