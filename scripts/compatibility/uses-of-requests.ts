import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { getSends } from '../../src/graphql/sends.ts';
import { type Facet, type Found, findInputs, findProperties } from './look.ts';
import type { Structure } from './structure.ts';
import { breaksInput, breaksRequest, createFacet, createReadUse, type Field, type Use } from './use.ts';
import { createAnswerUse } from './uses-of-answers.ts';

// What every list is read with.
const PAGING = ['ordering', 'page', 'page_size'];

/** What a field with requests of its own takes: its operations, of the first the parameters and orders, and what is read of their answers. */
export function listUsesOfQuery(coordinate: string, field: Field, operations: readonly string[]): Use[] {
  const [list = ''] = operations;
  const paging = field.args.some(({ name }) => name === 'where') ? PAGING : [];
  const itself = createAnswerUse(coordinate, operations, (structure) => ({
    ...findOperations(structure, operations),
    ...pickInputs(findInputs(structure, list), paging),
    ...findUnsent(findInputs(structure, list), paging),
  }));
  return [itself, ...field.args.flatMap((arg) => usesOfArgument(coordinate, arg, list))];
}

/** What a mutation takes: its operation, the fields of the body, and what is read of the answer. */
export function listUsesOfMutation(field: Field): Use[] {
  const sends = getSends(field.extensions);
  const [input] = field.args;
  const type = input && getNamedType(input.type);
  if (!sends || !isInputObjectType(type)) {
    throw new TypeError(`expected a mutation that says what it sends, but got: ${field.name}`);
  }
  const { operation, names = {}, answers } = sends;
  const fields = Object.values(type.getFields());
  const toUpstream = ({ name }: GraphQLInputField) => Object.keys(names).filter((each) => names[each]?.[1] === name);
  return [
    {
      coordinate: `Mutation.${field.name}`,
      breaks: breaksRequest,
      look: (structure) => ({
        ...findOperations(structure, [operation]),
        ...findUnsent(findInputs(structure, operation), Object.keys(names)),
      }),
    },
    ...fields
      .filter((each) => toUpstream(each).length > 0)
      .map((each) =>
        createInputUse(`${type.name}.${each.name}`, operation, { field: each, upstream: toUpstream(each) }),
      ),
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
    ? [createInputUse(`${coordinate}(search:)`, operation, { field: arg, upstream: ['search'] })]
    : [];
}

function usesOfWhere(type: GraphQLInputObjectType, operation: string): Use[] {
  return Object.values(type.getFields()).map((field) =>
    createInputUse(`${type.name}.${field.name}`, operation, { field, upstream: [String(field.extensions.param)] }),
  );
}

// Which orders a list has is in no document: they follow the properties of its rows.
function usesOfOrder(type: GraphQLInputObjectType, operation: string): Use[] {
  const fields = getNamedType(type.getFields().field?.type);
  const values = isEnumType(fields) ? fields.getValues() : [];
  return values.map(({ name, value }) => ({
    coordinate: `${fields?.name}.${name}`,
    look: (structure) => {
      const properties = findProperties(structure, [operation, 'results']);
      return properties && (properties[String(value)] ? { [`property ${value}`]: createFacet('order') } : {});
    },
  }));
}

/** An input of ours and what authentik calls it, in any release. */
interface Input {
  readonly field: GraphQLArgument | GraphQLInputField;
  readonly upstream: readonly string[];
}

function createInputUse(coordinate: string, operation: string, { field, upstream }: Input): Use {
  // What can never be left out may as well be required.
  const toAsked = ({ isRequired, ...facet }: Facet): Facet =>
    isRequired && !isNonNullType(field.type) ? { ...facet, text: `${facet.text}, required`, isRequired } : facet;
  return {
    coordinate,
    breaks: breaksInput,
    look: (structure) => {
      const inputs = findInputs(structure, operation);
      const found = pickInputs(inputs, upstream);
      return inputs && Object.fromEntries(Object.entries(found).map(([name, facet]) => [name, toAsked(facet)]));
    },
  };
}

function findOperations({ operations }: Structure, names: readonly string[]): Found {
  return Object.fromEntries(names.filter((name) => operations[name]).map((name) => [name, createFacet('operation')]));
}

function pickInputs(inputs: Found = {}, names: readonly string[]): Found {
  return Object.fromEntries(Object.entries(inputs).filter(([label]) => names.includes(toName(label))));
}

// What a request must have and ours have not.
function findUnsent(inputs: Found = {}, sent: readonly string[]): Found {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([label, { isRequired }]) => isRequired && !sent.includes(toName(label)))
      .map(([label]) => [`required ${label}`, { ...createFacet('required'), isRequired: true }]),
  );
}

function toName(label: string): string {
  return label.replace(/^.* /, '');
}
