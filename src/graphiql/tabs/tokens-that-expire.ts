import type { ExampleTab } from '../example-tab.ts';

/** Example: which tokens expire next. */
export const tokensThatExpire: ExampleTab = {
  title: 'TokensThatExpire',
  query: `# Which tokens expire, the next one first? Who owns
# them? A superuser sees everybody's tokens, anybody
# else only their own.
query TokensThatExpire {
  tokens(
    first: 10
    where: { expiring: true }
    orderBy: { field: EXPIRES, direction: ASC }
  ) {
    totalCount
    nodes {
      identifier
      intent
      expires
      user {
        username
        isActive
      }
    }
  }
}
`,
};
