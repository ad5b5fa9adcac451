import { createList } from '../../graphql/list.ts';
import { rememberUser, toUserIncludes, userRef } from './ref.ts';
import { getUserPage } from './rest.ts';
import { userWhere } from './where.ts';

/** Lists of users. */
export const userList = createList({
  name: 'AuthentikUser',
  node: userRef,
  defaultOrder: 'username',
  tieBreaker: 'username',
  orderFields: {
    USERNAME: { field: 'username', description: 'By login name, which is unique.' },
    PK: { field: 'pk', description: 'By primary key, that is by order of creation.' },
    UUID: {
      field: 'uuid',
      description: 'By UUID, which is as good as at random; only good for being total and stable.',
    },
    NAME: { field: 'name', description: 'By display name, capitals before lower case; several users can share one.' },
    EMAIL: { field: 'email', description: 'By e-mail address; those without one come first.' },
    PATH: {
      field: 'path',
      description: 'By the folder they are filed under, so that each folder’s users stand together.',
    },
    TYPE: { field: 'type', description: 'By kind of account, alphabetically.' },
    IS_ACTIVE: { field: 'is_active', description: 'Inactive accounts first.' },
    LAST_LOGIN: {
      field: 'last_login',
      description: 'By last login; who never logged in comes last, and first when descending.',
    },
    DATE_JOINED: { field: 'date_joined', description: 'By creation of the account, oldest first (from 2025.4 on).' },
    LAST_UPDATED: { field: 'last_updated', description: 'By last change of the account (from 2025.8 on).' },
    PASSWORD_CHANGE_DATE: {
      field: 'password_change_date',
      description: 'By last change of the password (from 2025.2 on).',
    },
  },
  getPage: (context, params, needs) =>
    getUserPage(context, { ...params, ...toUserIncludes('users', needs, context) }, userWhere.names),
  remember: rememberUser,
});
