import type { Device } from '../../../examples/supergraph/devices/devices.ts';
import { createDemoDataset } from '../../../src/sandbox/index.ts';
import type { Arrived } from './services.ts';

/** Devices and a question about all of them, to see what a router makes of many references. */
export interface BatchCase {
  readonly name: string;
  readonly devices: readonly Device[];
  readonly document: string;
  /** Settings of the gateway, where they are not the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const { users, groups, tokens } = createDemoDataset();

// As many devices, whose owners, teams and tokens come round again and again.
function manyDevices(count: number, owners: number): Device[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    name: `device-${index}`,
    owner: { uuid: users[index % owners]?.uuid ?? '' },
    team: { name: groups[index % 12]?.name ?? '' },
    enrolledWith: { identifier: tokens[index % 10]?.identifier ?? '' },
  }));
}

const OWNERS = '{ devices { owner { username } } }';

/** From few references to more than one `_entities` may have. */
export const BATCHES: readonly BatchCase[] = [
  { name: '60 devices, their 20 owners', devices: manyDevices(60, 20), document: OWNERS },
  {
    name: '60 devices, their 20 owners, 12 teams and 10 tokens',
    devices: manyDevices(60, 20),
    document: '{ devices { owner { username } team { usersCount } enrolledWith { intent } } }',
  },
  {
    name: '60 devices, their 20 owners under two aliases',
    devices: manyDevices(60, 20),
    document: '{ a: devices { owner { username } } b: devices { owner { email } } }',
  },
  {
    name: '90 devices, their 90 owners: more than single reads may be',
    devices: manyDevices(90, 90),
    document: OWNERS,
  },
  {
    name: '150 devices, their 150 owners: more than one `_entities` may have',
    devices: manyDevices(150, 150),
    document: OWNERS,
  },
  {
    name: '150 devices, their 150 owners, with `MAX_REPRESENTATIONS=200`',
    devices: manyDevices(150, 150),
    document: OWNERS,
    settings: { maxRepresentations: 200 },
  },
];

/** The references of an answer that were to be resolved: as many as there are objects in it below a device. */
export function countReferences({ devices, document }: BatchCase): number {
  return devices.length * (document.match(/\b(owner|team|enrolledWith)\b/g) ?? []).length;
}

/** How many representations a request has, of however many `_entities` it has. */
export function countRepresentations({ variables }: Arrived): number {
  return Object.values(variables)
    .filter(Array.isArray)
    .reduce((sum, values) => sum + values.length, 0);
}
