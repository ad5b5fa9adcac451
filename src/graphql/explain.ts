import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { createPlan } from './create-plan.ts';
import { estimate } from './estimate.ts';
import type { FetchNote, Needs, Plan } from './plan.ts';
import { toFragments } from './selected-fields.ts';

/** What {@link explain} tells about: one operation of a valid document and its variables. */
export interface Question {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Tells in words which requests an operation would begin and what they would embed, without running it.
 * @throws TypeError when the document has no operation, or several
 */
export function explain({ schema, document, variables }: Question): string {
  const operation = getOperationAST(document);
  if (!operation) {
    throw new TypeError('expected a document with exactly one operation, but got: none or several');
  }
  const planned = { schema, operation, fragments: toFragments(document), variables };
  const plan = createPlan(planned);
  const { requests, entities } = estimate(plan, planned);
  const width = Math.max(...plan.fetches.map(({ path }) => path.length));
  const lines = plan.fetches.map((fetch) => `  ${fetch.path.padEnd(width)}  ${toSentence(fetch)}`);
  return [
    `${toTitle(operation)}: at least ${toCount(requests, 'request')} to authentik`,
    ...lines,
    ...toLoads(plan),
    ...[...entities].map(([name, count]) => `  ${toCount(count, 'representation')} of ${name}.`),
    '',
  ].join('\n');
}

const ENTITIES = '._entities';

function toSentence({ field, needs, hasRows, isRepeated, steps }: FetchNote): string {
  if (steps.length > 0) {
    return `${isRepeated ? 'for each: ' : ''}${field}, ${steps.join(', then ')}, ${toEmbedded(needs)}`;
  }
  const isConnection = /\.\w*(tokens|users|groups)$/i.test(field);
  const what = field.endsWith(ENTITIES)
    ? 'one by key for each representation'
    : isConnection
      ? hasRows
        ? 'the page asked for'
        : 'one row, for the count'
      : 'one by key';
  return `${isRepeated ? 'for each: ' : ''}${field}, ${what}, ${toEmbedded(needs)}`;
}

function toLoads({ loads }: Plan): string[] {
  return Object.entries(loads)
    .filter(([, needs]) => needs.size > 0)
    .map(
      ([kind, needs]) =>
        `  Every ${kind} that is loaded by key further down, and every list of them, ${toEmbedded(needs)}.`,
    );
}

function toEmbedded(needs: Needs): string {
  const names = [...needs].map((need) => need.replace('include_', '').replaceAll('_', ' '));
  return names.length === 0 ? 'embedding nothing' : `embedding ${names.join(', ')}`;
}

function toTitle({ operation, name }: OperationDefinitionNode): string {
  return name ? `${operation} ${name.value}` : operation;
}

function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
