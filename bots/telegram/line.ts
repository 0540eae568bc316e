import type { Agent } from 'node:http';
import { Telegram } from 'telegraf';
import { createLine } from '../messenger/line';
import type { TokenStateOptions } from '../messenger/token-state';
import { createCall } from './call';
import { createWhoAmI } from './keyboard';
import { TELEGRAM_SERVICE } from './service';
import { ALLOWED_UPDATES } from './update';

export interface LineOptions extends TokenStateOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Of every connection to Telegram, where there is a proxy. */
  readonly agent: Agent | undefined;
}

/** Clients of one token by one way, and whether anybody answers them. */
export type Line = ReturnType<typeof openLine>;

export function openLine({ token, apiRoot, agent, ...watching }: LineOptions) {
  const line = createLine(TELEGRAM_SERVICE, watching);
  const createClient = (): Telegram => {
    const client = new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false, ...(agent ? { agent } : {}) });
    const call = client.callApi.bind(client);
    client.callApi = (method, payload, options) => line.watch(() => call(method, payload, options), options?.signal);
    return client;
  };
  const telegram = createClient();
  const call = createCall(telegram);
  return {
    service: TELEGRAM_SERVICE,
    telegram,
    /** Another one: a long poll must not stand in the way of other calls. */
    createClient,
    /** As Telegram knows the bot; asked for once, again only where that failed. */
    whoAmI: createWhoAmI(call),
    /** From now on updates come by themselves. */
    setWebhook: (url: string, secret: string) =>
      call('setWebhook', { url, secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] }),
    trouble: line.trouble,
    onAnswered: line.onAnswered,
    /** Asks by itself while there is trouble. */
    watch: (stopped: AbortSignal, probeMs?: number) => line.probe(() => call('getMe', {}), stopped, probeMs),
  };
}
