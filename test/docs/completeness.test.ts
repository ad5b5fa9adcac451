import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/cli/settings.ts';
import { CHECKS } from '../../src/doctor/checks/index.ts';
import { projectFile } from './support/project.ts';

// What GraphQL Yoga says by itself; that it does is shown by the blocks of docs/errors.md.
const YOGA_CODES = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST'];

const FILES_WITH_CODES = [
  'src/http/request-rules.ts',
  'src/routes.ts',
  'src/http/rate-limit.ts',
  'src/federation/access.ts',
  'src/http/head-rules.ts',
  'src/http/listener-errors.ts',
  'src/http/refusal.ts',
  'src/graphql/mask-error.ts',
];

const errorsPage = read('docs/errors.md');
const configurationPage = read('docs/configuration.md');

describe('docs/errors.md', () => {
  it('has a section for each code of the source and for no other', () => {
    const documented = findAll(errorsPage, /^### ([A-Z_]+)$/gm);

    expect(documented.toSorted()).toEqual(findCodes());
  });

  it('says of each code more than its name', () => {
    const sections = errorsPage.split(/^#+ /m).filter((section) => /^[A-Z_]+\n/.test(section));

    expect(sections.filter((section) => section.split('\n').slice(1).join(' ').trim().length < 40)).toEqual([]);
    expect(sections.length).toBeGreaterThan(10);
  });

  it('finds codes in each of the files they come from', () => {
    expect(findCodes()).toEqual(
      expect.arrayContaining([
        'CONFLICT',
        'UNSUPPORTED_MEDIA_TYPE',
        'PAYLOAD_TOO_LARGE',
        'NOT_FOUND',
        'HEADERS_TOO_LARGE',
        'REQUEST_TIMEOUT',
        'MAX_DEPTH_EXCEEDED',
      ]),
    );
  });
});

describe('docs/configuration.md', () => {
  it('lists exactly the settings, in their order, with flag, variable, default and unit', () => {
    const rows = [...configurationPage.matchAll(/^\| `--(\S+)` \| `(\w+)` \| (.*?) ?\| (.+?) \|/gm)];
    const documented = rows.map(([, flag, variable, value = '', unit]) => ({
      flag,
      variable,
      default: value === '' ? undefined : value.replaceAll('`', ''),
      unit,
    }));

    expect(documented).toEqual(
      SETTINGS.map(({ flag, variable, unit, default: value }) => ({ flag, variable, default: value, unit })),
    );
  });
});

describe('docs/doctor.md', () => {
  it('lists exactly the checks, in their order', () => {
    const rows = findAll(read('docs/doctor.md'), /^\| ((?:`[a-z-]+`(?:, )?)+) \| .*\?/gm);

    expect(rows.flatMap((row) => findAll(row, /`([a-z-]+)`/g))).toEqual(CHECKS.map(({ id }) => id));
  });
});

function findCodes(): string[] {
  const members = findAll(read('src/errors.ts'), /^ {2}\| '([A-Z_]+)'/gm);
  const limits = findAll(read('src/graphql/limits/limit-error.ts'), /^ {2}\| '([A-Z_]+)'/gm);
  const literals = FILES_WITH_CODES.flatMap((file) => findAll(read(file), /\bcode: '([A-Z_]+)'/g));
  return [...new Set([...members, ...limits, ...literals, ...YOGA_CODES])].sort();
}

function findAll(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map(([, found = '']) => found);
}

function read(path: string): string {
  return readFileSync(projectFile(path), 'utf8');
}
