import type { MiddlewareFn } from 'telegraf';
import { wordsOf } from '../../../src/i18n';
import { acceptInvitation, type InvitationRefusal } from '../../../src/usecases/administration/invitations';
import { tellOfInvitation } from '../../../src/usecases/groups/tell-of-invitation';
import { officialByAccount, type Official } from '../../../src/usecases/people/officials';
import { personIsUnreachable } from '../../../src/usecases/people/unreachable';
import { welcomeBack } from '../../../src/usecases/people/welcome-back';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import { invitationIn } from '../features/people/invitation-link';
import { TELEGRAM } from '../intake/update';

/**
 * Who is it from. A stranger gets one polite answer with their own id and nothing else, unless they come by an invitation; in a
 * group a stranger gets silence. Rights are not checked here: the regulation does at every press.
 */
export function personMiddleware(deps: BotDeps): MiddlewareFn<BotContext> {
  const { desk, messenger, defaultLocale } = deps;
  return async (ctx, next) => {
    const from = ctx.from;
    if (!from || from.is_bot) return;
    if (ctx.myChatMember) return noteMembership(deps, ctx);
    let official = await officialByAccount(desk, TELEGRAM, String(from.id));
    let refusal: InvitationRefusal | null = null;
    if (!official) ({ official, refusal } = await comeByInvitation(deps, ctx, from.id));
    const words = wordsOf(official?.locale ?? defaultLocale);
    if (!official || official.disabled) {
      const key = official ? 'common:disabled' : 'common:stranger';
      if (ctx.callbackQuery) await messenger.answer(ctx.callbackQuery.id, words.plain(key, { id: from.id }), true);
      else if (ctx.message && ctx.chat?.type === 'private') {
        const why = refusal === null ? [] : [words.html(`people:invitation.${refusal}`)];
        await messenger.send(String(from.id), {
          text: [...why, words.html(key, { id: from.id })].join('\n'),
          keyboard: [],
        });
      }
      return;
    }
    if (official.startedAt === null || official.unreachable !== null) {
      await welcomeBack(desk, official);
      deps.wake();
    }
    ctx.official = official;
    ctx.words = words;
    await next();
  };
}

/** The one thing that a stranger can do: /start with an invitation. */
async function comeByInvitation(
  { desk, wake }: BotDeps,
  ctx: BotContext,
  telegramId: number,
): Promise<{ official: Official | null; refusal: InvitationRefusal | null }> {
  const text = ctx.chat?.type === 'private' && ctx.message && 'text' in ctx.message ? ctx.message.text : '';
  const secretHash = invitationIn(/^\/start(?:@\w+)?\s+(\S+)\s*$/.exec(text)?.[1] ?? '');
  if (secretHash === null) return { official: null, refusal: null };
  const accepted = await acceptInvitation(desk, secretHash, {
    messenger: TELEGRAM,
    userId: String(telegramId),
    chatId: String(telegramId),
  });
  if (!accepted.ok) return { official: null, refusal: accepted.refusal };
  wake();
  return { official: await officialByAccount(desk, TELEGRAM, String(telegramId)), refusal: null };
}

const isIn = (status: string): boolean => status === 'member' || status === 'administrator';

/** The person has blocked the bot, or let it in again; a group has it now. */
async function noteMembership(
  { desk, log, wake }: BotDeps,
  { myChatMember: change, update }: BotContext,
): Promise<void> {
  if (!change) return;
  const { chat, from, new_chat_member: member } = change;
  if (chat.type !== 'private') {
    log.info({ chatId: chat.id, status: member.status }, 'the bot was added to a group or removed from it');
    // Removed: the next digest finds out. A group that becomes a supergroup looks the same at first, and goes on.
    if (chat.type === 'channel' || isIn(change.old_chat_member.status) || !isIn(member.status)) return;
    await tellOfInvitation(desk, {
      messenger: TELEGRAM,
      chatId: String(chat.id),
      title: chat.title,
      key: String(update.update_id),
    });
    return wake();
  }
  if (member.status === 'kicked')
    return personIsUnreachable(desk, { messenger: TELEGRAM, chatId: String(from.id) }, 'blocked');
  const official = member.status === 'member' ? await officialByAccount(desk, TELEGRAM, String(from.id)) : null;
  if (!official || official.disabled) return;
  await welcomeBack(desk, official);
  wake();
}
