import type { ExampleTab } from '../example-tab.ts';

/** Example: one page after the other. */
export const paging: ExampleTab = {
  title: 'Paging',
  query: `# Paging: run it, then put the answer's endCursor into
# the variables as "after" and run it again. totalCount,
# hasNextPage and hasPreviousPage are exact; a page is
# one request to authentik.
query Paging($first: Int!, $after: String) {
  users(first: $first, after: $after, orderBy: { field: DATE_JOINED, direction: DESC }) {
    totalCount
    nodes {
      username
      dateJoined
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
    }
  }
}
`,
  variables: '{\n  "first": 5,\n  "after": null\n}\n',
};
