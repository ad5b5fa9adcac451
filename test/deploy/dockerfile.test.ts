import { describe, expect, it } from 'vitest';
import { readContext } from '../../scripts/image/context.ts';
import { readDockerfile } from '../../scripts/image/dockerfile.ts';
import { SETTINGS } from '../../src/cli/settings.ts';
import { readText, toPath } from './deploy-file.ts';

// What it does is seen by carrying it out: `npm run image:try`.
const stages = readDockerfile(toPath('Dockerfile'));
const last = stages.at(-1);
const stepsOf = (keyword: string) => (last?.steps ?? []).filter((step) => step.keyword === keyword);

describe('Dockerfile', () => {
  it('ends with a stage that is empty but for what is copied', () => {
    expect(stages.map(({ image }) => image)).toEqual(['node:24-bookworm-slim', 'scratch']);
    expect(stepsOf('RUN')).toEqual([]);
    expect(stepsOf('COPY').map(({ flags }) => flags.get('from'))).toEqual(['build', 'build', 'build', 'build']);
  });

  it('runs as a user that is not root, as every orchestrator can see', () => {
    expect(stepsOf('USER').map(({ text }) => text)).toEqual(['1000:1000']);
  });

  it('starts without a shell, and forbids the sandbox as a stand-in', () => {
    expect(stepsOf('ENTRYPOINT')[0]?.text).toMatch(/^\[/);
    expect(stepsOf('CMD')[0]?.words).toEqual(['serve']);
    expect(stepsOf('HEALTHCHECK')[0]?.text).toMatch(/CMD \["\/usr\/local\/bin\/node"/);
    expect(stepsOf('ENV')[0]?.words).toContain('SANDBOX=false');
  });

  it('sets only settings that there are', () => {
    const names = stepsOf('ENV').flatMap(({ words }) => words.map((word) => word.split('=')[0]));

    expect(names.filter((name) => name !== 'NODE_ENV' && !SETTINGS.some(({ variable }) => variable === name))).toEqual(
      [],
    );
  });

  it('is labelled as the package is', () => {
    const { name, version, license, description } = JSON.parse(readText('package.json'));
    const labels = Object.fromEntries(
      [...(stepsOf('LABEL')[0]?.text ?? '').matchAll(/org\.opencontainers\.image\.(\w+)="([^"]*)"/g)].map(
        ([, key, value]) => [key, value],
      ),
    );

    expect(labels).toEqual({ title: name, version, licenses: license, description: expect.any(String) });
    expect(description).toContain(labels.description?.slice(0, 40));
  });
});

describe('.dockerignore', () => {
  const context = readContext(toPath(''));

  it('lets in what is copied, and nothing else', () => {
    const copied = stages.flatMap(({ steps }) =>
      steps
        .filter(({ keyword, flags }) => keyword === 'COPY' && !flags.has('from'))
        .flatMap(({ words }) => words.slice(0, -1)),
    );

    expect(context.length).toBeGreaterThan(100);
    expect(context.filter((file) => !copied.some((each) => file === each || file.startsWith(`${each}/`)))).toEqual([]);
    expect(copied.filter((each) => !context.some((file) => file === each || file.startsWith(`${each}/`)))).toEqual([]);
  });
});
