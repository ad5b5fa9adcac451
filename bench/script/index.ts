import { groupScripts } from './groups.ts';
import { mixedScripts } from './mixed.ts';
import { nestedScripts } from './nested.ts';
import type { Script } from './script.ts';
import { tokenScripts } from './tokens.ts';
import { userScripts } from './users.ts';

/** The script of each operation, by its id. */
export const scripts: Readonly<Record<string, Script>> = {
  ...tokenScripts,
  ...userScripts,
  ...groupScripts,
  ...nestedScripts,
  ...mixedScripts,
};
