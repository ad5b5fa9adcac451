import { describe, expect, it } from 'vitest';
import { USER_AVAILABILITY } from '../../src/authentik/availability.ts';
import { parseRelease } from '../../src/authentik/release.ts';
import { AUTHENTIK_VERSIONS, findRelease } from '../../src/sandbox/index.ts';
import { aCompany, ROOT, TEAM } from '../sandbox/company.ts';
import { type Reply, startSandbox } from '../sandbox/listen.ts';
import { createValidator, type Structure, structures } from '../support/structures.ts';

const SWITCHES = /^include_/;
const COMMON = ['ordering', 'page', 'page_size', 'search'];
/** Parameters of roles that the sandbox does not have: what they mean is written nowhere. */
const UNKNOWN = ['inherited', 'managed', 'managed__isnull'];

/** Properties that authentik works out for each answer: no list can be ordered by them. */
const WORKED_OUT = /_obj$|^(uid|avatar|num_pk)$/;
/** What a list is ordered by is what its rows are made from: that may be called otherwise than the property. */
const SOURCES: Readonly<Record<string, string>> = { parent_name: 'parent__name' };
/** Up to 2025.10 a user's groups are a relation by this name. */
const GROUPS_BEFORE_2025_12 = 'ak_groups';

const byVersion = structures.map((structure) => [structure.version, structure] as const);

it('there is a structure for each release that the sandbox plays', () => {
  expect(structures.map(({ version }) => version)).toEqual(AUTHENTIK_VERSIONS);
});

describe.each(byVersion)('the sandbox as %s', (version, structure) => {
  const release = findRelease(version);
  const propertiesOf = (...names: string[]) =>
    Object.keys(names.map((name) => structure.$defs[name]?.properties).find((found) => found) ?? {}).sort();
  const parametersOf = (operation: string) =>
    Object.keys(structure.operations[operation]?.parameters.properties ?? {}).filter(
      (name) => !SWITCHES.test(name) && !COMMON.includes(name),
    );
  const bodyFieldsOf = (operation: string) => Object.keys(structure.operations[operation]?.body?.properties ?? {});
  const sorted = (names: ReadonlySet<string> | undefined) => [...(names ?? [])].sort();

  it('has the fields of its OpenAPI document', () => {
    expect(sorted(release?.fields.user)).toEqual(propertiesOf('User'));
    expect(sorted(release?.fields.group)).toEqual(propertiesOf('Group'));
    expect(sorted(release?.fields.partialGroup)).toEqual(propertiesOf('PartialGroup', 'UserGroup'));
    expect(sorted(release?.fields.viewer)).toEqual(propertiesOf('UserSelf'));
    expect(sorted(release?.fields.session)).toEqual(propertiesOf('SessionUser').filter((name) => name !== 'original'));
    expect(sorted(release?.fields.version)).toEqual(propertiesOf('Version'));
    expect(sorted(release?.fields.list)).toEqual(propertiesOf('PaginatedUserList'));
  });

  it('has the parameters of its OpenAPI document', () => {
    expect(sorted(release?.filters.user)).toEqual(parametersOf('GET /core/users/'));
    expect(sorted(release?.filters.group)).toEqual(parametersOf('GET /core/groups/'));
    expect(sorted(release?.filters.token)).toEqual(parametersOf('GET /core/tokens/'));
    expect(sorted(release?.filters.role)).toEqual(
      parametersOf('GET /rbac/roles/').filter((name) => !UNKNOWN.includes(name)),
    );
  });

  it('has the orders of the properties in its OpenAPI document', () => {
    const line = parseRelease(version) ?? 0;
    const ordersOf = (schema: string) =>
      propertiesOf(schema)
        .filter((name) => !WORKED_OUT.test(name))
        .map((name) => (name === 'groups' && line < 202512 ? GROUPS_BEFORE_2025_12 : (SOURCES[name] ?? name)))
        .sort();

    expect(sorted(release?.orderings.user)).toEqual(ordersOf('User'));
    expect(sorted(release?.orderings.group)).toEqual(ordersOf('Group'));
    expect(sorted(release?.orderings.token)).toEqual(ordersOf('Token'));
    expect(sorted(release?.orderings.role)).toEqual(ordersOf('Role'));
  });

  it('has the orders that the gateway sends to it, and refuses to older ones', () => {
    const line = parseRelease(version) ?? 0;
    const orders = Object.entries(USER_AVAILABILITY.orders);

    expect(orders.filter(([name]) => release?.orderings.user.has(name)).map(([name]) => name)).toEqual(
      orders.filter(([, { since }]) => since <= line).map(([name]) => name),
    );
  });

  it('has the body fields of its OpenAPI document', () => {
    expect(sorted(release?.bodyFields.user)).toEqual(bodyFieldsOf('POST /core/users/'));
    expect(sorted(release?.bodyFields.group)).toEqual(bodyFieldsOf('POST /core/groups/'));
  });

  it('answers each operation as its OpenAPI document says', async () => {
    const validate = createValidator(structure);
    const answers = await tellStory(structure);
    const problems = answers.flatMap(({ operation, reply }) => {
      const schema = structure.operations[operation]?.responses[reply.status];
      if (schema === undefined) return [`${operation}: ${reply.status} is not declared`];
      if (schema === null) return reply.bytes.length > 0 ? [`${operation}: a body that is not declared`] : [];
      const check = validate(schema);
      check(reply.json);
      return (check.errors ?? []).map((error) => `${operation}: ${error.instancePath} ${error.message}`);
    });

    expect(problems).toEqual([]);
    expect(new Set(answers.map(({ operation }) => operation))).toEqual(new Set(Object.keys(structure.operations)));
    expect(answers.filter(({ reply }) => reply.status >= 400)).toEqual([]);
  });
});

const FULL = '?include_children=true&include_parents=true&include_inherited_roles=true';
const USER = { username: 'new', name: 'New', groups: [TEAM], attributes: { a: 1 }, last_login: '2026-01-01T00:00:00Z' };

type Step = readonly [operation: string, keys?: Readonly<Record<string, string>>, body?: unknown];

// Every operation that there is, once or more, by somebody who may; `{…}` takes its value from the keys.
const STORY: readonly Step[] = [
  ['GET /admin/version/'],
  ['GET /core/users/me/'],
  ['GET /core/users/paths/'],
  ['POST /core/tokens/', {}, { identifier: 'new', intent: 'app_password', expires: '2026-01-01T00:00:00.000001Z' }],
  ['PATCH /core/tokens/{identifier}/', {}, { intent: 'app_password', description: 'x' }],
  ['PUT /core/tokens/{identifier}/', {}, { identifier: 'new' }],
  ['GET /core/tokens/{identifier}/', {}],
  ['GET /core/tokens/{identifier}/used_by/'],
  ['POST /core/tokens/{identifier}/set_key/', {}, { key: 'x' }],
  ['GET /core/tokens/{identifier}/view_key/'],
  ['GET /core/tokens/'],
  ['DELETE /core/tokens/{identifier}/'],
  ['POST /core/users/', {}, USER],
  ['PATCH /core/users/{id}/', {}, { is_active: false }],
  ['PUT /core/users/{id}/', {}, { ...USER, email: 'new@example.com' }],
  ['GET /core/users/{id}/'],
  ['GET /core/users/{id}/', { id: '3' }],
  ['GET /core/users/{id}/used_by/', { id: '3' }],
  ['GET /core/users/'],
  ['POST /core/users/{id}/set_password/', {}, { password: 'x' }],
  ['POST /core/users/{id}/recovery/'],
  ['POST /core/users/{id}/recovery_email/', { query: `?email_stage=${ROOT}` }, { email_stage: ROOT }],
  ['POST /core/users/service_account/', {}, { name: 'bot', create_group: true }],
  ['DELETE /core/users/{id}/'],
  ['POST /core/groups/', {}, { name: 'New', parent: TEAM, parents: [TEAM], users: [4] }],
  ['PATCH /core/groups/{group_uuid}/', { query: FULL }, { attributes: { a: 1 } }],
  ['PUT /core/groups/{group_uuid}/', {}, { name: 'Newer', users: [3] }],
  ['POST /core/groups/{group_uuid}/add_user/', {}, { pk: 5 }],
  ['POST /core/groups/{group_uuid}/remove_user/', {}, { pk: 5 }],
  ['GET /core/groups/{group_uuid}/', { query: FULL }],
  ['GET /core/groups/{group_uuid}/', { query: '?include_users=false' }],
  ['GET /core/groups/{group_uuid}/used_by/', { group_uuid: TEAM }],
  ['GET /core/groups/', { query: FULL }],
  ['DELETE /core/groups/{group_uuid}/'],
  ['GET /rbac/roles/'],
  ['GET /rbac/roles/{uuid}/', { uuid: '00000000-0000-4000-8000-0000000000d2' }],
];

async function tellStory({ version }: Structure) {
  const dataset = { ...aCompany(), recoveryFlow: 'recover', emailStages: [{ pk: ROOT, name: 'mail' }] };
  const { write } = await startSandbox({ dataset, authentikVersion: version });
  const made: Record<string, string> = { identifier: 'new' };
  const answers: { readonly operation: string; readonly reply: Reply }[] = [];
  for (const [operation, keys = {}, body] of STORY) {
    const known: Record<string, string> = { ...made, ...keys };
    const path = operation.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? '');
    const reply = await write(`${path}${keys.query ?? ''}`, 'key-boss', body);
    if (operation === 'POST /core/users/') made.id = String(reply.json.pk);
    if (operation === 'POST /core/groups/') made.group_uuid = reply.json.pk;
    answers.push({ operation, reply });
  }
  return answers;
}
