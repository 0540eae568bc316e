import type { MiddlewareFn } from 'telegraf';
import { wordsOf } from '../../../src/i18n';
import { officialByTelegramId, personIsReachable } from '../../../src/usecases/officials';
import { circumstances } from '../../../src/usecases/ports';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';

/**
 * Who is it from. A stranger gets one polite answer with their own id and nothing else; in a group a stranger gets silence.
 * Rights are not checked here: the regulation does at every press.
 */
export function personMiddleware({ desk, messenger, defaultLocale }: BotDeps): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const from = ctx.from;
    if (!from || from.is_bot) return;
    const official = await officialByTelegramId(desk.database, from.id, circumstances(desk));
    const words = wordsOf(official?.locale ?? defaultLocale);
    if (!official || official.disabled) {
      if (ctx.callbackQuery) await messenger.answer(ctx.callbackQuery.id, words.plain(official ? 'common:disabled' : 'common:stranger', { id: from.id }), true);
      else if (ctx.chat?.type === 'private') {
        await messenger.send(from.id, { text: words.html(official ? 'common:disabled' : 'common:stranger', { id: from.id }), keyboard: [] });
      }
      return;
    }
    if (official.startedAt === null || official.unreachable !== null) await personIsReachable(desk.database, from.id, desk.clock.now());
    ctx.official = official;
    ctx.words = words;
    await next();
  };
}
