import { statement, type Transaction } from '../../database/database';
import { dayOf, monthOf, plusDays, startOfDay } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { say, type Message } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { circumstances, type Desk } from '../ports';
import { unitAround } from '../statistics/units';
import { headToTell, monthlyKey } from './day-head';
import { loadReaders } from './personal-digests';

const isAnythingKnown = statement(
  'month-is-known',
  `select exists (select from appeal where received_at < $1) as "is"`,
);

/**
 * To the curators, on a month's first working day (the second, where the first has the report of a week): the month that ended with the lists
 * behind its figures (§2 Куратор, «подготовка статистической отчетности») and the journal's head; the paper for the Руководитель is a button of
 * it. Of a month that began before there was
 * anything to count nothing is said.
 * @param until afterwards it is not sent any more
 * @idempotent by person and month
 */
export async function tellMonth(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const begun = monthOf(day);
  const [known] = await tx.query<{ is: boolean }>(isAnythingKnown, [startOfDay(begun, calendar)]);
  if (known?.is !== true) return;
  const { from, to: last } = unitAround('month', plusDays(begun, -1));
  const head = await headToTell(tx, around);
  const readers = await loadReaders(tx);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  await say(
    tx,
    curators.flatMap(({ personId }): Message[] => {
      const to = readers.get(personId)?.chat;
      const params = { personId, from, to: last, until, head };
      return to ? [{ key: monthlyKey(day, personId), to, kind: 'monthly', params, silent: true }] : [];
    }),
    now,
  );
}
