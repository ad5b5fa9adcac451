import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Budget, createBudgetError } from './authentik/budget.ts';
import { parseCredential } from './authentik/credential.ts';
import type { Upstream } from './authentik/transport.ts';
import type { GatewayContext } from './context.ts';
import { estimate } from './graphql/estimate.ts';
import { createFullPlan } from './graphql/plan.ts';
import { createPlanCache } from './graphql/plan-cache.ts';
import { type Operation, toFragments } from './graphql/selected-fields.ts';
import { hideVariable } from './graphql/variable-errors.ts';
import { REQUEST_ID_HEADER, toRequestId } from './http/request-id.ts';
import { toWholeFailure } from './http/whole-failure.ts';
import { createOperationContext, type OperationOptions, refreshRelease } from './operation-context.ts';
import { addReceipt, wantsReceipt } from './receipt.ts';
import { noteCost, traceOperation } from './telemetry/note-operation.ts';

/**
 * Yoga plugin: gives every operation its own {@link GatewayContext} just before it runs (a client of authentik with this
 * request's credential, bound to the caller's patience, and the plan of its requests), and tells afterwards what it cost.
 */
export function useOperations(upstream: Upstream, options: OperationOptions): Plugin<GatewayContext> {
  const getPlan = createPlanCache(options.telemetry.planLookup);
  return {
    onExecute({ args, extendContext, setResultAndStopExecution }) {
      const { request } = args.contextValue;
      const credential = parseCredential(request.headers.get('authorization'));
      const operation = getOperationAST(args.document, args.operationName);
      if (!credential || !operation) {
        return undefined;
      }
      const asked = toOperation(args, operation);
      const requestId = toRequestId(request.headers.get(REQUEST_ID_HEADER) ?? undefined);
      const { plan: makePlan, observer } = traceOperation({ request, requestId, operation }, options.telemetry);
      const plan = makePlan(() => (options.isPlanning ? getPlan(asked) : createFullPlan()));
      if (isBeyond(options.budget, estimate(plan, asked))) {
        setResultAndStopExecution({ errors: [toRefusal()] });
        return undefined;
      }
      const isMutation = operation.operation === 'mutation';
      const deadline = AbortSignal.timeout(options.timeoutMs);
      const run = { upstream, options, credential, observer, signal: request.signal, deadline, requestId, isMutation };
      const context = createOperationContext(run, plan);
      extendContext(context);
      noteCost(context);
      const isReporting = wantsReceipt(request, options);
      return {
        onExecuteDone: ({ result, setResult }) => {
          refreshRelease(context, run);
          if (!('next' in result)) {
            const { requests } = context.authentik.usage();
            const whole = toWholeFailure(result, { requests, isOverdue: run.deadline.aborted });
            const told = whole ?? (isMutation ? hideVariables(result, args) : result);
            setResult(isReporting ? addReceipt(told, { ...context.authentik.usage(), ...context.saved }) : told);
          }
        },
      };
    },
  };
}

function isBeyond(budget: Budget, least: Pick<Budget, 'requests' | 'rows'>): boolean {
  return least.requests > budget.requests || least.rows > budget.rows;
}

function toOperation(
  { schema, document, variableValues }: ExecutionArgs,
  operation: OperationDefinitionNode,
): Operation {
  return { schema, operation, fragments: toFragments(document), variables: variableValues ?? {} };
}

// The variables of a mutation hold passwords and keys.
function hideVariables(result: ExecutionResult, args: ExecutionArgs): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map((error) => hideVariable(error, args)) } : result;
}

// Known from the document alone, so the whole request is at fault.
function toRefusal(): GraphQLError {
  const { code, message } = createBudgetError();
  return new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } });
}
