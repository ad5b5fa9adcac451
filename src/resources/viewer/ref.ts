import { builder } from '../../graphql/builder.ts';
import type { ViewerJson } from './rest.ts';

/** `AuthentikViewer` over the answer of `/core/users/me/`. */
export const viewerRef = builder.objectRef<ViewerJson>('AuthentikViewer');
