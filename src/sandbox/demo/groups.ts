import type { Json } from '../jsonb.ts';
import type { Source } from './source.ts';

type Attributes = { readonly [key: string]: Json };

/** A group before its members are known. `level` counts from 1. */
export type DemoGroup = {
  readonly pk: string;
  readonly name: string;
  readonly parent: string | null;
  readonly level: number;
  readonly is_superuser: boolean;
  readonly attributes: Attributes;
  readonly roles: readonly string[];
};

/** A made-up role. */
export type DemoRole = { readonly pk: string; readonly name: string };

const ROLE_NAMES = ['Auditors', 'Break glass', 'Deployers', 'Help desk', 'Read-only', 'Token managers'];

const ROLES_OF: Readonly<Record<string, readonly string[]>> = {
  Engineering: ['Auditors'],
  Platform: ['Deployers'],
  Support: ['Help desk', 'Read-only'],
  Finance: ['Auditors', 'Read-only'],
  'Break-glass': ['Break glass', 'Token managers'],
  'Infrastructure On-call': ['Deployers', 'Token managers'],
};

const TREE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Engineering: {
    Platform: ['Platform On-call', 'Platform Build'],
    Frontend: ['Frontend On-call', 'Design Systems'],
    Backend: ['Backend On-call', 'Payments', 'Search'],
    Data: ['Data Pipelines', 'Analytics'],
    'Security Engineering': ['Incident Response'],
    Quality: [],
  },
  Product: { Discovery: ['User Research'], Delivery: [] },
  Sales: {
    'Sales EMEA': ['Sales Germany', 'Sales France'],
    'Sales Americas': ['Sales US East', 'Sales US West'],
    'Sales APAC': ['営業 東京'],
  },
  Support: { 'Support Tier 1': ['Support Nights'], 'Support Tier 2': [] },
  Marketing: { Brand: [], Content: ['Translations'] },
  Finance: { Accounting: ['Payroll'], Procurement: [] },
  People: { Recruiting: [], Learning: [] },
  Legal: { Privacy: [] },
  IT: { Workplace: ['Büro München'], Infrastructure: ['Infrastructure On-call', 'Network'] },
  Partners: { Acme: [], Globex: [] },
  'Service Accounts': {},
  'authentik Admins': { 'Break-glass': [] },
  Empty: {},
};

const ATTRIBUTES: Readonly<Record<string, Attributes>> = {
  Engineering: { cost_center: 'CC-17' },
  Platform: { tier: 1, on_call: { rota: 'blue', size: 3 } },
  Support: { tags: ['customers', 'shifts'], settings: { theme: { base: 'light' } } },
  Partners: { 'goauthentik.io/user/can-change-email': false, contract: { reviewed: false, until: '2027-06-30' } },
  'Service Accounts': { 'goauthentik.io/user/token-maximum-lifetime': 'days=90' },
};

/** Makes up the roles that the demo's groups hold. */
export function createRoles(source: Source): DemoRole[] {
  return ROLE_NAMES.map((name) => ({ pk: source.uuid(`role/${name}`), name }));
}

/** Sixty groups of three levels: departments, teams, and the rotas and places below them. */
export function createGroups(source: Source, roles: readonly DemoRole[]): DemoGroup[] {
  const pkOf = (name: string) => source.uuid(`group/${name}`);
  const create = (name: string, level: number, parent: string | null): DemoGroup => ({
    pk: pkOf(name),
    name,
    parent: parent === null ? null : pkOf(parent),
    level,
    is_superuser: name === 'authentik Admins',
    attributes: ATTRIBUTES[name] ?? makeAttributes(source, name, level),
    roles: roles.filter((role) => ROLES_OF[name]?.includes(role.name)).map((role) => role.pk),
  });
  return Object.entries(TREE).flatMap(([department, teams]) => [
    create(department, 1, null),
    ...Object.entries(teams).flatMap(([team, parts]) => [
      create(team, 2, department),
      ...parts.map((part) => create(part, 3, team)),
    ]),
  ]);
}

function makeAttributes(source: Source, name: string, level: number): Attributes {
  if (name.endsWith('On-call')) {
    return { on_call: { rota: source.pick(['red', 'green', 'amber']), size: source.between(2, 6) } };
  }
  if (level === 1) return name === 'Empty' ? {} : { cost_center: `CC-${source.between(20, 99)}` };
  return source.chance(0.5) ? { tier: source.between(1, 3), contact: { channel: `#${name.toLowerCase()}` } } : {};
}
