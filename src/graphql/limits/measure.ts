import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { toFieldCost } from './field-cost.ts';

/** What a selection comes to, the fragments in it counted as often as they are spread. */
export interface Measure {
  /** Fields inside fields, this selection's own being 1. */
  readonly depth: number;
  /** The same below `__schema` and `__type`. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of the selection itself, those of its fragments included. */
  readonly fields: number;
  /** Points. */
  readonly cost: number;
  /** Points for each row of the page that the selection is of. */
  readonly rowCost: number;
}

/** What selections are measured against: the schema, the document's fragments, and variables as the caller sent them. */
export interface Measured {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const NOTHING: Measure = {
  depth: 0,
  introspectionDepth: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  cost: 0,
  rowCost: 0,
};

/**
 * Creates what measures selections. Each fragment is looked into once, so the time is linear in the document though the
 * numbers may be exponential; a fragment inside itself counts as nothing, for validation refuses it. Fields that the
 * schema does not have count too: this runs before validation. `@skip` and `@include` leave nothing out.
 */
export function createMeasure(measured: Measured) {
  const known = new Map<string, Measure>();

  function measureSelection({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Measure {
    return selections.reduce<Measure>((total, node) => add(total, measureNode(node, type)), NOTHING);
  }

  function measureNode(node: SelectionNode, type: GraphQLNamedType | undefined): Measure {
    const directives = node.directives?.length ?? 0;
    if (node.kind === 'Field') {
      return withDirectives(measureField(node, type), directives);
    }
    if (node.kind === 'FragmentSpread') {
      return withDirectives(measureFragment(node.name.value), directives);
    }
    const inner = node.typeCondition ? measured.schema.getType(node.typeCondition.name.value) : type;
    return withDirectives(measureSelection(node.selectionSet, inner), directives);
  }

  function measureFragment(name: string): Measure {
    const fragment = measured.fragments.get(name);
    if (!fragment) {
      return NOTHING;
    }
    const before = known.get(name);
    if (before) {
      return before;
    }
    known.set(name, NOTHING);
    const type = measured.schema.getType(fragment.typeCondition.name.value);
    const measure = withDirectives(measureSelection(fragment.selectionSet, type), fragment.directives?.length ?? 0);
    known.set(name, measure);
    return measure;
  }

  function measureField(node: FieldNode, type: GraphQLNamedType | undefined): Measure {
    const field = findField(node.name.value, type);
    const below = node.selectionSet ? measureSelection(node.selectionSet, field && getNamedType(field.type)) : NOTHING;
    const isIntrospection = node.name.value === '__schema' || node.name.value === '__type';
    return {
      ...(isIntrospection
        ? { depth: 1, introspectionDepth: 1 + below.depth }
        : { depth: 1 + below.depth, introspectionDepth: below.introspectionDepth }),
      aliases: below.aliases + (node.alias ? 1 : 0),
      directives: below.directives,
      fields: 1,
      ...toFieldCost({ node, field, type, variables: measured.variables }, below),
    };
  }

  return { measureSelection, measureFragment };
}

function findField(name: string, type: GraphQLNamedType | undefined): GraphQLField<unknown, unknown> | undefined {
  if (name === '__schema' || name === '__type') {
    return name === '__schema' ? SchemaMetaFieldDef : TypeMetaFieldDef;
  }
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function add(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    fields: a.fields + b.fields,
    cost: a.cost + b.cost,
    rowCost: a.rowCost + b.rowCost,
  };
}

function withDirectives(measure: Measure, directives: number): Measure {
  return directives === 0 ? measure : { ...measure, directives: measure.directives + directives };
}
