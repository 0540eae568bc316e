import { TelegramError, type Telegram } from 'telegraf';
import type { UserFromGetMe } from 'telegraf/types';
import { AppError } from '../../src/errors';
import { describeError, type Log } from '../../src/log';
import { createCall } from './call';

const MEETING_DELAYS = [500, 1_000, 2_000, 5_000, 15_000] as const;

/** Asks Telegram who we are until it answers: an office's network may come up later than its server. */
export async function meet(
  telegram: Telegram,
  stopped: AbortSignal,
  log: Log,
  onFatal: (error: Error) => void,
): Promise<UserFromGetMe | null> {
  const call = createCall(telegram);
  for (let attempt = 0; !stopped.aborted; attempt += 1) {
    try {
      return await call('getMe', {});
    } catch (error) {
      if (error instanceof TelegramError && (error.code === 401 || error.code === 404)) {
        onFatal(new AppError('token_refused', 'Telegram refuses BOT_TOKEN: take the right one from @BotFather'));
        return null;
      }
      const delay = MEETING_DELAYS[Math.min(attempt, MEETING_DELAYS.length - 1)] ?? 15_000;
      log.warn({ reason: describeError(error), nextTryMs: delay }, 'Telegram is not reached yet');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, delay);
        stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
  return null;
}
