import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createSubgraph } from '../subgraph.ts';

/** A device, and whose it is by their keys. */
export interface Device {
  readonly id: string;
  readonly name: string;
  /** What this service holds of other teams' objects: their keys and nothing else. */
  readonly owner: { readonly uuid: string } | null;
  readonly team: { readonly name: string } | null;
  readonly enrolledWith: { readonly identifier: string } | null;
}

function aDevice(id: string, name: string, [owner, team, token]: readonly (string | undefined)[]): Device {
  return {
    id,
    name,
    owner: owner === undefined ? null : { uuid: owner },
    team: team === undefined ? null : { name: team },
    enrolledWith: token === undefined ? null : { identifier: token },
  };
}

// People of the sandbox's demo data; the last one has left, and nobody has told this service.
const ADMIN = 'b3efc44e-b02d-44b4-9e22-f27e4e9fc275';
const PLAIN = '741a2330-db3f-4640-9122-dd10356251f6';
const OPS = '0643889d-7d28-47f0-b56e-0f2eacc9540e';
const FORMER = 'f9bf70d0-d984-489c-b880-66240c3ad35d';
const GONE = '00000000-0000-4000-8000-000000000000';

const DEVICES: readonly Device[] = [
  aDevice('1', 'admin-laptop', [ADMIN, 'Platform', 'admin-api']),
  aDevice('2', 'admin-phone', [ADMIN]),
  aDevice('3', 'build-1', [undefined, 'Platform', 'svc-ci-api']),
  aDevice('4', 'former-laptop', [FORMER, 'Engineering']),
  aDevice('5', 'ops-laptop', [OPS, 'Platform', 'ops-1-api']),
  aDevice('6', 'plain-laptop', [PLAIN, 'Platform', 'plain-api']),
  aDevice('7', 'stray-laptop', [GONE, 'No such team', 'no-such-token']),
];

const sdl = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

/** The subgraph of another team, which adds devices to users and groups. */
export function createDevices(devices: readonly Device[] = DEVICES): RequestListener {
  return createSubgraph({
    sdl,
    resolvers: {
      Query: {
        devices: () => devices,
        device: (_root: unknown, { id }: { readonly id: string }) => devices.find((device) => device.id === id),
      },
      User: {
        devices: ({ uuid }: { readonly uuid: string }) => devices.filter(({ owner }) => owner?.uuid === uuid),
        mayEnrol: ({ uuid, isActive, groups }: RequiredOfUser) =>
          isActive &&
          (groups.some(({ name }) => name.endsWith('On-call')) || !devices.some(({ owner }) => owner?.uuid === uuid)),
      },
      Group: {
        devices: ({ name }: { readonly name: string }) => devices.filter(({ team }) => team?.name === name),
      },
    },
    entities: {
      User: (user) => user,
      Group: (group) => group,
      Device: ({ id }) => devices.find((device) => device.id === id),
    },
  });
}

/** The key and what `@requires` names: the router gets it from authentik and sends it along. */
interface RequiredOfUser {
  readonly uuid: string;
  readonly isActive: boolean;
  readonly groups: readonly { readonly name: string }[];
}
