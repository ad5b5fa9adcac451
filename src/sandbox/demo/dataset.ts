import { parseDataset, type SandboxDataset } from '../dataset.ts';
import { DEFAULT_VERSION } from '../releases/index.ts';
import { createGroups, createRoles } from './groups.ts';
import { createUsers } from './people.ts';
import { createSource } from './source.ts';
import { createTokens } from './tokens.ts';

const USERS = 1000;
const TOKENS = 2000;

/**
 * A made-up company: 1,000 users, 60 groups of three levels, 2,000 tokens and a few roles. The same seed (an integer)
 * gives the same bytes. It knows the callers of the recordings: the keys `key-admin`, `key-viewer`, `key-plain`,
 * `key-expired` and `key-app` mean what they mean there. Its brand has a recovery flow, and there is a stage for e-mails.
 */
export function createDemoDataset(seed = 1): SandboxDataset {
  const source = createSource(seed);
  const roles = createRoles(source);
  const groups = createGroups(source, roles);
  const users = createUsers(source, groups, USERS);
  const tokens = createTokens(source, users, TOKENS);
  return parseDataset({
    authentikVersion: DEFAULT_VERSION,
    users,
    groups: groups.map(({ level: _, ...group }) => ({
      ...group,
      users: users.filter((user) => user.groups.includes(group.pk)).map((user) => user.pk),
      children: groups.filter((child) => child.parent === group.pk).map((child) => child.pk),
    })),
    tokens,
    roles,
    globalPermissions: { viewer: ['view_user', 'view_group', 'view_token'] },
    recoveryFlow: 'default-recovery-flow',
    emailStages: [{ pk: source.uuid('stage/recovery-email'), name: 'default-recovery-email' }],
  });
}
