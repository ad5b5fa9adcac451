import fc from 'fast-check';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** A change to an answer. */
export type Mutation = (answer: WireAnswer) => WireAnswer;

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Places in a text are drawn as shares of its length, so that they shrink to its beginning. */
const bytes: fc.Arbitrary<Mutation> = fc
  .record({ at: share, remove: fc.nat(20), insert: fc.uint8Array({ maxLength: 20 }) })
  .map(({ at, remove, insert }) => (answer) => {
    const start = Math.floor(at * answer.body.length);
    const body = Buffer.concat([answer.body.subarray(0, start), insert, answer.body.subarray(start + remove)]);
    return { ...answer, body };
  });

const cut: fc.Arbitrary<Mutation> = share.map((at) => (answer) => ({
  ...answer,
  body: answer.body.subarray(0, Math.floor(at * answer.body.length)),
}));

const values = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    0,
    -1,
    2 ** 31,
    1e308,
    '\0',
    '\ud800',
    [],
    {},
    'x'.repeat(10_000),
    '2026-99-99T00:00:00Z',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Puts another value in the place of one, somewhere in the JSON, or takes it away, or puts it there twice. */
const json: fc.Arbitrary<Mutation> = fc
  .record({
    at: share,
    kind: fc.constantFrom('replace', 'remove', 'repeat', 'add'),
    value: values,
    name: fc.constantFrom('__proto__', 'constructor', 'pk', 'error', 'results'),
  })
  .map(({ at, kind, value: drawn, name }) => (answer) => {
    const root: unknown = parse(answer.body);
    const places = root === undefined ? [] : [...placesOf({ root })];
    const place = places[Math.floor(at * places.length)];
    if (!place) {
      return answer;
    }
    const { holder, key } = place;
    // A value that was drawn must stay as it is, for it may be drawn again.
    const value = structuredClone(drawn);
    const before = structuredClone(Reflect.get(holder, key));
    if (kind === 'remove') {
      Reflect.deleteProperty(holder, key);
    } else if (kind === 'repeat' && Array.isArray(holder)) {
      holder.push(before);
    } else if (kind === 'add' && typeof before === 'object' && before !== null) {
      Reflect.set(holder, key, before);
      Object.defineProperty(before, name, { value, enumerable: true, configurable: true, writable: true });
    } else {
      Reflect.set(holder, key, value);
    }
    return {
      ...answer,
      body: Buffer.from(JSON.stringify(places[0] ? (Reflect.get(places[0].holder, 'root') ?? null) : null)),
    };
  });

const head: fc.Arbitrary<Mutation> = fc
  .record({
    status: fc.option(
      fc.constantFrom(
        200,
        201,
        204,
        206,
        301,
        304,
        400,
        401,
        403,
        404,
        405,
        406,
        408,
        409,
        415,
        429,
        500,
        502,
        503,
        504,
        599,
      ),
    ),
    type: fc.option(
      fc.constantFrom(
        'text/html',
        'application/json',
        'application/json; charset=latin1',
        'application/problem+json',
        '',
      ),
    ),
  })
  .map(({ status, type }) => (answer) => ({ ...answer, status: status ?? answer.status, type: type ?? answer.type }));

/** One to four changes: to bytes, JSON and head. */
export const mutations = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: json },
    { weight: 3, arbitrary: bytes },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: head },
  ),
  { minLength: 1, maxLength: 4 },
);

interface Place {
  readonly holder: object;
  readonly key: string;
}

function* placesOf(holder: object): Generator<Place> {
  for (const [key, value] of Object.entries(holder)) {
    yield { holder, key };
    if (typeof value === 'object' && value !== null) {
      yield* placesOf(value);
    }
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
