import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../columns';
import { statement, type Transaction } from '../../database';
import { dayOf, isWorkingTime } from '../../regulation/calendar';
import type { Audience } from '../../regulation/effects';
import type { Circumstances } from '../../regulation/facts';
import { redraw } from '../cards/redraw';
import { type Message, say } from '../messages';
import type { Announcement } from './carry-out';

interface Hearer extends Chat {
  id: number;
  isCoordinator: boolean;
  isCurator: boolean;
  hasCard: boolean;
  deputyFor: number[];
}

/**
 * Whoever holds a card of the appeal, whoever is named, all coordinators or curators when they are called, and the deputies of those away.
 * People without a chat are not here: their cards wait until they start the bot.
 */
const listeners = statement(
  'listeners-of-appeal',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}, 'coordinator' = any(p.roles) as "isCoordinator", 'curator' = any(p.roles) as "isCurator",
     c.message_ref is not null as "hasCard",
     coalesce(d.absent, '{}') as "deputyFor"
   from person p join account on account.person_id = p.id
   left join card c on c.person_id = p.id and c.subject = 'appeal' and c.subject_id = $1
   left join lateral (
     select array_agg(b.person_id) as absent from absence b
     where b.deputy_id = p.id and b.cancelled_at is null and $4::date between b.from_day and b.until_day) d on true
   where p.disabled_at is null
     and (c.message_ref is not null or p.id = any($2::int[]) or d.absent && $2::int[] or p.roles && $3::text[])`,
);

/** Everybody who holds the role. */
const CALLED = ['coordinator', 'curator'] as const satisfies readonly Audience[];

/**
 * Tells everybody but the presser what an act has done: a new card to whom it is now the turn of, a line to whom it concerns,
 * without a sound unless it calls them somewhere, a silent redraw of every other card. All of it outbox rows of the act's own transaction.
 * @param entryId the act's journal entry: it makes the keys unique, and a notice tells of this act even if others follow before it goes out
 */
export async function announce(
  tx: Transaction,
  appealId: number,
  entryId: number,
  presserId: number | null,
  announcements: readonly Announcement[],
  { now, calendar }: Circumstances,
): Promise<void> {
  const named = [...new Set(announcements.flatMap(({ personIds }) => personIds))];
  const called = CALLED.filter((role) => announcements.some(({ whom }) => whom === role));
  const people = await tx.query<Hearer>(listeners, [appealId, named, called, dayOf(now, calendar)]);

  const quiet = !isWorkingTime(now, calendar);
  const messages: Message[] = [];
  for (const person of people) {
    if (person.id === presserId) continue;
    const heard = announcements.find(({ whom, personIds }) =>
      whom === 'coordinator'
        ? person.isCoordinator
        : whom === 'curator'
          ? person.isCurator
          : personIds.includes(person.id) || personIds.some((id) => person.deputyFor.includes(id)),
    );
    if (heard) {
      const news = { subject: 'appeal' as const, id: appealId, personId: person.id, notice: heard.notice, entryId };
      messages.push({
        key: `appeal:${appealId}:act:${entryId}:${heard.notice}:person:${person.id}`,
        to: person,
        kind: heard.move ? 'card' : 'notice',
        params: news,
        silent: !heard.loud || quiet,
      });
    }
    if (person.hasCard && !heard?.move) messages.push(redraw('appeal', appealId, person));
  }
  await say(tx, messages, now);
}
