import { z } from 'zod';
import { createLine } from '../messenger/line';
import type { TokenStateOptions } from '../messenger/token-state';
import { createCall, done } from './call';
import { HANDLED_TYPES } from './update';
import { MAX_SERVICE } from './service';
import { me, type Me } from './voice';

export interface LineOptions extends TokenStateOptions {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
}

/** Calls of one token, and whether anybody answers them. */
export type MaxLine = ReturnType<typeof openLine>;

const subscribed = z.object({ subscriptions: z.array(z.object({ url: z.string() })) });

export function openLine({ token, apiRoot, ...watching }: LineOptions) {
  const line = createLine(MAX_SERVICE, watching);
  const call = createCall({ token, apiRoot, line });
  let asked: Promise<Me> | null = null;
  const subscriptions = async (): Promise<readonly string[]> =>
    (await call('GET', '/subscriptions', subscribed)).subscriptions.map(({ url }) => url);
  const unsubscribe = async (urls: readonly string[]): Promise<void> => {
    for (const url of urls) await call('DELETE', '/subscriptions', done, { query: { url } });
  };
  return {
    service: MAX_SERVICE,
    call,
    /** As MAX knows the bot; asked for once, again only where that failed. */
    whoAmI: (): Promise<Me> =>
      (asked ??= call('GET', '/me', me).catch((error: unknown) => {
        asked = null;
        throw error;
      })),
    /** From now on updates come to this address and to no other: subscriptions add up. */
    async setWebhook(url: string, secret: string): Promise<true> {
      await unsubscribe((await subscriptions()).filter((other) => other !== url));
      await call('POST', '/subscriptions', done, { body: { url, secret, update_types: HANDLED_TYPES } });
      return true;
    },
    /** MAX ends a subscription by itself when the address has not answered for hours. */
    isSubscribed: async (url: string): Promise<boolean> => (await subscriptions()).includes(url),
    /** No address gets updates any more. @returns how many there were */
    async dropWebhooks(): Promise<number> {
      const urls = await subscriptions();
      await unsubscribe(urls);
      return urls.length;
    },
    trouble: line.trouble,
    onAnswered: line.onAnswered,
    /** Asks by itself while there is trouble. */
    watch: (stopped: AbortSignal, probeMs?: number) => line.probe(() => call('GET', '/me', me), stopped, probeMs),
  };
}
