import { Account } from '../../../../entities/account';
import { columns } from '../../../columns';
import { statement, type Transaction } from '../../../database';
import { isWorkingTime } from '../../../regulation/calendar';
import type { Circumstances } from '../../../regulation/facts';
import type { DeliveryKind } from '../../../regulation/vocabulary';
import { commentsToPlace, redraw } from '../../cards/redraw';
import { say, NO_NEWS, type Message } from '../../messages';
import { holdersOfRole, type Listener } from '../../people/officials';
import { momentUndone, required, type Deeds, type Doing, type QueuedDelivery } from './deed';

const insertDelivery = statement(
  'insert-delivery',
  'insert into delivery (appeal_id, kind, text, draft_id, form_id, queued_at) values ($1, $2, $3, $4, $5, $6) returning id',
);

/** The text to place is fixed now: what the supervisor saw is what the applicant gets. */
export async function queueDelivery(doing: Doing, kind: DeliveryKind): Promise<void> {
  const { tx, appeal, state, formId, circumstances, deliveries } = doing;
  const isAnswer = kind === 'answer' || kind === 'interim_answer' || kind === 'draft_entry';
  const [row] = await tx.query<{ id: number }>(insertDelivery, [
    appeal.id,
    kind,
    textToPlace(doing, kind) ?? '',
    isAnswer ? state.draftId : null,
    formId,
    circumstances.now,
  ]);
  deliveries.push({ id: required(row, 'delivery').id, kind });
}

function textToPlace({ appeal, submission: { answers } }: Doing, kind: DeliveryKind): string | null | undefined {
  switch (kind) {
    case 'answer':
    case 'interim_answer':
    case 'draft_entry':
      return answers.editedText ?? appeal.draft?.text;
    case 'comment':
      return answers.comment;
    case 'redirect_notice':
      return appeal.state.redirectNotice;
    case 'extension_notice':
      return answers.notice;
    case 'organization':
      return answers.reason;
    case 'removal':
      return null;
  }
}

/** Tasks that belong to an answer, a redirect or a passing: with it they are taken back. */
const BOUND = `('answer', 'interim_answer', 'draft_entry', 'redirect_notice', 'organization')`;
const withdrawOpen = statement(
  'withdraw-deliveries',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind in ${BOUND} returning id`,
);
const withdrawEntries = statement(
  'withdraw-entries',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind = 'draft_entry' returning id`,
);
const reopen = statement(
  'reopen-deliveries',
  `update delivery set withdrawn_at = null where appeal_id = $1 and placed_at is null and withdrawn_at = $2 returning id`,
);
const placeOpen = statement(
  'place-deliveries',
  `update delivery set placed_at = $2, placed_by_id = $3
   where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind = any($4::text[]) returning id`,
);
const withdrawPlaced = statement(
  'withdraw-placed',
  `update delivery set withdrawn_at = $2
   where appeal_id = $1 and placed_at is not null and withdrawn_at is null and kind = $3 and queued_at >= $4 returning id`,
);
const taskCards = statement(
  'cards-of-deliveries',
  `select c.subject_id as "deliveryId", c.person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id
   where p.disabled_at is null and c.subject = 'delivery' and c.subject_id = any($1::int[])`,
);

/** What stands in ПОС and what waits for it, when an act changes that. */
export const deliveryDeeds: Deeds<
  | 'markEntered'
  | 'withdrawEntry'
  | 'withdrawTasks'
  | 'reopenTasks'
  | 'removeDraft'
  | 'removePassing'
  | 'removeRedirect'
  | 'closeTasks'
  | 'queueAnswer'
> = {
  markEntered: async (doing) => {
    const { state, details } = doing;
    state.enteredDraftId = required(state.draftId, 'draft');
    details.draftId = state.draftId;
    await redrawTasks(doing, await place(doing, ['draft_entry']));
  },
  withdrawEntry: async (doing) => redrawTasks(doing, await withdraw(doing, withdrawEntries)),
  withdrawTasks: async (doing) => {
    doing.state.enteredDraftId = null;
    await redrawTasks(doing, await withdraw(doing, withdrawOpen));
  },
  reopenTasks: async (doing) => {
    const { tx, appeal } = doing;
    await redrawTasks(doing, await tx.query<{ id: number }>(reopen, [appeal.id, momentUndone(appeal.state)]));
  },
  removeDraft: async (doing) => {
    if (doing.appeal.state.enteredDraftId !== null) await queueDelivery(doing, 'removal');
  },
  // An organization that had the appeal before, and answered, keeps its task as it is.
  removePassing: (doing) => removePlaced(doing, 'organization', doing.appeal.state.stageEnteredAt),
  removeRedirect: (doing) => removePlaced(doing, 'redirect_notice', doing.appeal.registeredAt),
  closeTasks: async (doing) => redrawTasks(doing, await place(doing, ['answer', 'interim_answer', 'redirect_notice'])),
  queueAnswer: (doing) => queueDelivery(doing, doing.appeal.draft?.type === 'postponed' ? 'interim_answer' : 'answer'),
};

/** What was confirmed as made in ПОС since then is taken out of it by a task. */
async function removePlaced(doing: Doing, kind: DeliveryKind, since: Date): Promise<void> {
  const { tx, appeal, circumstances } = doing;
  const stands = await tx.query<{ id: number }>(withdrawPlaced, [appeal.id, circumstances.now, kind, since]);
  if (stands.length === 0) return;
  await redrawTasks(doing, stands);
  await queueDelivery(doing, 'removal');
}

type Touched = readonly { readonly id: number }[];

const withdraw = ({ tx, appeal, circumstances: { now } }: Doing, how: typeof withdrawOpen): Promise<Touched> =>
  tx.query<{ id: number }>(how, [appeal.id, now]);

const place = (
  { tx, appeal, personId, circumstances: { now } }: Doing,
  kinds: readonly DeliveryKind[],
): Promise<Touched> => tx.query<{ id: number }>(placeOpen, [appeal.id, now, personId, kinds]);

/** Whoever has the task in the chat sees that it is over, the presser too: the press was on another card. */
async function redrawTasks({ tx, circumstances: { now } }: Doing, tasks: Touched): Promise<void> {
  if (tasks.length === 0) return;
  const holders = await tx.query<Listener & { deliveryId: number }>(taskCards, [tasks.map(({ id }) => id)]);
  await say(
    tx,
    holders.map(({ deliveryId, ...holder }) => redraw('delivery', deliveryId, holder)),
    now,
  );
}

/**
 * A task for ПОС is the coordinators' move: it rings, the approver's own phone included if they coordinate. A comment can wait:
 * it comes without a sound, in the one list of all comments that do.
 */
export async function askToPlace(
  tx: Transaction,
  deliveries: readonly QueuedDelivery[],
  { now, calendar }: Circumstances,
): Promise<void> {
  if (deliveries.length === 0) return;
  const people = await holdersOfRole(tx, 'coordinator');
  const silent = !isWorkingTime(now, calendar);
  const messages = deliveries.flatMap(({ id: deliveryId, kind }) =>
    people.map(({ id, ...to }): Message =>
      kind === 'comment'
        ? commentsToPlace(id, to)
        : {
            key: `delivery:${deliveryId}:person:${id}`,
            to,
            kind: 'card',
            params: { subject: 'delivery', id: deliveryId, personId: id, ...NO_NEWS },
            silent,
          },
    ),
  );
  await say(tx, messages, now);
}
