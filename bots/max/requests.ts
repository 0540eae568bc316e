import { z } from 'zod';
import type { Gate } from '../messenger/gate';
import { grown, type Waits } from '../messenger/patience';
import { pause } from '../../src/process/pause';
import type { MessageRef } from '../../src/usecases/kit/ports';
import type { Body } from './body';
import { done, type Call } from './call';
import { isDialogMissing, isNotReady } from './errors';
import { isGroup } from './limits';
import { messageOf, refOf } from './message-ref';

const sent = z.object({
  message: z.object({
    body: z.object({
      mid: z.string().min(1),
      attachments: z
        .array(
          z.looseObject({ type: z.string(), payload: z.object({ token: z.string().nullish() }).nullish().catch(null) }),
        )
        .nullish()
        .catch(null),
    }),
  }),
});

/** 0.5, 1, 2, 4 s: while what was uploaded is looked through. */
const NOT_READY_WAITS: Waits = [500, 4_000];
const NOT_READY_TRIES = 4;
/** Of whoever has just pressed Start the dialog may come after the press. */
const DIALOG_WAIT_MS = 2_000;

/** A message of ours in a chat. */
export interface Sent {
  readonly ref: MessageRef;
  /** Of its pictures and files, by which they are sent again. */
  readonly tokens: readonly (string | null)[];
}

/** Requests about one chat, each in its turn. */
export type Requests = ReturnType<typeof createRequests>;

export function createRequests(call: Call, gate: Gate) {
  return {
    async send(chatId: string, body: Body): Promise<Sent> {
      const query = isGroup(chatId) ? { chat_id: chatId } : { user_id: chatId };
      for (let tries = 0; ; tries += 1) {
        await gate(chatId);
        try {
          const { message } = await call('POST', '/messages', sent, { query, body });
          const { mid, attachments } = message.body;
          const media = (attachments ?? []).filter(({ type }) => type === 'image' || type === 'file');
          return { ref: refOf(chatId, mid), tokens: media.map(({ payload }) => payload?.token ?? null) };
        } catch (error) {
          const wait = waitAfter(error, tries);
          if (wait === null) throw error;
          await pause(wait);
        }
      }
    },
    async edit(message: MessageRef, body: Body): Promise<void> {
      const { chatId, mid } = messageOf(message);
      await gate(chatId);
      await call('PUT', '/messages', done, { query: { message_id: mid }, body });
    },
    async remove(message: MessageRef): Promise<void> {
      const { chatId, mid } = messageOf(message);
      await gate(chatId);
      await call('DELETE', '/messages', done, { query: { message_id: mid } });
    },
    async answer(chatId: string, callbackId: string, body: object, limitMs: number): Promise<void> {
      await gate(chatId);
      await call('POST', '/answers', done, { query: { callback_id: callbackId }, body, limitMs });
    },
  };
}

/** Milliseconds until it is sent again; null: it is not. */
function waitAfter(error: unknown, tries: number): number | null {
  if (isNotReady(error)) return tries < NOT_READY_TRIES ? grown(NOT_READY_WAITS, tries) : null;
  return isDialogMissing(error) && tries === 0 ? DIALOG_WAIT_MS : null;
}
