import { describe, expect, it } from 'vitest';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { graphql } from '../generated/gql.ts';
import { startSandboxGateway, type TestGateway } from '../support/gateway.ts';

const PAGE = graphql(`
  query UserPage($first: Int, $after: String, $last: Int, $before: String, $where: AuthentikUserWhere, $orderBy: AuthentikUserOrder) {
    users(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
      totalCount
      edges {
        cursor
        node {
          username
        }
      }
      nodes {
        username
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

type Variables = Parameters<NonNullable<(typeof PAGE)['__apiType']>>[0];

async function page(gateway: TestGateway, variables: Variables) {
  const { data, errors } = await gateway.query(PAGE, { variables });
  expect(errors).toBeUndefined();
  if (!data.users) {
    throw new TypeError('expected a page, but got: null');
  }
  return data.users;
}

const demo = createDemoDataset();
const usernames = demo.users.map(({ username }) => username);

describe('walking a list of 1,000 users', () => {
  it.each([7, 33, 100])(
    'forwards in pages of %i loses and doubles nobody and takes at most two requests a page',
    async (first) => {
      const gateway = await startSandboxGateway(createDemoDataset());
      const seen: string[] = [];
      let pages = 0;
      for (let after: string | null | undefined = null, more = true; more; pages += 1) {
        const { nodes, edges, pageInfo, totalCount } = await page(gateway, {
          first,
          after,
          orderBy: { field: 'LAST_LOGIN', direction: 'DESC' },
        });
        seen.push(...nodes.map(({ username }) => username));

        expect(edges.map(({ node }) => node)).toEqual(nodes);
        expect(totalCount).toBe(usernames.length);
        expect(pageInfo.hasPreviousPage).toBe(pages > 0);
        expect(pageInfo.hasNextPage).toBe(seen.length < usernames.length);
        expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor, edges.at(-1)?.cursor]);
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }

      expect(seen.toSorted()).toEqual(usernames.toSorted());
      expect(gateway.sandbox.requests).toHaveLength(pages);
    },
  );

  it('backwards from the end loses and doubles nobody', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());
    const seen: string[] = [];
    for (let before: string | null | undefined = null, more = true; more; ) {
      const { nodes, pageInfo } = await page(gateway, { last: 64, before });
      seen.unshift(...nodes.map(({ username }) => username));

      expect(pageInfo.hasNextPage).toBe(seen.length > nodes.length);
      expect(pageInfo.hasPreviousPage).toBe(seen.length < usernames.length);
      before = pageInfo.startCursor;
      more = pageInfo.hasPreviousPage;
    }

    expect(seen.toSorted()).toEqual(usernames.toSorted());
  });

  it('from any cursor both ways gives the neighbours', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());
    const all = await page(gateway, { first: 100 });
    const at = all.edges[41];

    const behind = await page(gateway, { first: 9, after: at?.cursor });
    const inFront = await page(gateway, { last: 9, before: at?.cursor });
    const between = await page(gateway, { first: 50, after: all.edges[10]?.cursor, before: all.edges[15]?.cursor });

    expect(behind.nodes).toEqual(all.nodes.slice(42, 51));
    expect(inFront.nodes).toEqual(all.nodes.slice(32, 41));
    expect(between.nodes).toEqual(all.nodes.slice(11, 15));
  });
});

describe('the edges of a list', () => {
  it('past the end is an empty page that still knows the count', async () => {
    const gateway = await startSandboxGateway();
    const { pageInfo } = await page(gateway, { last: 1 });

    const beyond = await page(gateway, { first: 5, after: pageInfo.endCursor });

    expect(beyond).toEqual({
      totalCount: 9,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('in front of the first row is nothing, and everything follows', async () => {
    const gateway = await startSandboxGateway();
    const { pageInfo } = await page(gateway, { first: 1 });

    const before = await page(gateway, { last: 5, before: pageInfo.startCursor });

    expect(before).toMatchObject({ totalCount: 9, nodes: [], pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  });

  it('of an empty list is an empty page', async () => {
    const gateway = await startSandboxGateway();

    for (const args of [{ first: 5 }, { last: 5 }]) {
      expect(await page(gateway, { ...args, where: { username: 'nobody' } })).toEqual({
        totalCount: 0,
        edges: [],
        nodes: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      });
    }
  });

  it('has 20 rows when no size is given', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());

    expect((await page(gateway, {})).nodes).toHaveLength(20);
  });
});

describe('a cursor', () => {
  it.each([
    ['no cursor', 'nonsense', 'after'],
    ['an empty text', '', 'after'],
    ['a cursor with a negative offset', Buffer.from('0123456789abcdef:-1').toString('base64url'), 'after'],
  ])('that is %s is refused without asking', async (_case, after) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(PAGE, { variables: { after } });

    expect(data.users).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['after'] }] });
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it.each<Variables>([
    { where: { isActive: true } },
    { orderBy: { field: 'NAME', direction: 'ASC' } },
    { orderBy: { field: 'USERNAME', direction: 'DESC' } },
  ])('of a list with another filter or order is refused by %o', async (other) => {
    const gateway = await startSandboxGateway();
    const { pageInfo } = await page(gateway, { first: 2 });

    const { errors } = await gateway.query(PAGE, { variables: { ...other, after: pageInfo.endCursor } });

    expect(errors?.[0]?.message).toMatch(/another filter or order/);
  });

  it('of one user’s tokens is refused for another’s', async () => {
    const gateway = await startSandboxGateway();
    const first = await gateway.query<{ user: { tokens: { pageInfo: { endCursor: string } } } }, never>(
      '{ user(username: "plain") { ... on User { tokens(first: 1) { pageInfo { endCursor } } } } }',
    );

    const { errors } = await gateway.query(
      'query ($after: String) { user(username: "ops-1") { ... on User { tokens(after: $after) { totalCount } } } }',
      {
        variables: { after: first.data.user.tokens.pageInfo.endCursor },
      },
    );

    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('page sizes', () => {
  it.each<Variables>([{ first: 0 }, { first: 101 }, { first: -5 }, { last: 0 }, { last: 101 }, { first: 5, last: 5 }])(
    '%o are refused, not cut',
    async (variables) => {
      const gateway = await startSandboxGateway();

      const { errors } = await gateway.query(PAGE, { variables });

      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(gateway.sandbox.requests).toEqual([]);
    },
  );
});
