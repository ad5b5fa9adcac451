import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { compare } from '../../scripts/compatibility/compare.ts';
import { readStructures } from '../../scripts/compatibility/create-page.ts';
import { listUses } from '../../scripts/compatibility/uses.ts';
import { formatRelease, parseRelease } from '../../src/authentik/release.ts';
import { schema } from '../../src/schema.ts';

/** What descriptions say of a release that no OpenAPI document does, and how it is known. */
const WRITTEN: readonly {
  readonly release: string;
  readonly reason: string;
  readonly coordinates: readonly string[];
}[] = [
  {
    release: '2025.12',
    reason: 'recorded: up to 2025.10 a change takes permissions away that were given to the user',
    coordinates: ['Mutation.updateUser'],
  },
  {
    release: '2025.10',
    reason: 'recorded: before, the filter joined groups, and a quotation mark was a letter like others',
    coordinates: [
      ...['AuthentikUserWhere', 'AuthentikGroupUserWhere'].flatMap((type) => [
        `${type}.isSuperuserDirectly`,
        `${type}.search`,
      ]),
      ...['AuthentikGroupWhere.search', 'AuthentikTokenWhere.search', 'AuthentikUserTokenWhere.search'],
    ],
  },
  {
    release: '2025.12',
    reason: 'says what User.roles says, which comes with that release',
    coordinates: ['AuthentikRole'],
  },
  {
    release: '2026.2',
    reason: 'recorded: from then on view_token shows the tokens of others',
    coordinates: ['Query.token', 'Query.tokens', 'User.tokens', 'Token'],
  },
];

const lines = readStructures().map(({ version }) => toLine(version));
const uses = listUses(schema);
const effects = readStructures().flatMap((after, index, all) =>
  compare(all[index - 1] ?? after, after, uses).map((effect) => ({ ...effect, release: lines[index] ?? '' })),
);
const descriptions = new Map(listDescriptions());

function toLine(version: string): string {
  return formatRelease(parseRelease(version) ?? 0);
}

function* listDescriptions(): Generator<readonly [coordinate: string, description: string]> {
  for (const type of Object.values(schema.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    yield [type.name, type.description ?? ''];
    const isComposite = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
    const members = isEnumType(type) ? type.getValues() : isComposite ? Object.values(type.getFields()) : [];
    for (const member of members) {
      yield [`${type.name}.${member.name}`, member.description ?? ''];
      for (const arg of 'args' in member ? member.args : []) {
        yield [`${type.name}.${member.name}(${arg.name}:)`, arg.description ?? ''];
      }
    }
  }
}

// The releases that a description says begin something: "up to" one, it is the next that does.
function listReleases(description: string): string[] {
  return [...description.matchAll(/(up to )?\b(20\d\d\.\d+)/gi)].map(([, upTo, line = '']) =>
    upTo === undefined ? line : (lines[lines.indexOf(line) + 1] ?? `a release after ${line}`),
  );
}

// How it is said of something that comes: a filter is refused before, a field is null, a value never comes.
function toPhrase(coordinate: string, release: string): string {
  const type = schema.getType(coordinate.replace(/\..*/, ''));
  return isInputObjectType(type)
    ? `From ${release} on, \`UPSTREAM_UNSUPPORTED\` before.`
    : isEnumType(type)
      ? `(from ${release} on)`
      : `null before ${release}, `;
}

const coming = effects.filter(({ kind }) => kind === 'comes');
const telling = [...descriptions].filter(([, description]) => /\b20\d\d\.\d/.test(description));

it.each(coming.map(({ coordinate, release }) => [coordinate, release] as const))(
  '%s says that it comes with %s',
  (coordinate, release) => {
    const description = descriptions.get(coordinate) ?? '';

    expect(description).toContain(toPhrase(coordinate, release));
    expect(new Set(listReleases(description))).toEqual(new Set([release]));
  },
);

it.each(telling)('%s says nothing of releases that is not so', (coordinate, description) => {
  const known = effects
    .filter((effect) => effect.coordinate === coordinate && effect.kind !== 'goes')
    .map(({ release }) => release);
  const written = WRITTEN.filter(({ coordinates }) => coordinates.includes(coordinate)).map(({ release }) => release);

  expect([...new Set(listReleases(description))]).toEqual([...new Set([...known, ...written])]);
});

it('much is said of releases, and what is written here as well', () => {
  expect([coming.length > 30, telling.length > coming.length]).toEqual([true, true]);
  const all = WRITTEN.flatMap(({ coordinates }) => coordinates);
  expect(telling.map(([coordinate]) => coordinate)).toEqual(expect.arrayContaining(all));
  expect(all.filter((each) => effects.some(({ coordinate }) => coordinate === each))).toEqual([]);
});
