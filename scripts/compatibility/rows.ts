import { z } from 'zod';
import { groupMemberShape, groupShape, partialGroupShape, relatedGroupShape } from '../../src/resources/group/rest.ts';
import { roleShape } from '../../src/resources/role/rest.ts';
import { tokenShape } from '../../src/resources/token/rest.ts';
import { usedByShape } from '../../src/resources/used-by/rest.ts';
import { userShape } from '../../src/resources/user/rest.ts';
import { viewerGroupShape, viewerShape } from '../../src/resources/viewer/rest.ts';
import type { Place } from './look.ts';

/** Rows as they are read: the GraphQL type over them, where they stand in answers, and what is asked of them. */
export interface Rows {
  readonly type: string;
  readonly place: Place;
  readonly shape: z.ZodObject;
  /** The field below which they are embedded, where the type's rows also come by themselves. */
  readonly below?: string;
}

const [TOKEN, USER, GROUP, ME] = [
  'GET /core/tokens/{identifier}/',
  'GET /core/users/{id}/',
  'GET /core/groups/{group_uuid}/',
  'GET /core/users/me/',
];

/** All rows that GraphQL types stand over. A test holds them against the schema. */
export const ROWS: readonly Rows[] = [
  { type: 'Token', place: [TOKEN], shape: tokenShape },
  { type: 'User', place: [USER], shape: userShape },
  { type: 'Group', place: [GROUP], shape: groupShape },
  { type: 'Group', place: [USER, 'groups_obj'], shape: partialGroupShape, below: 'User.groups' },
  { type: 'Group', place: [GROUP, 'parents_obj'], shape: relatedGroupShape, below: 'Group.parents' },
  { type: 'Group', place: [GROUP, 'children_obj'], shape: relatedGroupShape, below: 'Group.children' },
  { type: 'AuthentikGroupMember', place: [GROUP, 'users_obj'], shape: groupMemberShape },
  { type: 'AuthentikRole', place: [GROUP, 'roles_obj'], shape: roleShape },
  { type: 'AuthentikRole', place: [USER, 'roles_obj'], shape: roleShape, below: 'User.roles' },
  { type: 'AuthentikViewer', place: [ME, 'user'], shape: viewerShape },
  { type: 'AuthentikViewerGroup', place: [ME, 'user', 'groups'], shape: viewerGroupShape },
  { type: 'AuthentikUsedBy', place: [`${USER}used_by/`], shape: usedByShape },
];

/** The lists that are read page by page. */
export const LISTS: readonly string[] = ['GET /core/tokens/', 'GET /core/users/', 'GET /core/groups/'];

/** What fields read of answers besides rows and pages. */
export const ANSWERS: Readonly<Record<string, { readonly place: Place; readonly shape: z.ZodObject }>> = {
  'Query.viewer': { place: [ME], shape: z.object({ user: z.looseObject({}) }) },
  'Query.userPaths': { place: ['GET /core/users/paths/'], shape: z.object({ paths: z.array(z.string()) }) },
};

/** Fields whose properties are called otherwise than the field: neither exposed, nor its name in snake case, nor that with `_obj`. */
export const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'Group.parent': ['parents', 'parents_obj'],
  'Group.parentName': ['parent', 'parents_obj'],
  'Group.parents': ['parent'],
  'Group.members': ['users_obj'],
  'Group.usersCount': ['users'],
  'Group.attribute': ['attributes'],
  'User.attribute': ['attributes'],
};

/** By which operation fields are answered that are no property of a row: their lists' filters are its parameters. */
export const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  'Query.token': [TOKEN],
  'Query.tokensByIdentifier': [TOKEN],
  'Query.tokens': ['GET /core/tokens/'],
  'Query.user': [USER, 'GET /core/users/'],
  'Query.usersById': [USER, 'GET /core/users/'],
  'Query.users': ['GET /core/users/'],
  'Query.userPaths': ['GET /core/users/paths/'],
  'Query.group': [GROUP, 'GET /core/groups/'],
  'Query.groupsById': [GROUP, 'GET /core/groups/'],
  'Query.groups': ['GET /core/groups/'],
  'Query.viewer': [ME],
  'User.tokens': ['GET /core/tokens/'],
  'User.usedBy': [`${USER}used_by/`],
  'Token.usedBy': [`${TOKEN}used_by/`],
  'Group.users': ['GET /core/users/'],
  'Group.usedBy': [`${GROUP}used_by/`],
  'AuthentikGroupMember.user': [USER],
  'AuthentikViewer.user': [USER],
  'AuthentikViewer.tokens': ['GET /core/tokens/'],
};
