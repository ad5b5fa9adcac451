import type { Call } from '../call.ts';
import { compareText } from '../compare.ts';
import type { TokenRow, UserRow } from '../dataset.ts';
import { readDuration } from '../duration.ts';
import { atMost, boolean, checked, choice, isSlug, moment, text } from '../fields.ts';
import { numberOf } from '../references.ts';
import { crash, Refusal } from '../refusal.ts';
import { parseBody } from '../serializer.ts';
import { formatLikePython, formatTime, minutesAfter } from '../time.ts';

const MAXIMUM_LIFETIME = 'goauthentik.io/user/token-maximum-lifetime';

/** What a body says of a token. `user` and `intent` are always there: authentik fills them in, also on a PATCH. */
export type TokenChanges = Partial<Omit<TokenRow, 'pk' | 'key'>> & Pick<TokenRow, 'user' | 'intent'>;

/**
 * Reads the body of a POST, PUT or PATCH (authentik/core/api/tokens.py). Without `user` the token is the caller's,
 * without `intent` it is an API token, **also when it was somebody else's app password before**; an API token expires
 * half an hour from now, whatever it is sent.
 * @throws Refusal 400; 500 where authentik breaks.
 */
export function readTokenBody(call: Call, known: TokenRow | undefined, isPatch: boolean): TokenChanges {
  const { expires, ...sent } = parseBody(tokenFields(call, known), call.data(), isPatch);
  const intent = sent.intent ?? 'api';
  if (intent !== 'api' && intent !== 'app_password') throw new Refusal(400, { intent: [`Invalid intent ${intent}`] });
  // authentik goes on with AnonymousUser and breaks.
  const user = sent.user ?? call.caller?.pk;
  const owner = user === undefined ? undefined : call.store.user(user);
  if (!owner) throw crash();
  return { ...sent, user: owner.pk, intent, ...expiryOf(call, { intent, expires, owner }) };
}

function tokenFields({ store }: Call, known: TokenRow | undefined) {
  const isFree = (taken: TokenRow | undefined, field: string) =>
    taken === undefined || taken.pk === known?.pk ? undefined : `Token with this ${field} already exists.`;
  return {
    managed: {
      canBeNull: true,
      read: text({
        checks: [
          (value) =>
            isFree(
              store.tokens().find((one) => one.managed === value),
              'Managed by authentik',
            ),
        ],
      }),
    },
    identifier: {
      isRequired: true,
      read: text({ checks: [isSlug, atMost(255), (value) => isFree(store.tokenOfIdentifier(value), 'identifier')] }),
    },
    intent: { read: choice(['verification', 'api', 'recovery', 'app_password']) },
    user: {
      read: checked(
        numberOf((pk) => store.user(pk) !== undefined),
        (pk) => (known && known.user !== pk ? 'User cannot be changed' : undefined),
      ),
    },
    description: { read: text({ canBeBlank: true }) },
    expires: { read: moment, canBeNull: true },
    expiring: { read: boolean },
  } as const;
}

type Expiry = {
  readonly intent: 'api' | 'app_password';
  /** Microseconds since 1970. */
  readonly expires: number | null | undefined;
  readonly owner: UserRow;
};

function expiryOf(call: Call, { intent, expires, owner }: Expiry): { readonly expires?: string | null } {
  const standard = minutesAfter(call.now, call.release.tokens.minutes);
  if (intent === 'api') return { expires: formatTime(standard) };
  if (expires === undefined) return {};
  if (expires === null && call.release.tokens.canHaveNoTime) return { expires };
  // authentik compares it with a time and breaks.
  if (expires === null) throw crash();
  const latest = latestExpiry(call, owner) ?? standard;
  if (expires > latest) {
    const sentence = `Token expires exceeds maximum lifetime (${formatLikePython(latest)} UTC).`;
    throw new Refusal(400, { expires: [sentence] });
  }
  return { expires: formatTime(expires) };
}

// Of the attributes of all groups, by name, and of the user, the last one counts; what is no duration does not.
function latestExpiry({ store, now }: Call, owner: UserRow): number | undefined {
  const groups = store.allGroupsOf(owner).toSorted((a, b) => compareText(a.name, b.name));
  const lifetimes = [...groups, owner].flatMap(({ attributes }) => attributes[MAXIMUM_LIFETIME] ?? []);
  const minutes = readDuration(lifetimes.at(-1));
  return minutes === undefined ? undefined : minutesAfter(now, minutes);
}
