import type { SandboxDataset } from '../../src/sandbox/index.ts';
import type { TestGateway } from './gateway.ts';
import { mutate } from './mutate.ts';

type Step = readonly [name: string, input: object, select: string, expected: unknown];

/** Tells each mutation once, in an order in which one needs the other, and what it has to answer whatever release is behind. */
export async function tellWrites(gateway: TestGateway, { groups }: SandboxDataset, stage: string) {
  const support = groups.find(({ name }) => name === 'Support')?.pk ?? '';
  const platform = groups.find(({ name }) => name === 'Platform')?.pk ?? '';
  const steps: readonly Step[] = [
    [
      'createToken',
      { identifier: 'm', intent: 'APP_PASSWORD' },
      'token { identifier intent }',
      { token: { identifier: 'm', intent: 'APP_PASSWORD' } },
    ],
    ['createToken', { identifier: 'm' }, '__typename', { code: 'CONFLICT' }],
    [
      'updateToken',
      { identifier: 'plain-app', description: 'x' },
      'token { description intent user { username } } warnings { field }',
      { token: { description: 'x', intent: 'APP_PASSWORD', user: { username: 'plain' } }, warnings: [] },
    ],
    ['setTokenKey', { identifier: 'm', key: 'secret' }, 'identifier', { identifier: 'm' }],
    ['viewTokenKey', { identifier: 'm' }, 'key', { key: 'secret' }],
    ['deleteToken', { identifier: 'm' }, 'deletedIdentifier', { deletedIdentifier: 'm' }],
    [
      'createGroup',
      { name: 'm', parentId: support },
      'group { name parent { id } parents { id } } warnings { field }',
      { group: { name: 'm', parent: { id: support }, parents: [{ id: support }] }, warnings: [] },
    ],
    [
      'updateGroup',
      { id: platform, parentId: support, attributes: { merge: { m: 1 } } },
      'group { parent { id } attribute(path: ["m"]) } warnings { field }',
      { group: { parent: { id: support }, attribute: 1 }, warnings: [] },
    ],
    [
      'updateGroup',
      { id: platform, parentId: null },
      'group { parent { id } parents { id } } warnings { field }',
      { group: { parent: null, parents: [] }, warnings: [] },
    ],
    [
      'createUser',
      { username: 'm', name: 'M', groupIds: [support] },
      'user { username groups { name } } warnings { field }',
      { user: { username: 'm', groups: [{ name: 'Support' }] }, warnings: [] },
    ],
    ['createUser', { username: 'plain', name: '' }, '__typename', { code: 'CONFLICT' }],
    [
      'updateUser',
      { id: '4', name: 'N', attributes: { merge: { dept: 'm' } } },
      'user { name attribute(path: ["dept"]) } warnings { field }',
      { user: { name: 'N', attribute: 'm' }, warnings: [] },
    ],
    ['setUserPassword', { id: '4', password: 'correct horse' }, 'userId', { userId: '4' }],
    [
      'createServiceAccount',
      { name: 'bot', createGroup: true },
      'username group { name } warnings { field }',
      { username: 'bot', group: { name: 'bot' }, warnings: [] },
    ],
    ['createRecoveryLink', { userId: '4' }, 'userId', { userId: '4' }],
    ['sendRecoveryEmail', { userId: '4', emailStageId: stage }, 'userId', { userId: '4' }],
    [
      'addUsersToGroup',
      { groupId: support, userIds: ['2', '999999'] },
      'users { pk code }',
      {
        users: [
          { pk: 2, code: null },
          { pk: 999999, code: 'NOT_FOUND' },
        ],
      },
    ],
    [
      'removeUsersFromGroup',
      { groupId: support, userIds: ['2'] },
      'users { pk code }',
      { users: [{ pk: 2, code: null }] },
    ],
    ['deleteUser', { id: '6' }, 'deletedId', { deletedId: '6' }],
    ['deleteGroup', { id: support }, 'deletedId', { deletedId: support }],
  ];
  const told: unknown[] = [];
  for (const [name, input, select] of steps) {
    const { data, codes } = await mutate(gateway, name, { input, select });
    told.push([name, data?.code === undefined ? data : { code: data.code }, codes]);
  }
  return { told, expected: steps.map(([name, , , expected]) => [name, expected, undefined]) };
}
