import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Budget, createBudgetError } from './authentik/budget.ts';
import { createAuthentikClient } from './authentik/client.ts';
import { type Credential, parseCredential } from './authentik/credential.ts';
import type { CallObserver } from './authentik/observer.ts';
import { askVersion, type ReleaseFinder } from './authentik/release-finder.ts';
import type { Upstream } from './authentik/transport.ts';
import type { GatewayContext } from './context.ts';
import { estimate } from './graphql/estimate.ts';
import { createFullPlan, type Plan } from './graphql/plan.ts';
import { createPlanCache } from './graphql/plan-cache.ts';
import { type Operation, toFragments } from './graphql/selected-fields.ts';
import { hideVariable } from './graphql/variable-errors.ts';
import { giveWriter } from './graphql/writer.ts';
import { REQUEST_ID_HEADER, toRequestId } from './http/request-id.ts';
import { toWholeFailure } from './http/whole-failure.ts';
import { addReceipt, wantsReceipt } from './receipt.ts';
import { noteCost, traceOperation } from './telemetry/note-operation.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** How operations are run. */
export interface OperationOptions {
  /** Milliseconds that one operation may wait for authentik in all. */
  readonly timeoutMs: number;
  readonly budget: Budget;
  /** Whether every answer tells what it cost, asked for or not. */
  readonly isReporting: boolean;
  readonly release: ReleaseFinder;
  /** Whether selections decide what is asked for and askers share answers; off only to compare with. */
  readonly isPlanning: boolean;
  readonly telemetry: Telemetry;
}

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
      const context = createContext(run, plan);
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

interface Run {
  readonly upstream: Upstream;
  readonly options: OperationOptions;
  readonly credential: Credential;
  readonly observer: CallObserver;
  readonly signal: AbortSignal;
  /** Aborts when the operation's whole time is over. */
  readonly deadline: AbortSignal;
  readonly requestId: string;
  readonly isMutation: boolean;
}

function createContext({ upstream, options, isMutation, ...run }: Run, plan: Plan): GatewayContext {
  const { credential, observer, requestId } = run;
  const { budget, release } = options;
  const signal = AbortSignal.any([run.signal, run.deadline]);
  const { client, writer } = createAuthentikClient(upstream, { credential, observer, requestId, signal, budget });
  const context: GatewayContext = {
    authentik: client,
    plan,
    release: release.get(),
    isSharing: options.isPlanning,
    memory: { key: {} },
    saved: { shared: 0, embedded: 0 },
    notes: { hasErrorData: false, hasWritten: false },
  };
  if (isMutation) {
    giveWriter(context, writer);
  }
  return context;
}

// Whoever has got anything has a good credential; one that is tried on us must not make us ask for more.
function refreshRelease({ authentik }: GatewayContext, { upstream, options, credential }: Run): void {
  if (authentik.usage().rows > 0) {
    options.release.refresh(() => askVersion(upstream, credential, options.telemetry.observer));
  }
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
