import type { FieldNode } from 'graphql';
import type { IncludeSwitch, RowKind } from '../authentik/switches.ts';
import type { PlanDeclaration } from './plan-declaration.ts';

/** A field that begins requests, as far as the walk has seen what is below it. */
export interface Fetch {
  readonly needs: Set<IncludeSwitch>;
  hasRows: boolean;
  readonly field: string;
  readonly isRepeated: boolean;
  readonly steps: readonly string[];
  below: number;
}

/** What is found on the walk. */
export interface Draft {
  readonly fetches: Map<string, Fetch>;
  readonly loads: Readonly<Record<RowKind, Fetch>>;
  /** Root fields of a query with their arguments, printed. */
  readonly roots: Set<string>;
  readonly entities: FieldNode[];
  /** Root fields of a mutation. */
  readonly writes: Fetch[];
}

/** Where the walk is: the response path without list indexes, and which requests bring the objects around here. */
export interface Place {
  readonly path: string;
  readonly sources: Readonly<Partial<Record<RowKind, Fetch>>>;
  readonly connection: Fetch | undefined;
  /** The mutation whose payload this is in. */
  readonly write: Fetch | undefined;
  readonly isRepeated: boolean;
}

/** Goes below a field: notes the request it begins, and who brings the objects there. */
export function enter(draft: Draft, declaration: PlanDeclaration, place: Place & { readonly field: string }): Place {
  const { fetches, loads } = declaration;
  if (!fetches) {
    return loads ? { ...place, sources: { ...place.sources, [loads]: draft.loads[loads] } } : place;
  }
  const known = draft.fetches.get(place.path);
  const fetch = known ?? aFetch(declaration, place.field, place.isRepeated);
  draft.fetches.set(place.path, fetch);
  const isWrite = place.write === undefined && fetch.steps.length > 0;
  if (!known && isWrite) {
    draft.writes.push(fetch);
  } else if (!known && place.write && !place.isRepeated) {
    place.write.below += 1;
  }
  const sources = { ...place.sources, ...toSources(fetches, fetch) };
  return { ...place, sources, connection: fetch, write: isWrite ? fetch : place.write };
}

function toSources(fetches: NonNullable<PlanDeclaration['fetches']>, fetch: Fetch): Place['sources'] {
  if (fetches === 'other') {
    return {};
  }
  return fetches === 'entities' ? { user: fetch, group: fetch } : { [fetches]: fetch };
}

/** A request of which nothing is known yet. */
export function aFetch({ steps = [] }: PlanDeclaration, field: string, isRepeated: boolean): Fetch {
  return { needs: new Set(), hasRows: false, field, isRepeated, steps, below: 0 };
}
