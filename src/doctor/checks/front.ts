import type { Reply } from '../ask.ts';
import type { Check } from '../check.ts';
import { type Finding, fail, ok, shown, skipped } from '../finding.ts';
import { askAnonymously } from './started.ts';

const LET_THROUGH =
  'Let the gateway past it: an address of authentik that is not behind it, or an exception for /api/v3/. authentik checks tokens itself.';

/** Whether nothing stands in front of the API that wants something else: a redirect, a log-in page, a password. */
export const front: Check = {
  id: 'front',
  title: 'Nothing in between',
  needs: ['started'],
  run: async (patient) => {
    const outcome = await askAnonymously(patient);
    return outcome.kind === 'reply' ? describe(outcome, patient.apiUrl) : skipped('Nothing answered.');
  },
};

function describe(reply: Reply, apiUrl: URL): Finding {
  if (reply.status >= 300 && reply.status < 400) {
    return describeRedirect(reply, apiUrl);
  }
  if (reply.status === 401) {
    return fail('Something in front of authentik wants a password of its own (401; authentik says 403).', LET_THROUGH);
  }
  if (reply.status === 400 && apiUrl.protocol === 'http:' && reply.text.includes('HTTPS')) {
    return fail('TLS is spoken on that port.', 'Use https:// in AUTHENTIK_URL.');
  }
  if (reply.status === 200 && /<form|<html/i.test(reply.text)) {
    return fail('A web page answers where the API should be: probably the log-in page of a proxy.', LET_THROUGH);
  }
  if (reply.status === 429) {
    return fail(
      'It asks to slow down (429) at the first request.',
      'Give the gateway’s address a higher limit, in front of authentik.',
    );
  }
  return ok('No redirect, log-in page or password stands in front of the API.');
}

// The gateway follows none: a token must not go to wherever an answer points.
function describeRedirect(reply: Reply, apiUrl: URL): Finding {
  const location = reply.header('location') ?? '';
  const target = URL.canParse(location, apiUrl) ? new URL(location, apiUrl) : undefined;
  if (target === undefined) {
    return fail(`It is a redirect (${reply.status}) that leads nowhere.`, 'Look at what stands in front of authentik.');
  }
  const to = shown(`${target.origin}${target.pathname}`);
  if (target.pathname === `${apiUrl.pathname}/core/users/me/`) {
    const root = `${target.origin}${apiUrl.pathname.replace(/\/api\/v3$/, '')}`;
    return fail(`It is a redirect to ${to}, and the gateway follows none.`, `Set AUTHENTIK_URL=${shown(root)}.`);
  }
  return fail(`It is a redirect to ${to}: probably a proxy that wants a log-in first.`, LET_THROUGH);
}
