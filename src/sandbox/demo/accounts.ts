import type { Json } from '../jsonb.ts';
import type { DemoGroup } from './groups.ts';
import { FIRST_NAMES, LAST_NAMES, readName } from './names.ts';
import type { Source } from './source.ts';

/** What the kind of an account decides. */
export type Identity = {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly is_active: boolean;
  readonly path: string;
  readonly type: 'internal' | 'external' | 'service_account' | 'internal_service_account';
  readonly groups: readonly string[];
  readonly attributes: { readonly [key: string]: Json };
};

/** What it takes to make accounts up; `isFree` says whether a username is still to be had. */
export type Maker = {
  readonly source: Source;
  readonly groups: readonly DemoGroup[];
  readonly isFree: (name: string) => boolean;
};

const SERVICES = [
  'backup',
  'billing',
  'build',
  'crawler',
  'deploy',
  'exporter',
  'ldap-sync',
  'metrics',
  'scim',
  'webhook',
];
const PARTNERS = ['acme', 'globex', 'initech'];
const NO_TEAMS = ['authentik Admins', 'Break-glass', 'Partners', 'Acme', 'Globex', 'Service Accounts', 'Empty'];
const CITIES = ['Berlin|DE', 'Lyon|FR', 'Kraków|PL', 'Nairobi|KE', 'Osaka|JP', 'Porto|PT', 'Toronto|CA', 'Zürich|CH'];

/** Makes an account up: mostly employees, some people of partners, some services. */
export function makeIdentity(maker: Maker): Identity {
  if (maker.source.chance(0.06)) return makeService(maker);
  return maker.source.chance(0.08) ? makePartner(maker) : makeEmployee(maker);
}

function makeEmployee(maker: Maker): Identity {
  const { source, groups } = maker;
  const { name, username } = makeName(maker);
  const team = pickTeam(maker);
  const others = source.chance(0.2) ? [pickTeam(maker).pk] : [];
  const emergency = source.chance(0.01) ? pksOf(groups, ['Break-glass']) : [];
  return {
    ...{ username, name, email: source.chance(0.02) ? '' : `${username}@example.com`, is_active: source.chance(0.93) },
    path: source.chance(0.1) ? 'users/contractors' : 'users',
    type: 'internal',
    groups: [...new Set([team.pk, ...others, ...emergency])],
    attributes: makeAttributes(source, departmentOf(team, groups)),
  };
}

// A few sit in the department itself, most in a team or a part of one.
function pickTeam({ source, groups }: Maker): DemoGroup {
  const isDepartment = source.chance(0.05);
  return source.pick(groups.filter(({ name, level }) => !NO_TEAMS.includes(name) && (level === 1) === isDepartment));
}

function makePartner(maker: Maker): Identity {
  const { source, groups } = maker;
  const { name, username } = makeName(maker);
  const partner = source.pick(PARTNERS);
  return {
    ...{ username, name, email: `${username}@${partner}.example.com`, is_active: source.chance(0.85) },
    ...{ path: `partners/${partner}`, type: 'external' },
    groups: groups.filter((group) => group.name.toLowerCase() === partner).map((group) => group.pk),
    attributes: { company: partner, 'goauthentik.io/user/can-change-email': false },
  };
}

function makeService(maker: Maker): Identity {
  const { source, groups } = maker;
  const service = source.pick(SERVICES);
  const isOutpost = source.chance(0.05);
  const username = freeName(maker, isOutpost ? `ak-outpost-${service}` : `svc-${service}`);
  return {
    ...{ username, name: isOutpost ? `Outpost ${service} Service-Account` : username, email: '', is_active: true },
    path: isOutpost ? 'goauthentik.io/outposts' : 'goauthentik.io/service-accounts',
    type: isOutpost ? 'internal_service_account' : 'service_account',
    groups: isOutpost ? [] : pksOf(groups, ['Service Accounts']),
    attributes: { 'goauthentik.io/user/token-expires': source.chance(0.5), owner: { team: service } },
  };
}

function makeName(maker: Maker): { readonly name: string; readonly username: string } {
  const first = readName(maker.source.pick(FIRST_NAMES));
  const last = readName(maker.source.pick(LAST_NAMES));
  return { name: `${first.shown} ${last.shown}`, username: freeName(maker, `${first.slug}.${last.slug}`) };
}

function freeName({ isFree }: Maker, wanted: string): string {
  let name = wanted;
  for (let number = 2; !isFree(name); number += 1) name = `${wanted}-${number}`;
  return name;
}

function makeAttributes(source: Source, department: string): { readonly [key: string]: Json } {
  const [city = '', country = ''] = source.pick(CITIES).split('|');
  return {
    dept: department.toLowerCase(),
    location: { city, country, desk: { floor: source.between(0, 9), window: source.chance(0.3) } },
    employee: { number: source.between(10_000, 99_999), languages: source.chance(0.4) ? ['en', 'de'] : ['en'] },
    ...(source.chance(0.2) ? { settings: { locale: source.pick(['de_DE', 'fr_FR', 'en']) } } : {}),
    ...(source.chance(0.1) ? { 'goauthentik.io/user/token-maximum-lifetime': 'days=30' } : {}),
  };
}

function departmentOf(group: DemoGroup, groups: readonly DemoGroup[]): string {
  const parent = groups.find((one) => one.pk === group.parent);
  return parent ? departmentOf(parent, groups) : group.name;
}

/** The keys of the groups with these names. */
export function pksOf(groups: readonly DemoGroup[], names: readonly string[]): string[] {
  return names.flatMap((name) => groups.filter((group) => group.name === name).map((group) => group.pk));
}
