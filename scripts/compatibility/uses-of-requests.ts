import {
  type GraphQLArgument,
  type GraphQLInputObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';
import { getSends } from '../../src/graphql/sends.ts';
import { type Found, findProperties } from './look.ts';
import type { Structure } from './structure.ts';
import { createReadUse, type Field, type Use } from './use.ts';

// What every list is read with.
const PAGING = ['ordering', 'page', 'page_size'];

/** What a field with requests of its own takes: its operations, and of the first the parameters and orders. */
export function listUsesOfQuery(coordinate: string, field: Field, operations: readonly string[]): Use[] {
  const [list = ''] = operations;
  const paging = field.args.some(({ name }) => name === 'where') ? PAGING : [];
  const itself: Use = {
    coordinate,
    look: (structure) => ({ ...findOperations(structure, operations), ...findInputs(structure, list, paging) }),
  };
  return [itself, ...field.args.flatMap((arg) => usesOfArgument(coordinate, arg, list))];
}

/** What a mutation takes: its operation, the fields of the body, and what is read of the answer. */
export function listUsesOfMutation(field: Field): Use[] {
  const sends = getSends(field.extensions);
  const [input] = field.args;
  if (!sends || !input) {
    throw new TypeError(`expected a mutation that says what it sends, but got: ${field.name}`);
  }
  const { operation, names = {}, answers } = sends;
  const fields = new Set(Object.values(names).flatMap(([, name]) => name ?? []));
  const toUpstream = (name: string) => Object.keys(names).filter((upstream) => names[upstream]?.[1] === name);
  return [
    { coordinate: `Mutation.${field.name}`, look: (structure) => findOperations(structure, [operation]) },
    ...[...fields].map((name) => ({
      coordinate: `${getNamedType(input.type).name}.${name}`,
      look: (structure: Structure) => findInputs(structure, operation, toUpstream(name)),
    })),
    ...(answers
      ? [
          createReadUse(`Mutation.${field.name} (its answer)`, [operation], {
            shape: answers,
            properties: Object.keys(answers.shape),
          }),
        ]
      : []),
  ];
}

function usesOfArgument(coordinate: string, arg: GraphQLArgument, operation: string): Use[] {
  const type = getNamedType(arg.type);
  if (isInputObjectType(type)) {
    return arg.name === 'where' ? usesOfWhere(type, operation) : usesOfOrder(type, operation);
  }
  return arg.name === 'search'
    ? [{ coordinate: `${coordinate}(search:)`, look: (structure) => findInputs(structure, operation, ['search']) }]
    : [];
}

function usesOfWhere(type: GraphQLInputObjectType, operation: string): Use[] {
  return Object.values(type.getFields()).map(({ name, extensions }) => ({
    coordinate: `${type.name}.${name}`,
    look: (structure) => findInputs(structure, operation, [String(extensions.param)]),
  }));
}

// Which orders a list has is in no document: they follow the properties of its rows.
function usesOfOrder(type: GraphQLInputObjectType, operation: string): Use[] {
  const fields = getNamedType(type.getFields().field?.type);
  const values = isEnumType(fields) ? fields.getValues() : [];
  return values.map(({ name, value }) => ({
    coordinate: `${fields?.name}.${name}`,
    look: (structure) => {
      const properties = findProperties(structure, [operation, 'results']);
      return properties && (properties[String(value)] === undefined ? {} : { [`property ${value}`]: 'order' });
    },
  }));
}

function findOperations({ operations }: Structure, names: readonly string[]): Found {
  return Object.fromEntries(names.filter((name) => operations[name]).map((name) => [name, 'operation']));
}

function findInputs({ operations }: Structure, operation: string, names: readonly string[]): Found | undefined {
  const asked = operations[operation];
  const find = (kind: string, all: readonly string[] = []) =>
    names.filter((name) => all.includes(name)).map((name) => [`${kind} ${name}`, 'input'] as const);
  return asked && Object.fromEntries([...find('parameter', asked.parameters), ...find('body field', asked.body)]);
}
