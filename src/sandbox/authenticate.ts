import type { UserRow } from './dataset.ts';
import { crash, refuse } from './refusal.ts';
import type { Store } from './store.ts';
import { readTime } from './time.ts';

/**
 * Answers whose token the `Authorization` header holds, or undefined for a header that counts as no credentials
 * (empty or without a space). Only tokens of intent `api` count; an expired one is deleted here, as authentik does.
 * @throws Refusal 403 for another scheme and for anything unknown, expired or of an inactive user; 500 for non-ASCII.
 */
export function authenticate(store: Store, header: string | undefined, now: Date): UserRow | undefined {
  const credentials = (header ?? '').trim();
  if (/[\u0080-\uffff]/.test(credentials)) throw crash();
  const space = credentials.indexOf(' ');
  if (space === -1) return undefined;
  if (credentials.slice(0, space).toLowerCase() !== 'bearer') throw refuse(403, 'Unsupported authentication type');
  const user = ownerOf(store, credentials.slice(space + 1), now);
  if (!user?.is_active) throw refuse(403, 'Token invalid/expired');
  return user;
}

function ownerOf(store: Store, key: string, now: Date): UserRow | undefined {
  const token = store.tokenOfKey(key);
  if (token?.intent !== 'api') return undefined;
  if (token.expiring && token.expires !== null && (readTime(token.expires) ?? 0) < now.getTime() * 1000) {
    store.deleteToken(token);
    return undefined;
  }
  return store.user(token.user);
}
