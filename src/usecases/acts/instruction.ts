import { Account, Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, nextOpening, workingDayOnOrAfter } from '../../regulation/calendar';
import type { Actor, Circumstances } from '../../regulation/facts';
import type { OpenInstruction } from '../../regulation/pending';
import { isAskedFirst } from '../../regulation/tasks';
import { OPEN_INSTRUCTION } from '../appeals/pending';
import { NO_NEWS, say, type Message } from '../kit/messages';
import { type Listener, awayOn, standingIn } from '../kit/officials';
import { required, type Deeds, type Doing } from './deed';

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

const insertInstruction = statement(
  'insert-instruction',
  'insert into instruction (appeal_id, giver_id, text, by_day) values ($1, $2, $3, $4) returning id',
);
const settled = (what: 'done_at' | 'withdrawn_at') =>
  `update instruction set ${what} = $3 where id = $1 and appeal_id = $2 and ${OPEN_INSTRUCTION} returning text`;
const fulfil = statement('fulfil-instruction', settled('done_at'));
const withdraw = statement('withdraw-instruction', settled('withdrawn_at'));
const endAll = statement(
  'end-instructions',
  `update instruction set ended_at = $2 where appeal_id = $1 and ${OPEN_INSTRUCTION}`,
);
const reopen = statement(
  'reopen-instructions',
  'update instruction set ended_at = null where appeal_id = $1 and ended_at = $2 returning id, giver_id as "giverId", by_day as day',
);

/** What a supervisor wants done by a day. */
export const instructionDeeds: Deeds<'giveInstruction' | 'fulfilInstruction' | 'withdrawInstruction'> = {
  giveInstruction: async (doing) => {
    const { tx, appeal, leading, pending, details, permission, personId, submission, circumstances } = doing;
    const { instruction, instructionDay: named } = submission.answers;
    // Of those that are worked as one it hangs on the leading one.
    if (named === undefined || named === null || leading !== null) return;
    const day = workingDayOnOrAfter(named, circumstances.calendar);
    if (day !== named) Object.assign(details, { instructionDay: day, dateMovedFrom: named });
    const giverId = permission.standing.onBehalfOfId ?? required(personId, 'supervisor');
    const [given] = await tx.query<{ id: number }>(insertInstruction, [
      appeal.id,
      giverId,
      required(instruction, 'instruction'),
      day,
    ]);
    const { id } = required(given, 'instruction');
    pending.instructions.set(id, { giverId, day });
    details.instructionId = id;
  },
  fulfilInstruction: (doing) => settle(doing, fulfil),
  withdrawInstruction: (doing) => settle(doing, withdraw),
};

async function settle(doing: Doing, how: typeof fulfil): Promise<void> {
  const { tx, appeal, pending, details, submission, circumstances } = doing;
  const id = required(submission.answers.instructionId, 'instructionId');
  const [one] = await tx.query<{ text: string }>(how, [id, appeal.id, circumstances.now]);
  details.instruction = required(one, 'instruction').text;
  pending.instructions.delete(id);
}

/** They end with the appeal. */
export async function endInstructions({ tx, appeal, pending, circumstances: { now } }: Doing): Promise<void> {
  if (pending.instructions.size === 0) return;
  await tx.query(endAll, [appeal.id, now]);
  pending.instructions.clear();
}

/** What ended with it at that moment goes on with it. */
export async function reopenInstructions({ tx, appeal, pending }: Doing, endedAt: Date): Promise<void> {
  const rows = await tx.query<OpenInstruction & { readonly id: number }>(reopen, [appeal.id, endedAt]);
  for (const { id, ...instruction } of rows) pending.instructions.set(id, instruction);
}
