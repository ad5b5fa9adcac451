import { describe, expect, it } from 'vitest';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const post = async (body: string, contentType?: string) => {
  const { raw } = await startSandbox({ dataset: aCompany() });
  const headers = contentType === undefined ? {} : { 'Content-Type': contentType };
  return raw('/api/v3/core/groups/', { key: 'key-boss', method: 'POST', body, headers });
};

describe('the body of a request', () => {
  it('is read whatever the parameters of its content type', async () => {
    const made = await post('{"name":"New"}', 'Application/JSON; charset=utf-8');

    expect(made.status).toBe(201);
  });

  it.each([
    ['text/plain', 'Unsupported media type "text/plain" in request.'],
    [undefined, 'Unsupported media type "" in request.'],
  ])('is not taken as %s', async (contentType, detail) => {
    const refused = await post('{"name":"New"}', contentType);

    expect([refused.status, refused.json]).toEqual([415, { detail }]);
  });

  it('may be missing, also without content type', async () => {
    const refused = await post('');

    expect([refused.status, refused.json]).toEqual([400, { name: ['This field is required.'] }]);
  });

  it('has its first bad place told', async () => {
    const refused = await post('\n  trve', 'application/json');

    expect(refused.json).toEqual({
      detail: "JSON parse error - invalid literal, expected 'true': line 2 column 3 (char 3)",
    });
  });

  it('is looked at only after the caller’s permissions', async () => {
    const { raw } = await startSandbox({ dataset: aCompany() });

    const refused = await raw('/api/v3/core/groups/', { key: 'key-guest', method: 'POST', body: 'x' });

    expect(refused.status).toBe(403);
  });
});
