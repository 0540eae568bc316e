import { TelegramError } from 'telegraf';
import type { Log } from '../../src/process/log';

/** Whether Telegram takes our token, as every call of the watched clients tells. */
export interface TokenState {
  accepted(): void;
  /** An error that a call has ended with, whatever it is. */
  failed(error: unknown): void;
  /** Seconds since the first of the refusals that go on; null while the token is taken. */
  refusedFor(): number | null;
}

export interface TokenStateOptions {
  readonly log: Log;
  /** The token is bad; told once, until it is taken again. */
  readonly onBad?: (() => void) | undefined;
  /** Telegram's own troubles and a gateway's mistake look like a wrong token too, but pass. */
  readonly badAfterMs?: number | undefined;
}

const BAD_AFTER_MS = 120_000;
const BAD_AFTER_REFUSALS = 3;

/** What only the operator can do; by itself it goes on when the old token works again. */
const WHAT_TO_DO = 'take the current one from @BotFather, put it into BOT_TOKEN and restart the bot';

export function createTokenState({ log, onBad, badAfterMs = BAD_AFTER_MS }: TokenStateOptions): TokenState {
  let since: number | null = null;
  let refusals = 0;
  let isTold = false;
  const refused = (): void => {
    refusals += 1;
    since ??= performance.now();
    if (refusals === 1) log.warn({}, 'Telegram refuses the token; asked again, it may take it');
    if (isTold || refusals < BAD_AFTER_REFUSALS || performance.now() - since < badAfterMs) return;
    isTold = true;
    log.error({ refusals }, `Telegram goes on refusing the token: ${WHAT_TO_DO}. Everything else works on`);
    onBad?.();
  };
  const accepted = (): void => {
    if (since === null) return;
    log.info({ refusals }, 'Telegram takes the token again');
    since = null;
    refusals = 0;
    isTold = false;
  };
  return {
    accepted,
    failed(error) {
      if (!(error instanceof TelegramError)) return;
      if (isRefusal(error)) refused();
      // whoever says so has read the token; a 429 or 5xx may come from before that
      else if (error.code >= 400 && error.code < 500 && error.code !== 429) accepted();
    },
    refusedFor: () => (since === null ? null : (performance.now() - since) / 1_000),
  };
}

/** For whoever watches the bot. */
export const refusalWords = (seconds: number): string =>
  `Telegram has refused BOT_TOKEN for ${Math.round(seconds)} s, asked again and again; if it goes on for minutes, ${WHAT_TO_DO}`;

/** 404 is what Telegram says to a token that does not look like one; an old server says it of a method that it lacks, too. */
function isRefusal({ code, description }: TelegramError): boolean {
  return code === 401 || (code === 404 && !/method/i.test(description ?? ''));
}
