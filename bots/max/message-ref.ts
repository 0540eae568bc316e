import type { MessageRef } from '../../src/usecases/kit/ports';

/** How MAX' messages are named outside: `chat/mid`, since budgets are a chat's; `#n` for the rest of an album, which is one message. */
export const refOf = (chatId: string, mid: string, part = 0): MessageRef =>
  part === 0 ? `${chatId}/${mid}` : `${chatId}/${mid}#${part}`;

/** The same as MAX wants it; an empty mid: it is no message of MAX. @throws Error for what is not of MAX: a mix-up of ours */
export function messageOf(ref: MessageRef): { readonly chatId: string; readonly mid: string } {
  const [, chatId, mid] = /^(-?\d+)\/([^#/]*)(?:#\d+)?$/.exec(ref) ?? [];
  if (chatId === undefined || mid === undefined) throw new Error(`Not a message of MAX: ${ref}`);
  return { chatId, mid };
}
