import { z } from 'zod';
import { whole } from '../config-values.ts';

// Large enough for anybody, and small enough for what reads documents and variables level by level.
const MOST = 100_000;
const DEEPEST = 200;

/** Settings: how large a document and its variables may be. */
export const documentSettings = {
  maxTokens: limit(1, 20_000, {
    default: 1000,
    unit: 'tokens',
    description: 'How many tokens (names, braces, values) a document may have.',
  }),
  maxDepth: limit(1, DEEPEST, {
    default: 10,
    unit: 'fields',
    description: 'How many fields may be inside each other.',
  }),
  maxIntrospectionDepth: limit(1, DEEPEST, {
    default: 15,
    unit: 'fields',
    description: 'The same below __schema and __type; the introspection query of tools has 15.',
  }),
  maxAliases: limit(0, MOST, {
    default: 30,
    unit: 'aliases',
    description: 'How many aliases an operation may have, its fragments included.',
  }),
  maxRootFields: limit(1, MOST, { default: 10, unit: 'fields', description: 'How many root fields a query may have.' }),
  maxMutations: limit(1, MOST, {
    default: 5,
    unit: 'fields',
    description: 'How many root fields a mutation may have.',
  }),
  maxDirectives: limit(0, MOST, {
    default: 10,
    unit: 'directives',
    description: 'How many directives an operation may have, its fragments included.',
  }),
  maxDefinitions: limit(1, 1000, {
    default: 30,
    unit: 'definitions',
    description: 'How many operations and fragments a document may have.',
  }),
  maxVariables: limit(0, MOST, {
    default: 50,
    unit: 'variables',
    description: 'How many variables an operation may declare.',
  }),
  maxVariableDepth: limit(1, DEEPEST, {
    default: 20,
    unit: 'levels',
    description: 'How many lists and objects may be inside each other, in one variable or one literal.',
  }),
  maxVariableKeys: limit(1, MOST, {
    default: 2000,
    unit: 'keys',
    description: 'How many keys the variables of a request may have in all.',
  }),
  maxListItems: limit(1, MOST, {
    default: 100,
    unit: 'items',
    description: 'How many items a list may have, in a variable or a literal.',
  }),
  maxCost: limit(1, 100_000_000, {
    default: 1000,
    unit: 'points',
    description:
      'How much an operation may cost by its document and variables: 1 a field, 10 a request to authentik, times a tenth of the rows.',
  }),
  maxValidationErrors: limit(1, MOST, {
    default: 10,
    unit: 'errors',
    description: 'How many validation errors an answer tells.',
  }),
  maxExecutionErrors: limit(1, MOST, {
    default: 50,
    unit: 'errors',
    description: 'How many errors of an operation that ran an answer tells.',
  }),
  maxCachedDocuments: limit(0, MOST, {
    default: 256,
    unit: 'documents',
    description: 'How many parsed documents are kept, each of at most 4,096 characters; 0 for none.',
  }),
};

/** Settings: how the gateway listens. */
export const listenerSettings = {
  maxHeaderBytes: limit(1024, 1_000_000, {
    default: 16_384,
    unit: 'bytes',
    description: 'How large the head of a request (URL and headers) may be.',
  }),
  maxHeaders: limit(1, 10_000, { default: 100, unit: 'headers', description: 'How many headers a request may have.' }),
  headersTimeoutMs: limit(1, 600_000, {
    default: 10_000,
    unit: 'milliseconds',
    description: 'How long the head of a request may take to arrive.',
  }),
  requestTimeoutMs: limit(1, 600_000, {
    default: 30_000,
    unit: 'milliseconds',
    description: 'How long a whole request may take to arrive.',
  }),
  answerTimeoutMs: limit(1, 600_000, {
    default: 30_000,
    unit: 'milliseconds',
    description: 'How long a caller may take to read an answer that is ready.',
  }),
  keepAliveTimeoutMs: limit(1, 600_000, {
    default: 65_000,
    unit: 'milliseconds',
    description: 'How long an idle connection stays open; longer than a balancer in front keeps its own.',
  }),
  maxConnections: limit(1, 1_000_000, {
    default: 10_000,
    unit: 'connections',
    description: 'How many connections of callers there may be at a time.',
  }),
};

/** The settings of {@link listenerSettings}, checked and with defaults. */
export type ListenerConfig = z.output<z.ZodObject<typeof listenerSettings>>;

/** All of {@link listenerSettings} by default. */
export const LISTENER_DEFAULTS: ListenerConfig = z.object(listenerSettings).parse({});

interface Meant {
  readonly default: number;
  readonly unit: string;
  readonly description: string;
}

function limit(min: number, max: number, { default: value, ...meta }: Meant) {
  return whole(min, max).default(value).meta(meta);
}
