import { Telegraf } from 'telegraf';
import type { ChatMemberUpdated, Update, UserFromGetMe } from 'telegraf/types';
import type { Log } from '../../src/process/log';
import { revealHidden } from '../../src/text/plain-text';
import type { Conversation } from '../conversation/conversation';
import type { Incoming } from '../conversation/kit/turn';
import { editIn, messageIn, pressIn } from './incoming';

export interface BotOptions {
  readonly conversation: Conversation;
  /** As Telegram knows the bot. */
  readonly me: UserFromGetMe;
  readonly token: string;
  readonly log: Log;
}

export interface Bot {
  /** An update as the intake has kept it. A throw is the inbox' to try again. */
  handle(update: object): Promise<void>;
}

/** telegraf as a router and nothing else: intake and delivery are outside. */
export function createBot({ conversation, me, token, log }: BotOptions): Bot {
  const bot = new Telegraf(token, { handlerTimeout: Infinity, telegram: { webhookReply: false } });
  bot.botInfo = me;
  // A failed update is retried and then parked by the inbox; swallowing it here would lose it.
  bot.catch((error) => {
    throw error;
  });

  const hear = async (incoming: Incoming | null): Promise<void> => {
    if (incoming) await conversation.hear(incoming);
  };
  // What nobody has sent concerns nobody, and bots do not talk to bots.
  bot.use(async ({ from }, next) => {
    if (from && !from.is_bot) await next();
  });
  bot.on('callback_query', ({ callbackQuery }) => hear(pressIn(callbackQuery)));
  bot.on('message', ({ message }) => hear(messageIn(message)));
  bot.on('edited_message', ({ editedMessage }) => hear(editIn(editedMessage)));
  bot.on('my_chat_member', async ({ myChatMember, update }) =>
    myChatMember.chat.type === 'private'
      ? noteVisitor(conversation, myChatMember)
      : noteGroup(conversation, myChatMember, { key: String(update.update_id), log }),
  );
  // The intake has looked at the outside of it alone; what is in it, Telegram says.
  return { handle: (update) => bot.handleUpdate(update as Update) };
}

/** Whoever blocks the bot makes it «kicked» from their chat. */
async function noteVisitor(
  conversation: Conversation,
  { from, new_chat_member: { status } }: ChatMemberUpdated,
): Promise<void> {
  if (status === 'kicked') await conversation.shutOut(String(from.id));
  else if (status === 'member') await conversation.letIn(String(from.id));
}

const isIn = (status: string): boolean => status === 'member' || status === 'administrator';

async function noteGroup(
  conversation: Conversation,
  { chat, old_chat_member: before, new_chat_member: member }: ChatMemberUpdated,
  { key, log }: { readonly key: string; readonly log: Log },
): Promise<void> {
  log.info({ chatId: chat.id, status: member.status }, 'the bot was added to a group or removed from it');
  // Removed: the next digest finds out. A group that becomes a supergroup looks the same at first, and goes on.
  if (chat.type !== 'group' && chat.type !== 'supergroup') return;
  if (isIn(before.status) || !isIn(member.status)) return;
  await conversation.addedTo({ chatId: String(chat.id), title: revealHidden(chat.title), key });
}
