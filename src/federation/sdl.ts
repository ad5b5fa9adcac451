import { type GraphQLSchema, lexicographicSortSchema, OperationTypeNode, printSchema } from 'graphql';
import { type EntityDeclaration, getEntities } from '../graphql/entity.ts';

// The oldest version that has what is used here, so that the oldest routers can compose it. The definitions are the
// specification's own (https://specs.apollo.dev/federation/v2.0, https://specs.apollo.dev/link/v1.0): they stand here so
// that tools which know nothing of federation can read the file too.
const LINK = '@link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])';

const DEFINITIONS = `"""Names a specification whose directives the schema uses, for composition."""
directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

"""Names the fields by which other subgraphs refer to an entity, for composition."""
directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE

"""Marks what other subgraphs may define too, for composition."""
directive @shareable on OBJECT | FIELD_DEFINITION

"""Fields of a type, as in a selection without its outer braces."""
scalar federation__FieldSet

"""What is imported from a specification: a name, or an object with a name and an alias."""
scalar link__Import

"""What a linked specification is for."""
enum link__Purpose {
  """Without it data may be shown to the wrong people."""
  SECURITY

  """Without it requests cannot be executed rightly."""
  EXECUTION
}

`;

/** Types that every Relay-style subgraph defines, all of them alike. */
const SHAREABLE = ['PageInfo'];

/**
 * Prints a schema as a Federation 2 subgraph, types and fields in alphabetical order. What federation itself adds
 * (`_entities`, `_service`) is no part of it. graphql-js prints no applied directives, so they are put in here.
 */
export function printSubgraph(schema: GraphQLSchema): string {
  const directives = new Map([
    ...SHAREABLE.map((name) => [name, '@shareable'] as const),
    ...[...getEntities(schema)].map(([name, declaration]) => [name, toKeys(declaration)] as const),
  ]);
  const printed = printSchema(lexicographicSortSchema(schema)).replace(
    /^type (\w+)(.*) \{$/gm,
    (line, name: string, rest: string) => {
      const applied = directives.get(name);
      return applied === undefined ? line : `type ${name}${rest} ${applied} {`;
    },
  );
  return `${printSchemaDefinition(schema)}${DEFINITIONS}${printed}\n`;
}

// Written out instead of `extend schema`, which relay-compiler does not read.
function printSchemaDefinition(schema: GraphQLSchema): string {
  const operations = Object.values(OperationTypeNode).flatMap((operation) => {
    const type = schema.getRootType(operation);
    return type ? [`  ${operation}: ${type.name}`] : [];
  });
  return `schema ${LINK} {\n${operations.join('\n')}\n}\n\n`;
}

function toKeys({ keys }: EntityDeclaration): string {
  return keys
    .map(({ field, load }) => `@key(fields: "${field}"${load === undefined ? ', resolvable: false' : ''})`)
    .join(' ');
}
