import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { compose } from '../../examples/supergraph/compose.ts';
import { ROUTER_SECRET_HEADER } from '../../src/federation/names.ts';

const FOLDER = new URL('../../examples/supergraph/configurations/', import.meta.url);

function read(file: string): unknown {
  return parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}

const subgraph = z.strictObject({
  routing_url: z.url(),
  schema: z.strictObject({ file: z.string() }),
});

// Both routers say for each subgraph what requests to it get; how, differs.
const headersOf = (...rules: readonly [z.ZodType, z.ZodType]) =>
  z.strictObject({ subgraphs: z.record(z.string(), z.strictObject({ request: z.array(z.union(rules)) })) });

// https://www.apollographql.com/docs/graphos/routing/configuration/yaml: the options that the file uses.
const apolloRouter = z.strictObject({
  supergraph: z.strictObject({ listen: z.string(), path: z.string() }),
  headers: headersOf(
    z.strictObject({ propagate: z.strictObject({ named: z.string() }) }),
    z.strictObject({ insert: z.strictObject({ name: z.string(), value: z.string() }) }),
  ),
  include_subgraph_errors: z.strictObject({ all: z.boolean(), subgraphs: z.record(z.string(), z.boolean()) }),
  traffic_shaping: z.strictObject({
    subgraphs: z.record(
      z.string(),
      z.strictObject({ timeout: z.string().regex(/^\d+s$/), deduplicate_query: z.boolean() }),
    ),
  }),
});

// https://cosmo-docs.wundergraph.com/router/configuration: the options that the file uses.
const cosmoRouter = z.strictObject({
  version: z.literal('1'),
  listen_addr: z.string(),
  graphql_path: z.string(),
  execution_config: z.strictObject({ file: z.strictObject({ path: z.string() }) }),
  headers: headersOf(
    z.strictObject({ op: z.literal('propagate'), named: z.string() }),
    z.strictObject({ op: z.literal('set'), name: z.string(), value: z.string() }),
  ),
  subgraph_error_propagation: z.strictObject({
    mode: z.enum(['wrapped', 'pass-through']),
    allowed_extension_fields: z.array(z.string()),
  }),
  traffic_shaping: z.strictObject({
    subgraphs: z.record(z.string(), z.strictObject({ request_timeout: z.string().regex(/^\d+s$/) })),
  }),
  engine: z.strictObject({
    enable_single_flight: z.boolean(),
    enable_inbound_request_deduplication: z.boolean(),
  }),
});

it('Apollo Router passes the token and the secret on to authentik alone, and lets its errors through', () => {
  const {
    headers,
    include_subgraph_errors: errors,
    traffic_shaping: shaping,
  } = apolloRouter.parse(read('apollo-router.yaml'));

  expect(headers.subgraphs).toEqual({
    authentik: {
      request: [
        { propagate: { named: 'authorization' } },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Apollo Router replaces it.
        { insert: { name: ROUTER_SECRET_HEADER, value: '${env.ROUTER_SECRET}' } },
      ],
    },
  });
  expect(errors.subgraphs.authentik).toBe(true);
  expect(shaping.subgraphs.authentik?.deduplicate_query).toBe(false);
});

it('Cosmo Router passes the token and the secret on to authentik alone, and lets its errors through', () => {
  const { headers, subgraph_error_propagation: errors, engine } = cosmoRouter.parse(read('cosmo-router.yaml'));

  expect(headers.subgraphs).toEqual({
    authentik: {
      request: [
        { op: 'propagate', named: 'Authorization' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Cosmo Router replaces it.
        { op: 'set', name: 'X-Router-Secret', value: '${ROUTER_SECRET}' },
      ],
    },
  });
  expect(errors.mode).toBe('pass-through');
  expect(engine).toEqual({ enable_single_flight: false, enable_inbound_request_deduplication: false });
});

it('Cosmo Router drops no extension that an error of the gateway can have', () => {
  const { allowed_extension_fields: allowed } = cosmoRouter.parse(read('cosmo-router.yaml')).subgraph_error_propagation;
  const source = readFileSync(new URL('../../src/graphql/mask-error.ts', import.meta.url), 'utf8');
  const body = /function toExtensions[\s\S]*?return \{([\s\S]*?)\n {2}\};/.exec(source)?.[1] ?? '';
  const sent = ['code', 'issues', 'nonFieldErrors', 'upstreamCode', 'retryAfter'];

  expect(allowed).toEqual(sent);
  expect([...body.matchAll(/(\w+)(?=[,:} ])/g)].map(([name]) => name)).toEqual(expect.arrayContaining(sent));
});

it.each([
  [
    'rover.yaml',
    z
      .strictObject({ federation_version: z.literal(2), subgraphs: z.record(z.string(), subgraph) })
      .transform(({ subgraphs }) => Object.entries(subgraphs).map(([name, each]) => ({ name, ...each }))),
  ],
  [
    'cosmo-graph.yaml',
    z
      .strictObject({ version: z.literal(1), subgraphs: z.array(subgraph.extend({ name: z.string() })) })
      .transform(({ subgraphs }) => subgraphs),
  ],
])('%s names subgraphs that compose', (file, shape) => {
  const subgraphs = shape.parse(read(file));

  const supergraph = compose(
    subgraphs.map(({ name, routing_url: url, schema }) => ({
      name,
      url,
      sdl: readFileSync(new URL(schema.file, FOLDER), 'utf8'),
    })),
  );

  expect(supergraph).toContain('AUTHENTIK @join__graph(name: "authentik", url: "http://localhost:4000/graphql")');
});
