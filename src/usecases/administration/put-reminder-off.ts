import { statement, databaseOf } from '../../database/database';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Desk } from '../ports';
import type { DueReminder } from '../reminders/work-off';

const RETRY_MS = 5 * 60_000;
const moveReminder = statement(
  'put-reminder-off',
  `update reminder set due_at = $2 where id = $1 and state = 'planned' returning id`,
);

/** A fault of ours: it is tried again in five minutes, and the admins hear of it once. */
export async function putReminderOff(desk: Desk, { id }: DueReminder): Promise<void> {
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    await tx.query(moveReminder, [id, new Date(now.getTime() + RETRY_MS)]);
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `reminder-failed:${id}:person:${personId}`,
        to,
        kind: 'reminderFailed',
        params: { personId, reminderId: id },
        silent: false,
      })),
      now,
    );
  });
}
