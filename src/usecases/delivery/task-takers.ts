import { Appeal } from '../../../entities/appeal';
import { Delivery } from '../../../entities/delivery';
import type { Event } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { isWorkingTime, dayOf } from '../../regulation/calendar';
import type { Circumstances, Actor } from '../../regulation/facts';
import { capacityOfTaker, mayTake, takenUntil } from '../../regulation/tasks';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { askToPlace, ringOne } from '../acts/ask-to-place';
import { AUTHOR } from '../card/status';
import { addEntry } from '../kit/journal';
import { say, type Message, NO_NEWS } from '../kit/messages';
import { holdersOfRole, awayOn } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { commentsToPlace } from '../kit/redraw';
import { forgetSetting, hasSetting, keepSetting } from '../kit/settings';
import { soundsForAll } from '../people/on-duty';
import { queuedTogether, redrawDeliveries } from './deliveries';

const queueEntries = statement(
  'queue-entries-of-former-drafts',
  `insert into delivery (appeal_id, kind, text, draft_id, queued_at)
   select a.id, 'draft_entry', d.text, d.id, $1 from appeal a join answer_draft d on d.id = a.draft_id
   where a.stage = 'answer_approval' and a.entered_draft_id is distinct from a.draft_id
     and not exists (select from delivery y where y.draft_id = d.id and y.kind = 'draft_entry' and y.withdrawn_at is null)
   order by a.due_at, a.id returning id`,
);

const withdrawEntries = statement(
  'withdraw-entries-where-signed-here',
  `update delivery set withdrawn_at = $1 where kind = 'draft_entry' and placed_at is null and withdrawn_at is null`,
);

/**
 * At the first start after an update, once: an earlier version let a draft be approved before it stood in ПОС. What waits for
 * its approver gets the task that every draft has now. Where answers are signed here nothing is entered: those tasks are taken back,
 * and an office that signs in ПОС again gets them anew.
 * @idempotent by the setting and by the draft
 */
export async function enterFormerDrafts(desk: Desk): Promise<void> {
  const around = circumstances(desk);
  await databaseOf(desk).transaction(async (tx) => {
    if (around.signatures === 'verify') {
      await tx.query(withdrawEntries, [around.now]);
      return forgetSetting(tx, 'drafts_to_enter');
    }
    if (await hasSetting(tx, 'drafts_to_enter')) return;
    const queued = await tx.query<{ id: number }>(queueEntries, [around.now]);
    if (queued.length > 1) await tellOfSeveral(tx, queued.length, around);
    else
      await askToPlace(
        tx,
        queued.map(({ id }) => ({ id, kind: 'draft_entry', carriers: [] })),
        around,
      );
    await keepSetting(tx, 'drafts_to_enter', {});
  });
}

/** One message for several: the list «Не размещено в ПОС» has them. */
async function tellOfSeveral(tx: Transaction, count: number, around: Circumstances): Promise<void> {
  const people = await holdersOfRole(tx, 'coordinator');
  const sounds = await soundsForAll(tx, around);
  await say(
    tx,
    people.map(({ id, ...to }): Message => ({
      key: `draftsToEnter:person:${id}`,
      to,
      kind: 'draftsToEnter',
      params: { personId: id, count },
      silent: !sounds(id),
    })),
    around.now,
  );
}

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

const OF_DELIVERY = columns(Delivery, ['kind', 'placedAt', 'withdrawnAt', 'takenById'], 'y');
const OF_APPEAL = columns(Appeal, ['executorId', 'visits'], 'a');
interface Task extends RowOf<typeof OF_DELIVERY>, RowOf<typeof OF_APPEAL> {
  readonly authorId: number | null;
}
const holdTask = statement(
  'hold-task',
  `select ${OF_DELIVERY}, ${OF_APPEAL}, ${AUTHOR} as "authorId"
   from delivery y join appeal a on a.id = y.appeal_id where y.id = $1 for no key update of y`,
);
type Changed = Readonly<Pick<Delivery, 'id' | 'appealId' | 'kind' | 'authorUntil'>>;
const OPEN = 'placed_at is null and withdrawn_at is null';
const take = statement(
  'take-task',
  `update delivery set taken_by_id = $2, taken_until = $3, rings_all_at = null
   where id in (select q.id from delivery y join delivery q on ${queuedTogether('y')} where y.id = $1) and ${OPEN}
   returning id, appeal_id as "appealId", kind, author_until as "authorUntil"`,
);
// A comment given back is the coordinators' at once: its author has said that they won't do it.
const leave = statement(
  'leave-task',
  `update delivery set taken_by_id = null, taken_until = null, author_until = null
   where id in (select q.id from delivery y join delivery q on ${queuedTogether('y')} where y.id = $1)
     and taken_by_id = $2 and ${OPEN}
   returning id, appeal_id as "appealId", kind, author_until as "authorUntil"`,
);
// Whoever is away today, was switched off, or may neither coordinate nor is the executor any more.
const release = statement(
  'release-tasks',
  `update delivery y set taken_by_id = null, taken_until = null from person p, appeal a
   where y.taken_by_id = p.id and a.id = y.appeal_id and y.placed_at is null and y.withdrawn_at is null
     and (y.taken_until <= $1 or p.disabled_at is not null
       or not ('coordinator' = any(p.roles) or ('executor' = any(p.roles) and (y.kind <> 'draft_entry' or a.executor_id = p.id)))
       or exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$2')}))
   returning y.id, y.appeal_id as "appealId", y.kind, y.author_until as "authorUntil", p.id as "leftById"`,
);

export type TakeResult = 'taken' | 'left' | 'takenBefore' | 'notYours' | 'notOpen' | 'gone';

/**
 * «Беру на себя»: everybody else's copies say who, silently, and nags of it go to that person alone. With several appeals worked as one, the
 * task of each.
 * @idempotent: a second tap of the same person finds it taken
 */
export async function takeTask(desk: Desk, actor: Actor, deliveryId: number): Promise<TakeResult> {
  const { now, calendar } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const [task] = await tx.query<Task>(holdTask, [deliveryId]);
    if (!task) return 'gone';
    if (!mayTake(actor, task)) return 'notYours';
    if (task.placedAt !== null || task.withdrawnAt !== null) return 'notOpen';
    if (task.takenById !== null) return task.takenById === actor.personId ? 'taken' : 'takenBefore';
    const until = takenUntil(now, task.visits?.allowance ?? null, calendar);
    const taken = await tx.query<Changed>(take, [deliveryId, actor.personId, until]);
    await note(tx, taken, 'takeTask', actor, now);
    await redrawDeliveries(tx, taken, now, actor.personId);
    return 'taken';
  });
}

/** «Не успеваю»: it is everybody's again, and one phone says so. @idempotent */
export async function leaveTask(desk: Desk, actor: Actor, deliveryId: number): Promise<TakeResult> {
  const { now } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const left = await tx.query<Changed>(leave, [deliveryId, actor.personId]);
    if (left.length === 0) return 'notOpen';
    await note(tx, left, 'leaveTask', actor, now);
    await redrawDeliveries(tx, left, now, actor.personId);
    await ringAgain(tx, desk, left, actor.personId);
    return 'left';
  });
}

/**
 * What somebody has taken and not done in time, or can do no more, is everybody's again, and one phone says so. In working time: at night
 * nobody would do it.
 * @returns how many
 */
export async function releaseTasks(desk: Desk): Promise<number> {
  const { now, calendar } = circumstances(desk);
  if (!isWorkingTime(now, calendar)) return 0;
  return databaseOf(desk).transaction(async (tx) => {
    const released = await tx.query<Changed & { readonly leftById: number }>(release, [now, dayOf(now, calendar)]);
    if (released.length === 0) return 0;
    await redrawDeliveries(tx, released, now);
    await ringAgain(tx, desk, released, released[0]?.leftById ?? null);
    return released.length;
  });
}

/** The card comes once more, with a sound to one of the others. Of a comment that is still its author's, to nobody. */
async function ringAgain(tx: Transaction, desk: Desk, tasks: readonly Changed[], leftBy: number | null): Promise<void> {
  const [first] = tasks.filter(({ authorUntil }) => authorUntil === null);
  if (first === undefined) return;
  const around = circumstances(desk);
  const rungId = await ringOne(tx, first, around, leftBy);
  const isHeard = isWorkingTime(around.now, around.calendar);
  await bringAgain(tx, first.id, 'free', around.now, (id) => (id === leftBy ? null : isHeard && id === rungId));
}

/** @param sounds null: not to this one */
async function bringAgain(
  tx: Transaction,
  taskId: number,
  why: 'free' | 'all',
  now: Date,
  sounds: (personId: number) => boolean | null,
): Promise<void> {
  const people = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    people.flatMap(({ id, ...to }): Message[] => {
      const isLoud = sounds(id);
      if (isLoud === null) return [];
      return [
        {
          key: `delivery:${taskId}:${why}:${now.getTime()}:person:${id}`,
          to,
          kind: 'card',
          params: { subject: 'delivery', id: taskId, personId: id, ...NO_NEWS },
          silent: !isLoud,
        },
      ];
    }),
    now,
  );
}

const selectUntaken = statement(
  'tasks-that-nobody-took',
  `update delivery set rings_all_at = null where id in (
     select y.id from delivery y where y.rings_all_at <= $1 and y.placed_at is null and y.withdrawn_at is null for update skip locked)
   returning id, taken_by_id is null as "isFree"`,
);

/** Nobody has taken or confirmed it within an hour of working time: it sounds with all whose it is. @returns how many */
export async function ringAll(desk: Desk): Promise<number> {
  const { now, calendar } = circumstances(desk);
  if (!isWorkingTime(now, calendar)) return 0;
  return databaseOf(desk).transaction(async (tx) => {
    const untaken = (await tx.query<{ id: number; isFree: boolean }>(selectUntaken, [now])).filter(
      ({ isFree }) => isFree,
    );
    for (const { id } of untaken) await bringAgain(tx, id, 'all', now, () => true);
    return untaken.length;
  });
}

async function note(
  tx: Transaction,
  tasks: readonly Changed[],
  action: Extract<Event, 'takeTask' | 'leaveTask'>,
  actor: Actor,
  now: Date,
): Promise<void> {
  for (const { id, appealId, kind } of tasks)
    await addEntry(tx, appealId, {
      at: now,
      action,
      personId: actor.personId,
      capacity: capacityOfTaker(actor),
      details: { deliveryId: id, delivery: kind satisfies DeliveryKind },
    });
}
