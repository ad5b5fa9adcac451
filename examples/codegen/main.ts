import type { TypedDocumentString } from './generated/graphql.ts';
import { PeopleOfATeam } from './queries.ts';

/** The size of a team and the login names of its first people; variables and answer are typed by the schema. */
export async function run(endpoint: string, token: string): Promise<Record<string, unknown>> {
  const { group } = await ask(endpoint, token, PeopleOfATeam, { team: 'Platform', first: 2 });

  // TypeScript knows the members of the union: each has its own fields, and none may be forgotten.
  switch (group?.__typename) {
    case 'Group':
      return {
        team: group.name,
        people: group.users?.totalCount,
        first: group.users?.nodes.map((user) => user.username),
      };
    case 'AuthentikForbiddenError':
    case 'AuthentikNotFoundError':
    case 'AuthentikValidationError':
      return { refused: group.code };
    case undefined:
      return {};
  }
}

async function ask<Result, Variables>(
  endpoint: string,
  token: string,
  ...[query, variables]: readonly [TypedDocumentString<Result, Variables>, Variables]
): Promise<Result> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Result; errors?: readonly { message: string }[] };
  if (errors || !data) {
    throw new Error(errors?.[0]?.message);
  }
  return data;
}
