import { parseDataset, type SandboxDataset } from '../dataset.ts';
export function createDemoDataset(_seed = 1): SandboxDataset {
  return parseDataset({ users: [] });
}
