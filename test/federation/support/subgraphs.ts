import { readFileSync } from 'node:fs';
import type { RunningSubgraph } from '../../../examples/supergraph/compose.ts';
import { sessionsSdl } from './sessions.ts';

/** The devices of the example. */
export const DEVICES_SDL = readFileSync(
  new URL('../../../examples/supergraph/devices/schema.graphql', import.meta.url),
  'utf8',
);

/** Users by the OIDC subject. */
export const SESSIONS_SDL = sessionsSdl;

/** The same, but wanting to know from authentik who somebody is of whom only the subject is known. */
export const ASKING_SESSIONS_SDL = `${SESSIONS_SDL}
  type Session @key(fields: "id") {
    id: ID!
    user: User
  }

  extend type Query {
    lastSession: Session
  }
`;

/** What a team writes that refers to users and has nothing to say of them; the same stands in docs/federation.md. */
export const STUB_SDL = readFileSync(new URL('../../../examples/supergraph/stub.graphql', import.meta.url), 'utf8');

/** What must compose with ours, each with what it is. */
export const NEIGHBOURS: readonly (readonly [string, readonly string[]])[] = [
  ['devices, which extend users and refer to groups and tokens', [DEVICES_SDL]],
  ['sessions, which know users by the OIDC subject', [SESSIONS_SDL]],
  ['a stub that only refers to users', [STUB_SDL]],
  ['all of them', [DEVICES_SDL, SESSIONS_SDL, STUB_SDL]],
];

/** A subgraph that had a `User` and a `Query.user` before. */
export const PEOPLE_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])

  type User @key(fields: "id") {
    id: ID!
    shoeSize: Int
  }

  type Query {
    user(id: ID!): User
  }
`;

/** Our subgraph and others, none of them running. */
export function toSubgraphs(sdl: string, ...others: readonly string[]): RunningSubgraph[] {
  return [{ name: 'authentik', url: 'http://authentik', sdl }].concat(
    others.map((other, index) => ({ name: `other${index}`, url: `http://other${index}`, sdl: other })),
  );
}
