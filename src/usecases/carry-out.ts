import { statement, type Transaction } from '../database';
import type { Answers, Submission } from '../regulation/answers';
import { dueAfterResumption, dutyDue, extendedDue, postponement, reexaminationDue, resumesAt, stageDue } from '../regulation/deadlines';
import type { Permission } from '../regulation/decide';
import type { Audience, Effect, Notice } from '../regulation/effects';
import type { Circumstances } from '../regulation/facts';
import { visitReminders } from '../regulation/reminders';
import { isFinal, type Action, type Participant } from '../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from './appeal-store';
import type { Office } from './ports';
import { planReminders } from './plan-reminders';

export interface Announcement {
  readonly whom: Audience;
  readonly personIds: readonly number[];
  readonly notice: Notice;
  readonly move: boolean;
}

/** What an act has done, for the journal and for the phones. */
export interface Outcome {
  readonly state: AppealState;
  readonly details: Record<string, unknown>;
  readonly announcements: readonly Announcement[];
  readonly deliveryIds: readonly number[];
}

export interface Work {
  readonly action: Action;
  readonly appeal: LoadedAppeal;
  readonly permission: Permission;
  readonly submission: Submission;
  readonly personId: number | null;
  readonly formId: number | null;
  readonly circumstances: Circumstances;
  readonly office: Office;
}

/**
 * Carries out what the table ordered: the effects of the row, one by one, upon a copy of the state and the tables beside it.
 * Which effects there are is the table's business; how each is done, and nothing else, stands here.
 */
export async function carryOut(tx: Transaction, work: Work): Promise<Outcome> {
  const { appeal, permission, circumstances, office } = work;
  const { now } = circumstances;
  const before = appeal.state;
  const state: AppealState = { ...before, undo: null, stage: permission.to };
  const details: Record<string, unknown> = noteworthy(work);
  const announcements: Announcement[] = [];
  const deliveryIds: number[] = [];

  if (permission.to !== before.stage || permission.effects.some(({ kind }) => kind === 'beginDuty')) state.stageEnteredAt = now;
  for (const effect of permission.effects) {
    if (effect.kind === 'notify') announcements.push({ ...effect, personIds: audience(effect.whom, work, state) });
    else if (effect.kind === 'deliver') deliveryIds.push(await queueDelivery(tx, effect.what, work, state));
    else await carryOutOne(tx, effect, work, state, details);
  }
  if (permission.raisesVersion) state.version = before.version + 1;
  if (before.stage === 'postponed' && state.stage !== 'postponed') await cancelResumption(tx, appeal.id);
  if (isFinal(state.stage)) state.finishedAt = now;
  else if (isFinal(before.stage)) state.finishedAt = null;

  // A stage's clock is not an effect: no row of the table can forget it.
  if (!permission.effects.some(({ kind }) => kind === 'restoreAssignment')) {
    state.stageDueAt = stageDue(
      {
        stage: state.stage,
        enteredAt: state.stageEnteredAt,
        registeredAt: appeal.registeredAt,
        firstDue: appeal.firstDueAt,
        currentDue: state.dueAt,
        shares: office.shares,
        postponedUntil: state.postponedUntil,
      },
      circumstances.office,
    );
  }
  return { state, details, announcements, deliveryIds };
}

type Deed = Exclude<Effect, { kind: 'notify' | 'deliver' }>;

async function carryOutOne(tx: Transaction, effect: Deed, work: Work, state: AppealState, details: Record<string, unknown>): Promise<void> {
  const { appeal, submission, personId, circumstances } = work;
  const { answers } = submission;
  const { now, office } = circumstances;
  const before = appeal.state;
  switch (effect.kind) {
    case 'appoint':
      state[PLACE[effect.who]] = required(answers[PLACE[effect.who]], effect.who);
      return;
    case 'release':
      state[PLACE[effect.who]] = null;
      return;
    case 'rememberAssignment':
      state.undo = {
        byId: required(personId, 'coordinator'),
        at: now.toISOString(),
        stage: before.stage,
        stageEnteredAt: before.stageEnteredAt.toISOString(),
        stageDueAt: before.stageDueAt?.toISOString() ?? null,
        executorId: before.executorId,
        dutyDueAt: before.dutyDueAt?.toISOString() ?? null,
        reportedAt: before.reportedAt?.toISOString() ?? null,
        reportedToId: before.reportedToId,
        reportAcknowledgedAt: before.reportAcknowledgedAt?.toISOString() ?? null,
      };
      return;
    case 'restoreAssignment': {
      const undo = required(before.undo, 'undo');
      state.executorId = undo.executorId;
      state.stageEnteredAt = new Date(undo.stageEnteredAt);
      state.stageDueAt = instant(undo.stageDueAt);
      state.dutyDueAt = instant(undo.dutyDueAt);
      state.reportedAt = instant(undo.reportedAt);
      state.reportedToId = undo.reportedToId;
      state.reportAcknowledgedAt = instant(undo.reportAcknowledgedAt);
      return;
    }
    case 'replaceParticipant': {
      const participant = required(answers.participant, 'participant');
      state[PLACE[participant]] = required(answers.replacementId, 'replacement');
      details.replacedId = before[PLACE[participant]];
      // Whoever takes an executor's place receives the appeal now, so the one-working-day duty begins anew.
      if (participant === 'executor' && (state.stage === 'assigned' || state.stage === 'in_progress')) beginDuty(state, circumstances);
      return;
    }
    case 'beginDuty':
      beginDuty(state, circumstances);
      return;
    case 'markReported':
      state.reportedAt = now;
      state.reportedToId = required(answers.supervisorId, 'supervisor');
      state.reportAcknowledgedAt = null;
      return;
    case 'markAcknowledged':
      state.reportAcknowledgedAt ??= now;
      return;
    case 'handToOrganization':
    case 'requestRedirect':
      state.organizationId = required(submission.organization, 'organization').id;
      if (effect.kind === 'requestRedirect') {
        state.redirectAskedAt = before.stage;
        state.redirectReason = required(answers.reason, 'reason');
      }
      return;
    case 'leaveOrganization':
      state.organizationId = null;
      return;
    case 'recordOrganizationAnswer':
      // Its words and date are in the journal's details, its files hang on the form.
      return;
    case 'dropRedirect':
      state.organizationId = null;
      state.redirectAskedAt = null;
      state.redirectReason = null;
      return;
    case 'planVisit': {
      const at = required(answers.visitAt, 'visitAt');
      const [visit] = await tx.query<{ id: number }>(insertVisit, [
        appeal.id, work.action === 'planMeeting' ? 'meeting' : 'visit', at, required(answers.visitPlace, 'visitPlace'), answers.visitPeople ?? [], answers.visitOutside ?? null,
      ]);
      const visitId = required(visit, 'visit').id;
      details.visitId = visitId;
      const people = [...new Set([required(state.executorId, 'executor'), ...(answers.visitPeople ?? [])])];
      await planReminders(tx, visitReminders(at, now, office).flatMap(({ threshold, at: dueAt }) => people.map((id) => ({
        key: `visit:${visitId}:${threshold}:person:${id}`, reason: threshold === 'evening' ? 'visit_evening' as const : 'visit_hour' as const,
        appealId: appeal.id, personId: id, params: { visitId }, dueAt,
      }))));
      return;
    }
    case 'recordVisit':
      await tx.query(updateVisit, [required(answers.visitId, 'visitId'), appeal.id, required(answers.result, 'result'), now]);
      await tx.query(cancelVisitReminders, [String(answers.visitId), appeal.id]);
      return;
    case 'requestDocuments':
      await tx.query(insertRequest, [
        appeal.id, required(answers.requestBody, 'requestBody'), required(answers.requestWhat, 'requestWhat'), required(answers.requestBy, 'requestBy'),
      ]);
      return;
    case 'receiveDocuments':
      await tx.query(updateRequest, [required(answers.requestId, 'requestId'), appeal.id, now]);
      return;
    case 'saveComment':
      state.progress = required(answers.progress, 'progress');
      return;
    case 'saveDraft': {
      state.answerType = required(answers.answerType, 'answerType');
      state.draftAuthorId = required(personId, 'executor');
      const date = state.answerType === 'postponed' ? moved(work, required(answers.postponedUntil, 'postponedUntil'), details) : null;
      state.draftId = await addDraft(tx, work, { editsId: null, type: state.answerType, text: required(answers.answerText, 'answerText'), postponedUntil: date });
      details.draftId = state.draftId;
      return;
    }
    case 'saveEdit': {
      const draft = required(appeal.draft, 'draft');
      const text = answers.editedText ?? draft.text;
      const date = answers.postponedUntil ?? draft.postponedUntil;
      if (text === draft.text && date === draft.postponedUntil) return;
      state.draftId = await addDraft(tx, work, { editsId: before.draftId, type: draft.type, text, postponedUntil: date });
      details.draftId = state.draftId;
      details.editsId = before.draftId;
      return;
    }
    case 'sign':
      details.signed = 'mark';
      return;
    case 'usePostponement': {
      const date = required(answers.postponedUntil ?? appeal.draft?.postponedUntil, 'postponedUntil');
      const outcome = postponement({ kind: appeal.kind, date, now, due: before.dueAt }, office);
      if (!outcome.ok) throw new Error(`The postponement of appeal ${appeal.id} was allowed and then refused: ${outcome.refusal}`);
      state.postponedAt = now;
      state.postponedUntil = outcome.date;
      state.dueBeforePostponement = before.dueAt;
      state.dueAt = outcome.due;
      details.postponedUntil = outcome.date;
      if (outcome.moved) details.dateMovedFrom = date;
      await planReminders(tx, [{
        key: `appeal:${appeal.id}:resume:${now.toISOString()}`, reason: 'resume', appealId: appeal.id, personId: null, params: {},
        dueAt: resumesAt(outcome.date, office),
      }]);
      return;
    }
    case 'endPostponement':
      state.dueAt = dueAfterResumption(
        {
          kind: appeal.kind,
          approvedAt: required(before.postponedAt, 'postponedAt'),
          resumedAt: now,
          date: required(before.postponedUntil, 'postponedUntil'),
          dueBefore: required(before.dueBeforePostponement, 'dueBeforePostponement'),
          due: before.dueAt,
        },
        office,
      );
      return;
    case 'countReexamination':
      state.reexaminations = before.reexaminations + 1;
      return;
    case 'beginNewTerm':
      state.dueAt = reexaminationDue(now, appeal.termDays, office);
      return;
    case 'extendTerm':
      state.extended = true;
      state.dueAt = extendedDue(before.dueAt, required(answers.extensionDays, 'extensionDays'), office);
      return;
  }
}

const PLACE = { executor: 'executorId', agreeing: 'agreeingId', approving: 'approvingId' } as const satisfies Record<Participant, keyof AppealState>;

function beginDuty(state: AppealState, { now, office }: Circumstances): void {
  state.dutyDueAt = dutyDue(now, state.dueAt, office);
  state.reportedAt = null;
  state.reportedToId = null;
  state.reportAcknowledgedAt = null;
}

/** §3: a day off becomes the next working day, and the person is told. */
function moved({ appeal, circumstances }: Work, date: NonNullable<Answers['postponedUntil']>, details: Record<string, unknown>): typeof date {
  const outcome = postponement({ kind: appeal.kind, date, now: circumstances.now, due: appeal.state.dueAt }, circumstances.office);
  if (!outcome.ok || !outcome.moved) return date;
  details.dateMovedFrom = date;
  return outcome.date;
}

/** What the journal keeps of the answers: everything but drafts' texts, which have a table of their own. */
function noteworthy({ submission, appeal }: Work): Record<string, unknown> {
  const { answerText: _answerText, editedText: _editedText, ...rest } = submission.answers;
  const kept: Record<string, unknown> = { ...rest };
  if (submission.organization) kept.organizationId = submission.organization.id;
  if (submission.photos > 0) kept.photos = submission.photos;
  if (submission.files > 0) kept.files = submission.files;
  if (appeal.state.executorId !== null) kept.formerExecutorId = appeal.state.executorId;
  return kept;
}

function audience(whom: Audience, { appeal, submission }: Work, state: AppealState): number[] {
  const before = appeal.state;
  const one = (id: number | null | undefined) => (id === null || id === undefined ? [] : [id]);
  switch (whom) {
    case 'executor':
    case 'agreeing':
    case 'approving':
      return one(state[PLACE[whom]]);
    case 'coordinator':
      // All of them: the announcer asks the database who holds the role.
      return [];
    case 'reportedTo':
      return one(state.reportedToId);
    case 'formerExecutor':
      return before.executorId === state.executorId ? [] : one(before.executorId);
    case 'replacement':
      return one(submission.answers.replacementId);
    case 'visitPeople':
      return [...(submission.answers.visitPeople ?? [])];
  }
}

const insertVisit = statement('insert-visit', 'insert into visit (appeal_id, kind, at, place, people_ids, outside) values ($1, $2, $3, $4, $5, $6) returning id');
const updateVisit = statement('record-visit', 'update visit set result = $3, recorded_at = $4 where id = $1 and appeal_id = $2');
const cancelVisitReminders = statement(
  'cancel-visit-reminders',
  `update reminder set state = 'cancelled' where appeal_id = $2 and state = 'planned' and params ->> 'visitId' = $1`,
);
const insertRequest = statement('insert-document-request', 'insert into document_request (appeal_id, body, what, by_day) values ($1, $2, $3, $4)');
const updateRequest = statement('receive-documents', 'update document_request set received_at = $3 where id = $1 and appeal_id = $2 and received_at is null');
const cancelResume = statement('cancel-resume', `update reminder set state = 'cancelled' where appeal_id = $1 and reason = 'resume' and state = 'planned'`);
const insertDraft = statement(
  'insert-answer-draft',
  `insert into answer_draft (appeal_id, author_id, edits_id, type, text, postponed_until, without_photo, written_at)
   values ($1, $2, $3, $4, $5, $6, coalesce($7, (select without_photo from answer_draft where id = $3)), $8) returning id`,
);
const insertDelivery = statement(
  'insert-delivery',
  'insert into delivery (appeal_id, kind, text, draft_id, form_id, queued_at) values ($1, $2, $3, $4, $5, $6) returning id',
);

async function addDraft(tx: Transaction, { appeal, personId, submission, circumstances }: Work, draft: {
  editsId: number | null; type: string; text: string; postponedUntil: string | null;
}): Promise<number> {
  const [row] = await tx.query<{ id: number }>(insertDraft, [
    appeal.id, personId, draft.editsId, draft.type, draft.text, draft.postponedUntil, submission.answers.withoutPhoto ?? null, circumstances.now,
  ]);
  return required(row, 'draft').id;
}

/** The text to place is fixed now: what the approver saw is what the applicant gets. */
async function queueDelivery(tx: Transaction, kind: Extract<Effect, { kind: 'deliver' }>['what'], work: Work, state: AppealState): Promise<number> {
  const { appeal, submission, formId, circumstances } = work;
  const { answers } = submission;
  const text =
    kind === 'answer' || kind === 'interim_answer' ? (answers.editedText ?? appeal.draft?.text ?? '')
    : kind === 'comment' ? (answers.comment ?? '')
    : (kind === 'redirect_notice' ? appeal.state.redirectReason : answers.reason) ?? '';
  const [row] = await tx.query<{ id: number }>(insertDelivery, [
    appeal.id, kind, text, kind === 'answer' || kind === 'interim_answer' ? state.draftId : null, formId, circumstances.now,
  ]);
  return required(row, 'delivery').id;
}

async function cancelResumption(tx: Transaction, appealId: number): Promise<void> {
  await tx.query(cancelResume, [appealId]);
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** The regulation has checked that it is there; if it is not, the table and this file disagree. */
function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`The table allowed an act without its ${what}`);
  return value;
}
