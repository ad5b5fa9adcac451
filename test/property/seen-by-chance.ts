import { type Answer, type Path, valueAt } from './answer.ts';

/**
 * Both answers without the users whom the caller may see as the owner of a token but not by key: with a plan
 * `AuthentikViewer.user` and `AuthentikGroupMember.user` answer such a user when a token of theirs came first.
 */
export function withoutSeenByChance(
  on: Answer,
  off: Answer,
): { readonly on: Answer; readonly off: Answer; readonly count: number } {
  const paths = off.errors.flatMap(({ path, extensions }) => {
    const isHidden = extensions.code === 'FORBIDDEN' || extensions.code === 'NOT_FOUND';
    const isUser = /^(my_)?user$/.test(String(path?.at(-1)));
    const seen = path && isHidden && isUser ? valueAt(on.data, path) : null;
    return path && seen !== null && seen !== undefined ? [path] : [];
  });
  return { on: withNull(on, paths), off: withNull(off, paths), count: paths.length };
}

function withNull({ data, errors }: Answer, paths: readonly Path[]): Answer {
  const isBelow = (path: Path | undefined) => paths.some((top) => top.every((step, index) => step === path?.[index]));
  const copy = structuredClone(data);
  for (const path of paths) {
    const parent = valueAt(copy, path.slice(0, -1));
    if (typeof parent === 'object' && parent !== null) {
      Object.assign(parent, { [String(path.at(-1))]: null });
    }
  }
  return { data: copy, errors: errors.filter(({ path }) => !isBelow(path)) };
}
