import { describe, expect, it } from 'vitest';
import { toEndpoint } from '../../src/authentik/endpoint.ts';
import { routes } from '../../src/sandbox/routes.ts';

describe('the endpoint of a path', () => {
  it('is known for all that the gateway may ask, each by a name of its own', () => {
    const patterns = routes
      .filter(({ pattern, handlers }) => /^\/(core|admin)\//.test(pattern) && Object.keys(handlers).length > 0)
      .map(({ pattern }) => pattern);

    expect(patterns.length).toBeGreaterThan(15);
    for (const pattern of patterns) {
      expect(toEndpoint(pattern.replace(':key', 'x-1')).replace(/\{\w+\}/, ':key')).toBe(pattern);
    }
  });

  it.each([
    ['/core/users/?page=2&search=SECRET', '/core/users/'],
    ['/core/users/me/', '/core/users/me/'],
    ['/core/users/paths/', '/core/users/paths/'],
    ['/core/users/7/', '/core/users/{id}/'],
    ['/core/users/7/used_by/', '/core/users/{id}/used_by/'],
    ['/core/groups/6a7c2b1e-0000-4000-8000-000000000000/?include_users=false', '/core/groups/{uuid}/'],
    ['/core/tokens/me/', '/core/tokens/{identifier}/'],
    ['/core/tokens/used_by/', '/core/tokens/{identifier}/'],
    ['/core/tokens/SECRET/view_key/', '/core/tokens/{identifier}/view_key/'],
    ['/admin/version/', '/admin/version/'],
    ['/core/tokens/SECRET/more/', 'other'],
    ['/core/SECRET/', 'other'],
    ['', 'other'],
  ])('%s is %s', (path, endpoint) => {
    expect(toEndpoint(path)).toBe(endpoint);
  });
});
