import type { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';

/** telegraf's own limit is 500 s; a person waits less. */
const CALL_LIMIT_MS = 25_000;

type Options = NonNullable<Parameters<Telegram['callApi']>[2]>;

/** telegraf names a polyfill's class for its signal. Nothing asks for that class: it listens to `abort`, which Node's has too. */
export const endedBy = (signal: AbortSignal): Options => ({ signal: signal as never });

/** A method of the Bot API. */
export type Call = ReturnType<typeof createCall>;

/** Calls, each with its time limit, which goes with it: limits that outlive their calls would keep them in memory. */
export const createCall =
  (telegram: Telegram) =>
  async <Method extends keyof Methods>(
    method: Method,
    payload: Opts<Method>,
    limitMs = CALL_LIMIT_MS,
  ): Promise<ReturnType<Methods[Method]>> => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new DOMException('Telegram took too long', 'TimeoutError')), limitMs);
    try {
      return await telegram.callApi(method, payload, endedBy(limit.signal));
    } finally {
      clearTimeout(timer);
    }
  };
