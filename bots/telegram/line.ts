import type { Agent } from 'node:http';
import { Telegram } from 'telegraf';
import { ALLOWED_UPDATES } from './intake/update';
import { createReachability } from './reachability';

/** A reset connection is everyday; this long without any answer is trouble. */
const SILENCE_SECONDS = 3;

export interface LineOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Of every connection to Telegram, where there is a proxy. */
  readonly agent: Agent | undefined;
}

/** Clients of one token by one way, and whether anybody answers them. */
export type Line = ReturnType<typeof openLine>;

export function openLine({ token, apiRoot, agent }: LineOptions) {
  const reachability = createReachability();
  const createClient = () =>
    reachability.watch(
      new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false, ...(agent ? { agent } : {}) }),
    );
  const telegram = createClient();
  return {
    telegram,
    /** Another one: a long poll must not stand in the way of other calls. */
    createClient,
    /** From now on updates come by themselves. */
    setWebhook: (url: string, secret: string) =>
      telegram.setWebhook(url, { secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] }),
    /** Why nothing can be said now; null when it can. */
    trouble(): string | null {
      const silentFor = reachability.silentFor();
      if (silentFor === null || silentFor <= SILENCE_SECONDS) return null;
      return `Telegram has not answered for ${Math.round(silentFor)} s`;
    },
  };
}
