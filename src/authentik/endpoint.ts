const OTHER = 'other';

// Literal segments stand before the keys that they would pass for.
const ENDPOINTS = [
  '/admin/version/',
  '/core/users/',
  '/core/users/me/',
  '/core/users/paths/',
  '/core/users/service_account/',
  '/core/users/{id}/',
  '/core/users/{id}/recovery/',
  '/core/users/{id}/recovery_email/',
  '/core/users/{id}/set_password/',
  '/core/users/{id}/used_by/',
  '/core/groups/',
  '/core/groups/{uuid}/',
  '/core/groups/{uuid}/add_user/',
  '/core/groups/{uuid}/remove_user/',
  '/core/groups/{uuid}/used_by/',
  '/core/tokens/',
  '/core/tokens/{identifier}/',
  '/core/tokens/{identifier}/set_key/',
  '/core/tokens/{identifier}/used_by/',
  '/core/tokens/{identifier}/view_key/',
].map((endpoint) => ({ endpoint, expression: new RegExp(`^${endpoint.replace(/\{\w+\}/g, '[^/]+')}$`) }));

/**
 * Names the endpoint that a path belongs to, e.g. `/core/users/{id}/`: one of few names, without key and query, so that it
 * may stand in metrics and traces. A path that is not known is `other`.
 */
export function toEndpoint(path: string): string {
  const [pathname = ''] = path.split('?', 1);
  return ENDPOINTS.find(({ expression }) => expression.test(pathname))?.endpoint ?? OTHER;
}
