import { statement, type Transaction } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { subjectOf } from './personal-digests';

/** Sent later, a message had the reminders beside the list alone: its morning was over. SQL. */
const tells = (message: string) =>
  `${message}.state = 'sent' and ${message}.finished_at < (${message}.params ->> 'until')::timestamptz`;
/**
 * Of a list `d`, SQL. A list's key is `listKey`'s; told once more with what came a little later, it has another. A day of which there is no
 * message had nothing to tell.
 */
const TOLD = `coalesce((select ${tells('m')} or exists (
    select from outbox_message n where n.id > m.id and n.created_at < m.created_at + interval '1 hour' and n.kind = 'morning'
      and n.messenger = m.messenger and n.chat_id = m.chat_id and starts_with(n.key, m.key || ':with:') and ${tells('n')})
  from outbox_message m where m.key = 'morning:' || d.day || ':' || d.subject and not m.mergeable), true)`;
// However long an outage was: the bot may have stood still for weeks, and so may a messenger. From the latest on, so that of those who hear
// each morning one row is read.
const selectFormer = statement(
  'former-mornings',
  `select s.subject, told.day::text as told, first.day::text as swallowed
   from unnest($2::text[]) as s(subject)
   left join lateral (
     select d.day from digest d where d.subject = s.subject and d.day < $1::date and ${TOLD} order by d.day desc limit 1) told on true
   left join lateral (
     select d.day from digest d where d.subject = s.subject and d.day < $1::date order by d.day limit 1) first on told.day is null`,
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
  const rows = await tx.query<Row>(selectFormer, [day, [...personIds].map(subjectOf)]);
  const former = new Map(
    rows.map(({ subject, told, swallowed }) => [
      subject,
      // Where nothing was told since, what the first of the swallowed had to tell is told.
      told === null ? before(swallowed === null ? day : toPlainDate(swallowed)) : toPlainDate(told),
    ]),
  );
  return (personId) => former.get(subjectOf(personId)) ?? before(day);
}
