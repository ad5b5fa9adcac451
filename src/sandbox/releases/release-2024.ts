import { change } from '../names.ts';
import type { Release } from '../release.ts';
import { release2024_6 } from './release-2024-6.ts';

/** As its OpenAPI document says; it was not recorded. */
export const release2024_8: Release = {
  ...release2024_6,
  version: '2024.8.0',
  fields: change(release2024_6.fields, { version: { add: ['outpost_outdated'] } }),
  groups: { ...release2024_6.groups, longestName: Number.POSITIVE_INFINITY },
};

/** As its OpenAPI document says; it was not recorded. */
export const release2024_10: Release = { ...release2024_8, version: '2024.10.0' };

/** As its OpenAPI document says; it was not recorded. */
export const release2024_12: Release = { ...release2024_10, version: '2024.12.0' };
