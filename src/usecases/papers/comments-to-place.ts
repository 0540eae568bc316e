import type { Delivery } from '../../../entities/delivery';
import { databaseOf, statement } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { commentsToPlace } from '../cards/redraw';
import { say } from '../messages';
import { holdersOfRole } from '../people/officials';
import { circumstances, type Desk } from '../ports';

/** Comments that the coordinators are to place, the oldest first. */
type CommentToPlace = Readonly<Pick<Delivery, 'id' | 'text' | 'progress'>> & { readonly number: string };
export interface CommentsToPlace {
  readonly count: number;
  readonly first: readonly CommentToPlace[];
}
const COMMENTS_SHOWN = 10;
const readComments = statement(
  'comments-to-place',
  `select y.id, a.number, y.text, y.progress, count(*) over ()::int as count from delivery y join appeal a on a.id = y.appeal_id
   where y.kind = 'comment' and y.placed_at is null and y.withdrawn_at is null and y.author_until is null order by y.queued_at, y.id limit ${COMMENTS_SHOWN}`,
);
export async function readCommentsToPlace(desk: Desk): Promise<CommentsToPlace> {
  const first = await databaseOf(desk).query<CommentToPlace & { readonly count: number }>(readComments);
  return { count: first[0]?.count ?? 0, first };
}

// Whoever was switched off or is an executor no more places nothing.
const passOn = statement(
  'pass-comments-on',
  `update delivery y set author_until = null
   where y.author_until is not null and y.placed_at is null and y.withdrawn_at is null
     and (y.author_until <= $1 or not exists (select from form f join person w on w.id = f.person_id
       where f.id = y.form_id and w.disabled_at is null and 'executor' = any(w.roles)))
   returning y.id`,
);

/**
 * Comments that their authors have not placed by the opening are the coordinators' too: one list for all of them, without a sound. In working
 * time: a program that stood still over an opening says nothing at night.
 * @returns how many
 */
export async function passCommentsOn(desk: Desk): Promise<number> {
  const { now, calendar } = circumstances(desk);
  if (!isWorkingTime(now, calendar)) return 0;
  return databaseOf(desk).transaction(async (tx) => {
    const passed = await tx.query<{ id: number }>(passOn, [now]);
    if (passed.length === 0) return 0;
    const people = await holdersOfRole(tx, 'coordinator');
    await say(
      tx,
      people.map(({ id, ...to }) => commentsToPlace(id, to)),
      now,
    );
    return passed.length;
  });
}
