import { TelegramError } from 'telegraf';
import type { Service } from '../messenger/service';

/** Telegram, as whoever waits for it knows it. */
export const TELEGRAM_SERVICE: Service = {
  name: 'Telegram',
  tokenVariable: 'BOT_TOKEN',
  webhookVariable: 'WEBHOOK_URL',
  // by itself it goes on when the old token works again
  renewal: 'take the current one from @BotFather, put it into BOT_TOKEN and restart the bot',
  tokenBy(error) {
    if (!(error instanceof TelegramError)) return 'nothing';
    if (isRefusal(error)) return 'refused';
    // whoever says so has read the token; a 429 or 5xx may come from before that
    return error.code >= 400 && error.code < 500 && error.code !== 429 ? 'taken' : 'nothing';
  },
  // by what telegraf itself throws
  isSilence: (error) => error instanceof Error && ['FetchError', 'AbortError', 'TimeoutError'].includes(error.name),
  retryAfter: (error) => (error instanceof TelegramError ? error.parameters?.retry_after : undefined),
};

/** 404 is what Telegram says to a token that does not look like one; an old server says it of a method that it lacks, too. */
function isRefusal({ code, description }: TelegramError): boolean {
  return code === 401 || (code === 404 && !/method/i.test(description ?? ''));
}
