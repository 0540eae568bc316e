import { databaseOf } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Desk } from '../ports';

/**
 * Somebody has sent what the messenger does not hand over, neither what it is nor whose, so that nobody can answer them: the admins hear of it,
 * once a day, and may tell their colleagues.
 * @idempotent by the message's key
 */
export async function tellOfUnheard(desk: Desk, messenger: string): Promise<void> {
  const now = desk.clock.now();
  const day = dayOf(now, desk.office.calendar());
  await databaseOf(desk).transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `unheard:${messenger}:${day}:person:${personId}`,
        to,
        kind: 'unheard',
        params: { personId, messenger },
        silent: true,
      })),
      now,
    );
  });
}
