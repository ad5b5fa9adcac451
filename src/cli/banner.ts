import { GRAPHQL_PATH } from '../gateway.ts';
import { version } from '../version.ts';

/** What stands behind the gateway: a real authentik or the sandbox. */
export type Behind =
  | { readonly kind: 'authentik'; readonly apiUrl: string }
  | {
      readonly kind: 'sandbox';
      readonly apiUrl: string;
      readonly contents: string;
      /** The release of authentik that it plays. */
      readonly authentikVersion: string;
      readonly dataFile: string | undefined;
      /** A credential that works, if there is any. */
      readonly bearerToken: string | undefined;
    };

type BehindSandbox = Extract<Behind, { kind: 'sandbox' }>;

const DEMO_CREDENTIALS = `  Credential   Whose            What it may see
  key-admin    akadmin          everything: a superuser
  key-viewer   viewer           all users and groups, but only its own tokens
  key-plain    plain            only itself and its own tokens: an ordinary user`;

/** Where the gateway listens. */
export interface Endpoints {
  readonly url: string;
  /** Where metrics are, if they have a listener of their own. */
  readonly metricsUrl?: string | undefined;
}

/** The text that tells a person where the gateway listens, what it fronts and what to try first. */
export function createBanner({ url, metricsUrl }: Endpoints, behind: Behind): string {
  const endpoint = `${url}${GRAPHQL_PATH}`;
  const lines = [
    `authentik-graphql-gateway ${version}`,
    '',
    `  GraphQL      ${endpoint}`,
    `  Health       ${url}/health/live  ${url}/health/ready`,
    ...(metricsUrl === undefined ? [] : [`  Metrics      ${metricsUrl}`]),
  ];
  if (behind.kind === 'authentik') {
    return [
      ...lines,
      `  authentik    ${behind.apiUrl}`,
      '',
      '  Try it, with an API token of yours (authentik: Directory > Tokens and App passwords):',
      createCurl(endpoint, '<your token>'),
      '',
    ].join('\n');
  }
  return [
    ...lines,
    `  authentik    the built-in sandbox at ${behind.apiUrl}/`,
    `               as authentik ${behind.authentikVersion}; ${behind.contents}; in memory, new at every start`,
    '',
    ...createSandboxLines(behind, endpoint),
    '',
  ].join('\n');
}

/** The text of the sandbox alone. */
export function createSandboxBanner({ apiUrl, authentikVersion, ...behind }: BehindSandbox): string {
  const { contents, dataFile, bearerToken } = behind;
  return [
    `authentik sandbox: ${apiUrl}/`,
    `  as authentik ${authentikVersion}; ${contents}; in memory, new at every start`,
    '',
    dataFile === undefined ? DEMO_CREDENTIALS : toOwnCredentials(dataFile),
    '',
    '  Try it:',
    `  curl -s ${apiUrl}/core/users/me/ -H 'authorization: Bearer ${bearerToken ?? '<a key>'}'`,
    '',
  ].join('\n');
}

function createSandboxLines(behind: BehindSandbox, endpoint: string): string[] {
  const credentials = behind.dataFile === undefined ? DEMO_CREDENTIALS : toOwnCredentials(behind.dataFile);
  return [
    credentials,
    '',
    '  Try it:',
    createCurl(endpoint, behind.bearerToken ?? '<a key>'),
    '',
    '  For a real authentik set AUTHENTIK_URL, e.g. AUTHENTIK_URL=https://authentik.company npm start',
  ];
}

function toOwnCredentials(dataFile: string): string {
  return `  Credentials: the "key" of every token with intent "api" in ${dataFile}`;
}

function createCurl(endpoint: string, key: string): string {
  const body = JSON.stringify({ query: '{ viewer { username groups { name } } }' });
  return `  curl -s ${endpoint} -H 'content-type: application/json' -H 'authorization: Bearer ${key}' -d '${body}'`;
}
