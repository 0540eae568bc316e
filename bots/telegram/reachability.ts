import type { Telegram } from 'telegraf';
import { networkTrouble } from './classify-error';

/** Whether Telegram answers, as every call of the watched clients tells. An answer that refuses is an answer. */
export interface Reachability {
  watch(client: Telegram): Telegram;
  /** Seconds since the first of the calls that found nobody; null while Telegram answers. */
  silentFor(): number | null;
}

export function createReachability(): Reachability {
  let silentSince: number | null = null;
  return {
    watch(client) {
      const call = client.callApi.bind(client) as (...to: unknown[]) => Promise<unknown>;
      const watched = async (...to: unknown[]): Promise<unknown> => {
        try {
          const answer = await call(...to);
          silentSince = null;
          return answer;
        } catch (error) {
          if (networkTrouble(error) === null) silentSince = null;
          else if (!isOurOwn(to[2])) silentSince ??= performance.now();
          throw error;
        }
      };
      client.callApi = watched as Telegram['callApi'];
      return client;
    },
    silentFor: () => (silentSince === null ? null : (performance.now() - silentSince) / 1_000),
  };
}

/** A call that we have ended ourselves, as polling does when it stops, says nothing of Telegram; a timeout does. */
function isOurOwn(options: unknown): boolean {
  const signal = typeof options === 'object' && options !== null && 'signal' in options ? options.signal : null;
  return (
    signal instanceof AbortSignal &&
    signal.aborted &&
    (signal.reason as { name?: unknown } | undefined)?.name !== 'TimeoutError'
  );
}
