import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { GraphQLObjectType, type GraphQLSchema, GraphQLUnionType } from 'graphql';
import { ConfigError } from '../config.ts';
import { getEntities } from '../graphql/entity.ts';

/**
 * Puts a prefix before the names of entities and root fields (`User` and `user` become `AuthentikUser` and `authentikUser`),
 * for supergraphs in which these are taken. Everything else has names that only this subgraph uses.
 * @throws ConfigError when a name with the prefix is taken by another type
 */
export function prefixSchema(schema: GraphQLSchema, prefix: string): GraphQLSchema {
  if (prefix === '') {
    return schema;
  }
  const names = new Map([...getEntities(schema).keys()].map((name) => [name, `${prefix}${name}`]));
  const taken = [...names.values()].find((name) => schema.getType(name) !== undefined);
  if (taken !== undefined) {
    throw new ConfigError([`SCHEMA_PREFIX (--schema-prefix): ${taken} is another type already.`]);
  }
  return mapSchema(schema, {
    [MapperKind.ROOT_FIELD]: (config, name) => [toFieldName(prefix, name), config],
    [MapperKind.OBJECT_TYPE]: (type) => {
      const name = names.get(type.name);
      return name === undefined ? undefined : new GraphQLObjectType({ ...type.toConfig(), name });
    },
    [MapperKind.UNION_TYPE]: (type) => renameMembers(type, names),
  });
}

function toFieldName(prefix: string, name: string): string {
  return `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

// A union tells the type of a value by its name, which is now another.
function renameMembers(union: GraphQLUnionType, names: ReadonlyMap<string, string>): GraphQLUnionType {
  const { resolveType, ...config } = union.toConfig();
  return new GraphQLUnionType({
    ...config,
    resolveType: async (...args) => {
      const name = await resolveType?.(...args);
      return name === undefined ? undefined : (names.get(name) ?? name);
    },
  });
}
