import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { getUsedBy, type UsedByJson } from './rest.ts';

/** `AuthentikUsedBy` over one row of a `used_by` answer. */
export const usedByRef = builder.objectRef<UsedByJson>('AuthentikUsedBy');

/** What refers to an object, by the object's path below the API root. */
export const usedByPath = createLoader<string, UsedByJson[]>({
  loadOne: (path, context) => getUsedBy(context.authentik, path),
});
