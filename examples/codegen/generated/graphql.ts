/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What kind of error this is, for programs. `errors[].extensions.code` uses the same words. */
export type AuthentikErrorCode =
  /** An argument is malformed or authentik refused its value; change the input. */
  | 'BAD_USER_INPUT'
  /** Something else already has this unique name or identifier; choose another. */
  | 'CONFLICT'
  /** The credential is good, but its user lacks the permission. */
  | 'FORBIDDEN'
  /** There is no such object, or this credential may not see it: authentik does not tell which. */
  | 'NOT_FOUND';

export type PeopleOfATeamQueryVariables = Exact<{
  team: string;
  first: number;
}>;


export type PeopleOfATeamQuery = { group:
    | { __typename: 'AuthentikForbiddenError', code: AuthentikErrorCode, message: string }
    | { __typename: 'AuthentikNotFoundError', code: AuthentikErrorCode, message: string }
    | { __typename: 'AuthentikValidationError', code: AuthentikErrorCode, message: string }
    | { __typename: 'Group', name: string, users: { totalCount: number, nodes: Array<{ username: string, name: string, lastLogin: string | null }> } | null }
   | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const PeopleOfATeamDocument = new TypedDocumentString(`
    query PeopleOfATeam($team: String!, $first: Int!) {
  group(name: $team) {
    __typename
    ... on Group {
      name
      users(first: $first, orderBy: {field: NAME}) {
        totalCount
        nodes {
          username
          name
          lastLogin
        }
      }
    }
    ... on AuthentikError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleOfATeamQuery, PeopleOfATeamQueryVariables>;