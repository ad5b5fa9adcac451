/** A user all examples and recordings know by name. */
export type KnownUser = {
  readonly username: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly email?: string;
  readonly is_active?: boolean;
  readonly path?: string;
  readonly type?: 'external' | 'service_account';
  readonly attributes?: { readonly [key: string]: string | number | boolean | { readonly [key: string]: number } };
};

/** The users of the recorded data set, in its order; their pks start at 2, authentik's anonymous user being 1. */
export const KNOWN_USERS: readonly KnownUser[] = [
  { username: 'akadmin', name: 'authentik Default Admin', groups: ['authentik Admins'] },
  { username: 'viewer', name: 'Reads All', groups: ['Support'] },
  {
    ...{ username: 'plain', name: 'Plain User', groups: ['Platform', 'Platform On-call'] },
    attributes: { dept: 'eng', nested: { n: 1 } },
  },
  { username: 'ops-1', name: 'Ops One', groups: ['Platform', 'Support'], attributes: { dept: 'ops' } },
  { username: 'ops-2', name: 'Ops Two', groups: ['Support'], attributes: { dept: 'ops' } },
  {
    ...{ username: 'external-1', name: 'External One', groups: ['Acme'], email: 'e1@partner.example.com' },
    ...{ path: 'partners/acme', type: 'external' },
  },
  { username: 'former', name: 'Former User', groups: ['Engineering'], is_active: false },
  {
    ...{ username: 'svc-ci', name: 'CI', groups: ['Service Accounts'], email: '' },
    ...{ path: 'goauthentik.io/service-accounts', type: 'service_account' },
    attributes: { 'goauthentik.io/user/token-expires': false },
  },
  { username: 'ünïcode', name: '名前 Ω', groups: ['Büro München'], email: '' },
];

/** A token all examples and recordings know by identifier and key. */
export type KnownToken = {
  readonly identifier: string;
  readonly user: string;
  readonly key: string;
  readonly intent?: 'app_password' | 'recovery' | 'verification';
  readonly description?: string;
  readonly managed?: string;
  readonly expires?: string;
  readonly expiring?: boolean;
};

/** The tokens of the recorded data set, with the same keys and meanings; those without `expiring` never expire. */
export const KNOWN_TOKENS: readonly KnownToken[] = [
  { identifier: 'admin-api', user: 'akadmin', key: 'key-admin', description: 'superuser key' },
  { identifier: 'viewer-api', user: 'viewer', key: 'key-viewer' },
  { identifier: 'plain-api', user: 'plain', key: 'key-plain' },
  {
    ...{ identifier: 'plain-app', user: 'plain', key: 'key-app', intent: 'app_password' },
    ...{ description: 'mail client', expiring: true },
  },
  { identifier: 'plain-expired', user: 'plain', key: 'key-expired', expires: '2020-01-01T00:00:00Z', expiring: true },
  { identifier: 'former-api', user: 'former', key: 'key-former' },
  { identifier: 'ops-1-api', user: 'ops-1', key: 'key-ops1', description: 'rotates', expiring: true },
  { identifier: 'ops-1-app', user: 'ops-1', key: 'key-ops1app', intent: 'app_password' },
  { identifier: 'svc-ci-api', user: 'svc-ci', key: 'key-svc', description: 'build server' },
  {
    ...{ identifier: 'managed-1', user: 'svc-ci', key: 'key-managed', description: 'from a blueprint' },
    managed: 'goauthentik.io/example/managed-1',
  },
  { identifier: 'recover-1', user: 'ops-2', key: 'key-recover', intent: 'recovery', expiring: true },
  { identifier: 'verify-1', user: 'ops-2', key: 'key-verify', intent: 'verification', expiring: true },
];
