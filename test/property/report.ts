import { toCost } from './compare.ts';
import type { World } from './dataset.ts';
import type { Sent } from './document.ts';
import type { Run } from './sides.ts';

interface Failure {
  readonly difference: string;
  readonly sent: Sent;
  readonly drawn: World;
  readonly on: Run;
  readonly off: Run;
}

/** A failure for people: what was asked by whom of what, and both answers. */
export function toReport({ difference, sent, drawn, on, off }: Failure): string {
  const { users, groups, tokens, globalPermissions, objectPermissions } = drawn.dataset;
  return [
    difference,
    sent.query,
    `variables ${JSON.stringify(sent.variables)}`,
    `caller: ${drawn.caller} (user 1), ${JSON.stringify({ globalPermissions, objectPermissions })}`,
    ...users.map((row) => `user ${row.pk} ${row.username} ${row.uuid} ${JSON.stringify(toShort(row))}`),
    ...groups.map((row) => `group ${row.name} ${row.pk} ${JSON.stringify(toShort(row))}`),
    ...tokens.map((row) => `token ${row.identifier} of user ${row.user} ${JSON.stringify(toShort(row))}`),
    toText('planned', on),
    toText('plain', off),
  ].join('\n');
}

function toText(name: string, { status, text, asked }: Run): string {
  const lines = asked.map(({ line }) => `  ${line}`).sort();
  return [`${name}: ${status} ${text}`, ...lines, `  ${toCost(asked)} ms`].join('\n');
}

const SHOWN = [
  'groups',
  'parent',
  'roles',
  'is_superuser',
  'is_active',
  'attributes',
  'type',
  'intent',
  'expires',
  'expiring',
];

function toShort(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => SHOWN.includes(name) && value !== undefined));
}
