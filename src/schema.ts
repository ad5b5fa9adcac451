import { lexicographicSortSchema, printSchema } from 'graphql';
import './graphql/scalars.ts';
import { builder } from './graphql/builder.ts';
import './resources/group/index.ts';
import './resources/role/index.ts';
import './resources/token/index.ts';
import './resources/used-by/index.ts';
import './resources/user/index.ts';
import './resources/viewer/index.ts';

/** The executable schema. A new resource is one more import above. */
export const schema = builder.toSchema();

/** The schema as committed in `schema.graphql`, types and fields in alphabetical order. */
export const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
