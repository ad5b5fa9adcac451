import { z } from 'zod';
import { type Page, pageShape } from '../../authentik/page.ts';
import type { Outcome } from '../ask.ts';

/** The page that an answer is; `undefined` for any other answer. */
export function readPage<Row>(outcome: Outcome, row: z.ZodType<Row>): Page<Row> | undefined {
  return outcome.kind === 'reply' && outcome.status === 200 ? pageShape(row).safeParse(outcome.json).data : undefined;
}

/** Any row, unread. */
export const anyRow = z.unknown();
