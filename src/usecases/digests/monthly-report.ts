import { statement, type Transaction } from '../../database/database';
import { dayOf, monthOf, plusDays, startOfDay } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { say, type Message } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { circumstances, type Desk } from '../ports';
import { unitAround } from '../statistics/units';
import { loadReaders } from './personal-digests';

const isAnythingKnown = statement(
  'month-is-known',
  `select exists (select from appeal where received_at < $1) as "is"`,
);

/**
 * To the curators, on a month's first working day: the month that ended with the lists behind its figures (§2 Куратор, «подготовка
 * статистической отчетности»), then the paper for the Руководитель as a message of its own. Of a month that began before there was
 * anything to count nothing is said.
 * @param until afterwards it is not sent any more
 * @idempotent by person and month
 */
export async function tellMonth(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const begun = monthOf(dayOf(now, calendar));
  const [known] = await tx.query<{ is: boolean }>(isAnythingKnown, [startOfDay(begun, calendar)]);
  if (known?.is !== true) return;
  const { from, to } = unitAround('month', plusDays(begun, -1));
  const readers = await loadReaders(tx);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  await say(
    tx,
    curators.flatMap(({ personId }): Message[] => {
      const chat = readers.get(personId)?.chat;
      if (!chat) return [];
      const silently = { to: chat, silent: true };
      return [
        {
          ...silently,
          key: `monthly:${from}:person:${personId}`,
          kind: 'monthly',
          params: { personId, from, to, until },
        },
        {
          ...silently,
          key: `monthlyFile:${from}:person:${personId}`,
          kind: 'statisticsFile',
          params: { personId, format: 'pdf', unit: 'month', from, to, parts: [] },
        },
      ];
    }),
    now,
  );
}
