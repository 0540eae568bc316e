import { z } from 'zod';
import { badRequest } from '../errors';
import { assertUtf8 } from '../text/format';
import { linkProblem, normalUrl } from '../text/links';
import type { InlineButton, InlineKeyboard, ReplyKeyboard } from '../world/types';
import { json, parameterError } from './parameters';

const limits = { buttonsInRow: 8, buttons: 100, bytes: 10_240, callbackBytes: 64 };

const inlineButton = z.strictObject({
  text: z.string(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  copy_text: z.strictObject({ text: z.string() }).optional(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
  icon_custom_emoji_id: z.string().optional(),
  web_app: z.strictObject({ url: z.string() }).optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  /** No part of the Bot API: telegraf's Markup adds it to every button, and Telegram overlooks it. */
  hide: z.boolean().optional(),
});

const keyboardButton = z.preprocess(
  (button) => (typeof button === 'string' ? { text: button } : button),
  z.strictObject({
    text: z.string(),
    request_contact: z.boolean().optional(),
    request_location: z.boolean().optional(),
  }),
);

const keyboards = {
  inline_keyboard: z.strictObject({ inline_keyboard: z.array(z.array(inlineButton)) }),
  keyboard: z.strictObject({
    keyboard: z.array(z.array(keyboardButton)),
    is_persistent: z.boolean().optional(),
    resize_keyboard: z.boolean().optional(),
    one_time_keyboard: z.boolean().optional(),
    input_field_placeholder: z.string().max(64).optional(),
    selective: z.boolean().optional(),
  }),
  remove_keyboard: z.strictObject({ remove_keyboard: z.boolean(), selective: z.boolean().optional() }),
  force_reply: z.strictObject({
    force_reply: z.boolean(),
    input_field_placeholder: z.string().max(64).optional(),
    selective: z.boolean().optional(),
  }),
} as const;

/** Read by the two functions below, which know the kinds. */
export const replyMarkup = json(z.unknown()).optional();

const actions = [
  'url',
  'callback_data',
  'copy_text',
  'web_app',
  'switch_inline_query',
  'switch_inline_query_current_chat',
] as const;

/**
 * The keyboard of a message that is sent, of any kind.
 * @param isPrivate only there people are asked for what is theirs
 * @throws ApiError 400 when a button or the whole is not what Telegram takes
 */
export function keyboardOf(markup: unknown, isPrivate: boolean): InlineKeyboard | ReplyKeyboard | undefined {
  const given = markupObject(markup);
  if (given === undefined || 'inline_keyboard' in given) return inlineKeyboardOf(given);
  const kind = (['keyboard', 'remove_keyboard', 'force_reply'] as const).find((key) => key in given);
  if (kind === undefined) throw badRequest(`unknown parameter "reply_markup.${Object.keys(given)[0]}"`);
  const keyboard = checked(keyboards[kind], given);
  if (!isPrivate && 'keyboard' in keyboard) assertAsksNobody(keyboard.keyboard.flat());
  return keyboard;
}

function assertAsksNobody(keys: readonly z.output<typeof keyboardButton>[]): void {
  for (const { request_contact: contact, request_location: location } of keys) {
    if (contact) throw badRequest('phone number can be requested in private chats only');
    if (location) throw badRequest('location can be requested in private chats only');
  }
}

/**
 * The keyboard under a message: the only kind that an edit takes.
 * @throws ApiError 400 as above
 */
export function inlineKeyboardOf(markup: unknown): InlineKeyboard | undefined {
  const object = markupObject(markup);
  if (object === undefined) return undefined;
  if (!('inline_keyboard' in object)) throw badRequest('inline keyboard expected');
  const { inline_keyboard: given } = checked(keyboards.inline_keyboard, object);
  const rows = given.map((row) => row.map(checkedButton)).filter((row) => row.length > 0);
  const tooWide = rows.some((row) => row.length > limits.buttonsInRow);
  const buttons = rows.reduce((sum, row) => sum + row.length, 0);
  if (tooWide || buttons > limits.buttons || Buffer.byteLength(JSON.stringify(rows)) > limits.bytes)
    throw badRequest('reply markup is too long');
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

function markupObject(markup: unknown): object | undefined {
  if (markup === undefined || markup === '') return undefined;
  if (typeof markup !== 'object' || markup === null || Array.isArray(markup))
    throw badRequest('object expected as reply markup');
  return Object.keys(markup).length === 0 ? undefined : markup;
}

function checked<Schema extends z.ZodType>(schema: Schema, markup: unknown): z.output<Schema> {
  const parsed = schema.safeParse(markup, { reportInput: true });
  if (!parsed.success) throw parameterError(parsed.error, 'reply_markup');
  return parsed.data;
}

function checkedButton({ hide: _hide, ...button }: z.output<typeof inlineButton>): InlineButton {
  assertUtf8(button.text + (button.callback_data ?? ''));
  if (button.text.trim() === '')
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be non-empty');
  // An empty callback_data is as good as none, as on the real server.
  const given = actions.filter((action) => button[action] !== undefined && button[action] !== '');
  if (given.length === 0)
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (given.length > 1) throw badRequest("can't parse inline keyboard button: exactly one action must be specified");
  if (button.callback_data !== undefined && Buffer.byteLength(button.callback_data) > limits.callbackBytes)
    throw badRequest('BUTTON_DATA_INVALID');
  if (button.copy_text !== undefined && (button.copy_text.text === '' || [...button.copy_text.text].length > 256))
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
  if (button.web_app !== undefined && !button.web_app.url.startsWith('https://'))
    throw badRequest(
      `inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`,
    );
  if (button.url === undefined) return button;
  const problem = linkProblem(button.url);
  if (problem !== undefined) throw badRequest(`inline keyboard button URL '${button.url}' is invalid: ${problem}`);
  return { ...button, url: normalUrl(button.url) };
}
