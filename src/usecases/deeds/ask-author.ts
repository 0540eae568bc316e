import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, nextOpening } from '../../regulation/calendar';
import type { Actor, Circumstances } from '../../regulation/facts';
import { isAskedFirst } from '../../regulation/tasks';
import { NO_NEWS, say, type Message } from '../messages';
import type { Listener } from '../people/officials';
import { awayOn, standingIn } from '../people/standing-in';

/** Nobody is asked in the place of an author who is away and has no deputy. */
const selectAsked = statement(
  'asked-to-place-comments',
  `select y.id as "deliveryId", ${columns(Person, ['roles'], 'w')}, h.id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from delivery y join form f on f.id = y.form_id join person w on w.id = f.person_id
   left join ${standingIn('$2')} s on s.absent_id = w.id and s.role = 'executor'
   join person h on h.id = case when exists (select from absence b where b.person_id = w.id and ${awayOn('b', '$2')}) then s.deputy_id else w.id end
   join account on account.person_id = h.id and account.is_home
   where y.id = any($1::int[]) and w.disabled_at is null and h.disabled_at is null and 'executor' = any(h.roles)`,
);
/** The office has named coordinators who carry comments into ПОС, and one of them is one still. */
const selectNamed = statement(
  'named-to-place-comments',
  `select from setting s join person p on s.value -> 'named' -> 'commentsInPos' @> to_jsonb(p.id)
   where s.key = 'office_answers' and p.disabled_at is null and 'coordinator' = any(p.roles) limit 1`,
);
/** Of appeals that are worked as one, the comment of each: one form has written them. */
const leaveToAuthor = statement(
  'leave-comments-to-author',
  `update delivery q set author_until = $2 from delivery y
   where y.id = any($1::int[]) and q.kind = y.kind and q.form_id = y.form_id and q.queued_at = y.queued_at`,
);

interface Asked extends Listener, Pick<Actor, 'roles'> {
  readonly deliveryId: number;
}

/**
 * Whoever has written a comment, or stands in for them, is the first who is asked to place it, without a sound; coordinators are at the
 * next opening. Where the office has named who does it, authors are not asked.
 * @returns those comments of which there is nobody to ask but the coordinators
 */
export async function askAuthors(
  tx: Transaction,
  commentIds: readonly number[],
  { now, calendar }: Circumstances,
): Promise<readonly number[]> {
  if (commentIds.length === 0) return commentIds;
  if ((await tx.query(selectNamed)).length > 0) return commentIds;
  const found = await tx.query<Asked>(selectAsked, [commentIds, dayOf(now, calendar)]);
  const asked = found.filter(isAskedFirst);
  const left = new Set(asked.map(({ deliveryId }) => deliveryId));
  await tx.query(leaveToAuthor, [[...left], nextOpening(now, calendar)]);
  await say(
    tx,
    asked.map(({ deliveryId, id, messenger, chatId }): Message => ({
      key: `delivery:${deliveryId}:person:${id}`,
      to: { messenger, chatId },
      kind: 'card',
      params: { subject: 'delivery', id: deliveryId, personId: id, ...NO_NEWS },
      silent: true,
    })),
    now,
  );
  return commentIds.filter((id) => !left.has(id));
}
