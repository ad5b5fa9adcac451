import { KNOWN_TOKENS, KNOWN_USERS, type KnownToken } from './callers.ts';
import type { DemoUser } from './people.ts';
import type { Source } from './source.ts';

type Intent = 'api' | 'app_password' | 'recovery' | 'verification';

/** A token of the demo data set, with its key. */
export type DemoToken = {
  readonly pk: string;
  readonly managed: string | null;
  readonly identifier: string;
  readonly intent: Intent;
  readonly user: number;
  readonly description: string;
  readonly expires: string | null;
  readonly expiring: boolean;
  readonly key: string;
};

const FAR_AWAY = '2099-01-01T00:00:00Z';

const DESCRIPTIONS: Readonly<Record<Intent, readonly string[]>> = {
  api: [
    '',
    'build pipeline',
    'nightly backup',
    'Terraform',
    'metrics exporter',
    'inventory script',
    'created by Łukasz',
  ],
  app_password: ['', 'mail client', 'calendar on the phone', 'kubectl on the laptop', 'VPN', 'LDAP bind'],
  recovery: ['', 'sent by the help desk'],
  verification: [''],
};

/** So many tokens that with the known ones they are `count`. */
export function createTokens(source: Source, users: readonly DemoUser[], count: number): DemoToken[] {
  return Array.from({ length: count }, (_, index) => {
    const known = KNOWN_TOKENS[index];
    return known
      ? toToken(source, known, users)
      : makeToken(source, source.pick(users.slice(KNOWN_USERS.length)), index);
  });
}

function toToken(source: Source, known: KnownToken, users: readonly DemoUser[]): DemoToken {
  return {
    pk: source.uuid(`token/${known.identifier}`),
    managed: known.managed ?? null,
    identifier: known.identifier,
    intent: known.intent ?? 'api',
    user: users.find((user) => user.username === known.user)?.pk ?? 0,
    description: known.description ?? '',
    expires: known.expires ?? FAR_AWAY,
    expiring: known.expiring ?? false,
    key: known.key,
  };
}

function makeToken(source: Source, user: DemoUser, index: number): DemoToken {
  const intent = pickIntent(source, user);
  const identifier = `${user.username.replace(/[^a-z0-9]+/g, '-')}-${intent.replace('_', '-')}-${index}`;
  const isManaged = user.type === 'internal_service_account';
  const expiring = isManaged ? false : intent.startsWith('re') || source.chance(0.8);
  return {
    pk: source.uuid(`token/${identifier}`),
    managed: isManaged ? `goauthentik.io/outpost/${source.uuid(identifier)}` : null,
    identifier,
    intent,
    user: user.pk,
    description: source.pick(DESCRIPTIONS[intent]),
    expires: expiring ? source.time(daysLeft(source)) : null,
    expiring,
    key: `key-${source.digest(`key/${identifier}`).slice(0, 40)}`,
  };
}

function pickIntent(source: Source, user: DemoUser): Intent {
  if (user.type.endsWith('service_account')) return source.chance(0.8) ? 'api' : 'app_password';
  return source.pick(['api', 'api', 'api', 'app_password', 'app_password', 'app_password', 'recovery', 'verification']);
}

// Near and far: some run out these days, some within a year, some much later, a few have run out.
function daysLeft(source: Source): number {
  const [low, high] = source.pick([
    [0, 3],
    [4, 360],
    [4, 360],
    [1000, 3000],
    [-30, -1],
  ] as const);
  return source.between(low, high);
}
