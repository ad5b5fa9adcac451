import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { EXAMPLE_TABS } from '../src/graphiql/example-tabs.ts';
import { createLog } from '../src/log.ts';
import { createDemoDataset, createSandbox } from '../src/sandbox/index.ts';
import { serve, startSandboxGateway } from './support/gateway.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

if (!CHROMIUM) {
  console.log('No Chromium is installed: the tests that drive GraphiQL in a browser are skipped.');
}

describe('the example tabs', () => {
  it.each([
    ['the demo', createDemoDataset],
    ['the recorded', undefined],
  ] as const)('all run on %s data set', async (_name, create) => {
    const gateway = await startSandboxGateway(create?.());

    for (const { title, query, variables } of EXAMPLE_TABS) {
      const { data, errors } = await gateway.query<Record<string, unknown>, object>(query, {
        variables: JSON.parse(variables ?? '{}'),
      });

      const codes = errors?.map(({ extensions }) => extensions.code);
      expect([title, codes]).toEqual([title, title === 'WhatErrorsLookLike' ? ['NOT_FOUND', 'NOT_FOUND'] : undefined]);
      expect(Object.values(data).some((value) => value !== null)).toBe(true);
    }
  });
});

describe.skipIf(!CHROMIUM)('GraphiQL in a browser', () => {
  let browser: Browser;
  let page: Page;
  let foreign: string[];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(() => browser.close());
  afterEach(() => page.close());

  /** Opens GraphiQL of a fresh gateway; with a demo credential as in front of the sandbox, or without as in front of a real authentik. */
  async function open(demoBearerToken?: string): Promise<void> {
    const authentikUrl = await serve(createSandbox().handle);
    const config = parseConfig({ authentikUrl, graphiql: true });
    const gateway = createGateway(
      { ...config, authentikUrl: config.authentikUrl ?? '' },
      { log: createLog('silent'), demoBearerToken },
    );
    const url = await serve(gateway.handle);
    foreign = [];
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => {
      if (!new RegExp(`^(${url}|blob:|data:)`).test(request.url())) {
        foreign.push(request.url());
      }
    });
    await page.goto(`${url}/graphql`);
    await page.getByRole('tab', { name: 'WhoAmI' }).waitFor();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }

  /** Runs the open tab until the result pane shows `text`: right after a change of tabs GraphiQL may still run the one before. */
  async function runTab(text: string): Promise<void> {
    const result = page.locator('.result-window .view-lines', { hasText: text });
    const isShown = async () => {
      await page.getByRole('button', { name: /Execute query/ }).click();
      return result.waitFor({ timeout: 1500 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(isShown, { timeout: 15_000 }).toBe(true);
  }

  async function screenshot(name: string): Promise<void> {
    const folder = process.env.SCREENSHOT_DIR;
    if (folder) {
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${folder}/${name}.png` });
    }
  }

  it('opens with the example tabs and runs each, without asking anybody else', { timeout: 90_000 }, async () => {
    const answers: Record<string, string> = {
      WhoAmI: 'akadmin',
      TokenAndOwner: 'plain-api',
      PeopleOfATeam: 'usersCount',
      TokensThatExpire: 'identifier',
      AncestryOfAGroup: 'Engineering',
      WhatErrorsLookLike: 'NOT_FOUND',
      Paging: 'totalCount',
      CreateAToken: 'createToken',
      ChangeAUser: 'renamed',
      AddPeopleToAGroup: 'NOT_FOUND',
    };
    await open('key-admin');

    for (const { title } of EXAMPLE_TABS) {
      await page.locator('.graphiql-tab-button', { hasText: title }).click();
      await page.locator('.graphiql-query-editor .view-lines', { hasText: title }).waitFor();
      await runTab(answers[title] ?? 'missing');
      await screenshot(title);
    }

    expect(Object.keys(answers)).toEqual(EXAMPLE_TABS.map(({ title }) => title));
    expect(foreign).toEqual([]);
  });

  it('shows the documentation of the schema', async () => {
    await open('key-admin');

    await page.getByRole('button', { name: /Documentation Explorer/ }).click();
    const explorer = page.locator('.graphiql-doc-explorer');
    await explorer.getByText('Query', { exact: true }).click();
    await explorer.getByText('One token by its identifier.').first().waitFor();
    await screenshot('documentation');

    expect(await explorer.textContent()).toContain('tokensByIdentifier');
  });

  it('shows what a bad credential is answered', async () => {
    await open('key-bogus');

    await runTab('UNAUTHENTICATED');

    expect(foreign).toEqual([]);
  });

  it('starts with a placeholder and says where to get a token when there is no demo credential', async () => {
    await open();

    await page.locator('.graphiql-query-editor .view-lines', { hasText: 'create a token' }).waitFor();
    await page
      .locator('.graphiql-editor-tool .view-lines', { hasText: '<your authentik API token>' })
      .first()
      .waitFor();
  });
});

describe('a browser that opens /graphql', () => {
  it('gets no GraphiQL unless it is switched on', async () => {
    const off = await startSandboxGateway();
    const on = await startSandboxGateway(undefined, { graphiql: true });

    const answers = await Promise.all(
      [off, on].map(({ url }) => fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })),
    );

    expect(answers.map(({ status }) => status)).toEqual([405, 200]);
    expect(await answers[1]?.text()).toContain('Bearer \\u003cyour'.replace('\\u003c', '<'));
  });
});
