import type { ExampleTab } from '../example-tab.ts';

/** Example: whom a credential stands for. */
export const whoAmI: ExampleTab = {
  title: 'WhoAmI',
  query: `# Who am I? Whom the credential in the Headers editor
# below stands for. On the sandbox try key-admin,
# key-viewer and key-plain in its place. Press
# Ctrl+Enter to run; hold the pointer over a field to
# read what it means.
query WhoAmI {
  viewer {
    username
    isSuperuser
    groups {
      name
    }
    tokens(first: 5) {
      totalCount
      nodes {
        identifier
        intent
        expires
      }
    }
  }
}
`,
};
