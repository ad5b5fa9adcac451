import { parseStoredText, parseUuid } from '../../../authentik/path.ts';
import { isSince, type KnownRelease } from '../../../authentik/release.ts';
import { SINCE } from '../../../authentik/since.ts';
import type { Body, BodyFields } from '../../../graphql/input-body.ts';
import { type Comparable, type Warning, warnOfOverruled } from '../../../graphql/warning.ts';
import type { GroupJson } from '../rest.ts';

/** What of a group goes into a body as it is. */
export const GROUP_FIELDS: BodyFields = {
  name: { to: 'name', parse: parseStoredText },
  isSuperuser: { to: 'is_superuser' },
  parentId: { to: 'parent', clear: null, parse: parseUuid },
};

/** authentik's names of a group's fields → where they stand in our inputs; those of every release. */
export const GROUP_NAMES = {
  name: ['input', 'name'],
  is_superuser: ['input', 'isSuperuser'],
  parent: ['input', 'parentId'],
  parents: ['input', 'parentId'],
  attributes: ['input', 'attributes'],
};

/**
 * Says the parent in the words of the release: `parent` up to 2025.10, `parents` from 2025.12 on. Each passes over the
 * other's word without a sound (recorded), so both are told where it is not known which one is behind.
 */
export function withParents(body: Body, release: KnownRelease): Body {
  if (!Object.hasOwn(body, 'parent')) {
    return body;
  }
  const { parent, ...rest } = body;
  const hasParents = isSince(release, SINCE.parents);
  return {
    ...rest,
    ...(hasParents === true ? {} : { parent }),
    ...(hasParents === false ? {} : { parents: parent === null ? [] : [parent] }),
  };
}

/** What warnings compare of a group, by our names. */
export function toComparable(group: GroupJson): Comparable {
  const { name, is_superuser: isSuperuser, parent = null, parents } = group;
  return { name, isSuperuser, parents: parents ?? (parent === null ? [] : [parent]), members: group.users.toSorted() };
}

/** What a caller may say of a group that authentik could take otherwise. */
interface Told {
  readonly name?: string | null | undefined;
  readonly isSuperuser?: boolean | null | undefined;
  readonly parentId?: string | null | undefined;
}

/** Warns of what authentik did not take as it was told. */
export function warnOfGroup({ name, isSuperuser, parentId }: Told, group: GroupJson): Warning[] {
  const parents = parentId === undefined ? undefined : parentId === null ? [] : [parentId.toLowerCase()];
  const told = Object.entries({ name, isSuperuser, parents }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return warnOfOverruled(Object.fromEntries(told), toComparable(group));
}
