import { z } from 'zod';
import type { AuthentikClient } from '../../authentik/client.ts';
import { jsonObjectShape } from '../../authentik/json.ts';

/** A group of the caller, in short. */
export const viewerGroupShape = z.object({ pk: z.string(), name: z.string() });

/** The caller as `/core/users/me/` answers it below `user`. */
export const viewerShape = z.object({
  pk: z.int32(),
  username: z.string(),
  name: z.string(),
  email: z.string(),
  is_active: z.boolean(),
  is_superuser: z.boolean(),
  avatar: z.string(),
  uid: z.string(),
  type: z.string(),
  settings: jsonObjectShape,
  system_permissions: z.array(z.string()),
  groups: z.array(viewerGroupShape),
});

/** Whom a credential stands for, as `/core/users/me/` answers it. */
export type ViewerJson = z.infer<typeof viewerShape>;

/** Asks whom the credential stands for; authentik refuses it to nobody with a good credential. */
export async function getViewer(authentik: AuthentikClient): Promise<ViewerJson> {
  return (await authentik.get({ path: '/core/users/me/', shape: z.object({ user: viewerShape }) })).user;
}
