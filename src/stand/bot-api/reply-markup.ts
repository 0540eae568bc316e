import { z } from 'zod';
import { badRequest } from '../errors';
import { assertUtf8 } from '../text/format';
import { normalUrl } from '../text/html';
import type { InlineButton, InlineKeyboard } from '../world/types';
import { json } from './parameters';

const limits = { buttonsInRow: 8, buttons: 100, bytes: 10_240, callbackBytes: 64 };

const inlineButton = z.strictObject({
  text: z.string(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  copy_text: z.strictObject({ text: z.string().min(1).max(256) }).optional(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
  icon_custom_emoji_id: z.string().optional(),
  web_app: z.strictObject({ url: z.string() }).optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  /** No part of the Bot API: telegraf's Markup adds it to every button, and Telegram overlooks it. */
  hide: z.boolean().optional(),
});

const inlineKeyboard = z.strictObject({ inline_keyboard: z.array(z.array(inlineButton)) });

const keyboardButton = z.union([
  z.string(),
  z.strictObject({ text: z.string(), request_contact: z.boolean().optional(), request_location: z.boolean().optional() }),
]);

const replyMarkup = z.union(
  [
    inlineKeyboard,
    z.strictObject({
      keyboard: z.array(z.array(keyboardButton)),
      is_persistent: z.boolean().optional(),
      resize_keyboard: z.boolean().optional(),
      one_time_keyboard: z.boolean().optional(),
      input_field_placeholder: z.string().max(64).optional(),
      selective: z.boolean().optional(),
    }),
    z.strictObject({ remove_keyboard: z.literal(true), selective: z.boolean().optional() }),
    z.strictObject({ force_reply: z.literal(true), input_field_placeholder: z.string().max(64).optional(), selective: z.boolean().optional() }),
  ],
  { error: 'object expected as reply markup' },
);

/** Any keyboard, for messages that are sent. */
export const anyMarkup = json(replyMarkup).optional();
/** Only a keyboard under the message, for edits. */
export const inlineMarkup = json(inlineKeyboard).optional();

export type AnyMarkup = z.output<typeof anyMarkup>;

const actions = ['url', 'callback_data', 'copy_text', 'web_app', 'switch_inline_query', 'switch_inline_query_current_chat'] as const;

/**
 * The keyboard under a message as it is kept; other kinds of keyboards are not part of a message.
 * @throws ApiError 400 when a button or the whole is more than Telegram takes
 */
export function inlineKeyboardOf(markup: AnyMarkup): InlineKeyboard | undefined {
  if (markup === undefined || !('inline_keyboard' in markup)) return undefined;
  const rows = markup.inline_keyboard.map((row) => row.map(checkedButton)).filter((row) => row.length > 0);
  const tooWide = rows.some((row) => row.length > limits.buttonsInRow);
  const buttons = rows.reduce((sum, row) => sum + row.length, 0);
  if (tooWide || buttons > limits.buttons || Buffer.byteLength(JSON.stringify(rows)) > limits.bytes)
    throw badRequest('reply markup is too long');
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

function checkedButton({ hide: _hide, ...button }: z.output<typeof inlineButton>): InlineButton {
  assertUtf8(button.text);
  if (button.text.trim() === '') throw badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty");
  const given = actions.filter((action) => button[action] !== undefined);
  if (given.length === 0) throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (given.length > 1) throw badRequest("can't parse inline keyboard button: exactly one action must be specified");
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > limits.callbackBytes) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (button.switch_inline_query !== undefined || button.switch_inline_query_current_chat !== undefined)
    throw badRequest('BUTTON_TYPE_INVALID');
  if (button.web_app !== undefined && !button.web_app.url.startsWith('https://'))
    throw badRequest(`inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`);
  if (button.url === undefined) return button;
  const url = normalUrl(button.url);
  if (url === undefined) throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
  return { ...button, url };
}
