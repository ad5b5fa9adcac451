import type { RequestListener } from 'node:http';
import { createSubgraph } from '../../../examples/supergraph/subgraph.ts';

const PLAIN = '90c0c3fa5bd137e57edc178e7f75c36c73c102dfef2328603d6b7bb6d6a93eb5';

/** What a service knows that has only ever seen OIDC tokens: users by their `sub`. */
export const sessionsSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])

  type User @key(fields: "uid") {
    uid: String!
    "When the user has logged in."
    sessions: [String!]!
  }

  type Query {
    sessionsCount: Int!
  }
`;

/** A third subgraph, which authentik cannot be asked by, but which can be asked by what authentik answers. */
export function createSessions(): RequestListener {
  return createSubgraph({
    sdl: sessionsSdl,
    resolvers: {
      Query: { sessionsCount: () => 2 },
      User: {
        sessions: ({ uid }: { readonly uid: string }) => (uid === PLAIN ? ['2026-11-02', '2026-11-23'] : []),
      },
    },
    entities: { User: (user) => user },
  });
}
