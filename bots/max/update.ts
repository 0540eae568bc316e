import { z } from 'zod';
import type { IncomingUpdate } from '../../src/inbox/update';
import { NotAnUpdateError, storableUpdate } from '../messenger/update';
import { isGroup } from './limits';

/** Kinds of updates that the bot handles; all others are kept, counted and done. */
export const HANDLED_TYPES = [
  'message_created',
  'message_edited',
  'message_callback',
  'bot_started',
  'bot_stopped',
  'dialog_removed',
  'bot_added',
  'bot_removed',
  'bot_admin_permissions_changed',
  'message_removed',
] as const;

/** An id, whichever way JSON has brought it: one beyond 2^53 is a text. */
export const id = z.union([z.int(), z.string().regex(/^-?\d{1,20}$/)]).transform(String);

/** The lane of updates that name neither a person nor a chat. */
const NOBODY = 'nobody';

/** An index takes no longer ones. */
const LONGEST_KEY = 500;

const owner = z.object({ user_id: id }).nullish().catch(undefined);
const moment = z.union([z.number(), z.string()]).transform(String);
const shape = z.looseObject({ update_type: z.string().min(1).max(100), timestamp: moment });
/** Where the kinds of updates name a person and what they are about; anything odd there counts as absent. */
const subjectShape = z.object({
  user: owner,
  user_id: id.nullish().catch(undefined),
  chat_id: id.nullish().catch(undefined),
  message_id: z.string().nullish().catch(undefined),
  callback: z.object({ callback_id: z.string(), timestamp: moment.optional(), user: owner }).nullish().catch(undefined),
  message: z
    .object({
      sender: owner,
      recipient: z.object({ chat_id: id.nullish() }).nullish().catch(undefined),
      body: z.object({ mid: z.string() }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
type Subject = Partial<z.output<typeof subjectShape>>;

/**
 * Parses what came from MAX, by polling or by webhook. Updates have no id there: what they are about and when is their key.
 * @throws NotAnUpdateError
 */
export function readUpdate(raw: unknown): IncomingUpdate {
  const parsed = shape.safeParse(raw);
  if (!parsed.success) throw new NotAnUpdateError('an update is an object with update_type and timestamp');
  const payload = storableUpdate(parsed.data);
  const { update_type: type, timestamp } = payload;
  const subject = subjectShape.safeParse(payload).data ?? {};
  return {
    key: keyOf(type, timestamp, subject).slice(0, LONGEST_KEY),
    lane: laneOf(subject),
    payload,
    handled: HANDLED_TYPES.some((handled) => handled === type),
  };
}

/**
 * What happens in a group goes in the order of the group: whoever keeps order there takes away what another has said, and the deletion
 * must not overtake it. Whoever presses waits for nobody but themselves.
 */
function laneOf({ user, user_id: userId, chat_id: chatId, message, callback }: Subject): string {
  const pressing = callback?.user?.user_id;
  const group = [message?.recipient?.chat_id, chatId].find((one) => one && isGroup(one));
  return pressing ?? group ?? (message?.sender ?? user)?.user_id ?? userId ?? chatId ?? NOBODY;
}

function keyOf(type: string, timestamp: string, subject: Subject): string {
  const { user, user_id: userId, chat_id: chatId, message_id: messageId, message, callback } = subject;
  const mid = message?.body?.mid;
  if (callback) return `${type} ${callback.callback_id} ${callback.timestamp ?? timestamp}`;
  if (mid !== undefined) return type === 'message_created' ? `${type} ${mid}` : `${type} ${mid} ${timestamp}`;
  return [type, messageId ?? '', chatId ?? '', user?.user_id ?? userId ?? '', timestamp].join(' ');
}

/** Whoever owns the lane, as accounts name people; null: the lane is nobody's. */
export const userOfLane = (lane: string): string | null => (lane === NOBODY || lane.startsWith('-') ? null : lane);
