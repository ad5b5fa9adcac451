import { readFileSync } from 'node:fs';
import { ConfigError } from '../config.ts';
import { parseDataset, type SandboxDataset } from '../sandbox/index.ts';

/**
 * Reads the sandbox's own data from a file.
 * @throws ConfigError with each of its mistakes
 */
export function readDataset(file: string): SandboxDataset {
  try {
    return parseDataset(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const problems = error instanceof Error ? error.message : String(error);
    throw new ConfigError(problems.split('\n').map((problem) => `SANDBOX_DATA (--sandbox-data): ${file}: ${problem}`));
  }
}
