export { type Config, ConfigError, type ConfigInput, parseConfig } from './config.ts';
export { createGateway, type Gateway, type GatewayConfig, type GatewaySeams, GRAPHQL_PATH } from './gateway.ts';
export { createLog, type Log } from './log.ts';
export {
  AUTHENTIK_VERSIONS,
  createDemoDataset,
  createSandbox,
  parseDataset,
  type Sandbox,
  type SandboxDataset,
  type SandboxFault,
  type SandboxOptions,
} from './sandbox/index.ts';
export { schema, sdl } from './schema.ts';
