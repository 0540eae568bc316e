import { databaseOf, statement } from '../../../database/database';
import { dayOf, plusDays, weekday } from '../../../regulation/calendar';
import { say, type Message } from '../../messages';
import { holdersOfRole } from '../../people/officials';
import { circumstances, type Desk } from '../../ports';
import { deliveryOfAll, IS_TO_CARRY, IS_UNPLACED } from './waiting';

/** A decision waits so long before anybody hears of it once more: whoever has decided knows what is to be placed. */
const PATIENCE_DAYS = 7;
const DAY = 86_400_000;
/** A message has room for a few buttons; the rest is found by the list of what is not in ПОС. */
const NAMED = 6;

/** What failed for good is no more to be carried: of that they have heard, and it ends by itself. */
const isHeldBy = (what: string): string => `exists (select from ${deliveryOfAll('a.id')} where ${what})`;

const selectHeld = statement(
  'contacts-held',
  `select a.id, a.number, count(*) over ()::int as count, (count(*) filter (where not ${isHeldBy(IS_UNPLACED)}) over ())::int as letters
   from appeal a
   where a.finished_at is not null and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
     and (a.finished_at < $1 or a.forget_decided_at < $2) and ${isHeldBy(IS_TO_CARRY)}
   order by a.finished_at, a.id limit ${NAMED}`,
);

interface Held {
  readonly id: number;
  readonly number: string;
  readonly count: number;
  /** Of so many only a letter is under way: nobody has anything to place. */
  readonly letters: number;
}

/**
 * Of applicants who were to be forgotten by now, and are not, since something of theirs is not in ПОС, or a letter has not left: coordinators hear of them once a week, until
 * it is.
 * @param over appeals that have ended before then are over their term
 * @idempotent by week and person
 */
export async function tellOfHeld(desk: Desk, over: Date): Promise<void> {
  const { now, calendar } = circumstances(desk);
  await databaseOf(desk).transaction(async (tx) => {
    const patience = new Date(now.getTime() - PATIENCE_DAYS * DAY);
    const held = await tx.query<Held>(selectHeld, [over, patience]);
    const [first] = held;
    if (first === undefined) return;
    const today = dayOf(now, calendar);
    const week = plusDays(today, 1 - weekday(today));
    const messages = (await holdersOfRole(tx, 'coordinator')).map(({ id: personId, ...to }): Message => ({
      key: `contactsHeld:${week}:person:${personId}`,
      to,
      kind: 'contactsHeld',
      params: {
        personId,
        count: first.count,
        letters: first.letters,
        appeals: held.map(({ id, number }) => ({ id, number })),
      },
      silent: true,
    }));
    await say(tx, messages, now);
  });
}
