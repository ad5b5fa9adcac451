import type { Operation } from '../operation.ts';
import { groupOperations } from './groups.ts';
import { mixedOperations } from './mixed.ts';
import { nestedOperations } from './nested.ts';
import { tokenOperations } from './tokens.ts';
import { userOperations } from './users.ts';

/** The whole set, in the order of the table. */
export const operations: readonly Operation[] = [
  ...tokenOperations,
  ...userOperations,
  ...groupOperations,
  ...nestedOperations,
  ...mixedOperations,
];
