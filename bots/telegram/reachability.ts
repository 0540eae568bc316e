import type { Telegram } from 'telegraf';
import { isSilence } from './errors';
import type { TokenState } from './token-state';

/** Whether Telegram answers, as every call of the watched clients tells. An answer that refuses is an answer. */
export interface Reachability {
  watch(client: Telegram): Telegram;
  /** Seconds since the first of the calls that found nobody; null while Telegram answers. */
  silentFor(): number | null;
}

export function createReachability(token: TokenState): Reachability {
  let silentSince: number | null = null;
  return {
    watch(client) {
      const call = client.callApi.bind(client);
      client.callApi = async (method, payload, options) => {
        try {
          const answer = await call(method, payload, options);
          silentSince = null;
          token.accepted();
          return answer;
        } catch (error) {
          token.failed(error);
          if (!isSilence(error)) silentSince = null;
          else if (!isOurOwn(options?.signal)) silentSince ??= performance.now();
          throw error;
        }
      };
      return client;
    },
    silentFor: () => (silentSince === null ? null : (performance.now() - silentSince) / 1_000),
  };
}

/** A call that we have ended ourselves, as polling does when it stops, says nothing of Telegram; a timeout does. */
function isOurOwn(signal: unknown): boolean {
  if (!(signal instanceof AbortSignal) || !signal.aborted) return false;
  const reason: unknown = signal.reason;
  return !(reason instanceof DOMException && reason.name === 'TimeoutError');
}
