import type { RequestListener, ServerResponse } from 'node:http';
import { type ConfigInput, parseConfig } from '../../src/config.ts';
import { createDispatcher } from '../../src/dispatcher.ts';
import { type Examined, examine } from '../../src/doctor/examine.ts';
import { createPatient, type PatientSeams } from '../../src/doctor/patient.ts';
import { createSandbox, type Sandbox, type SandboxDataset } from '../../src/sandbox/index.ts';
import { aMeJson } from '../support/builders.ts';
import { recordedData, serve } from '../support/gateway.ts';
import { answerJson } from '../support/scripted-authentik.ts';

/** What the doctor says of the authentik at `url`, by the ids of its checks; `null` for no token. */
export async function examineUrl(
  url: string,
  token: string | null = 'key-admin',
  options: { readonly settings?: ConfigInput; readonly seams?: PatientSeams } = {},
): Promise<Readonly<Record<string, Examined>>> {
  const config = parseConfig({ ...options.settings, authentikUrl: url });
  const dispatcher = createDispatcher(config);
  const patient = createPatient({
    config: { ...config, authentikUrl: config.authentikUrl ?? '' },
    dispatcher,
    token: token ?? undefined,
    ...options.seams,
  });
  const found: Record<string, Examined> = {};
  for await (const each of examine(patient)) {
    found[each.id] = each;
  }
  await dispatcher.destroy();
  return found;
}

/** A sandbox that listens. */
export async function serveSandbox(
  dataset: SandboxDataset = recordedData(),
): Promise<{ readonly url: string; readonly sandbox: Sandbox }> {
  const sandbox = createSandbox({ dataset });
  return { url: await serve(sandbox.handle), sandbox };
}

/** A server of which some paths (as they begin, query included) answer by script, and all others as a sandbox does. */
export async function serveAltered(
  script: Readonly<Record<string, (response: ServerResponse) => void>>,
): Promise<string> {
  const sandbox = createSandbox({ dataset: recordedData() });
  const handle: RequestListener = (request, response) => {
    const found = Object.entries(script).find(([path]) => request.url?.startsWith(path));
    return found ? found[1](response) : sandbox.handle(request, response);
  };
  return serve(handle);
}

/** Answers as an authentik with this caller and nothing else. */
export function answerMe(response: ServerResponse): void {
  answerJson(response, aMeJson());
}

/** Answers with any status, type, body and headers. */
export function answering(
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = { 'content-type': 'text/html' },
): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}
