import type { ExampleTab } from '../example-tab.ts';

/** Example: what stands above a group. */
export const ancestryOfAGroup: ExampleTab = {
  title: 'AncestryOfAGroup',
  query: `# A group's ancestry: members belong, indirectly, to
# every group further up, and have the roles and the
# superuser flag of all of them.
query AncestryOfAGroup($name: String!) {
  group(name: $name) {
    ... on Group {
      ...Step
      parents {
        ...Step
        parents {
          ...Step
        }
      }
      children {
        name
      }
    }
    ... on AuthentikError {
      code
      message
    }
  }
}

fragment Step on Group {
  name
  isSuperuser
  roles {
    name
  }
}
`,
  variables: '{\n  "name": "Platform"\n}\n',
};
