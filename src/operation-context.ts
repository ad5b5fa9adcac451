import type { Budget } from './authentik/budget.ts';
import { createAuthentikClient } from './authentik/client.ts';
import type { Credential } from './authentik/credential.ts';
import type { CallObserver } from './authentik/observer.ts';
import type { AskVersion, ReleaseFinder } from './authentik/release-finder.ts';
import type { Upstream } from './authentik/transport.ts';
import type { GatewayContext } from './context.ts';
import type { Plan } from './graphql/plan.ts';
import { giveWriter } from './graphql/writer.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
/** How operations are run. */
export interface OperationOptions {
  /** Milliseconds that one operation may wait for authentik in all. */
  readonly timeoutMs: number;
  readonly budget: Budget;
  /** Whether every answer tells what it cost, asked for or not. */
  readonly isReporting: boolean;
  readonly release: ReleaseFinder;
  /** How authentik is asked for its version as one caller. */
  readonly askVersion: (credential: Credential) => AskVersion;
  /** Whether selections decide what is asked for and askers share answers; off only to compare with. */
  readonly isPlanning: boolean;
  readonly telemetry: Telemetry;
}

/** One operation that is about to run. */
export interface OperationRun {
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

/** Creates what the resolvers of one operation get; only those of a mutation can write. */
export function createOperationContext(
  { upstream, options, isMutation, ...run }: OperationRun,
  plan: Plan,
): GatewayContext {
  const { credential, observer, requestId } = run;
  const { budget, release, askVersion } = options;
  const signal = AbortSignal.any([run.signal, run.deadline]);
  const { client, writer } = createAuthentikClient(upstream, {
    ...{ credential, observer, requestId, signal, budget },
    learn: release.learn,
  });
  const context: GatewayContext = {
    authentik: client,
    plan,
    release: release.get(),
    settleRelease: async () => {
      await release.settle(askVersion(credential));
      return release.get();
    },
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

/**
 * Lets the release be asked for, if that is due, with the credential of an operation that is over. Whoever has got anything
 * has a good one; a credential that is tried on us must not make us ask for more.
 */
export function refreshRelease({ authentik }: GatewayContext, { options, credential }: OperationRun): void {
  if (authentik.usage().rows > 0) {
    options.release.refresh(options.askVersion(credential));
  }
}
