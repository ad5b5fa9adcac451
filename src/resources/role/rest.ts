import { z } from 'zod';

/** A role as authentik embeds it in groups (and, from 2025.12 on, in users). */
export const roleShape = z.object({ pk: z.string(), name: z.string() });

/** A role as it comes embedded. */
export type RoleJson = z.infer<typeof roleShape>;
