import type { ExecutionResult } from 'graphql';
import type { Usage } from './authentik/budget.ts';
import type { Saved } from './context.ts';

const REPORT_HEADER = 'x-upstream-report';

/** What an operation cost, and what it did not. */
export type Receipt = Usage & Readonly<Saved>;

/** The receipt of what was answered without asking authentik. */
export const NO_COST: Receipt = { requests: 0, rows: 0, bytes: 0, milliseconds: 0, shared: 0, embedded: 0 };

/** Whether an answer tells what it cost: `isReporting` where all do, else where its request asks for it. */
export function wantsReceipt(request: Request, { isReporting }: { readonly isReporting: boolean }): boolean {
  return isReporting || request.headers.get(REPORT_HEADER) === '1';
}

/** The same result with what it cost, in `extensions.upstream`. */
export function addReceipt(result: ExecutionResult, receipt: Receipt): ExecutionResult {
  return { ...result, extensions: { ...result.extensions, upstream: receipt } };
}
