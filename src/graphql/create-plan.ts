import {
  type FieldNode,
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  print,
} from 'graphql';
import { type IncludeSwitch, type RowKind, SWITCHES } from '../authentik/switches.ts';
import { createFullPlan, type Plan, type PlannedFetch } from './plan.ts';
import { getDeclaration, type PlanDeclaration } from './plan-declaration.ts';
import { type Operation, type Selection, selectedFields, selectsOnly } from './selected-fields.ts';

interface Fetch {
  readonly needs: Set<IncludeSwitch>;
  hasRows: boolean;
  readonly field: string;
  readonly isRepeated: boolean;
}

interface Draft {
  readonly fetches: Map<string, Fetch>;
  readonly loads: Readonly<Record<RowKind, Fetch>>;
  /** Root fields with their arguments, printed. */
  readonly roots: Set<string>;
  readonly entities: FieldNode[];
}

/** Where the walk is: the response path without list indexes, and which requests bring the objects around here. */
interface Place {
  readonly path: string;
  readonly sources: Readonly<Partial<Record<RowKind, Fetch>>>;
  readonly connection: Fetch | undefined;
  readonly isRepeated: boolean;
}

/**
 * Plans an operation in one walk over its selection: fragments, aliases, unions, `@skip` and `@include` with variables.
 * One that selects too much to be looked at gets the plan that plans nothing.
 */
export function createPlan(operation: Operation): Plan {
  const draft: Draft = {
    fetches: new Map(),
    loads: { user: aFetch('', true), group: aFetch('', true) },
    roots: new Set(),
    entities: [],
  };
  const root = operation.schema.getRootType(operation.operation.operation);
  if (root) {
    const place = { path: '', sources: {}, connection: undefined, isRepeated: false };
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
    leastRequests: draft.roots.size,
  };
}

const NOTHING: PlannedFetch = { needs: new Set(), hasRows: true };

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
    } else if (declaration.fetches && place.path === '') {
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

function enter(draft: Draft, { fetches, loads }: PlanDeclaration, place: Place & { readonly field: string }): Place {
  if (!fetches) {
    return loads ? { ...place, sources: { ...place.sources, [loads]: draft.loads[loads] } } : place;
  }
  const fetch = draft.fetches.get(place.path) ?? aFetch(place.field, place.isRepeated);
  draft.fetches.set(place.path, fetch);
  return { ...place, sources: { ...place.sources, ...toSources(fetches, fetch) }, connection: fetch };
}

function toSources(fetches: NonNullable<PlanDeclaration['fetches']>, fetch: Fetch): Place['sources'] {
  if (fetches === 'other') {
    return {};
  }
  return fetches === 'entities' ? { user: fetch, group: fetch } : { [fetches]: fetch };
}

function aFetch(field: string, isRepeated: boolean): Fetch {
  return { needs: new Set(), hasRows: false, field, isRepeated };
}

// Response keys from the root on, without list indexes: all items of a list are planned alike.
function toPath(info: GraphQLResolveInfo): string {
  let path = '';
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) {
    path = typeof step.key === 'string' ? `.${step.key}${path}` : path;
  }
  return path;
}
