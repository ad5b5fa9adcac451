import { createHash } from 'node:crypto';
import { createRandom } from '../random.ts';
import { toUuid } from '../uuid.ts';

// The day the demo data set plays on; all its times lie around it, whatever day it is read.
const DEMO_NOW = '2026-11-23T12:00:00.000000Z';

const DAY_MS = 86_400_000;

/** Everything that is made up, made up from one seed. */
export type Source = {
  readonly uuid: (name: string) => string;
  /** 64 hexadecimal digits. */
  readonly digest: (name: string) => string;
  readonly chance: (share: number) => boolean;
  /** An integer from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** A moment about `days` days after 2026-11-23T12:00Z (before it when negative), with microseconds. */
  readonly time: (days: number) => string;
};

/** Creates the one source of chance: the same seed gives the same company, byte for byte. */
export function createSource(seed: number): Source {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const digest = (name: string) => createHash('sha256').update(`${seed}/${name}`).digest('hex');
  return {
    digest,
    between,
    uuid: (name) => toUuid(digest(name)),
    chance: (share) => random() < share,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new TypeError('expected a list to pick from, but got an empty one');
      return item;
    },
    time: (days) => {
      const moment = new Date(Date.parse(DEMO_NOW) + days * DAY_MS + between(-DAY_MS / 4, DAY_MS / 4));
      return moment.toISOString().replace('Z', `${String(between(0, 999)).padStart(3, '0')}Z`);
    },
  };
}
