import type { IncomingHttpHeaders } from 'node:http';
import { authenticate } from './authenticate.ts';
import { readBody } from './body.ts';
import { type Call, lastValue } from './call.ts';
import { type Language, readLanguage, translate } from './language.ts';
import { crash, notAuthenticated, Refusal, refuse } from './refusal.ts';
import type { Release } from './release.ts';
import { type Route, routes } from './routes.ts';
import type { Store } from './store.ts';

/** A request as the router sees it; `path` is still percent-encoded and includes `/api/v3`. */
export type RoutedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** What a router answers from: the rows, by the rules of which release, and when. */
export type Setting = { readonly store: Store; readonly release: Release; readonly now: Date };

/** A complete answer. A body of null is authentik's HTML page for the status, undefined an empty page. */
export type RoutedAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly rows: number;
  /** Undefined where the release says no language. */
  readonly language: Language | undefined;
  readonly allow?: string;
};

// Django refuses more parameters than this with a page.
const MAX_PARAMETERS = 1000;

const compiled = routes.map((route) => {
  return { route, expression: new RegExp(`^/api/v3${route.pattern.replace(':key', '(?<key>[^/.]+)')}$`) };
});

/** Answers any request from the rows of the store, by the rules of the release. */
export function answer(setting: Setting, request: RoutedRequest): RoutedAnswer {
  if (/^\/-\/health\/(live|ready)\/$/.test(request.path)) {
    return { status: 200, body: undefined, rows: 0, language: 'en' };
  }
  const pages = { ...request, language: languageOf(setting.release, request) };
  if ([...request.query.keys()].length > MAX_PARAMETERS) return failure(400, pages);
  const path = decode(request.path);
  const found = compiled.find(({ expression }) => expression.test(path));
  if (!found) return failure(404, pages);
  const keys = found.expression.exec(path)?.groups ?? {};
  return answerRoute(setting, { ...request, keys, route: found.route });
}

function answerRoute(
  setting: Setting,
  request: RoutedRequest & { readonly route: Route; readonly keys: Call['keys'] },
): RoutedAnswer {
  const { route, method, query, keys, headers, body } = request;
  const { release } = setting;
  const language = languageOf(release, request);
  const shown = { language, allow: route.allow };
  try {
    checkFormat(query, headers.accept);
    const caller = authenticate(setting.store, headers.authorization, setting.now);
    // A path that names an object is checked against the object, not the caller.
    const isOpen = route.isOpen ? route.isOpen(release, method) : keys.key !== undefined;
    if (!caller && !isOpen) throw notAuthenticated();
    const handler = route.handlers[method === 'HEAD' ? 'GET' : method];
    if (!handler) throw refuse(405, `Method "${method}" not allowed.`);
    const data = () => readBody({ bytes: body, contentType: headers['content-type'] }, release.explainJson);
    const origin = `http://${headers.host ?? 'localhost'}`;
    return { ...shown, status: 200, ...handler({ ...setting, caller, query, keys, data, origin }) };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : crash();
    if (refusal.body === null) return failure(refusal.status, { method, language });
    const body = translate(refusal.body, language ?? 'en', release.translations ?? {});
    return { ...shown, status: refusal.status, body, rows: 0 };
  }
}

function checkFormat(query: URLSearchParams, accept: string | undefined): void {
  const format = lastValue(query, 'format');
  if (format && format !== 'json') throw refuse(404, 'Not found.');
  const types = (accept || '*/*').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  if (!types.some((type) => ['*/*', 'application/*', 'application/json'].includes(type))) {
    throw refuse(406, 'Could not satisfy the request Accept header.');
  }
}

// The views that show error pages know GET only: after any other method the page becomes an empty 405.
function failure(status: number, { method, language }: Pick<RoutedRequest & RoutedAnswer, 'method' | 'language'>) {
  if (method === 'GET' || method === 'HEAD') return { status, body: null, rows: 0, language };
  return { status: 405, body: undefined, rows: 0, language, allow: 'GET, HEAD, OPTIONS' };
}

function languageOf({ translations }: Release, { headers }: RoutedRequest): Language | undefined {
  return translations && readLanguage(headers['accept-language']);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
