import { statement, type Transaction } from '../../../database';
import { isWorkingTime } from '../../../regulation/calendar';
import type { Circumstances } from '../../../regulation/facts';
import type { DeliveryKind } from '../../../regulation/vocabulary';
import { say, NO_NEWS } from '../../messages';
import { holdersOfRole } from '../../people/officials';
import { required, type Doing } from './deed';

const insertDelivery = statement(
  'insert-delivery',
  'insert into delivery (appeal_id, kind, text, draft_id, form_id, queued_at) values ($1, $2, $3, $4, $5, $6) returning id',
);

/** The text to place is fixed now: what the approver saw is what the applicant gets. Returns the delivery's id. */
export async function queueDelivery(
  { tx, appeal, state, formId, submission: { answers }, circumstances }: Doing,
  kind: DeliveryKind,
): Promise<number> {
  const isAnswer = kind === 'answer' || kind === 'interim_answer';
  const text = isAnswer
    ? (answers.editedText ?? appeal.draft?.text)
    : kind === 'comment'
      ? answers.comment
      : kind === 'redirect_notice'
        ? appeal.state.redirectReason
        : answers.reason;
  const [row] = await tx.query<{ id: number }>(insertDelivery, [
    appeal.id,
    kind,
    text ?? '',
    isAnswer ? state.draftId : null,
    formId,
    circumstances.now,
  ]);
  return required(row, 'delivery').id;
}

/** «Разместить в ПОС» is the coordinators' move: it rings, the approver's own phone included if they coordinate. */
export async function askToPlace(tx: Transaction, deliveryId: number, { now, calendar }: Circumstances): Promise<void> {
  const people = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    people.map(({ id, ...to }) => ({
      key: `delivery:${deliveryId}:person:${id}`,
      to,
      kind: 'card',
      params: { subject: 'delivery', id: deliveryId, personId: id, ...NO_NEWS },
      silent: !isWorkingTime(now, calendar),
    })),
    now,
  );
}
