import { statement } from '../../database/database';
import { workingDayOnOrAfter } from '../../regulation/calendar';
import type { PlannedVisit } from '../../regulation/pending';
import { visitReminders } from '../../regulation/reminders';
import { visitKindOf } from '../../regulation/vocabulary';
import { OPEN_REQUEST, OPEN_VISIT } from '../appeals/pending';
import { planReminders } from '../kit/reminders';
import { withdrawVisitNags } from '../terms/withdraw';
import { required, type Deeds, type Doing } from './deed';

const insertVisit = statement(
  'insert-visit',
  'insert into visit (appeal_id, kind, at, place, people_ids, outside) values ($1, $2, $3, $4, $5, $6) returning id',
);
const AWAITED = `id = $1 and appeal_id = $2 and ${OPEN_VISIT}`;
const recordVisit = statement('record-visit', `update visit set result = $3, recorded_at = $4 where ${AWAITED}`);
const moveVisit = statement(
  'move-visit',
  `with before as (select at as "movedFrom" from visit where id = $1)
   update visit set at = $3 where ${AWAITED} returning people_ids as guests, (select "movedFrom" from before)`,
);
const cancelVisit = statement(
  'cancel-visit',
  `update visit set cancelled_at = $3 where ${AWAITED} returning people_ids as guests`,
);
const cancelVisitReminders = statement(
  'cancel-visit-reminders',
  `update reminder set state = 'cancelled' where appeal_id = $2 and state = 'planned' and params ->> 'visitId' = $1`,
);
const leaveVisit = statement(
  'leave-visit',
  `update visit set people_ids = array_remove(people_ids, $3::int) where ${AWAITED}`,
);
const cancelOwnReminders = statement(
  'cancel-own-reminders-of-visit',
  `update reminder set state = 'cancelled'
   where appeal_id = $2 and person_id = $3 and state = 'planned' and params ->> 'visitId' = $1`,
);
const restoreVisits = statement(
  'restore-visits',
  `update visit set cancelled_at = null where appeal_id = $1 and recorded_at is null and cancelled_at = $2 and at > $3
   returning id, kind, at, people_ids as "invitedIds"`,
);
const insertRequest = statement(
  'insert-document-request',
  'insert into document_request (appeal_id, body, what, by_day, asked_at) values ($1, $2, $3, $4, $5) returning id',
);
const updateRequest = statement(
  'receive-documents',
  `update document_request set received_at = $3 where id = $1 and appeal_id = $2 and ${OPEN_REQUEST}`,
);
const cancelRequest = statement(
  'cancel-document-request',
  `update document_request set cancelled_at = $3 where id = $1 and appeal_id = $2 and ${OPEN_REQUEST} returning body`,
);

/** What an executor does to learn how things are: visits, meetings, requests, comments. */
export const examinationDeeds: Deeds<
  | 'planVisit'
  | 'moveVisit'
  | 'cancelVisit'
  | 'recordVisit'
  | 'declineVisit'
  | 'requestDocuments'
  | 'receiveDocuments'
  | 'cancelRequest'
  | 'saveComment'
> = {
  planVisit: async (doing) => {
    const {
      tx,
      action,
      appeal,
      guests,
      pending,
      details,
      submission: { answers },
    } = doing;
    const start = required(answers.visitAt, 'visitAt');
    guests.push(...(answers.visitPeople ?? []));
    const [visit] = await tx.query<{ id: number }>(insertVisit, [
      appeal.id,
      visitKindOf(action),
      start,
      required(answers.visitPlace, 'visitPlace'),
      guests,
      answers.visitOutside ?? null,
    ]);
    const visitId = required(visit, 'visit').id;
    details.visitId = visitId;
    const planned = { kind: visitKindOf(action), at: start, invitedIds: [...guests] };
    pending.visits.set(visitId, planned);
    await remindOfVisit(doing, visitId, planned, `visit:${visitId}`);
  },
  moveVisit: async (doing) => {
    const { tx, action, appeal, formId, guests, pending, details, submission } = doing;
    const [visitId, start] = [visitIdOf(doing), required(submission.answers.visitAt, 'visitAt')];
    const [moved] = await tx.query<{ movedFrom: Date; guests: number[] }>(moveVisit, [visitId, appeal.id, start]);
    const { movedFrom, guests: invited } = required(moved, 'visit');
    guests.push(...invited);
    details.movedFrom = movedFrom;
    const visit = { kind: visitKindOf(action), at: start, invitedIds: invited };
    pending.visits.set(visitId, visit);
    await forgetVisit(doing, visitId);
    // What was told of the former hour says nothing of this one.
    await remindOfVisit(doing, visitId, visit, `visit:${visitId}:moved:${required(formId, 'form')}`);
  },
  cancelVisit: async (doing) => {
    const { tx, appeal, guests, circumstances } = doing;
    const visitId = visitIdOf(doing);
    const [cancelled] = await tx.query<{ guests: number[] }>(cancelVisit, [visitId, appeal.id, circumstances.now]);
    guests.push(...required(cancelled, 'visit').guests);
    doing.pending.visits.delete(visitId);
    await forgetVisit(doing, visitId);
  },
  recordVisit: async (doing) => {
    const { tx, appeal, submission, circumstances } = doing;
    const visitId = visitIdOf(doing);
    await tx.query(recordVisit, [visitId, appeal.id, required(submission.answers.result, 'result'), circumstances.now]);
    doing.pending.visits.delete(visitId);
    await forgetVisit(doing, visitId);
  },
  declineVisit: async (doing) => {
    const { tx, appeal, pending, permission, personId } = doing;
    const visitId = visitIdOf(doing);
    const invitedId = permission.standing.onBehalfOfId ?? required(personId, 'invited');
    await tx.query(leaveVisit, [visitId, appeal.id, invitedId]);
    await tx.query(cancelOwnReminders, [String(visitId), appeal.id, invitedId]);
    const visit = required(pending.visits.get(visitId), 'visit');
    pending.visits.set(visitId, { ...visit, invitedIds: visit.invitedIds.filter((id) => id !== invitedId) });
  },
  requestDocuments: async ({
    tx,
    appeal,
    pending,
    details,
    submission: { answers },
    circumstances: { now, calendar },
  }) => {
    const named = required(answers.requestBy, 'requestBy');
    const byDay = workingDayOnOrAfter(named, calendar);
    if (byDay !== named) Object.assign(details, { requestBy: byDay, dateMovedFrom: named });
    const [request] = await tx.query<{ id: number }>(insertRequest, [
      appeal.id,
      required(answers.requestBody, 'requestBody'),
      required(answers.requestWhat, 'requestWhat'),
      byDay,
      now,
    ]);
    pending.requests.set(required(request, 'request').id, byDay);
  },
  receiveDocuments: async ({ tx, appeal, pending, submission: { answers }, circumstances: { now } }) => {
    const requestId = required(answers.requestId, 'requestId');
    await tx.query(updateRequest, [requestId, appeal.id, now]);
    pending.requests.delete(requestId);
  },
  cancelRequest: async ({ tx, appeal, pending, details, submission: { answers }, circumstances: { now } }) => {
    const requestId = required(answers.requestId, 'requestId');
    const [request] = await tx.query<{ body: string }>(cancelRequest, [requestId, appeal.id, now]);
    details.requestBody = required(request, 'request').body;
    pending.requests.delete(requestId);
  },
  saveComment: ({ state, submission: { answers } }) => {
    state.progress = answers.progress ?? state.progress;
  },
};

const visitIdOf = ({ submission: { answers } }: Doing): number => required(answers.visitId, 'visitId');

const TURNED = {
  visit: { cancelled: 'visitCancelled', stands: 'visitStands' },
  meeting: { cancelled: 'meetingCancelled', stands: 'meetingStands' },
} as const;

/** What is still ahead comes to nothing with the appeal; what has been keeps its outcome open, should the appeal go on. */
export async function endVisits(doing: Doing): Promise<void> {
  const { tx, appeal, pending, visitsTurned, circumstances } = doing;
  for (const [visitId, { kind, at, invitedIds }] of [...pending.visits]) {
    if (at <= circumstances.now) continue;
    await tx.query(cancelVisit, [visitId, appeal.id, circumstances.now]);
    pending.visits.delete(visitId);
    await forgetVisit(doing, visitId);
    const personIds = taking(appeal.state.executorId, invitedIds);
    visitsTurned.push({ visitId, notice: TURNED[kind].cancelled, personIds });
  }
}

/** What has come to nothing with the appeal at that moment is to be with it again, if its hour is still ahead. */
export async function restoreEndedVisits(doing: Doing, endedAt: Date): Promise<void> {
  const { tx, appeal, pending, visitsTurned, circumstances } = doing;
  if (appeal.state.finishedAt?.getTime() !== endedAt.getTime()) return;
  const rows = await tx.query<PlannedVisit & { readonly id: number }>(restoreVisits, [
    appeal.id,
    endedAt,
    circumstances.now,
  ]);
  for (const { id: visitId, ...visit } of rows) {
    pending.visits.set(visitId, visit);
    await remindOfVisit(doing, visitId, visit, `visit:${visitId}:restored:${circumstances.now.toISOString()}`);
    const personIds = taking(appeal.state.executorId, visit.invitedIds);
    visitsTurned.push({ visitId, notice: TURNED[visit.kind].stands, personIds });
  }
}

const taking = (executorId: number | null, invitedIds: readonly number[]): number[] => [
  ...(executorId === null ? [] : [executorId]),
  ...invitedIds,
];

/** @param key under which this hour of the visit is reminded of, once for each person and threshold */
async function remindOfVisit(
  { tx, appeal, state, circumstances }: Doing,
  visitId: number,
  { at: start, invitedIds }: PlannedVisit,
  key: string,
): Promise<void> {
  // null: whoever is the executor then, since the appeal may have passed to another by that time
  const people = [null, ...invitedIds.filter((id) => id !== state.executorId)];
  await planReminders(
    tx,
    visitReminders(start, circumstances.now, circumstances.calendar).flatMap(({ threshold, at }) =>
      people.map((id) => ({
        key: `${key}:${threshold}:${id === null ? 'executor' : `person:${id}`}`,
        reason: threshold === 'evening' ? ('visit_evening' as const) : ('visit_hour' as const),
        appealId: appeal.id,
        personId: id,
        params: { visitId },
        dueAt: at,
      })),
    ),
  );
}

/** Nobody is to go there any more, or not at that hour: what waits is not told, and what was told goes. */
async function forgetVisit({ tx, appeal, circumstances }: Doing, visitId: number): Promise<void> {
  await tx.query(cancelVisitReminders, [String(visitId), appeal.id]);
  await withdrawVisitNags(tx, appeal.id, visitId, circumstances.now);
}
