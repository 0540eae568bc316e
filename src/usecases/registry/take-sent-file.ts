import { databaseOf } from '../../database/database';
import type { Official } from '../people/officials';
import type { Desk, MessageRef } from '../ports';
import { takeFile } from './registry-files';
import { tellOfFile } from './tell-of-file';

/** A file that a coordinator has sent in the chat. */
export interface SentRegistry {
  readonly name: string;
  readonly sha256: string;
  /** The message that brought it, as its messenger names it. */
  readonly message: MessageRef;
}

/** Its person sees at once that it is being read. @idempotent by the message */
export function takeSentFile(desk: Desk, { personId, messenger }: Official, sent: SentRegistry): Promise<void> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const { name, sha256, message } = sent;
    const file = await takeFile(tx, { source: 'chat', name, sha256, sentBy: { personId, messenger, message } }, now);
    await tellOfFile(tx, file, now);
  });
}
