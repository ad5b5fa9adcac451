import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningSubgraph } from '../../../examples/supergraph/compose.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/supergraph/routers/', import.meta.url));

/**
 * Composes with Apollo's own composition, which has a folder and a licence of its own.
 * @throws Error with what does not fit together
 */
export function composeWithApollo(subgraphs: readonly RunningSubgraph[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  const file = join(folder, 'subgraphs.json');
  writeFileSync(file, JSON.stringify(subgraphs));
  try {
    return execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), 'compose.ts', file], {
      cwd: FOLDER,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
