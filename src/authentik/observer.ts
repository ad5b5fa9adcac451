/** What one request to authentik came to. */
export interface CallOutcome {
  /** authentik's HTTP status; `undefined` where no usable answer came. */
  readonly status: number | undefined;
  readonly rows: number;
  /** Bytes of the body once unpacked. */
  readonly bytes: number;
  /** The code of the error that stands in the place of an answer. */
  readonly failure: string | undefined;
}

/** What one request to authentik is for. */
export interface CallTarget {
  readonly method: string;
  /** As `endpoint.ts` names it. */
  readonly endpoint: string;
}

/** One request to authentik that is under way. */
interface Call {
  /** What to send as `traceparent` (W3C Trace Context); nothing where it is not to be sent. */
  readonly traceparent: string | undefined;
  /** Sends it so that nothing else makes a trace of it: an instrumentation would note its URL, and pass the trace on. */
  readonly quietly: <T>(send: () => T) => T;
  /** Told once, when the answer has been read or will not come. */
  readonly end: (outcome: CallOutcome) => void;
}

/** Is told of each request that is sent to authentik. It never learns keys, queries, bodies or credentials. */
export interface CallObserver {
  /** Told just before a request is sent. */
  readonly begin: (target: CallTarget) => Call;
}
