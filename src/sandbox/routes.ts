import type { Answer, Call } from './call.ts';
import { RELEASE } from './release.ts';
import { listRows, type Resource, showRow } from './resource.ts';
import { groups, usesOfGroup } from './resources/groups.ts';
import { roles } from './resources/roles.ts';
import { tokens, viewKey } from './resources/tokens.ts';
import { listPaths, showMe, usesOfUser } from './resources/user-views.ts';
import { users } from './resources/users.ts';
import { listUses, type Use } from './used-by.ts';

/** One path below `/api/v3` and what answers it. `:key` stands for one segment without `/` and `.`. */
export type Route = {
  readonly pattern: string;
  /** The methods a real authentik announces in `Allow`, also those the sandbox answers with 405. */
  readonly allow: string;
  /** Answers by method; HEAD is GET without the body. */
  readonly handlers: Readonly<Record<string, (call: Call) => Answer>>;
};

const LIST = 'GET, POST, HEAD, OPTIONS';
const OBJECT = 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS';
const READ = 'GET, HEAD, OPTIONS';
const ACTION = 'POST, OPTIONS';

/** All routes, in the order in which authentik tries them. */
export const routes: readonly Route[] = [
  { pattern: '/admin/version/', allow: READ, handlers: { GET: showVersion } },
  { pattern: '/core/users/me/', allow: READ, handlers: { GET: showMe } },
  { pattern: '/core/users/paths/', allow: READ, handlers: { GET: listPaths } },
  ...actions('/core/users/', ['service_account/']),
  ...listAndObject('/core/users/', users),
  ...usedBy('/core/users/', users, usesOfUser),
  ...actions('/core/users/:key/', ['set_password/', 'recovery/', 'recovery_email/', 'impersonate/']),
  ...listAndObject('/core/groups/', groups),
  ...usedBy('/core/groups/', groups, usesOfGroup),
  ...actions('/core/groups/:key/', ['add_user/', 'remove_user/']),
  ...listAndObject('/core/tokens/', tokens),
  ...usedBy('/core/tokens/', tokens, () => []),
  { pattern: '/core/tokens/:key/view_key/', allow: READ, handlers: { GET: viewKey } },
  ...actions('/core/tokens/:key/', ['set_key/']),
  ...listAndObject('/rbac/roles/', roles),
];

function listAndObject<Row>(path: string, resource: Resource<Row>): Route[] {
  return [
    { pattern: path, allow: LIST, handlers: { GET: (call) => listRows(resource, call) } },
    { pattern: `${path}:key/`, allow: OBJECT, handlers: { GET: (call) => showRow(resource, call) } },
  ];
}

function usedBy<Row>(path: string, resource: Resource<Row>, usesOf: (row: Row, call: Call) => readonly Use[]): Route[] {
  return [{ pattern: `${path}:key/used_by/`, allow: READ, handlers: { GET: listUses(resource, usesOf) } }];
}

function actions(path: string, names: readonly string[]): Route[] {
  return names.map((name) => ({ pattern: `${path}${name}`, allow: ACTION, handlers: {} }));
}

function showVersion(): Answer {
  const body = {
    version_current: RELEASE,
    version_latest: RELEASE,
    version_latest_valid: true,
    build_hash: '',
    outdated: false,
    outpost_outdated: false,
  };
  return { body, rows: 0 };
}
