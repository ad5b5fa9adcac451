import { createDemoDataset } from '../src/sandbox/index.ts';

/** One GraphQL request of an operation. Variables may come from the data of the step before it, e.g. a cursor. */
export interface Step {
  readonly query: string;
  readonly variables?: (previous: unknown) => Readonly<Record<string, unknown>>;
}

/** Something a client wants to know, in one GraphQL request or in several that follow each other. */
export interface Operation {
  readonly id: string;
  /** For people, in the table and the chart; short. */
  readonly title: string;
  /** The caller's bearer token in the demo data set; a superuser's unless given. */
  readonly key?: string;
  readonly steps: readonly Step[];
  /** Entries of `errors[]` to be expected of this gateway, over all steps. */
  readonly errors?: number;
  /** The fewest requests with which authentik's API can answer it to whoever knows no more than the document says. */
  readonly least: { readonly requests: number; readonly why: string };
}

const demo = createDemoDataset();

/** An operation of one GraphQL request. */
export function one(query: string): readonly Step[] {
  return [{ query }];
}

/** The UUID of a group of the demo data set. */
export function groupPk(name: string): string {
  const group = demo.groups.find((candidate) => candidate.name === name);
  if (!group) {
    throw new TypeError(`expected a group of the demo data set, but got: ${name}`);
  }
  return group.pk;
}

/** `count` primary keys of users, evenly spread over the demo's thousand. */
export function spreadUserPks(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 4 + Math.floor((index * 1000) / count));
}

/** Seven token identifiers, three of them twice. */
export const TEN_IDENTIFIERS: readonly string[] = [
  ...['admin-api', 'plain-api', 'plain-app', 'ops-1-api', 'ops-1-app'],
  ...['svc-ci-api', 'managed-1', 'plain-api', 'svc-ci-api', 'admin-api'],
];

/** Eight groups by name, from all over the tree. */
export const EIGHT_GROUPS: readonly string[] = [
  ...['Platform', 'Payments', 'Analytics', 'Brand'],
  ...['Payroll', 'Network', 'Globex', 'Support Nights'],
];
