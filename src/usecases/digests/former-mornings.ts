import { statement, type Transaction } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { subjectOf } from './personal-digests';

/** A list that an outage swallowed is caught up with by the next one, for so many days. */
const CAUGHT_UP_DAYS = 14;

/** Sent later, a message had the reminders beside the list alone: its morning was over. SQL. */
const tells = (message: string) =>
  `${message}.state = 'sent' and ${message}.finished_at < (${message}.params ->> 'until')::timestamptz`;
// A list's key is `listKey`'s; told once more with what came a little later, it has another. A day of which there is no message had nothing
// to tell.
const selectFormer = statement(
  'former-mornings',
  `with former as (
     select d.subject, d.day, m.id is null or ${tells('m')} or exists (
       select from outbox_message n where n.id > m.id and n.created_at < m.created_at + interval '1 hour' and n.kind = 'morning'
         and n.messenger = m.messenger and n.chat_id = m.chat_id and starts_with(n.key, m.key || ':with:') and ${tells('n')}) as told
     from digest d left join outbox_message m on m.key = 'morning:' || d.day || ':' || d.subject and not m.mergeable
     where d.subject = any($3::text[]) and d.day < $1::date and d.day >= $2::date)
   select subject, (max(day) filter (where told))::text as told, (min(day) filter (where not told))::text as swallowed
   from former group by subject`,
);
interface Row {
  readonly subject: string;
  readonly told: string | null;
  readonly swallowed: string | null;
}

/**
 * Of which day the last list was that each of them was sent before today's. A list that waited in an outage until its morning was over told
 * nobody anything, though it was made.
 */
export async function formerMornings(
  tx: Transaction,
  { now, calendar }: Circumstances,
  personIds: Iterable<number>,
): Promise<(personId: number) => PlainDate> {
  const day = dayOf(now, calendar);
  const before = (one: PlainDate) => lastWorkingDayOnOrBefore(plusDays(one, -1), calendar);
  const rows = await tx.query<Row>(selectFormer, [day, plusDays(day, -CAUGHT_UP_DAYS), [...personIds].map(subjectOf)]);
  const former = new Map(
    rows.map(({ subject, told, swallowed }) => [
      subject,
      // Where nothing was told since, what the first of the swallowed had to tell is told.
      told === null ? before(swallowed === null ? day : toPlainDate(swallowed)) : toPlainDate(told),
    ]),
  );
  return (personId) => former.get(subjectOf(personId)) ?? before(day);
}
