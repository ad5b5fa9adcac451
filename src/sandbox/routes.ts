import type { Answer, Call } from './call.ts';
import { only } from './names.ts';
import type { Release } from './release.ts';
import { listRows, type Resource, showRow } from './resource.ts';
import { addMember, removeMember } from './resources/group-members.ts';
import { createGroup, deleteGroup, updateGroup } from './resources/group-writes.ts';
import { groups } from './resources/groups.ts';
import { createRecoveryLink, sendRecoveryEmail } from './resources/recovery.ts';
import { roles } from './resources/roles.ts';
import { createServiceAccount } from './resources/service-account.ts';
import { createToken, deleteToken, setKey, updateToken, viewKey } from './resources/token-writes.ts';
import { tokens } from './resources/tokens.ts';
import { setPassword } from './resources/user-password.ts';
import { listPaths, showMe } from './resources/user-views.ts';
import { createUser, deleteUser, updateUser } from './resources/user-writes.ts';
import { users } from './resources/users.ts';
import { usesOfGroup, usesOfUser } from './resources/uses.ts';
import { listUses, type Use } from './used-by.ts';

/** One path below `/api/v3` and what answers it. `:key` stands for one segment without `/` and `.`. */
export type Route = {
  readonly pattern: string;
  /** The methods a real authentik announces in `Allow`, also those the sandbox answers with 405. */
  readonly allow: string;
  /** Answers by method; HEAD is GET without the body. */
  readonly handlers: Handlers;
  /** Whether requests without credentials reach the handlers; unless said, where the path names an object. */
  readonly isOpen?: (release: Release, method: string) => boolean;
};

type Handlers = Readonly<Record<string, (call: Call) => Answer>>;

const LIST = 'GET, POST, HEAD, OPTIONS';
const OBJECT = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS';
const READ = 'GET, HEAD, OPTIONS';
const ACTION = 'POST, OPTIONS';

/** All routes, in the order in which authentik tries them. */
export const routes: readonly Route[] = [
  { pattern: '/admin/version/', allow: READ, handlers: { GET: showVersion } },
  { pattern: '/core/users/me/', allow: READ, handlers: { GET: showMe } },
  { pattern: '/core/users/paths/', allow: READ, handlers: { GET: listPaths } },
  { pattern: '/core/users/service_account/', allow: ACTION, handlers: { POST: createServiceAccount } },
  ...listAndObject('/core/users/', users, {
    POST: createUser,
    PUT: updateUser(false),
    PATCH: updateUser(true),
    DELETE: deleteUser,
  }),
  ...usedBy('/core/users/', users, usesOfUser),
  { pattern: '/core/users/:key/set_password/', allow: ACTION, handlers: { POST: setPassword } },
  { pattern: '/core/users/:key/recovery/', allow: ACTION, handlers: { POST: createRecoveryLink } },
  { pattern: '/core/users/:key/recovery_email/', allow: ACTION, handlers: { POST: sendRecoveryEmail } },
  { pattern: '/core/users/:key/impersonate/', allow: ACTION, handlers: {} },
  ...listAndObject('/core/groups/', groups, {
    POST: createGroup,
    PUT: updateGroup(false),
    PATCH: updateGroup(true),
    DELETE: deleteGroup,
  }),
  ...usedBy('/core/groups/', groups, usesOfGroup),
  { pattern: '/core/groups/:key/add_user/', allow: ACTION, handlers: { POST: addMember } },
  { pattern: '/core/groups/:key/remove_user/', allow: ACTION, handlers: { POST: removeMember } },
  ...[
    ...listAndObject('/core/tokens/', tokens, {
      POST: createToken,
      PUT: updateToken(false),
      PATCH: updateToken(true),
      DELETE: deleteToken,
    }),
    ...usedBy('/core/tokens/', tokens, () => []),
    { pattern: '/core/tokens/:key/view_key/', allow: READ, handlers: { GET: viewKey } },
    { pattern: '/core/tokens/:key/set_key/', allow: ACTION, handlers: { POST: setKey } },
  ].map((route) => ({ ...route, isOpen: isTokenRouteOpen(route.pattern) })),
  ...listAndObject('/rbac/roles/', roles, {}),
];

function listAndObject<Row>(path: string, resource: Resource<Row>, { POST, ...writes }: Handlers): Route[] {
  const list = { GET: (call: Call) => listRows(resource, call), ...(POST && { POST }) };
  return [
    { pattern: path, allow: LIST, handlers: list },
    { pattern: `${path}:key/`, allow: OBJECT, handlers: { GET: (call) => showRow(resource, call), ...writes } },
  ];
}

function usedBy<Row>(path: string, resource: Resource<Row>, usesOf: (row: Row, call: Call) => readonly Use[]): Route[] {
  return [{ pattern: `${path}:key/used_by/`, allow: READ, handlers: { GET: listUses(resource, usesOf) } }];
}

// Tokens are made without `add_token`, and in some releases that leaves the door open for nobody, too.
function isTokenRouteOpen(pattern: string): NonNullable<Route['isOpen']> {
  const isObject = pattern.includes(':key');
  return ({ tokens: { needCredentials } }, method) => !needCredentials && (isObject || method === 'POST');
}

function showVersion({ release }: Call): Answer {
  const body = {
    version_current: release.version,
    version_latest: release.version,
    version_latest_valid: true,
    build_hash: '',
    outdated: false,
    outpost_outdated: false,
  };
  return { body: only(body, release.fields.version), rows: 0 };
}
