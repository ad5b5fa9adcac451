import { isRefusal, isSuccess, toMeError } from './answer.ts';
import type { RawResponse } from './transport.ts';

/** Where authentik tells whom a credential stands for. */
export const ME_PATH = '/core/users/me/';

/** What is known of the operation's credential. */
export interface Caller {
  /** The answer to "who am I", asked at most once for whoever wants to know. */
  readonly askMe: () => Promise<RawResponse>;
  /** Says that something has been answered, so that the credential is good. */
  readonly noteSuccess: () => void;
  /**
   * Whether the credential itself is good. authentik says 403 both to a bad one and to a missing permission, in translated
   * words: only asking who one is tells them apart, and not even that is needed once something has been answered.
   * @throws GatewayError when that question fails in another way
   */
  readonly isCredentialGood: () => Promise<boolean>;
}

/** Creates what is known of the credential that `ask` asks with: nothing yet. */
export function createCaller(ask: (path: string) => Promise<RawResponse>): Caller {
  let hasSucceeded = false;
  let me: Promise<RawResponse> | undefined;

  function askMe(): Promise<RawResponse> {
    me ??= ask(ME_PATH);
    return me;
  }

  async function isCredentialGood(): Promise<boolean> {
    if (hasSucceeded) {
      return true;
    }
    const response = await askMe();
    if (isSuccess(response) || isRefusal(response)) {
      return isSuccess(response);
    }
    throw toMeError(response);
  }

  return {
    askMe,
    isCredentialGood,
    noteSuccess: () => {
      hasSucceeded = true;
    },
  };
}
