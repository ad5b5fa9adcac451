/** The part of this project's schema that the operations of the bench use, as one would write it down by hand. */
export const typeDefs = /* GraphQL */ `
  scalar JSON
  scalar DateTime

  type Query {
    viewer: Viewer
    token(identifier: String!): Token
    tokensByIdentifier(identifiers: [String!]!): [Token]
    user(id: ID, pk: Int, username: String, uuid: ID): User
    usersById(ids: [ID!]!): [User]
    group(id: ID, name: String): Group
    groupsById(ids: [ID!]!): [Group]
    userPaths(search: String): [String!]
    tokens(first: Int, after: String, last: Int, before: String, where: TokenWhere, orderBy: Order): TokenConnection
    users(first: Int, after: String, last: Int, before: String, where: UserWhere, orderBy: Order): UserConnection
    groups(first: Int, after: String, last: Int, before: String, where: GroupWhere, orderBy: Order): GroupConnection
  }

  type Viewer {
    pk: Int!
    username: String!
    name: String!
    email: String!
    isSuperuser: Boolean!
    groups: [ViewerGroup!]!
    tokens(first: Int, after: String, last: Int, before: String, where: TokenWhere, orderBy: Order): TokenConnection
    user: User
  }
  type ViewerGroup { pk: String! name: String! }

  type Token {
    id: ID!
    pk: String!
    identifier: String!
    intent: String!
    user: User!
    description: String!
    expires: DateTime
    expiring: Boolean!
  }

  type User {
    id: ID!
    pk: Int!
    uuid: String!
    username: String!
    name: String!
    email: String!
    isActive: Boolean!
    isSuperuser: Boolean!
    path: String!
    attributes: JSON!
    lastLogin: DateTime
    dateJoined: DateTime
    groups: [Group!]!
    tokens(first: Int, after: String, last: Int, before: String, where: TokenWhere, orderBy: Order): TokenConnection
    usedBy: [UsedBy!]
  }

  type Group {
    id: ID!
    pk: String!
    name: String!
    isSuperuser: Boolean!
    attributes: JSON!
    parent: Group
    children: [Group!]
    roles: [Role!]
    usersCount: Int
    users(first: Int, after: String, last: Int, before: String, where: UserWhere, orderBy: Order): UserConnection
    members: [Member!]
    usedBy: [UsedBy!]
  }

  type Member { pk: Int! username: String! name: String! email: String! isActive: Boolean! user: User }
  type Role { pk: ID! name: String! }
  type UsedBy { app: String! modelName: String! pk: ID! name: String! }

  type TokenConnection { nodes: [Token!]! pageInfo: PageInfo! totalCount: Int! }
  type UserConnection { nodes: [User!]! pageInfo: PageInfo! totalCount: Int! }
  type GroupConnection { nodes: [Group!]! pageInfo: PageInfo! totalCount: Int! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

  input TokenWhere { expiring: Boolean intent: TokenIntent userUsername: String search: String }
  input UserWhere {
    attributes: [AttributeFilter!]
    groupsByName: [String!]
    isActive: Boolean
    isSuperuserDirectly: Boolean
    pathStartswith: String
    search: String
  }
  input GroupWhere { name: String isSuperuser: Boolean search: String }
  input AttributeFilter { path: [String!]! equals: JSON }
  input Order { field: OrderField! direction: OrderDirection }
  enum OrderField { DATE_JOINED EXPIRES IDENTIFIER NAME USERNAME }
  enum OrderDirection { ASC DESC }
  enum TokenIntent { API APP_PASSWORD RECOVERY VERIFICATION }
`;
