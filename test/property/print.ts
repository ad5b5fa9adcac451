import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema.ts';
import type { Selections, Sent } from './document.ts';
import type { Condition, Directives, Selected, SelectedField } from './selected.ts';

const CONDITIONS: Readonly<Record<string, { readonly declared: string; readonly sent?: boolean }>> = {
  $yes: { declared: '$yes: Boolean!', sent: true },
  $no: { declared: '$no: Boolean!', sent: false },
  $yesUnlessSent: { declared: '$yesUnlessSent: Boolean = true' },
  $noUnlessSent: { declared: '$noUnlessSent: Boolean! = false' },
  $yesButSentNo: { declared: '$yesButSentNo: Boolean! = true', sent: false },
};

/** What printing gathers on its way. */
interface Gathered {
  readonly selections: Selections;
  /** Definitions of fragments by their text without the name: equal ones are one. */
  readonly fragments: Map<string, string>;
  readonly declared: Set<string>;
  readonly variables: Record<string, unknown>;
}

/** Prints selections as a document that is always valid: what has other arguments has another alias. */
export function printDocument(selections: Selections): Sent {
  const gathered: Gathered = { selections, fragments: new Map(), declared: new Set(), variables: {} };
  const root = printSelection(gathered, 'Query', selections.root);
  const declared = gathered.declared.size === 0 ? '' : `(${[...gathered.declared].join(', ')})`;
  const fragments = [...gathered.fragments].map(([body, name]) => `fragment ${name} ${body}`);
  return { query: [`query Random${declared} ${root}`, ...fragments].join('\n'), variables: gathered.variables };
}

function printSelection(gathered: Gathered, type: string, selection: readonly Selected[]): string {
  return `{ ${selection.map((selected) => printSelected(gathered, type, selected)).join(' ')} }`;
}

function printSelected(gathered: Gathered, type: string, selected: Selected): string {
  const directives = printDirectives(gathered, selected.directives);
  if (selected.kind === 'shared') {
    return `...${nameFragment(gathered, selected.on, gathered.selections.shared[selected.on] ?? [])}${directives}`;
  }
  if (selected.kind === 'field') {
    return printField(gathered, { type, selected, directives });
  }
  if (selected.kind === 'named') {
    return `...${nameFragment(gathered, selected.on ?? type, selected.selection)}${directives}`;
  }
  const on = selected.on === undefined ? '' : ` on ${selected.on}`;
  return `...${on}${directives} ${printSelection(gathered, selected.on ?? type, selected.selection)}`;
}

function nameFragment(gathered: Gathered, on: string, selection: readonly Selected[]): string {
  const body = `on ${on} ${printSelection(gathered, on, selection)}`;
  const name = gathered.fragments.get(body) ?? `F${gathered.fragments.size + 1}`;
  gathered.fragments.set(body, name);
  return name;
}

interface PrintedField {
  readonly type: string;
  readonly selected: SelectedField;
  readonly directives: string;
}

function printField(gathered: Gathered, { type, selected, directives }: PrintedField): string {
  const { name, args, selection } = selected;
  const parent = schema.getType(type);
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  const printed = Object.entries(args).flatMap(([argument, value]) => {
    const input = field?.args.find((candidate) => candidate.name === argument)?.type;
    return input
      ? [`${argument}: ${printArgument(gathered, input, { value, isVariable: selected.hasVariables })}`]
      : [];
  });
  const text = printed.length === 0 ? '' : `(${printed.join(', ')})`;
  const alias = text === '' ? (selected.isAliased ? `my_${name}: ` : '') : `${name}_${toHash(text)}: `;
  const below =
    field && selection.length > 0 ? ` ${printSelection(gathered, getNamedType(field.type).name, selection)}` : '';
  return `${alias}${name}${text}${directives}${below}`;
}

function printArgument(
  gathered: Gathered,
  type: GraphQLInputType,
  { value, isVariable }: { readonly value: unknown; readonly isVariable: boolean },
): string {
  if (!isVariable) {
    return printValue(value, type);
  }
  const name = `v${toHash(`${String(type)} ${JSON.stringify(value)}`)}`;
  gathered.declared.add(`$${name}: ${String(type)}`);
  gathered.variables[name] = value;
  return `$${name}`;
}

function printValue(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value)) {
    return `[${value.map((item) => printValue(item, nullable.ofType)).join(', ')}]`;
  }
  if (isInputObjectType(nullable) && typeof value === 'object' && value !== null) {
    const fields = nullable.getFields();
    const printed = Object.entries(value).flatMap(([name, item]) => {
      const field = fields[name];
      return field ? [`${name}: ${printValue(item, field.type)}`] : [];
    });
    return `{${printed.join(', ')}}`;
  }
  return isEnumType(nullable) && value !== null ? String(value) : JSON.stringify(value);
}

function printDirectives(gathered: Gathered, { skip, include }: Directives): string {
  return `${printDirective(gathered, 'skip', skip)}${printDirective(gathered, 'include', include)}`;
}

function printDirective(gathered: Gathered, name: string, condition: Condition | undefined): string {
  if (condition === undefined) {
    return '';
  }
  const variable = CONDITIONS[String(condition)];
  if (variable) {
    gathered.declared.add(variable.declared);
    if (variable.sent !== undefined) {
      gathered.variables[String(condition).slice(1)] = variable.sent;
    }
  }
  return ` @${name}(if: ${String(condition)})`;
}

function toHash(text: string): string {
  let hash = 0;
  for (const character of text) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash.toString(36);
}
