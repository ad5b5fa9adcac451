import { z } from 'zod';
import { whole, yesOrNo } from '../config-values.ts';

/** The settings of the subgraph: how its schema is named, and who may ask for it and for entities. */
export const federationSettings = {
  schemaPrefix: z
    .string()
    .regex(/^([A-Z][A-Za-z0-9]{0,30})?$/, 'Must be a capital letter and up to 30 more letters and digits.')
    .default('')
    .meta({
      unit: 'name',
      description:
        'What to put before the names of entities and root fields, for a supergraph in which User or user is taken: Authentik makes them AuthentikUser and authentikUser.',
    }),
  introspection: yesOrNo.default(true).meta({
    unit: 'true or false',
    description:
      'Whether callers may read the schema; off, it also closes _service and _entities to all but the router.',
  }),
  routerSecret: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, 'Must be 16 to 512 visible ASCII characters.')
    .optional()
    .meta({
      unit: 'text',
      description:
        'With it, _service and _entities answer only requests that have it in the header x-router-secret, and _service needs no token then.',
    }),
  maxRepresentations: whole(1, 1000).default(100).meta({
    unit: 'entities',
    description: 'How many entities a router may ask for with one _entities.',
  }),
};
