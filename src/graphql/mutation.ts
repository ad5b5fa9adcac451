import type { FieldMap, InputFieldMap, InputRef, InputShapeFromFields } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { createBudgetError } from '../authentik/budget.ts';
import type { AuthentikWriter } from '../authentik/client.ts';
import type { GatewayContext } from '../context.ts';
import { builder, type SchemaTypes } from './builder.ts';
import type { Needs } from './plan.ts';
import { type PlanDeclaration, planned } from './plan-declaration.ts';
import { asResult, createResult } from './result.ts';
import { selectsField } from './selects-field.ts';
import { type Sends, sending } from './sends.ts';
import { getWriter } from './writer.ts';

/** What a mutation runs with. */
interface MutationRun {
  readonly context: GatewayContext;
  readonly writer: AuthentikWriter;
  /** What the payload's selection needs embedded in the answer to the write. */
  readonly needs: Needs;
  /** Whether a field of the payload is selected. */
  readonly selects: (field: string) => boolean;
}

/** What makes a mutation: its name, from which those of its types follow, its input, what it does, and its payload. */
interface MutationDefinition<Fields extends InputFieldMap, Payload extends object> {
  /** Verb and noun, e.g. `updateToken`: makes `AuthentikUpdateTokenInput`, `…Payload` and `…Result`. */
  readonly name: string;
  readonly description: string;
  /** What the requests are about, and what each of them does at least. */
  readonly plan: PlanDeclaration & { readonly steps: readonly string[] };
  /** The one request that changes something, or each of several alike. */
  readonly sends: Sends;
  readonly input: {
    readonly description: string;
    readonly fields: (t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) => Fields;
  };
  /** How many requests it takes with this input, where that can be more than the plan's steps. */
  readonly requests?: (input: InputShapeFromFields<Fields>, run: MutationRun) => number;
  /** Checks the input, writes, and answers the payload. Paths of errors begin with `input`. */
  readonly run: (input: InputShapeFromFields<Fields>, run: MutationRun) => Promise<Payload>;
  readonly payload: {
    readonly description: string;
    readonly fields: (t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Payload>) => FieldMap;
  };
}

/**
 * Declares a mutation with its input, payload and result union. What it must cost, payload included, is held against the
 * operation's budget before anything is sent.
 */
export function createMutation<Fields extends InputFieldMap, Payload extends object>(
  definition: MutationDefinition<Fields, Payload>,
): void {
  const { name, description, plan, sends } = definition;
  const prefix = `Authentik${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const input: InputRef<object> = builder.inputType(`${prefix}Input`, definition.input);
  const payload = builder.objectRef<Payload>(`${prefix}Payload`).implement(definition.payload);
  const result = createResult(
    `${prefix}Result`,
    payload,
    `What \`${name}\` did, or why it did nothing. Errors without a fragment go to \`errors[]\`.`,
  );
  builder.mutationField(name, (t) =>
    t.field({
      type: result,
      nullable: true,
      description,
      args: { input: t.arg({ type: input, required: true, description: `All that \`${name}\` is told.` }) },
      extensions: { ...planned(plan), ...sending(sends) },
      // Pothos cannot follow generic shapes: the input is that of `fields`, and what comes out is one of the union.
      resolve: (_root, ...[{ input: given }, context, info]) =>
        asResult(context, info, () =>
          runMutation(definition, given as InputShapeFromFields<Fields>, { context, info }),
        ) as never,
    }),
  );
}

async function runMutation<Fields extends InputFieldMap, Payload extends object>(
  { plan, requests, run }: MutationDefinition<Fields, Payload>,
  input: InputShapeFromFields<Fields>,
  { context, info }: { readonly context: GatewayContext; readonly info: GraphQLResolveInfo },
): Promise<Payload> {
  const { needs, below } = context.plan.at(info);
  const tools = {
    context,
    writer: getWriter(context),
    needs,
    selects: (field: string) => selectsField(info, field),
  };
  const own = Math.max(plan.steps.length, requests?.(input, tools) ?? 0);
  if (own + below > context.authentik.left().requests) {
    throw createBudgetError();
  }
  return run(input, tools);
}
