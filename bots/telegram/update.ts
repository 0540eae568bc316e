import type { Opts } from 'telegraf/types';
import { z } from 'zod';
import type { IncomingUpdate } from '../../src/inbox/update';
import { isObject, NotAnUpdateError, storableUpdate } from '../messenger/update';

/** The name of this messenger in rows. */
export const TELEGRAM = 'telegram';

/** Kinds of updates that the bot handles. */
export const ALLOWED_UPDATES = [
  'message',
  // a live location moves by edits
  'edited_message',
  'callback_query',
  'my_chat_member',
] as const satisfies readonly UpdateType[];

/** A kind of update, as `allowed_updates` names it. */
export type UpdateType = NonNullable<Opts<'getUpdates'>['allowed_updates']>[number];

/** An update as the inbox keeps it: its `update_id` is its key, and its place too, since Telegram numbers updates. */
export interface TelegramUpdate extends IncomingUpdate {
  readonly place: number;
}

/** The lane of updates that name neither a person nor a chat. */
const NOBODY = 'nobody';

const id = z.int();
const owned = z.object({ id }).optional().catch(undefined);
const updateShape = z.looseObject({ update_id: z.int().nonnegative() });
/** Where the kinds of updates name a person and a chat; anything odd there counts as absent. */
const subjectShape = z.object({
  from: owned,
  user: owned,
  chat: owned,
  message: z.object({ chat: owned }).optional().catch(undefined),
});

/**
 * Parses what came from Telegram, by getUpdates or by webhook.
 * @param handledTypes kinds of updates that the bot handles, as in `allowed_updates`.
 * @throws NotAnUpdateError
 */
export function readUpdate(raw: unknown, handledTypes: readonly string[]): TelegramUpdate {
  const parsed = updateShape.safeParse(raw);
  if (!parsed.success) throw new NotAnUpdateError('an update is an object with a whole non-negative update_id');
  const payload = storableUpdate(parsed.data);
  const type = handledTypes.find((name) => isObject(payload[name]));
  return {
    key: String(payload.update_id),
    lane: type === undefined ? NOBODY : laneOf(payload[type]),
    place: payload.update_id,
    payload,
    handled: type !== undefined,
  };
}

/**
 * The person whose update it is, else the chat, else nobody. The person, because Telegram queues somebody's messages and
 * presses separately, and a press and a text arrive together.
 */
function laneOf(subject: unknown): string {
  const { from, user, chat, message } = subjectShape.safeParse(subject).data ?? {};
  return String((from ?? user ?? chat ?? message?.chat)?.id ?? NOBODY);
}

/** Whoever owns the lane, as accounts name people; null: the lane is nobody's. */
export const userOfLane = (lane: string): string | null => (lane === NOBODY ? null : lane);
