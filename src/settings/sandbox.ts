import { z } from 'zod';
import { whole, yesOrNo } from '../config-values.ts';

/** Settings of the built-in sandbox. */
export const sandboxSettings = {
  sandbox: yesOrNo.default(true).meta({
    unit: 'true or false',
    description:
      'Whether the built-in sandbox may stand in for a missing authentik URL. With false the URL must be set; the container image has it so.',
  }),
  sandboxPort: whole(0, 65_535).default(0).meta({
    unit: 'TCP port',
    description: 'The loopback port of the built-in sandbox; 0 for any free one. Only without an authentik URL.',
  }),
  sandboxData: z.string().min(1).optional().meta({
    unit: 'file',
    description: 'A JSON file to load the sandbox with instead of the demo data set; its format is in docs/sandbox.md.',
  }),
  sandboxRequestMs: whole(0, 600_000).default(0).meta({
    unit: 'milliseconds',
    description: 'How long the sandbox waits before it answers a request; a real authentik takes about 80.',
  }),
  sandboxRowMs: whole(0, 10_000).default(0).meta({
    unit: 'milliseconds',
    description: 'How much longer the sandbox waits for each row of its answer; a real authentik takes about 10.',
  }),
};
