import {
  type FieldNode,
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  print,
} from 'graphql';
import { SWITCHES } from '../authentik/switches.ts';
import { createFullPlan, type Plan, type PlannedFetch } from './plan.ts';
import { getDeclaration, type PlanDeclaration } from './plan-declaration.ts';
import { aFetch, type Draft, enter, type Place } from './plan-draft.ts';
import { type Operation, type Selection, selectedFields, selectsOnly } from './selected-fields.ts';

/**
 * Plans an operation in one walk over its selection: fragments, aliases, unions, `@skip` and `@include` with variables.
 * One that selects too much to be looked at gets the plan that plans nothing.
 */
export function createPlan(operation: Operation): Plan {
  const draft: Draft = {
    fetches: new Map(),
    loads: { user: aFetch({}, '', true), group: aFetch({}, '', true) },
    roots: new Set(),
    entities: [],
    writes: [],
  };
  const root = operation.schema.getRootType(operation.operation.operation);
  if (root) {
    const place = { path: '', sources: {}, connection: undefined, write: undefined, isRepeated: false };
    const walk: Walk = { operation, draft, left: MAX_FIELDS };
    planSelection(walk, { type: root, selectionSet: operation.operation.selectionSet }, place);
    if (walk.left < 0) {
      return createFullPlan();
    }
  }
  return {
    at: (info) => draft.fetches.get(toPath(info)) ?? NOTHING,
    loads: { user: draft.loads.user.needs, group: draft.loads.group.needs },
    fetches: [...draft.fetches].map(([path, fetch]) => ({ ...fetch, path: path.slice(1) })),
    entities: draft.entities,
    leastRequests: draft.writes.reduce((sum, { steps, below }) => sum + steps.length + below, draft.roots.size),
  };
}

const NOTHING: PlannedFetch = { needs: new Set(), hasRows: true, below: 0 };

interface Walk {
  readonly operation: Operation;
  readonly draft: Draft;
  /** Selected fields that may still be looked at. */
  left: number;
}

// Fragments inside fragments can select exponentially many fields in few bytes; no honest operation comes near this.
const MAX_FIELDS = 10_000;

function planSelection(walk: Walk, selection: Selection, place: Place): void {
  for (const { node, field, coordinate } of selectedFields(walk.operation, selection)) {
    walk.left -= 1;
    if (walk.left < 0) {
      return;
    }
    const declaration = getDeclaration(field.extensions) ?? {};
    noteNeeds(walk.operation, { node, declaration }, place);
    const path = `${place.path}.${node.alias?.value ?? node.name.value}`;
    const isRepeated = place.isRepeated || isListType(getNullableType(field.type));
    if (declaration.fetches === 'entities') {
      walk.draft.entities.push(node);
    } else if (declaration.fetches && place.path === '' && !declaration.steps) {
      // What a mutation is given is nobody's to keep, and no two of them are one.
      walk.draft.roots.add([field.name, ...(node.arguments ?? []).map(print)].join(' '));
    }
    const below = enter(walk.draft, declaration, { ...place, path, field: coordinate });
    const type = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(type)) {
      planSelection(walk, { type, selectionSet: node.selectionSet }, { ...below, isRepeated });
    }
  }
}

function noteNeeds(
  operation: Operation,
  { node, declaration }: { readonly node: FieldNode; readonly declaration: PlanDeclaration },
  { sources, connection }: Place,
): void {
  const { needs, unlessOnly = [], rows } = declaration;
  if (needs && !selectsOnly(operation, node, unlessOnly)) {
    sources[SWITCHES[needs].rows]?.needs.add(needs);
  }
  if (rows && connection) {
    connection.hasRows = true;
  }
}

// Response keys from the root on, without list indexes: all items of a list are planned alike.
function toPath(info: GraphQLResolveInfo): string {
  let path = '';
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) {
    path = typeof step.key === 'string' ? `.${step.key}${path}` : path;
  }
  return path;
}
