import type { Check } from '../check.ts';
import { api } from './api.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { credential } from './credential.ts';
import { dns } from './dns.ts';
import { front } from './front.ts';
import { latency } from './latency.ts';
import { page } from './page.ts';
import { ready } from './ready.ts';
import { release } from './release.ts';
import { rights } from './rights.ts';
import { seeGroups, seeTokens, seeUsers } from './sight.ts';
import { started } from './started.ts';
import { switchToken, switchUser } from './switches.ts';
import { tls } from './tls.ts';
import { token } from './token.ts';

/** All checks in their order: from the wire upwards, each standing on those before it. */
export const CHECKS: readonly Check[] = [
  ...[dns, connect, tls, started, front, api, ready, clock],
  ...[credential, release, token, rights, seeUsers, seeGroups, seeTokens],
  ...[switchUser, switchToken, page, latency],
];
