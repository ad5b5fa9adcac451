/** One request as far as its price depends on it. */
export interface PricedRequest {
  /** As it was sent, with the query. */
  readonly path: string;
  readonly status: number;
  readonly rows: number;
}

// Everything here comes from the medians measured on a real authentik 2025.10.0-rc1 (300 users, 600 tokens, 22 groups,
// 2 workers). Single objects and a one-row list took 80 to 95 ms, so 80 is what a request costs before its first row.
const ALONE_MS = 80;
// 50 single users, 8 or 16 at a time: 2.4 s, that is 48 ms each with 2 workers, 96 ms of a worker, 8 of them for the row.
const BUSY_MS = 88;

/** Requests authentik works on at a time. */
export const WORKERS = 2;

// What a row adds: (ms of a page of 100 - 80) / 100; of groups (ms of a page of 20 groups with 15 members - 80) / 20.
const ROW_MS = {
  user: { withGroups: 8.2, without: 6 }, // 897 and 680 ms
  token: { withGroups: 13.7, without: 10.6 }, // 1448 and 1139 ms
  group: { plain: 5.2, withoutUsers: 2.65, withoutUsersWithChildren: 1.25 }, // 184, 133 and 105 ms
} as const;

/**
 * The milliseconds a worker of authentik spends on a request. `isAlone`: nothing else is being worked on or waits.
 * A refused request costs no row; `used_by`, `me` and `paths` were not measured apart and are priced by their overhead alone.
 */
export function toMilliseconds(request: PricedRequest, isAlone: boolean): number {
  const overhead = isAlone ? ALONE_MS : BUSY_MS;
  return request.status === 200 ? overhead + request.rows * toRowMs(request.path) : overhead;
}

function toRowMs(path: string): number {
  const [, resource, rest = ''] = /\/core\/(users|tokens|groups)\/([^?]*)/.exec(path) ?? [];
  if (resource === undefined || /^(me|paths)\/|used_by\/$/.test(rest)) {
    return 0;
  }
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  if (resource === 'groups') {
    return toGroupRowMs(query.get('include_users') !== 'false', query.get('include_children') === 'true');
  }
  const price = resource === 'users' ? ROW_MS.user : ROW_MS.token;
  return query.get('include_groups') === 'false' ? price.without : price.withGroups;
}

function toGroupRowMs(hasUsers: boolean, hasChildren: boolean): number {
  const { plain, withoutUsers, withoutUsersWithChildren } = ROW_MS.group;
  const savedByChildren = hasChildren ? withoutUsers - withoutUsersWithChildren : 0;
  return (hasUsers ? plain : withoutUsers) - savedByChildren;
}
