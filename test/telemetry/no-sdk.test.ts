import { expect, it } from 'vitest';
import { aMeJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

it('without an OpenTelemetry SDK nothing is told to authentik, whatever is set', async () => {
  const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aMeJson()));
  const gateway = await startGateway(authentik.handle, { upstreamTraceContext: true });

  const { errors } = await gateway.query('{ viewer { pk } }');

  expect(errors).toBeUndefined();
  expect(authentik.requests.map(({ headers }) => headers.traceparent)).toEqual([undefined]);
});
