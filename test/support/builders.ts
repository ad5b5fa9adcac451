/** A user as authentik sends it. */
export function aUserJson(changes: object = {}): object {
  return {
    pk: 4,
    username: 'plain',
    name: 'Plain User',
    is_active: true,
    last_login: null,
    date_joined: '2026-11-23T13:40:11.844245Z',
    is_superuser: false,
    groups: [],
    groups_obj: [],
    email: 'plain@example.test',
    avatar: 'data:image/svg+xml;base64,',
    attributes: {},
    uid: '0da55a4ae29d1409ae13601edc5881c82877bbd49b5a34567f1f1f19ac8a08c4',
    path: 'users',
    type: 'internal',
    uuid: 'd3ce19d3-8b99-4e2b-a67a-35619ad25460',
    password_change_date: '2026-11-23T13:40:11.845683Z',
    last_updated: '2026-11-23T13:40:11.845695Z',
    ...changes,
  };
}

/** A token as authentik sends it, its owner embedded. */
export function aTokenJson(changes: object = {}): object {
  return {
    pk: 'aea4645d-a9fc-4d14-943a-23ed801dee6c',
    managed: null,
    identifier: 'plain-api',
    intent: 'api',
    user: 4,
    user_obj: aUserJson(),
    description: '',
    expires: '2099-01-01T00:00:00Z',
    expiring: false,
    ...changes,
  };
}

/** The answer of `/core/users/me/`. */
export function aMeJson(): object {
  return {
    user: {
      pk: 4,
      username: 'plain',
      name: 'Plain User',
      is_active: true,
      is_superuser: false,
      groups: [],
      email: 'plain@example.test',
      avatar: '',
      uid: '0da5',
      settings: {},
      type: 'internal',
      system_permissions: [],
    },
  };
}
