import { statement } from '../../../database';
import { visitReminders } from '../../../regulation/reminders';
import { planReminders } from '../../reminders/plan-reminders';
import { required, type Deeds } from './deed';

const insertVisit = statement(
  'insert-visit',
  'insert into visit (appeal_id, kind, at, place, people_ids, outside) values ($1, $2, $3, $4, $5, $6) returning id',
);
const updateVisit = statement(
  'record-visit',
  'update visit set result = $3, recorded_at = $4 where id = $1 and appeal_id = $2 and recorded_at is null',
);
const cancelVisitReminders = statement(
  'cancel-visit-reminders',
  `update reminder set state = 'cancelled' where appeal_id = $2 and state = 'planned' and params ->> 'visitId' = $1`,
);
const insertRequest = statement(
  'insert-document-request',
  'insert into document_request (appeal_id, body, what, by_day) values ($1, $2, $3, $4) returning id',
);
const updateRequest = statement(
  'receive-documents',
  'update document_request set received_at = $3 where id = $1 and appeal_id = $2 and received_at is null',
);

/** What an executor does to learn how things are: visits, meetings, requests, comments. */
export const examinationDeeds: Deeds<
  'planVisit' | 'recordVisit' | 'requestDocuments' | 'receiveDocuments' | 'saveComment'
> = {
  planVisit: async ({
    tx,
    action,
    appeal,
    state,
    details,
    submission: { answers },
    circumstances: { now, calendar },
  }) => {
    const start = required(answers.visitAt, 'visitAt');
    const guests = answers.visitPeople ?? [];
    const [visit] = await tx.query<{ id: number }>(insertVisit, [
      appeal.id,
      action === 'planMeeting' ? 'meeting' : 'visit',
      start,
      required(answers.visitPlace, 'visitPlace'),
      guests,
      answers.visitOutside ?? null,
    ]);
    const visitId = required(visit, 'visit').id;
    details.visitId = visitId;
    // null: whoever is the executor then, since the appeal may have passed to another by that time
    const people = [null, ...guests.filter((id) => id !== state.executorId)];
    await planReminders(
      tx,
      visitReminders(start, now, calendar).flatMap(({ threshold, at }) =>
        people.map((id) => ({
          key: `visit:${visitId}:${threshold}:${id === null ? 'executor' : `person:${id}`}`,
          reason: threshold === 'evening' ? ('visit_evening' as const) : ('visit_hour' as const),
          appealId: appeal.id,
          personId: id,
          params: { visitId },
          dueAt: at,
        })),
      ),
    );
  },
  recordVisit: async ({ tx, appeal, submission: { answers }, circumstances: { now } }) => {
    const visitId = required(answers.visitId, 'visitId');
    await tx.query(updateVisit, [visitId, appeal.id, required(answers.result, 'result'), now]);
    await tx.query(cancelVisitReminders, [String(visitId), appeal.id]);
  },
  requestDocuments: async ({ tx, appeal, requests, submission: { answers } }) => {
    const byDay = required(answers.requestBy, 'requestBy');
    const [request] = await tx.query<{ id: number }>(insertRequest, [
      appeal.id,
      required(answers.requestBody, 'requestBody'),
      required(answers.requestWhat, 'requestWhat'),
      byDay,
    ]);
    requests.set(required(request, 'request').id, byDay);
  },
  receiveDocuments: async ({ tx, appeal, requests, submission: { answers }, circumstances: { now } }) => {
    const requestId = required(answers.requestId, 'requestId');
    await tx.query(updateRequest, [requestId, appeal.id, now]);
    requests.delete(requestId);
  },
  saveComment: ({ state, submission: { answers } }) => {
    state.progress = answers.progress ?? state.progress;
  },
};
