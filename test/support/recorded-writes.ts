import type { Exchange } from './recordings.ts';

type Json = Readonly<Record<string, unknown>>;

/** A mutation that is to send what was recorded, and where the recorded row stands in its payload. */
export interface Told {
  readonly name: string;
  readonly input: Json;
  readonly select: string;
  /** What a success has to answer, by the recorded answer. */
  readonly expect: (body: Json) => unknown;
}

type Translate = (exchange: Exchange, key: string, row: Json | undefined) => Told | undefined;

const TOKEN = 'token { pk identifier intent description expires expiring managed user { pk } }';
const USER = 'user { pk username name isActive email path type uuid attributes }';
const GROUP = 'group { pk name isSuperuser usersCount attributes }';

const upper = (value: unknown) => (value === undefined ? undefined : String(value).toUpperCase());
const toToken = ({ pk, identifier, intent, description, expires, expiring, managed, user }: Json) => ({
  token: { pk, identifier, intent: upper(intent), description, expires, expiring, managed, user: { pk: user } },
});
const toUser = ({ pk, username, name, is_active: isActive, email, path, type, uuid, attributes }: Json) => ({
  user: { pk, username, name, isActive, email, path, type: upper(type), uuid, attributes },
});
const toGroup = ({ pk, name, is_superuser: isSuperuser, users, attributes }: Json) => ({
  group: { pk, name, isSuperuser, usersCount: Array.isArray(users) ? users.length : undefined, attributes },
});

/** Renames the fields of a body; `undefined` where one is not in our inputs, or has a value that they cannot say. */
function rename(body: Json, names: Readonly<Record<string, (value: unknown) => Json | undefined>>): Json | undefined {
  const parts = Object.entries(body).map(([field, value]) => names[field]?.(value));
  return parts.includes(undefined) ? undefined : Object.assign({}, ...parts);
}

const as = (name: string, isFit: (value: unknown) => boolean) => (value: unknown) =>
  isFit(value) ? { [name]: value } : undefined;
const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const oneOf = (name: string, values: readonly string[]) => (value: unknown) =>
  values.includes(String(value)) ? { [name]: String(value).toUpperCase() } : undefined;
const toId = (name: string) => (value: unknown) => (typeof value === 'number' ? { [name]: String(value) } : undefined);

const INTENTS = ['api', 'app_password'];
const TYPES = ['internal', 'external', 'service_account'];
const tokenFields = {
  identifier: as('identifier', isText),
  description: as('description', isText),
  intent: oneOf('intent', INTENTS),
  expires: as('expires', isText),
  expiring: as('expiring', isFlag),
};
const userFields = {
  username: as('username', isText),
  name: as('name', isText),
  email: as('email', isText),
  path: as('path', isText),
  type: oneOf('type', TYPES),
  is_active: as('isActive', isFlag),
};
const groups = (value: unknown) => (Array.isArray(value) && value.every(isText) ? { groupIds: value } : undefined);
const groupFields = {
  name: as('name', isText),
  is_superuser: as('isSuperuser', isFlag),
  parent: as('parentId', (value) => value === null || isText(value)),
  parents: (value: unknown) =>
    Array.isArray(value) && value.length < 2 ? { parentId: value.length === 0 ? null : String(value[0]) } : undefined,
};
// The word of another release is passed over, so no mutation says it.
const isForeign = (body: Json, row: Json | undefined) =>
  row !== undefined && ['parent', 'parents'].some((word) => Object.hasOwn(body, word) && !Object.hasOwn(row, word));
const given = as('attributes', isObject);
const replaced = (value: unknown) => (isObject(value) ? { attributes: { replace: value } } : undefined);

const bodyOf = ({ request }: Exchange): Json => (isObject(request.body) ? (request.body as Json) : {});

const create =
  (name: string, select: string, { fields, needed, expect }: Creation): Translate =>
  (exchange) => {
    const input = rename(bodyOf(exchange), fields);
    return input && needed.every((field) => field in input) ? { name, input, select, expect } : undefined;
  };

interface Creation {
  readonly fields: Parameters<typeof rename>[1];
  readonly needed: readonly string[];
  readonly expect: Told['expect'];
}

const change =
  (name: string, select: string, { fields, needed: [id = ''], expect }: Creation): Translate =>
  (exchange, key) => {
    const input = rename(bodyOf(exchange), fields);
    return input && Object.keys(input).length > 0
      ? { name, input: { [id]: key, ...input }, select, expect }
      : undefined;
  };

const join =
  (name: string): Translate =>
  (exchange, groupId) => {
    const { pk } = bodyOf(exchange);
    const input = { groupId, userIds: [String(pk)] };
    return typeof pk === 'number'
      ? { name, input, select: 'users { pk code }', expect: () => ({ users: [{ pk, code: null }] }) }
      : undefined;
  };

const remove =
  (name: string, id: string, select: string): Translate =>
  (_exchange, key) => ({ name, input: { [id]: key }, select, expect: () => ({ [select]: key }) });

const updateGroup = change('updateGroup', GROUP, {
  fields: { ...groupFields, attributes: replaced },
  needed: ['id'],
  expect: toGroup,
});

const TRANSLATIONS: readonly (readonly [method: string, path: RegExp, translate: Translate])[] = [
  [
    'POST',
    /^\/core\/tokens\/$/,
    create('createToken', TOKEN, {
      fields: { ...tokenFields, user: toId('userId') },
      needed: ['identifier'],
      expect: toToken,
    }),
  ],
  // A careless change of owner or intent is what updateToken never sends.
  [
    'PATCH',
    /^\/core\/tokens\/([^/]+)\/$/,
    (exchange, key, row) => {
      const { user, ...body } = bodyOf(exchange);
      return user === undefined || body.intent === undefined || (row && row.user !== user)
        ? undefined
        : change('updateToken', TOKEN, {
            fields: { ...tokenFields, identifier: as('newIdentifier', isText) },
            needed: ['identifier'],
            expect: toToken,
          })({ ...exchange, request: { ...exchange.request, body } }, key, row);
    },
  ],
  ['DELETE', /^\/core\/tokens\/([^/]+)\/$/, remove('deleteToken', 'identifier', 'deletedIdentifier')],
  [
    'GET',
    /^\/core\/tokens\/([^/]+)\/view_key\/$/,
    (_exchange, identifier) => ({
      name: 'viewTokenKey',
      input: { identifier },
      select: 'key',
      expect: ({ key }) => ({ key }),
    }),
  ],
  [
    'POST',
    /^\/core\/tokens\/([^/]+)\/set_key\/$/,
    (exchange, identifier) => {
      const { key } = bodyOf(exchange);
      return isText(key)
        ? { name: 'setTokenKey', input: { identifier, key }, select: 'identifier', expect: () => ({ identifier }) }
        : undefined;
    },
  ],
  [
    'POST',
    /^\/core\/users\/$/,
    create('createUser', USER, {
      fields: { ...userFields, groups, attributes: given },
      needed: ['username', 'name'],
      expect: toUser,
    }),
  ],
  [
    'PATCH',
    /^\/core\/users\/(\d+)\/$/,
    change('updateUser', USER, { fields: { ...userFields, attributes: replaced }, needed: ['id'], expect: toUser }),
  ],
  ['DELETE', /^\/core\/users\/(\d+)\/$/, remove('deleteUser', 'id', 'deletedId')],
  [
    'POST',
    /^\/core\/users\/(\d+)\/set_password\/$/,
    (exchange, id) => {
      const { password } = bodyOf(exchange);
      return isText(password)
        ? { name: 'setUserPassword', input: { id, password }, select: 'userId', expect: () => ({ userId: id }) }
        : undefined;
    },
  ],
  [
    'POST',
    /^\/core\/users\/(\d+)\/recovery\/$/,
    (_exchange, userId) => ({
      name: 'createRecoveryLink',
      input: { userId },
      select: 'link',
      expect: ({ link }) => ({ link }),
    }),
  ],
  [
    'POST',
    /^\/core\/users\/service_account\/$/,
    create('createServiceAccount', 'username uid userId key', {
      fields: {
        name: as('name', isText),
        create_group: as('createGroup', isFlag),
        expiring: as('expiring', isFlag),
        expires: as('expires', isText),
      },
      needed: ['name'],
      expect: ({ username, user_uid: uid, user_pk: userId, token: key }) => ({
        username,
        uid,
        userId: String(userId),
        key,
      }),
    }),
  ],
  [
    'POST',
    /^\/core\/groups\/$/,
    create('createGroup', GROUP, { fields: { ...groupFields, attributes: given }, needed: ['name'], expect: toGroup }),
  ],
  [
    'PATCH',
    /^\/core\/groups\/([^/]+)\/$/,
    (exchange, key, row) => (isForeign(bodyOf(exchange), row) ? undefined : updateGroup(exchange, key, row)),
  ],
  ['DELETE', /^\/core\/groups\/([^/]+)\/$/, remove('deleteGroup', 'id', 'deletedId')],
  ['POST', /^\/core\/groups\/([^/]+)\/add_user\/$/, join('addUsersToGroup')],
  ['POST', /^\/core\/groups\/([^/]+)\/remove_user\/$/, join('removeUsersFromGroup')],
];

/** The mutation that is to send what was recorded, of a `row` as it was; `undefined` for what no mutation of ours can say. */
export function translate(exchange: Exchange, row: Json | undefined): Told | undefined {
  const [path = ''] = exchange.request.path.split('?');
  for (const [method, expression, toTold] of TRANSLATIONS) {
    const match = method === exchange.request.method ? expression.exec(path) : null;
    if (match) {
      return exchange.request.raw === undefined ? toTold(exchange, match[1] ?? '', row) : undefined;
    }
  }
  return undefined;
}
