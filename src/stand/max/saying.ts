import { machineNow } from '../clock';
import type { Chat, ChatMessage, Content, InlineButton, InlineKeyboard } from '../world/types';
import { isInline } from '../world/world';
import type { MaxAttachment, MaxBody, MaxButton } from './body';
import { dialogOf } from './book';
import type { MaxParts } from './parts';
import { badPayload, MaxRefusal, notEditable } from './refusal';
import { formatted } from './text';

const weekSeconds = 7 * 24 * 3600;

export interface Addressee {
  readonly userId: number | undefined;
  readonly chatId: number | undefined;
}

/** @throws MaxRefusal for a chat that the bot has not, or that has shut it out */
export function chatFor({ world }: MaxParts, { userId, chatId }: Addressee): Chat {
  const person = [...world.people.values()].find(({ id }) => id === userId || dialogOf(id) === chatId);
  // as captured
  const [what, named] = userId === undefined ? ['chat', 'Chat'] : ['dialog', 'Dialog'];
  const notFound = () => new MaxRefusal(404, `${what}.not.found`, `${named} not found`);
  if (person) {
    if (!person.started || person.deactivated) throw notFound();
    if (person.blocked) throw new MaxRefusal(403, 'chat.denied', 'error.dialog.suspended');
    return world.privateChat(person);
  }
  const group = chatId === undefined ? undefined : world.groups.get(chatId);
  if (!group) throw notFound();
  if (group.botStatus === 'kicked' || group.botStatus === 'left')
    throw new MaxRefusal(403, 'chat.denied', 'The bot is not in the chat');
  return world.groupChat(group);
}

/** @returns its name and what it has become in the chat */
export function send(parts: MaxParts, to: Addressee, body: MaxBody): { mid: string; messages: ChatMessage[] } {
  const { world, book, clock } = parts;
  const chat = chatFor(parts, to);
  const contents = contentsOf(parts, body);
  const keyboard = keyboardOf(body.attachments ?? []);
  const album = contents.length > 1 ? { media_group_id: `${machineNow()}` } : {};
  const messages = contents.map((content, index) =>
    world.add({
      chat,
      from: world.botUser,
      content,
      silent: body.notify === false,
      extra: { ...album, ...(index === 0 && keyboard ? { reply_markup: keyboard } : {}) },
    }),
  );
  return { mid: book.enter(messages, clock.now().getTime()), messages };
}

/** @throws MaxRefusal for what is not there, not the bot's own, or too old */
export function edit(parts: MaxParts, mid: string, body: MaxBody): void {
  const { world, book, clock } = parts;
  const [message, ...rest] = book.messages(mid);
  if (!message?.from.is_bot) throw notEditable();
  const age = clock.seconds() - message.date;
  if (message.chat.type === 'private' && !isInline(message.reply_markup) && age > weekSeconds) throw notEditable();
  const attachments = body.attachments ?? null;
  const keyboard = attachments === null ? markupOf(message) : keyboardOf(attachments);
  const text = body.text ?? message.text ?? message.caption ?? '';
  const format = body.text === undefined || body.text === null ? null : body.format;
  const contents = attachments === null ? [withText(message, text, format)] : contentsOf(parts, { ...body, text });
  const [content] = contents;
  if (!content) throw badPayload('text: a message says something or shows something');
  world.edit(message, content, keyboard, true);
  // a list of attachments replaces all that there were
  if (attachments !== null) for (const one of rest) world.delete(one);
}

const markupOf = ({ reply_markup: markup }: ChatMessage): InlineKeyboard | undefined =>
  isInline(markup) ? markup : undefined;

function withText(message: ChatMessage, text: string, format: MaxBody['format']): Content {
  const { text: words, entities } = formatted(text, format);
  const { photo, document } = message;
  const media = { ...(photo ? { photo } : {}), ...(document ? { document } : {}) };
  return (photo ?? document) ? { ...media, caption: words, caption_entities: entities } : { text: words, entities };
}

function contentsOf(parts: MaxParts, { text, format, attachments }: MaxBody): Content[] {
  const shown = (attachments ?? []).filter(({ type }) => type !== 'inline_keyboard');
  const { text: words, entities } = formatted(text ?? '', format);
  if (words === '' && shown.length === 0) throw badPayload('text: a message says something or shows something');
  const said = words === '' ? {} : { text: words, ...(entities.length > 0 ? { entities } : {}) };
  if (shown.length === 0) return [said];
  const under = words === '' ? {} : { caption: words, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
  return shown.map((attachment, index) => {
    const content = shownBy(parts, attachment);
    if (index > 0) return content;
    return { ...content, ...('location' in content ? said : under) };
  });
}

function shownBy(parts: MaxParts, attachment: MaxAttachment): Content {
  if (attachment.type === 'location') {
    const { latitude, longitude } = attachment;
    return { location: { latitude, longitude } };
  }
  if (attachment.type === 'inline_keyboard') return {};
  const { token } = attachment.payload;
  const file = parts.files.find(token);
  if (!file) throw badPayload('attachments: there is no such token');
  if ((parts.uploaded.get(token) ?? 0) > machineNow())
    throw new MaxRefusal(400, 'attachment.not.ready', 'Key: errors.process.attachment.file.not.processed');
  if (attachment.type === 'image' && file.photo) return { photo: file.photo };
  if (attachment.type === 'file' && file.document) return { document: file.document };
  throw badPayload(`attachments: the token is not of ${attachment.type}`);
}

function keyboardOf(attachments: readonly MaxAttachment[]): InlineKeyboard | undefined {
  const keyboard = attachments.find((one) => one.type === 'inline_keyboard');
  return keyboard && { inline_keyboard: keyboard.payload.buttons.map((row) => row.map(buttonOf)) };
}

function buttonOf(button: MaxButton): InlineButton {
  if (button.type === 'callback') return { text: button.text, callback_data: button.payload };
  if (button.type === 'link') return { text: button.text, url: button.url };
  if (button.type === 'request_geo_location') return { text: button.text, request_location: true };
  return { text: button.text };
}
