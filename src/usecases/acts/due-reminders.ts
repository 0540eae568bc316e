import { statement, type Transaction } from '../../database';
import { enqueue } from '../../outbox/enqueue';
import { dayOf } from '../../regulation/calendar';
import { CLOCK, type Circumstances } from '../../regulation/facts';
import type { ReminderReason } from '../../../entities/reminder';
import { loadAppeal } from './appeal-store';
import { performIn } from './perform';
import { circumstances, type Desk } from '../ports';

interface Due {
  id: number;
  key: string;
  reason: ReminderReason;
  appealId: number | null;
  personId: number | null;
  params: Record<string, unknown>;
}

const claimOne = statement(
  'claim-due-reminder',
  `update reminder set state = 'done' where id = (
     select id from reminder where state = 'planned' and due_at <= $1 order by due_at, id limit 1 for update skip locked)
   returning id, key, reason, appeal_id as "appealId", person_id as "personId", params`,
);
/** Empty when the reason is gone: the result is recorded, the appeal has ended, the person has left. */
const guestOfVisit = statement(
  'guest-of-visit',
  `select p.telegram_id as "chatId", v.at from visit v join appeal a on a.id = v.appeal_id join person p on p.id = $1
   where v.id = $2 and v.recorded_at is null and a.finished_at is null and p.telegram_id is not null and p.disabled_at is null`,
);

const nextDue = statement(
  'next-reminder',
  `select min(due_at) as at from reminder where state = 'planned' and due_at <= $1`,
);

/** When the next reminder up to `until` falls due; null: none. For a clock that walks. */
export async function nextReminderAt({ database }: Desk, until: Date): Promise<Date | null> {
  const [row] = await database.query<{ at: Date | null }>(nextDue, [until]);
  return row?.at ?? null;
}

/**
 * Does what time is to do, one reminder a transaction, until none is due. Two instances share the work: a claimed row is
 * skipped by the other, and a crash gives it back.
 * @returns how many were done
 */
export async function runDueReminders(desk: Desk): Promise<number> {
  for (let done = 0; ; done += 1) {
    const one = await desk.database.transaction(async (tx) => {
      const [due] = await tx.query<Due>(claimOne, [desk.clock.now()]);
      if (due) await carryOutReminder(tx, desk, due);
      return due !== undefined;
    });
    if (!one) return done;
  }
}

/** After hours without the bot «завтра» may be today and «через час» may be over: then nothing is said. */
function stillTrue(reason: 'visit_evening' | 'visit_hour', start: Date, { now, office }: Circumstances): boolean {
  return reason === 'visit_evening' ? dayOf(now, office) < dayOf(start, office) : now < start;
}

async function carryOutReminder(tx: Transaction, desk: Desk, due: Due): Promise<void> {
  const now = desk.clock.now();
  switch (due.reason) {
    case 'resume': {
      if (due.appealId === null) return;
      const appeal = await loadAppeal(tx, due.appealId, circumstances(desk), true);
      // Resumed by hand meanwhile, or gone on: the table refuses, and there is nothing to do.
      if (appeal)
        await performIn(tx, desk, {
          presser: CLOCK,
          action: 'resume',
          appealId: due.appealId,
          seenVersion: appeal.state.version,
          formId: null,
        });
      return;
    }
    case 'visit_evening':
    case 'visit_hour': {
      const [guest] = await tx.query<{ chatId: number; at: Date }>(guestOfVisit, [due.personId, due.params.visitId]);
      if (!guest || !stillTrue(due.reason, guest.at, circumstances(desk))) return;
      await enqueue(
        tx,
        [
          {
            key: due.key,
            chatId: guest.chatId,
            kind: 'visit',
            silent: false,
            params: {
              id: due.appealId,
              personId: due.personId,
              visitId: due.params.visitId,
              threshold: due.reason === 'visit_evening' ? 'evening' : 'hour',
            },
          },
        ],
        now,
      );
      return;
    }
    case 'delete_contacts':
      await enqueue(
        tx,
        [
          {
            key: due.key,
            chatId: Number(due.params.chatId),
            kind: 'remove',
            params: { messageId: due.params.messageId },
            silent: true,
          },
        ],
        now,
      );
      return;
  }
}
