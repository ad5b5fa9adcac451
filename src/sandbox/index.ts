export { DatasetError, parseDataset, type SandboxDataset } from './dataset.ts';
export { createDemoDataset } from './demo/dataset.ts';
export type { SandboxFault } from './faults.ts';
export { AUTHENTIK_VERSIONS, findRelease } from './releases/index.ts';
export { createSandbox, type Sandbox, type SandboxOptions, type SandboxRequest } from './sandbox.ts';
