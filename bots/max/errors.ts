import { describeError } from '../../src/process/log';
import type { Delivery } from '../../src/outbox/delivery';
import type { Voice } from '../conversation/kit/voice';
import { NetworkError } from '../messenger/exchange';
import { isGroup } from './limits';

/** A refusal in MAX' own words. A failure may come with status 200, too. */
export class MaxError extends Error {
  override readonly name = 'MaxError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: string,
    /** Seconds for which MAX wants to be left alone, where it has said so. */
    readonly retryAfter?: number,
  ) {
    super(`MAX answered ${status} ${code}: ${words}`);
  }
}

/** A wrong or withdrawn token is the operator's to mend: messages wait, they do not die. */
const TOKEN_TROUBLE_SECONDS = 20;
const NOT_READY_SECONDS = 5;

/**
 * What became of a message whose call failed.
 * @throws the error itself when it came neither from MAX nor from the network: that is a fault of ours
 */
export const outcomeOf: Voice['outcomeOf'] = (error, call, chatId) => {
  if (error instanceof MaxError) return outcomeOfAnswer(error, call, chatId);
  if (!(error instanceof NetworkError)) throw error;
  return error.fate === 'unknown' && call === 'send'
    ? { outcome: 'ambiguous', error: describeError(error) }
    : { outcome: 'retry', error: describeError(error) };
};

function outcomeOfAnswer(refusal: MaxError, call: 'send' | 'edit', chatId: string): Delivery {
  const { status, code, message: error, retryAfter: afterSeconds = 1 } = refusal;
  if (status === 429) return { outcome: 'retry', afterSeconds, error };
  if (status === 401) return { outcome: 'retry', afterSeconds: TOKEN_TROUBLE_SECONDS, ofAllChats: true, error };
  if (isNotReady(refusal)) return { outcome: 'retry', afterSeconds: NOT_READY_SECONDS, error };
  if (call === 'edit' && isMessageGone(refusal)) return { outcome: 'skipped', reason: error };
  if (code === 'chat.denied') return { outcome: 'unreachable', reason: isGroup(chatId) ? 'kicked' : 'blocked', error };
  if (code === 'chat.not.found' || isDialogMissing(refusal))
    return { outcome: 'unreachable', reason: isGroup(chatId) ? 'kicked' : 'never_started', error };
  if (code === 'access.denied' && isGroup(chatId)) return { outcome: 'unreachable', reason: 'muted', error };
  return { outcome: 'dead', error };
}

/** What was uploaded is still being looked through. */
export const isNotReady = (error: unknown): boolean =>
  error instanceof MaxError && error.code === 'attachment.not.ready';

/** The person has not started the bot, is gone, or has started it only now: MAX says so for seconds. */
export const isDialogMissing = (error: unknown): boolean =>
  error instanceof MaxError && error.code === 'dialog.not.found';

/** It was removed, is too old to be changed, or its press was answered already: MAX has the same words for all of these. */
export const isMessageGone = (error: unknown): boolean =>
  error instanceof MaxError &&
  (/edit\.invalid\.message/.test(`${error.code} ${error.words}`) ||
    error.code === 'not.found' ||
    error.code === 'message.not.found');
