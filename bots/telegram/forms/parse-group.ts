/** The topic that every forum has; messages to it name none. */
const GENERAL_TOPIC = 1;

/**
 * A group as an admin names it: its number «-1001234567890», or the link of a message or of a topic
 * («https://t.me/c/1234567890/15», «…/15/307»), where the first number may be a topic's. Null: neither.
 */
export function parseGroup(text: string): { readonly chatId: number; readonly threadId: number | null } | null {
  const number = /^-\d{1,15}$/.exec(text.trim());
  if (number) return { chatId: Number(number[0]), threadId: null };
  const link = /^(?:https?:\/\/)?t(?:elegram)?\.me\/c\/(\d{1,12})\/(\d{1,9})(?:\/\d+)?(?:\?\S*)?$/i.exec(text.trim());
  if (!link) return null;
  const threadId = Number(link[2]);
  return { chatId: Number(`-100${link[1]}`), threadId: threadId > GENERAL_TOPIC ? threadId : null };
}
