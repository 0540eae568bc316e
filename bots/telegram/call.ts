import { TelegramError, type Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { describeError } from '../../src/process/log';
import { NetworkError, observe, type Observed } from '../messenger/exchange';
import { TELEGRAM_SERVICE } from './service';

/** telegraf's own limit is 500 s; a person waits less. */
const CALL_LIMIT_MS = 25_000;
/** Of a word for the finger, for which nobody waits longer, and of a question whether anybody is there. */
export const SHORT_LIMIT_MS = 5_000;

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
      return await observe((observed) =>
        telegram.callApi(method, payload, endedBy(limit.signal)).catch((error: unknown) => {
          throw failureOf(error, observed);
        }),
      );
    } finally {
      clearTimeout(timer);
    }
  };

/** The error itself where Telegram has answered, or where it is a fault of ours. */
function failureOf(error: unknown, observed: Observed): unknown {
  if (error instanceof TelegramError && error.code < 500) return error;
  if (!isOfNetwork(error) && !observed.wasAnswered()) return error;
  const isUnsent = !observed.wasHandedOver() || observed.isPage();
  return new NetworkError(isUnsent ? 'unsent' : 'unknown', describeError(error));
}

/** A gateway's 5xx comes as Telegram's; an answer that is no answer («{}») as one without a code. */
const isOfNetwork = (error: unknown): boolean => error instanceof TelegramError || TELEGRAM_SERVICE.isSilence(error);
