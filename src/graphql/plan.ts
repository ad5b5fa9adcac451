import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { type IncludeSwitch, type RowKind, SWITCHES } from '../authentik/switches.ts';

/** The switches that a request must have on. */
export type Needs = ReadonlySet<IncludeSwitch>;

/** What the selection below a field that begins a request asks of that request. */
export interface PlannedFetch {
  readonly needs: Needs;
  /** Whether any row is selected, or only their number and whether there are more. */
  readonly hasRows: boolean;
  /** Requests that are begun below the field whatever the answers are; told of mutations only. */
  readonly below: number;
}

/** A field that begins requests, for people to read. */
export interface FetchNote extends PlannedFetch {
  /** Response keys from the root on, joined by dots. */
  readonly path: string;
  /** e.g. `Query.users`. */
  readonly field: string;
  /** Whether it stands below a list, and so may begin a request for each of its items. */
  readonly isRepeated: boolean;
  /** What its own requests do, where that is not one read. */
  readonly steps: readonly string[];
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
  /** Every field that begins requests, in the order of the document. */
  readonly fetches: readonly FetchNote[];
  /** The root fields that answer entities: what they cost depends on their arguments; see `estimate.ts`. */
  readonly entities: readonly FieldNode[];
  /** Requests the operation begins whatever the answers are: its other root fields, equal ones counted once. */
  readonly leastRequests: number;
}

/** The plan that plans nothing: everything is embedded everywhere. What the real plan is compared with. */
export function createFullPlan(): Plan {
  const needs = new Set(Object.keys(SWITCHES) as readonly IncludeSwitch[]);
  const loads = { user: needs, group: needs };
  return { at: () => ({ needs, hasRows: true, below: 0 }), loads, fetches: [], entities: [], leastRequests: 0 };
}
