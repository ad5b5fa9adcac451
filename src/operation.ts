import { randomUUID } from 'node:crypto';
import type { ExecutionArgs } from 'graphql';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Budget } from './authentik/budget.ts';
import { createAuthentikClient } from './authentik/client.ts';
import { type Credential, parseCredential } from './authentik/credential.ts';
import type { Upstream } from './authentik/transport.ts';
import type { GatewayContext } from './context.ts';
import { createFullPlan, createPlan, type Plan } from './graphql/plan.ts';

const REPORT_HEADER = 'x-upstream-report';

/** How operations are run. */
export interface OperationOptions {
  /** Milliseconds that one operation may wait for authentik in all. */
  readonly timeoutMs: number;
  readonly budget: Budget;
  /** Whether every answer tells what it cost, asked for or not. */
  readonly isReporting: boolean;
  /** Whether selections decide what is asked for and askers share answers; off only to compare with. */
  readonly isPlanning: boolean;
}

/**
 * Yoga plugin: gives every operation its own {@link GatewayContext} just before it runs (a client of authentik with this
 * request's credential, bound to the caller's patience, and the plan of its requests), and tells afterwards what it cost.
 */
export function useOperations(upstream: Upstream, options: OperationOptions): Plugin<GatewayContext> {
  return {
    onExecute({ args, extendContext }) {
      const { request } = args.contextValue;
      const credential = parseCredential(request.headers.get('authorization'));
      const operation = getOperationAST(args.document, args.operationName);
      if (!credential || !operation) {
        return undefined;
      }
      const context = createContext(
        { upstream, options, credential, signal: request.signal },
        toPlan(args, operation, options),
      );
      extendContext(context);
      const isReporting = options.isReporting || request.headers.get(REPORT_HEADER) === '1';
      return isReporting
        ? {
            onExecuteDone: ({ result, setResult }) =>
              setResult({ ...result, extensions: { upstream: toReport(context) } }),
          }
        : undefined;
    },
  };
}

interface Run {
  readonly upstream: Upstream;
  readonly options: OperationOptions;
  readonly credential: Credential;
  readonly signal: AbortSignal;
}

function createContext({ upstream, options, credential, signal }: Run, plan: Plan): GatewayContext {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
  const { budget } = options;
  return {
    authentik: createAuthentikClient(upstream, { credential, requestId: randomUUID(), signal: patience, budget }),
    plan,
    isSharing: options.isPlanning,
    saved: { shared: 0, embedded: 0 },
  };
}

function toPlan(args: ExecutionArgs, operation: OperationDefinitionNode, { isPlanning }: OperationOptions): Plan {
  const { schema, document, variableValues } = args;
  return isPlanning
    ? createPlan({ schema, operation, fragments: toFragments(document), variables: variableValues ?? {} })
    : createFullPlan();
}

function toReport({ authentik, saved }: GatewayContext): object {
  return { ...authentik.usage(), ...saved };
}

function toFragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
