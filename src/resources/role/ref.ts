import { builder } from '../../graphql/builder.ts';
import type { RoleJson } from './rest.ts';

/** `AuthentikRole` over the role that came embedded. */
export const roleRef = builder.objectRef<RoleJson>('AuthentikRole');
