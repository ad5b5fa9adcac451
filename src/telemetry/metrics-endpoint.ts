import type { RequestListener } from 'node:http';
import { toPath } from '../http/head-rules.ts';
import { createNotFound, refuse } from '../http/refusal.ts';
import { toRequestId } from '../http/request-id.ts';
import type { Metrics } from './metrics.ts';

/** Where metrics are served. */
export const METRICS_PATH = '/metrics';

/** Creates what answers Prometheus; anything else, and everything where nothing is measured, is 404. */
export function createMetricsHandler(metrics: Metrics | undefined): RequestListener {
  return (request, response) => {
    if (!metrics || toPath(request.url) !== METRICS_PATH) {
      refuse(response, createNotFound(METRICS_PATH), toRequestId(undefined));
      return;
    }
    void metrics.read().then(({ text, contentType }) => {
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      response.end(text);
    });
  };
}
