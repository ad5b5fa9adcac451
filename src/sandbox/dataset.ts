import { createHash } from 'node:crypto';
import { z } from 'zod';
import { findContradictions } from './dataset-contradictions.ts';
import type { Json } from './jsonb.ts';
import { readTime } from './time.ts';
import { numericKeyOf, readUuid } from './uuid.ts';

const LONG_AGO = '2020-01-01T00:00:00Z';

const uuid = z.string().transform((text, context) => {
  const canonical = readUuid(text);
  if (canonical === undefined) context.addIssue({ code: 'custom', message: 'expected a UUID' });
  return canonical ?? '';
});
const time = z.string().refine((text) => readTime(text) !== undefined, { message: 'expected an ISO 8601 time' });
const attributes = z.record(z.string(), z.json()).default({});

const user = z
  .object({
    pk: z.int().positive(),
    username: z.string().min(1).max(150),
    name: z.string().default(''),
    is_active: z.boolean().default(true),
    last_login: time.nullable().default(null),
    date_joined: time.default(LONG_AGO),
    is_superuser: z.boolean().optional(),
    groups: z.array(uuid).default([]),
    roles: z.array(uuid).default([]),
    email: z.string().default(''),
    avatar: z.string().default('data:image/svg+xml;base64,'),
    attributes,
    uid: z.string().optional(),
    path: z.string().default('users'),
    type: z.enum(['internal', 'external', 'service_account', 'internal_service_account']).default('internal'),
    uuid,
    password_change_date: time.default(LONG_AGO),
    last_updated: time.default(LONG_AGO),
  })
  .transform((row) => ({ ...row, uid: row.uid ?? createHash('sha256').update(row.uuid).digest('hex') }));

const group = z
  .object({
    pk: uuid,
    num_pk: z.int().optional(),
    name: z.string().min(1),
    is_superuser: z.boolean().default(false),
    parent: uuid.nullable().optional(),
    parents: z.array(uuid).optional(),
    users: z.array(z.int()).default([]),
    attributes,
    roles: z.array(uuid).default([]),
    children: z.array(uuid).optional(),
  })
  .transform(({ parent, parents, ...row }) => ({
    ...row,
    num_pk: row.num_pk ?? numericKeyOf(row.pk),
    parents: parents ?? (parent ? [parent] : []),
  }));

const token = z.object({
  pk: uuid,
  managed: z.string().min(1).nullable().default(null),
  identifier: z
    .string()
    .max(255)
    .regex(/^[-a-zA-Z0-9_]+$/, { message: 'expected letters, digits, - and _' }),
  intent: z.enum(['api', 'app_password', 'recovery', 'verification']).default('api'),
  user: z.int(),
  description: z.string().default(''),
  expires: time.nullable().default(null),
  expiring: z.boolean().default(true),
  key: z.string().min(1),
});

const dataset = z.strictObject({
  authentikVersion: z.string().optional(),
  users: z.array(user),
  groups: z.array(group).default([]),
  tokens: z.array(token).default([]),
  roles: z.array(z.object({ pk: uuid, name: z.string().min(1) })).default([]),
  globalPermissions: z.record(z.string(), z.array(z.string())).default({}),
  objectPermissions: z.record(z.string(), z.record(z.string(), z.array(z.string()))).default({}),
  recoveryFlow: z.string().min(1).nullable().default(null),
  emailStages: z.array(z.object({ pk: uuid, name: z.string().min(1) })).default([]),
});

/**
 * Everything a sandbox knows at its start, in the format of the recordings' `dataset.json`: rows as the REST API
 * answers them, each token with its `key`, and `globalPermissions` (username → codenames such as `view_user`).
 * Three things are additions: `objectPermissions` (username → codename → primary keys), permissions on single objects;
 * `recoveryFlow`, the slug of the brand's recovery flow; `emailStages`, which can send recovery e-mails.
 */
export type SandboxDataset = z.output<typeof dataset>;
type Attributed = { readonly attributes: { readonly [key: string]: Json } };

/** A user as the sandbox keeps it: what authentik computes is left out, groups and roles are the store's. */
export type UserRow = Omit<SandboxDataset['users'][number], 'groups' | 'roles' | 'is_superuser' | 'attributes'> &
  Attributed;
/** A group as the sandbox keeps it; members, parents and children are the store's. */
export type GroupRow = Omit<SandboxDataset['groups'][number], 'users' | 'parents' | 'children' | 'attributes'> &
  Attributed;
/** A token as the sandbox keeps it, its secret key included. */
export type TokenRow = SandboxDataset['tokens'][number];
/** A role as the sandbox keeps it. */
export type RoleRow = SandboxDataset['roles'][number];

/** A data set that cannot be loaded; `problems` and the message name every problem, not only the first. */
export class DatasetError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The data set has ${problems.length} problem(s):\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'DatasetError';
    this.problems = problems;
  }
}

/**
 * Reads a data set from parsed JSON. What authentik derives (`num_pk`, `uid`, `parent_name`, every `…_obj`) may be
 * left out, a membership may stand on the user, on the group or on both, and a group has a `parent` or `parents`.
 * @throws DatasetError naming every problem.
 */
export function parseDataset(json: unknown): SandboxDataset {
  const parsed = dataset.safeParse(json);
  if (!parsed.success) {
    throw new DatasetError(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'root'}: ${issue.message}`));
  }
  const problems = findContradictions(parsed.data);
  if (problems.length > 0) throw new DatasetError(problems);
  return parsed.data;
}
