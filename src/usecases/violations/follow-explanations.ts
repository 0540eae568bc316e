import { databaseOf, statement } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { circumstances, type Desk } from '../ports';
import { actIn, isAway, noteReminded, ringOnReturn } from './act-on-violation';
import { IN_FORCE, lockedViolation, termToExplain } from './violation-store';

// Few at a time: of the whole office only those who were asked and have not answered yet.
const selectAsked = statement(
  'violations-asked',
  `select v.id, v.person_id as "personId", v.asked_at as "askedAt", v.reminded_at as "remindedAt", v.rung_at as "rungAt" from violation v
   where v.state = 'asked' and ${IN_FORCE} order by v.id`,
);
interface Asked {
  readonly id: number;
  readonly personId: number | null;
  readonly askedAt: Date | null;
  readonly remindedAt: Date | null;
  readonly rungAt: Date | null;
}

/**
 * Explanations that are waited for: told with a sound once whoever was away is back, a reminder on the morning of the last day, once, and the end of the two working days, which stand
 * still while the person is away. @returns how much was done @idempotent
 */
export async function followExplanations(desk: Desk): Promise<number> {
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { now, calendar } = around;
  let done = 0;
  for (const asked of await database.query<Asked>(selectAsked)) {
    if (
      asked.rungAt === null &&
      isWorkingTime(now, calendar) &&
      !(await isAway(database, asked.personId ?? 0, around))
    ) {
      await database.transaction(async (tx) => {
        const violation = await lockedViolation(tx, asked.id);
        if (violation?.state === 'asked' && violation.rungAt === null) await ringOnReturn(tx, violation, now);
      });
      done += 1;
    }
    const term = await termToExplain(database, asked, calendar);
    if (term === null || now < term.remindAt || (asked.remindedAt !== null && now <= term.due)) continue;
    // Nobody is told at midnight that a day is over.
    if (now > term.due && !isWorkingTime(now, calendar)) continue;
    await database.transaction(async (tx) => {
      if (now > term.due) {
        await actIn(tx, 'clock', asked.id, { act: 'noteSilence' }, around);
        return;
      }
      const violation = await lockedViolation(tx, asked.id);
      // They have answered, or another process was first.
      if (violation?.state === 'asked' && violation.remindedAt === null) await noteReminded(tx, violation, term, now);
    });
    done += 1;
  }
  return done;
}
