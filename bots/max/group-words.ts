import { z } from 'zod';
import type { GroupWords } from '../conversation/conversation';
import { isGroup } from './limits';
import { id } from './update';

// What people say in a group where the bot is an administrator who may read it all, and what is taken away there.

/** What stands beside words and is none: a preview of a link, the buttons under it. */
const BESIDE: readonly string[] = ['share', 'inline_keyboard'];

const user = z.object({ user_id: id, is_bot: z.boolean().nullish() });
const said = z.object({
  update_type: z.enum(['message_created', 'message_edited']),
  timestamp: z.coerce.number(),
  message: z.object({
    sender: user,
    recipient: z.object({ chat_id: id, chat_type: z.literal('chat') }),
    timestamp: z.coerce.number(),
    body: z.object({
      mid: z.string().min(1),
      text: z.string().nullish(),
      attachments: z
        .array(z.looseObject({ type: z.string() }))
        .nullish()
        .catch(null),
    }),
    /** A kind of link that nobody knows counts as one to others. */
    link: z
      .object({ type: z.string(), sender: user.nullish().catch(null) })
      .nullish()
      .catch({ type: 'unknown' }),
  }),
});
const takenAway = z.object({ update_type: z.literal('message_removed'), message_id: z.string().min(1), chat_id: id });

/** Null: nobody says anything in a group by it. */
export function saidInGroup(update: object): GroupWords | null {
  const parsed = said.safeParse(update).data;
  if (!parsed) return null;
  const {
    update_type: type,
    message: { sender, recipient, timestamp, body, link },
  } = parsed;
  if (sender.is_bot || !isGroup(recipient.chat_id)) return null;
  // Changed to none: what was asked by it may be taken back so.
  if (!body.text && type === 'message_created') return null;
  // An answer to what the bot has said there is said to the office.
  const isToOthers = link ? !(link.type === 'reply' && link.sender?.is_bot === true) : false;
  return {
    userId: sender.user_id,
    chatId: recipient.chat_id,
    messageId: body.mid,
    text: body.text ?? '',
    at: new Date(timestamp),
    changedAt: type === 'message_edited' ? new Date(parsed.timestamp) : null,
    hadFiles: (body.attachments ?? []).some((one) => !BESIDE.includes(one.type)),
    isToOthers,
  };
}

/** Null: no message of a group was taken away by it. */
export function takenAwayIn(update: object): { readonly chatId: string; readonly messageId: string } | null {
  const parsed = takenAway.safeParse(update).data;
  return parsed && isGroup(parsed.chat_id) ? { chatId: parsed.chat_id, messageId: parsed.message_id } : null;
}
