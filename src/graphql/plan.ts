import { type FieldNode, type GraphQLResolveInfo, getNamedType, isCompositeType } from 'graphql';
import {
  getDeclaration,
  type IncludeSwitch,
  type PlanDeclaration,
  type RowKind,
  SWITCH_ROWS,
} from './plan-declaration.ts';
import { type Operation, type Selection, selectedFields, selectsOnly } from './selected-fields.ts';

/** The switches that a request must have on. */
export type Needs = ReadonlySet<IncludeSwitch>;

/** What the selection below a field that begins a request asks of that request. */
export interface PlannedFetch {
  readonly needs: Needs;
  /** Whether any row is selected, or only their number and whether there are more. */
  readonly hasRows: boolean;
}

/** What an operation needs of authentik, known before its first request. */
export interface Plan {
  /** What the field being resolved needs of the request it begins. */
  readonly at: (info: GraphQLResolveInfo) => PlannedFetch;
  /**
   * What objects of a kind need that are loaded by key further down. Every request for rows of that kind asks for it too:
   * whichever of its rows turns up there need not be asked for again.
   */
  readonly loads: Readonly<Record<RowKind, Needs>>;
}

interface Fetch {
  readonly needs: Set<IncludeSwitch>;
  hasRows: boolean;
}

interface Draft {
  readonly fetches: Map<string, Fetch>;
  readonly loads: Readonly<Record<RowKind, Fetch>>;
}

/** Where the walk is: the response path without list indexes, and which requests bring the objects around here. */
interface Place {
  readonly path: string;
  readonly sources: Readonly<Partial<Record<RowKind, Fetch>>>;
  readonly connection: Fetch | undefined;
}

/** Plans an operation in one walk over its selection: fragments, aliases, unions, `@skip` and `@include` with variables. */
export function createPlan(operation: Operation): Plan {
  const draft: Draft = { fetches: new Map(), loads: { user: aFetch(), group: aFetch() } };
  const root = operation.schema.getRootType(operation.operation.operation);
  if (root) {
    const place = { path: '', sources: {}, connection: undefined };
    planSelection({ operation, draft }, { type: root, selectionSet: operation.operation.selectionSet }, place);
  }
  return {
    at: (info) => draft.fetches.get(toPath(info)) ?? NOTHING,
    loads: { user: draft.loads.user.needs, group: draft.loads.group.needs },
  };
}

/** The plan that plans nothing: everything is embedded everywhere. What the real plan is compared with. */
export function createFullPlan(): Plan {
  const needs = new Set([
    'include_groups',
    'include_roles',
    'include_users',
    'include_children',
    'include_parents',
    'include_inherited_roles',
  ] as const);
  return { at: () => ({ needs, hasRows: true }), loads: { user: needs, group: needs } };
}

const NOTHING: PlannedFetch = { needs: new Set(), hasRows: true };

interface Walk {
  readonly operation: Operation;
  readonly draft: Draft;
}

function planSelection(walk: Walk, selection: Selection, place: Place): void {
  for (const { node, field } of selectedFields(walk.operation, selection)) {
    const declaration = getDeclaration(field.extensions) ?? {};
    noteNeeds(walk.operation, { node, declaration }, place);
    const type = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(type)) {
      const path = `${place.path}.${node.alias?.value ?? node.name.value}`;
      planSelection(
        walk,
        { type, selectionSet: node.selectionSet },
        enter(walk.draft, declaration, { ...place, path }),
      );
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
    sources[SWITCH_ROWS[needs]]?.needs.add(needs);
  }
  if (rows && connection) {
    connection.hasRows = true;
  }
}

function enter(draft: Draft, { fetches, loads }: PlanDeclaration, place: Place): Place {
  if (fetches) {
    const fetch = draft.fetches.get(place.path) ?? aFetch();
    draft.fetches.set(place.path, fetch);
    return { ...place, sources: { ...place.sources, [fetches]: fetch }, connection: fetch };
  }
  return loads ? { ...place, sources: { ...place.sources, [loads]: draft.loads[loads] } } : place;
}

function aFetch(): Fetch {
  return { needs: new Set(), hasRows: false };
}

// Response keys from the root on, without list indexes: all items of a list are planned alike.
function toPath(info: GraphQLResolveInfo): string {
  let path = '';
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) {
    path = typeof step.key === 'string' ? `.${step.key}${path}` : path;
  }
  return path;
}
