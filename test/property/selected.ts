import fc from 'fast-check';
import type { Arguments } from './arguments.ts';

/** What a directive's `if` holds: a literal or one of the document's Boolean variables. */
export type Condition = true | false | '$yes' | '$no' | '$yesUnlessSent' | '$noUnlessSent' | '$yesButSentNo';

/** At most one of each. */
export interface Directives {
  readonly skip?: Condition;
  readonly include?: Condition;
}

/** A field with its arguments. */
export interface SelectedField {
  readonly kind: 'field';
  readonly name: string;
  readonly isAliased: boolean;
  readonly args: Arguments;
  /** Whether the arguments are sent as variables. */
  readonly hasVariables: boolean;
  readonly directives: Directives;
  readonly selection: readonly Selected[];
}

/** A fragment with its own selection, written in place or by name. */
interface SelectedFragment {
  readonly kind: 'inline' | 'named';
  readonly on: string | undefined;
  readonly directives: Directives;
  readonly selection: readonly Selected[];
}

/** A spread of the document's one fragment on a type. */
interface SelectedShared {
  readonly kind: 'shared';
  readonly on: string;
  readonly directives: Directives;
}

/** A selection before it is printed. */
export type Selected = SelectedField | SelectedFragment | SelectedShared;

const condition = fc.oneof(
  fc.constantFrom<Condition>(true, false),
  fc.constantFrom<Condition>('$yes', '$no', '$yesUnlessSent', '$noUnlessSent', '$yesButSentNo'),
);

/** Most fields and fragments have none. */
export const directives: fc.Arbitrary<Directives> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Directives>({}) },
  { weight: 1, arbitrary: fc.record({ skip: condition, include: condition }, { requiredKeys: [] }) },
);
