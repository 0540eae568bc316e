import type { UserFromGetMe } from 'telegraf/types';
import type { Log } from '../../src/process/log';
import type { Line, LineTrouble } from './line';
import { insist } from './patience';

/** What keeps the bot from speaking with Telegram, or from being spoken to. */
export interface Hindrance {
  readonly kind: LineTrouble['kind'] | 'webhook';
  readonly reason: string;
}

/** How a process and Telegram come to know each other: each step is asked for until Telegram takes it, or somebody stops. */
export type Meeting = ReturnType<typeof createMeeting>;

export function createMeeting(line: Line, log: Log) {
  const stopping = new AbortController();
  const insistence = { stopped: stopping.signal, log };
  let hasMet = false;
  let noWebhook: string | null = null;
  return {
    hindrance(this: void): Hindrance | null {
      if (!hasMet) return line.trouble(0) ?? { kind: 'silent', reason: 'Telegram has not been reached yet' };
      const trouble = line.trouble();
      if (trouble || noWebhook === null) return trouble;
      return { kind: 'webhook', reason: `Telegram has not taken WEBHOOK_URL yet, it is asked again: ${noWebhook}` };
    },
    /** Who we are; null: stopped before Telegram has said it. */
    async meet(): Promise<UserFromGetMe | null> {
      void line.watch(stopping.signal);
      const me = await insist('getMe', line.whoAmI, insistence);
      hasMet = me !== null;
      return me;
    },
    /** Updates come to this address from now on; null: stopped before Telegram has taken it. */
    async takeWebhook({ url, secret }: { readonly url: string; readonly secret: string }): Promise<true | null> {
      noWebhook = 'no answer yet';
      const onFailure = (reason: string) => (noWebhook = reason);
      const taken = await insist('setWebhook', () => line.setWebhook(url, secret), { ...insistence, onFailure });
      if (taken !== null) noWebhook = null;
      return taken;
    },
    stop: () => stopping.abort(),
  };
}
