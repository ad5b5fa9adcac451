import { beforeAll, expect, it } from 'vitest';
import { parseRelease } from '../../src/authentik/release.ts';
import { AUTHENTIK_VERSIONS, createSandbox } from '../../src/sandbox/index.ts';
import { recordedData, startGateway } from '../support/gateway.ts';
import { createReads } from '../support/reads.ts';

/** The release of the data set: its answers were recorded, those of the others are held against them. */
const BASE = '2025.10.0-rc1';

/** Fields that are null before a release, wherever they stand. */
const LATER = { passwordChangeDate: '2025.2', dateJoined: '2025.4', lastUpdated: '2025.8' } as const;

/** What releases answer otherwise. */
interface Difference {
  /** Which documents, as `key: document`. */
  readonly asked: RegExp;
  /** The first and last release lines, both included. */
  readonly from?: string;
  readonly upTo?: string;
  /** Where the answers differ, in full. */
  readonly at: readonly string[];
  /** The codes of `errors[]`, which the base has none of. */
  readonly codes?: readonly string[];
  readonly why: string;
}

const UNSUPPORTED = { at: ['users'], codes: ['UPSTREAM_UNSUPPORTED'] } as const;

const DIFFERENCES: readonly Difference[] = [
  {
    asked: /^key-admin: .* systemPermissions /,
    upTo: '2025.8',
    at: ['viewer.systemPermissions'],
    why: 'authentik had fewer permissions',
  },
  {
    asked: /^key-admin: .* systemPermissions /,
    from: '2025.12',
    at: ['viewer.systemPermissions'],
    why: 'authentik has more permissions',
  },
  {
    asked: /^key-(admin|viewer): \{ user\(pk: 4\) .* roles \{ name \}/,
    from: '2025.12',
    at: ['user.roles'],
    why: 'users hold roles: null before, now none',
  },
  {
    asked: /^key-viewer: \{ token\(identifier: "plain-api"\) .* on AuthentikError/,
    from: '2026.2',
    at: ['token'],
    why: 'who has view_token sees the tokens of others',
  },
  {
    asked: /^key-plain: \{ token\(identifier: "plain-api"\) .* on AuthentikError/,
    from: '2025.12',
    at: ['token.user.groups.0.parentName'],
    codes: ['FORBIDDEN'],
    why: 'groups that are embedded in users name no parents: they are read from the groups, which this caller may not see',
  },
  {
    asked: /^key-admin: \{ user\(pk: 4\) .* usedBy /,
    from: '2025.12',
    upTo: '2025.12',
    at: ['user.usedBy'],
    why: 'a role has no group of Django’s any more, which its users would be in',
  },
  {
    asked: /^key-admin: \{ user\(pk: 4\) .* usedBy /,
    from: '2026.2',
    at: ['user.usedBy.1.app', 'user.usedBy.1.pk', 'user.usedBy.1.name'],
    why: 'that group of Django’s is gone, and each group of authentik’s is told twice',
  },
  {
    asked: /^key-admin: \{ group\(.* usedBy /,
    from: '2025.12',
    at: ['group.usedBy'],
    why: 'groups have several parents: each tie to an ancestor or a descendant is a row of its own',
  },
  {
    asked: /^key-admin: \{ users\(.* DATE_JOINED /,
    upTo: '2025.2',
    ...UNSUPPORTED,
    why: 'users have no such property',
  },
  {
    asked: /^key-admin: \{ users\(.* (LAST_UPDATED|dateJoinedGt: "\S+"|lastUpdatedGt: "\S+") /,
    upTo: '2025.6',
    ...UNSUPPORTED,
    why: 'the list has no such order or filter',
  },
  {
    asked: /^key-admin: \{ users\(.* isSuperuserDirectly: /,
    upTo: '2025.8',
    ...UNSUPPORTED,
    why: 'who is in two such groups would come twice, who is in none never',
  },
  {
    asked: /^key-admin: \{ users\(.* search: "\\"Plain User\\"" /,
    upTo: '2025.8',
    ...UNSUPPORTED,
    why: 'a quotation mark is a letter like others, so that nothing would be found',
  },
];

function isIn({ from = '2024.6', upTo = '2099.1' }: Difference, release: string): boolean {
  const [line, first, last] = [release, from, upTo].map((version) => parseRelease(version) ?? 0);
  return line !== undefined && line >= (first ?? 0) && line <= (last ?? 0);
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

// What the base answered, but for what an older release does not tell.
function toExpected(answer: Json, release: string): Json {
  if (Array.isArray(answer)) {
    return answer.map((each: Json) => toExpected(each, release));
  }
  if (typeof answer !== 'object' || answer === null) {
    return answer;
  }
  const later = Object.entries(LATER).filter(([, since]) => (parseRelease(release) ?? 0) < (parseRelease(since) ?? 0));
  const missing = new Set(later.map(([name]) => name));
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, missing.has(name) ? null : toExpected(value, release)]),
  );
}

// The deepest places in which two answers differ; where lists or objects are of another form, their own.
function listPlaces(one: Json, other: Json, place: readonly string[] = []): string[] {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? [] : [place.join('.')];
  }
  const names = Object.keys(one);
  return Array.isArray(one) === Array.isArray(other) && names.join() === Object.keys(other).join()
    ? names.flatMap((name) =>
        listPlaces(new Map(Object.entries(one)).get(name) ?? null, new Map(Object.entries(other)).get(name) ?? null, [
          ...place,
          name,
        ]),
      )
    : [place.join('.')];
}

const reads = createReads(recordedData());

async function answerAll(release: string) {
  const { handle } = createSandbox({ dataset: recordedData(), authentikVersion: release });
  const gateway = await startGateway(handle, { authentikVersion: release });
  const answers: { readonly asked: string; readonly data: Json; readonly codes: readonly string[] }[] = [];
  for (const [key, document] of reads) {
    const { data, errors = [] } = await gateway.query<Json, unknown>(document, { key });
    answers.push({ asked: `${key}: ${document}`, data, codes: errors.map(({ extensions }) => extensions.code) });
  }
  return answers;
}

let base: Awaited<ReturnType<typeof answerAll>> = [];
beforeAll(async () => {
  base = await answerAll(BASE);
});

it.each(AUTHENTIK_VERSIONS)(`%s answers every document like ${BASE}, but for what is written here`, async (release) => {
  const answers = await answerAll(release);

  const found = answers.map(({ asked, data, codes }, index) => ({
    asked,
    at: listPlaces(toExpected(base[index]?.data ?? null, release), data),
    codes,
  }));

  const written = base.map(({ asked, codes }) => {
    const known = DIFFERENCES.filter((each) => each.asked.test(asked) && isIn(each, release));
    return {
      asked,
      at: known.flatMap(({ at }) => at),
      codes: [...codes, ...known.flatMap((each) => each.codes ?? [])],
    };
  });
  expect(found).toEqual(written);
});

it('every difference that is written here is one of some document and release', () => {
  const unused = DIFFERENCES.filter(
    (each) =>
      !reads.some(([key, document]) => each.asked.test(`${key}: ${document}`)) ||
      !AUTHENTIK_VERSIONS.some((release) => isIn(each, release)),
  );

  expect(unused).toEqual([]);
});
