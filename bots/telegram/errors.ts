import { TelegramError } from 'telegraf';
import { describeError } from '../../src/process/log';
import type { Delivery, UnreachableReason } from '../../src/outbox/delivery';
import type { Voice } from '../conversation/kit/voice';
import { NetworkError } from '../messenger/exchange';
import { isGroup } from './limits';

/** A wrong or revoked token is the operator's to mend: messages wait, they do not die. */
const TOKEN_TROUBLE_SECONDS = 20;

/** 403, and what Telegram says with 400 although it means the same; by the beginning of its words. */
const UNREACHABLE: readonly (readonly [pattern: RegExp, reason: UnreachableReason])[] = [
  [/bot was blocked by the user/i, 'blocked'],
  [/user is deactivated|INPUT_USER_DEACTIVATED/i, 'deactivated'],
  [/can't initiate conversation|PEER_ID_INVALID/i, 'never_started'],
  [/bot was kicked|bot is not a member|group chat was (?:deleted|deactivated)|chat was deleted/i, 'kicked'],
  [/not enough rights to send|have no rights to send|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED/i, 'muted'],
  // The group's General still works.
  [/message thread not found|TOPIC_(?:CLOSED|DELETED)/i, 'topic_gone'],
];

/**
 * What became of a message whose call failed.
 * @throws the error itself when it came neither from Telegram nor from the network: that is a fault of ours.
 */
export const outcomeOf: Voice['outcomeOf'] = (error, call, chatId) => {
  if (error instanceof TelegramError) return outcomeOfAnswer(error, call, chatId);
  if (!(error instanceof NetworkError)) throw error;
  return error.fate === 'unknown' && call === 'send'
    ? { outcome: 'ambiguous', error: describeError(error) }
    : { outcome: 'retry', error: describeError(error) };
};

function outcomeOfAnswer(error: TelegramError, call: 'send' | 'edit', chatId: string): Delivery {
  const { code, parameters } = error;
  const text = error.description ?? '';
  const toChatId = parameters?.migrate_to_chat_id;
  if (toChatId !== undefined) return { outcome: 'migrated', toChatId: String(toChatId) };
  if (code === 429) return { outcome: 'retry', afterSeconds: parameters?.retry_after ?? 1, error: error.message };
  if (code === 401 || code === 404) {
    return { outcome: 'retry', afterSeconds: TOKEN_TROUBLE_SECONDS, ofAllChats: true, error: error.message };
  }
  if (code === 400 && isNotModified(error)) return { outcome: 'sent' };
  if (code === 400 && call === 'edit' && isMessageGone(error)) return { outcome: 'skipped', reason: error.message };
  const reason = unreachableReason(text, chatId);
  return reason === null
    ? { outcome: 'dead', error: error.message }
    : { outcome: 'unreachable', reason, error: error.message };
}

function unreachableReason(text: string, chatId: string): UnreachableReason | null {
  const known = UNREACHABLE.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return known[1];
  // Telegram does not know a person for a bot until the person starts it.
  if (/chat not found/i.test(text)) return isGroup(chatId) ? 'kicked' : 'never_started';
  return null;
}

function isNotModified(error: TelegramError): boolean {
  return /message is not modified/i.test(error.description ?? '');
}

/** The person has removed the message, it is too old to be touched, or it is a picture: forget its id and send a new one. */
export function isMessageGone(error: unknown): boolean {
  return (
    error instanceof TelegramError &&
    error.code === 400 &&
    /message to (?:edit|delete|copy|be replied) not found|message can't be (?:edited|deleted)|no text in the message to edit|MESSAGE_ID_INVALID/i.test(
      error.description ?? '',
    )
  );
}

/** It is there still, and stays: more than 48 h have passed. */
export const isTooOldToDelete = (error: unknown): boolean =>
  error instanceof TelegramError && /message can't be deleted/i.test(error.description ?? '');

/** `answerCallbackQuery` after 150 s, or a second time: nobody waits for it any more. */
export function isQueryTooOld(error: unknown): boolean {
  return (
    error instanceof TelegramError &&
    error.code === 400 &&
    /query is too old|QUERY_ID_INVALID/i.test(error.description ?? '')
  );
}
