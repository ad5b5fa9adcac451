import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema.ts';
import { argumentsOf } from './arguments.ts';
import { directives, type Selected, type SelectedField } from './selected.ts';

/** Where a selection stands: how many more objects may be nested, and how many more fragments directly in each other. */
interface Room {
  readonly depth: number;
  readonly fragments: number;
}

/** Types that have one fragment per document, spread in many places. */
export const SHARED_TYPES = ['User', 'Group', 'Token', 'AuthentikUserConnection'] as const;

const isShared = (name: string): boolean => SHARED_TYPES.some((shared) => shared === name);
const isPage = (name: string): boolean => /(Connection|Edge)$/.test(name);

const memo = new Map<string, fc.Arbitrary<readonly Selected[]>>();

/** Random selections on a type of the schema. */
export function selectionOn(type: GraphQLNamedOutputType, room: Room): fc.Arbitrary<readonly Selected[]> {
  const key = `${type.name} ${room.depth} ${room.fragments}`;
  const known = memo.get(key);
  if (known) {
    return known;
  }
  const made = fc.array(selectedOn(type, room), { minLength: 1, maxLength: isPage(type.name) ? 3 : 4, size: 'max' });
  memo.set(key, made);
  return made;
}

function selectedOn(type: GraphQLNamedOutputType, room: Room): fc.Arbitrary<Selected> {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
  const objects = fields.filter((field) => isCompositeType(getNamedType(field.type)));
  const choices: fc.WeightedArbitrary<Selected>[] = [];
  if (leaves.length > 0) {
    choices.push({ weight: 6, arbitrary: fc.oneof(...leaves.map((field) => leaf(field))) });
  }
  if (objects.length > 0 && (room.depth > 0 || isPage(type.name))) {
    const below = { depth: isPage(type.name) ? room.depth : room.depth - 1, fragments: 2 };
    choices.push({
      weight: isPage(type.name) ? 15 : 8,
      arbitrary: fc.oneof(...objects.map((field) => object(field, below))),
    });
  }
  if (type.name !== 'Query') {
    choices.push({ weight: 1, arbitrary: directives.map((drawn) => aField('__typename', { directives: drawn })) });
  }
  choices.push(...fragmentsOn(type, room));
  return fc.oneof({ withCrossShrink: true }, ...choices);
}

function fragmentsOn(type: GraphQLNamedOutputType, room: Room): fc.WeightedArbitrary<Selected>[] {
  const choices: fc.WeightedArbitrary<Selected>[] = [];
  if (isShared(type.name) && room.depth > 0 && room.fragments === 2) {
    choices.push({
      weight: 1,
      arbitrary: directives.map((drawn) => ({ kind: 'shared', on: type.name, directives: drawn })),
    });
  }
  if (room.fragments > 0) {
    const weight = isAbstractType(type) ? 8 : 2;
    choices.push({ weight, arbitrary: fc.oneof(...typesIn(type).map((on) => fragment(on, type, room))) });
  }
  return choices;
}

// The types a fragment may stand on here; what is searched for more often than errors, and most often the object itself.
function typesIn(type: GraphQLNamedOutputType): GraphQLNamedOutputType[] {
  if (!isAbstractType(type)) {
    return [type];
  }
  const types: readonly GraphQLObjectType[] = schema.getPossibleTypes(type);
  const entities = types.filter(({ name }) => isShared(name));
  const error = schema.getType('AuthentikError');
  return [...entities, ...entities, ...entities, ...types, ...(isInterfaceType(error) ? [error] : []), type];
}

function fragment(on: GraphQLNamedOutputType, around: GraphQLNamedOutputType, room: Room): fc.Arbitrary<Selected> {
  const forms = fc.constantFrom<readonly ['inline' | 'named', string | undefined]>(
    ['inline', on.name],
    ['named', on.name],
    ...(on === around ? [['inline', undefined] as const] : []),
  );
  const selection = selectionOn(on, { ...room, fragments: room.fragments - 1 });
  return fc
    .tuple(forms, directives, selection)
    .map(([[kind, name], drawn, below]) => ({ kind, on: name, directives: drawn, selection: below }));
}

function leaf(field: GraphQLField<unknown, unknown>): fc.Arbitrary<Selected> {
  return object(field, undefined);
}

function object(field: GraphQLField<unknown, unknown>, room: Room | undefined): fc.Arbitrary<Selected> {
  const type = getNamedType(field.type);
  const selection = room ? selectionOn(type, room) : fc.constant([]);
  return fc
    .record({ isAliased: fc.boolean(), args: argumentsOf(field), hasVariables: fc.boolean(), directives, selection })
    .map((drawn) => aField(field.name, drawn));
}

function aField(name: string, drawn: Partial<SelectedField>): Selected {
  return {
    kind: 'field',
    name,
    isAliased: false,
    args: {},
    hasVariables: false,
    directives: {},
    selection: [],
    ...drawn,
  };
}
