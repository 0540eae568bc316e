import type { Agent } from 'node:http';
import { Telegram } from 'telegraf';
import type { Log } from '../../src/process/log';
import { pause } from '../../src/process/pause';
import { createCall } from './call';
import { ALLOWED_UPDATES } from './intake/update';
import { createWhoAmI } from './keyboard';
import { createReachability } from './reachability';
import { createTokenState, refusalWords, type TokenStateOptions } from './token-state';

/** A reset connection is everyday, and one refusal of a token is; this long of nothing else is trouble. */
const PATIENCE_SECONDS = 3;
const PROBE_MS = 15_000;

export interface LineOptions extends Pick<TokenStateOptions, 'onBad' | 'badAfterMs'> {
  readonly token: string;
  readonly apiRoot: string;
  /** Of every connection to Telegram, where there is a proxy. */
  readonly agent: Agent | undefined;
  readonly log: Log;
}

/** Why Telegram does not work for us: it gives no answer, or does not take the token. */
export interface LineTrouble {
  readonly kind: 'silent' | 'refused';
  readonly reason: string;
}

/** Clients of one token by one way, and whether anybody answers them. */
export type Line = ReturnType<typeof openLine>;

export function openLine({ token, apiRoot, agent, ...watching }: LineOptions) {
  const tokenState = createTokenState(watching);
  const reachability = createReachability(tokenState);
  const createClient = () =>
    reachability.watch(
      new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false, ...(agent ? { agent } : {}) }),
    );
  const telegram = createClient();
  const call = createCall(telegram);
  const trouble = (patience = PATIENCE_SECONDS): LineTrouble | null => {
    const refusedFor = tokenState.refusedFor();
    if (refusedFor !== null && refusedFor >= patience) return { kind: 'refused', reason: refusalWords(refusedFor) };
    const silentFor = reachability.silentFor();
    if (silentFor === null || silentFor < patience) return null;
    return { kind: 'silent', reason: `Telegram has not answered for ${Math.round(silentFor)} s` };
  };
  return {
    telegram,
    /** Another one: a long poll must not stand in the way of other calls. */
    createClient,
    /** As Telegram knows the bot; asked for once, again only where that failed. */
    whoAmI: createWhoAmI(call),
    /** From now on updates come by themselves. */
    setWebhook: (url: string, secret: string) =>
      call('setWebhook', { url, secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] }),
    /** Why nothing can be said now; null when it can. */
    trouble,
    /** Asks by itself while there is trouble: by webhook, or standing by, nobody else may ask for hours. */
    async watch(stopped: AbortSignal, probeMs = PROBE_MS): Promise<void> {
      while (!stopped.aborted) {
        await pause(probeMs, stopped);
        if (!stopped.aborted && trouble() !== null) await call('getMe', {}).catch(() => undefined);
      }
    },
  };
}
