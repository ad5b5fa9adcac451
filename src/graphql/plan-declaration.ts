import type { IncludeSwitch, RowKind } from '../authentik/switches.ts';

/** What a field tells the plan about itself; each part is optional. */
export interface PlanDeclaration {
  /** The switch that makes authentik embed what the field answers. */
  readonly needs?: IncludeSwitch;
  /** With `needs`: not when all that is selected below the field is among these, which the keys that always come can answer. */
  readonly unlessOnly?: readonly string[];
  /** The field begins requests: for rows of this kind, of any kind that is selected, or for something that no switch is about. */
  readonly fetches?: RowKind | 'entities' | 'other';
  /** The field answers objects of this kind that are, or may have to be, loaded one by one by their key. */
  readonly loads?: RowKind;
  /** What the field's own requests do, in words and in order, one for each. A mutation begins them before anything below it. */
  readonly steps?: readonly string[];
  /** The field of a connection answers its rows; without such a field only their number is asked for. */
  readonly rows?: true;
}

interface PlanExtensions {
  readonly [extension: string]: unknown;
  readonly plan: PlanDeclaration;
}

/** A field's declaration for the plan, as its Pothos `extensions`; it stands beside the field and nowhere else. */
export function planned(plan: PlanDeclaration): PlanExtensions {
  return { plan };
}

/** Reads a field's declaration back. */
export function getDeclaration(extensions: object): PlanDeclaration | undefined {
  return isPlanExtensions(extensions) ? extensions.plan : undefined;
}

function isPlanExtensions(extensions: object): extensions is PlanExtensions {
  return 'plan' in extensions;
}
