import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';

/** What a scripted authentik was asked. */
export interface ScriptedRequest {
  readonly method: string | undefined;
  /** Path and query below `/api/v3`. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

type Script = (target: string, response: ServerResponse) => void;

/** An upstream that answers by script and remembers what it was asked. */
export function aScriptedAuthentik(script: Script): {
  readonly handle: RequestListener;
  readonly requests: ScriptedRequest[];
} {
  const requests: ScriptedRequest[] = [];
  return {
    requests,
    handle: (request, response) => {
      const target = (request.url ?? '').replace(/^.*\/api\/v3/, '');
      requests.push({ method: request.method, target, headers: request.headers });
      script(target, response);
    },
  };
}

/** Answers JSON as authentik does. */
export function answerJson(response: ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(json));
}
