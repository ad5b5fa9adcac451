/**
 * Apollo's composition, to hold the other one against: `tsx compose.ts <subgraphs.json>` reads a list of
 * `{ name, url, sdl }` and prints the supergraph, or why there is none.
 */
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

const [file = 'subgraphs.json'] = process.argv.slice(2);
const subgraphs = JSON.parse(readFileSync(file, 'utf8')) as readonly Subgraph[];
const { supergraphSdl, errors = [] } = composeServices(
  subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
);
if (supergraphSdl === undefined) {
  process.stderr.write(`${errors.map(({ message }) => message).join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(supergraphSdl);
