import type { TokenRow } from '../dataset.ts';
import { createRelation } from '../relation.ts';

/** The tokens of a store. Rows are never changed in place: `saveToken` puts another row under the same pk. */
export type TokenTable = {
  readonly tokens: () => readonly TokenRow[];
  readonly tokenOfIdentifier: (identifier: string) => TokenRow | undefined;
  /** Keys need not be unique: the oldest token that has it. */
  readonly tokenOfKey: (key: string) => TokenRow | undefined;
  readonly saveToken: (token: TokenRow) => void;
  readonly deleteToken: (token: TokenRow) => void;
  /** Notes that somebody was shown the key, as authentik does with an event of kind `secret_view`. */
  readonly noteKeyView: (token: TokenRow) => void;
  /** How often the key of the token that is, or when it was read was, called so has been shown. */
  readonly keyViews: (identifier: string) => number;
};

/** A table of its own over the given rows. */
export function createTokenTable(rows: readonly TokenRow[]): TokenTable {
  const tokens = new Map<string, TokenRow>();
  const identifiers = new Map<string, string>();
  const keys = createRelation<string, string>();
  const views: { readonly pk: string; readonly identifier: string }[] = [];
  const ofIdentifier = (identifier: string) => tokens.get(identifiers.get(identifier) ?? '');
  const forget = ({ pk, key }: TokenRow) => {
    const known = tokens.get(pk);
    if (known) identifiers.delete(known.identifier);
    keys.remove(pk, known?.key ?? key);
  };
  const saveToken = (token: TokenRow) => {
    forget(token);
    tokens.set(token.pk, token);
    identifiers.set(token.identifier, token.pk);
    keys.add(token.pk, token.key);
  };
  for (const row of rows) saveToken(row);
  return {
    tokens: () => [...tokens.values()],
    tokenOfIdentifier: ofIdentifier,
    tokenOfKey: (key) => tokens.get(keys.leftsOf(key)[0] ?? ''),
    saveToken,
    deleteToken: (token) => {
      forget(token);
      tokens.delete(token.pk);
    },
    noteKeyView: ({ pk, identifier }) => views.push({ pk, identifier }),
    keyViews: (identifier) => {
      const pk = ofIdentifier(identifier)?.pk;
      return views.filter((view) => view.pk === pk || view.identifier === identifier).length;
    },
  };
}
