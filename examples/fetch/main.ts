/** What a GraphQL server answers. */
interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Page {
  readonly nodes: readonly { readonly identifier: string; readonly intent: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface TokensPage {
  readonly viewer: { readonly tokens: Page | null } | null;
}

const TOKENS_PAGE = `
  query TokensPage($after: String) {
    viewer {
      tokens(first: 2, after: $after) {
        nodes { identifier intent }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

/** All tokens of whoever the token stands for, page by page. */
export async function run(endpoint: string, token: string): Promise<string[]> {
  const identifiers: string[] = [];
  let after: string | null = null;
  do {
    const { viewer }: TokensPage = await ask<TokensPage>(endpoint, token, { query: TOKENS_PAGE, variables: { after } });
    const page: Page | null | undefined = viewer?.tokens;
    identifiers.push(...(page?.nodes ?? []).map(({ identifier }) => identifier));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return identifiers;
}

async function ask<Data>(endpoint: string, token: string, request: object): Promise<Data> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(request),
  });
  const { data, errors } = (await response.json()) as Body<Data>;
  const [error] = errors ?? [];
  if (error || !data) {
    throw new Error(`${error?.extensions?.code}: ${error?.message}`);
  }
  return data;
}
