import type { Answer, Ask } from './services.ts';

/** The subgraphs as one caller sees them. */
interface Direct {
  readonly authentik: Ask;
  readonly devices: Ask;
  readonly sessions: Ask;
}

/** A document for the supergraph, and the same by hand. */
export interface Case {
  readonly name: string;
  readonly document: string;
  readonly variables?: object;
  readonly key?: string;
  /** Codes of `errors[]`, each once, sorted. */
  readonly codes?: readonly string[];
  /** What must come out, asked of the subgraphs themselves; default: the document is authentik's alone. */
  readonly direct?: (direct: Direct) => Promise<unknown>;
}

type Row = Readonly<Record<string, unknown>>;

/** Loads entities of one type straight from a subgraph, as a router does. */
async function entities(ask: Ask, on: string, representations: readonly unknown[]): Promise<(Row | null)[]> {
  const { data } = await ask(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${on} } }`,
    { representations },
  );
  return (data as { readonly _entities: (Row | null)[] })._entities;
}

async function entity(ask: Ask, on: string, representation: object): Promise<Row> {
  const [found] = await entities(ask, on, [representation]);
  if (!found) {
    throw new TypeError(`expected an entity, but got none for: ${JSON.stringify(representation)}`);
  }
  return found;
}

async function read<Data>(ask: Ask, document: string): Promise<Data> {
  return ((await ask(document)) as Answer & { readonly data: Data }).data;
}

interface Devices {
  readonly devices: readonly { readonly name: string; readonly ref: Row | null }[];
}

// Each device with what its reference leads to: theirs first, then ours.
async function devicesWith({ authentik, devices }: Direct, field: string, key: string, on: string): Promise<unknown> {
  const rows = (await read<Devices>(devices, `{ devices { name ref: ${field} { __typename ${key} } } }`)).devices;
  const found = await entities(
    authentik,
    on,
    rows.flatMap(({ ref }) => (ref === null ? [] : [ref])),
  );
  return rows.map(({ name, ref }) => ({ name, [field]: ref === null ? null : found.shift() }));
}

const PLAIN = { __typename: 'User', uuid: '741a2330-db3f-4640-9122-dd10356251f6' };

/** What both routers, the light one and the subgraphs themselves must answer alike. */
export const CASES: readonly Case[] = [
  { name: 'who the caller is', document: '{ viewer { username groups { name } } }', key: 'key-plain' },
  {
    name: 'a page of users with its cursors',
    document:
      '{ users(first: 3, where: { path: "users" }) { totalCount edges { cursor node { username groups { name } } } pageInfo { hasNextPage endCursor } } }',
  },
  {
    name: 'a token out of a union',
    document:
      '{ token(identifier: "plain-api") { __typename ... on Token { identifier user { username } } ... on AuthentikError { code message } } }',
  },
  {
    name: 'an error as data, by its interface',
    document:
      '{ token(identifier: "no-such-token") { ... on Token { identifier } ... on AuthentikError { __typename code message } } }',
  },
  {
    name: 'an error as data, by its type',
    document:
      '{ user(id: "x/../2") { ... on User { username } ... on AuthentikValidationError { code issues { path message } nonFieldErrors } } }',
  },
  {
    name: 'a refusal as data, by interface and type',
    document:
      '{ user(username: "akadmin") { ... on User { email } ... on AuthentikError { code } ... on AuthentikForbiddenError { upstreamCode } } }',
    key: 'key-plain',
  },
  {
    name: 'an error that nobody has a fragment for',
    document: '{ token(identifier: "no-such-token") { ... on Token { identifier } } }',
    codes: ['NOT_FOUND'],
  },
  {
    name: 'a page that is too large',
    document: '{ users(first: 101) { totalCount } }',
    codes: ['BAD_USER_INPUT'],
  },
  {
    name: 'a credential that is none',
    document: '{ viewer { username } }',
    key: 'nonsense',
    codes: ['UNAUTHENTICATED'],
  },
  {
    name: 'a list with keys that fail beside one that does not',
    document: 'query ($ids: [ID!]!) { usersById(ids: $ids) { username } }',
    variables: { ids: ['4', '999999', 'me'] },
    codes: ['BAD_USER_INPUT', 'NOT_FOUND'],
  },
  {
    name: 'users with their devices',
    document: '{ users(first: 4) { nodes { username devices { name } } } }',
    direct: async ({ authentik, devices }) => {
      const ours = await read<{ users: { nodes: { username: string; uuid: string }[] } }>(
        authentik,
        '{ users(first: 4) { nodes { username uuid } } }',
      );
      const references = ours.users.nodes.map(({ uuid }) => ({ __typename: 'User', uuid }));
      const theirs = await entities(devices, 'User { devices { name } }', references);
      return { users: { nodes: ours.users.nodes.map(({ username }, index) => ({ username, ...theirs[index] })) } };
    },
  },
  {
    name: 'devices with their owners, by uuid',
    document: '{ devices { name owner { username email groups { name } } } }',
    codes: ['NOT_FOUND'],
    direct: async (direct) => ({
      devices: await devicesWith(direct, 'owner', 'uuid', 'User { username email groups { name } }'),
    }),
  },
  {
    name: 'devices with their teams, by name',
    document: '{ devices { name team { name usersCount } } }',
    codes: ['NOT_FOUND'],
    direct: async (direct) => {
      const devices = (await devicesWith(direct, 'team', 'name', 'Group { name usersCount }')) as Row[];
      // The key is theirs, and the count may be null: what is left of a team that authentik has not is its name.
      return {
        devices: devices.map((device) =>
          device.name === 'stray-laptop' ? { ...device, team: { name: 'No such team', usersCount: null } } : device,
        ),
      };
    },
  },
  {
    name: 'devices with the tokens they were enrolled with, as somebody who sees but one',
    document: '{ devices { name enrolledWith { intent user { username } } } }',
    key: 'key-plain',
    codes: ['NOT_FOUND'],
    direct: async (direct) => ({
      devices: await devicesWith(direct, 'enrolledWith', 'identifier', 'Token { intent user { username } }'),
    }),
  },
  {
    name: 'devices with their owners, as somebody who may see no user',
    document: '{ devices { name owner { username } } }',
    key: 'key-plain',
    codes: ['FORBIDDEN'],
    direct: async (direct) => ({ devices: await devicesWith(direct, 'owner', 'uuid', 'User { username }') }),
  },
  {
    name: 'what they can only tell with what we know (@requires)',
    document: '{ user(username: "plain") { ... on User { username mayEnrol devices { name } } } }',
    direct: async ({ authentik, devices }) => {
      const user = await entity(authentik, 'User { isActive groups { name } }', PLAIN);
      const theirs = await entity(devices, 'User { mayEnrol devices { name } }', { ...PLAIN, ...user });
      return { user: { username: 'plain', ...theirs } };
    },
  },
  {
    name: 'from theirs to ours and back (@requires)',
    document: '{ device(id: "6") { name owner { username mayEnrol devices { name } } } }',
    direct: async ({ authentik, devices }) => {
      const user = await entity(authentik, 'User { username isActive groups { name } }', PLAIN);
      const theirs = await entity(devices, 'User { mayEnrol devices { name } }', { ...PLAIN, ...user });
      return { device: { name: 'plain-laptop', owner: { username: user.username, ...theirs } } };
    },
  },
  {
    name: 'a team with its devices and their owners',
    document: '{ group(name: "Platform") { ... on Group { usersCount devices { name owner { username } } } } }',
    direct: async (direct) => {
      const all = (await devicesWith(direct, 'owner', 'uuid', 'User { username }')) as { readonly name: string }[];
      const ours = await entity(direct.authentik, 'Group { usersCount }', { __typename: 'Group', name: 'Platform' });
      const theirs = await entity(direct.devices, 'Group { devices { name } }', {
        __typename: 'Group',
        name: 'Platform',
      });
      const names = (theirs.devices as { readonly name: string }[]).map(({ name }) => name);
      return { group: { ...ours, devices: all.filter(({ name }) => names.includes(name)) } };
    },
  },
  {
    name: 'what somebody knows by the OIDC subject alone, two subgraphs further (uuid to uid)',
    document: '{ device(id: "6") { owner { sessions } } }',
    direct: async ({ authentik, sessions }) => {
      const user = await entity(authentik, 'User { uid }', PLAIN);
      const theirs = await entity(sessions, 'User { sessions }', { __typename: 'User', ...user });
      return { device: { owner: theirs } };
    },
  },
  {
    name: 'aliases, variables and conditions across the border',
    document: `query ($id: ID!, $yes: Boolean!, $no: Boolean!) {
      mine: device(id: $id) { owner { who: username groups @include(if: $yes) { name } email @skip(if: $yes) } }
      also: device(id: "5") { owner @include(if: $no) { username } team { title: name usersCount } }
    }`,
    variables: { id: '6', yes: true, no: false },
    direct: async ({ authentik }) => {
      const owner = await entity(authentik, 'User { who: username groups { name } }', PLAIN);
      const team = await entity(authentik, 'Group { title: name usersCount }', {
        __typename: 'Group',
        name: 'Platform',
      });
      return { mine: { owner }, also: { team } };
    },
  },
];
