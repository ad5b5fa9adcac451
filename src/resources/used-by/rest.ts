import { z } from 'zod';
import type { AuthentikClient } from '../../authentik/client.ts';

/** One row of a `used_by` answer. */
export const usedByShape = z.object({
  app: z.string(),
  model_name: z.string(),
  pk: z.string(),
  name: z.string(),
  action: z.string(),
});

/** What refers to an object: one row of `used_by`. */
export type UsedByJson = z.infer<typeof usedByShape>;

/**
 * Asks what else in authentik refers to an object (`…/used_by/`, unpaginated, only rows the caller may view).
 * `objectPath` is the object's own path with trailing slash, its key checked.
 */
export function getUsedBy(authentik: AuthentikClient, objectPath: string): Promise<UsedByJson[]> {
  return authentik.get({ path: `${objectPath}used_by/`, shape: z.array(usedByShape) });
}
