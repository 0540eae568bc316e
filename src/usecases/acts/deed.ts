import { Attachment } from '../../../entities/attachments';
import { Violation } from '../../../entities/violations';
import { columns, type RowOf, columnNames } from '../../database/columns';
import { type Transaction, statement } from '../../database/database';
import type { Submission } from '../../regulation/answers';
import { endOfDay } from '../../regulation/calendar';
import type { Carrier } from '../../regulation/carriers';
import type { Registration, WholeTerm } from '../../regulation/corrections';
import type { Permission } from '../../regulation/decide';
import type { Notice, PlainEffect } from '../../regulation/effects';
import type { Circumstances } from '../../regulation/facts';
import type { ChangingPending, Pending } from '../../regulation/pending';
import { knownPerson, RETURNED_FOR } from '../../regulation/violations/kinds';
import type { Action, DeliveryKind, Participant } from '../../regulation/vocabulary';
import type { ComparedText } from '../answers/check-answer';
import type { AppealState, LoadedAppeal } from '../appeals/appeal-store';
import { endingOf, listingUnneeded } from '../kit/files';
import type { Office } from '../kit/ports';

/** An act that the regulation has allowed. */
export interface Work {
  readonly action: Action;
  /** As it was before. */
  readonly appeal: LoadedAppeal;
  readonly permission: Permission;
  readonly submission: Submission;
  readonly personId: number | null;
  readonly formId: number | null;
  /** What its text was compared with before the act began; null: nothing was. */
  readonly compared: ComparedText | null;
  readonly circumstances: Circumstances;
  readonly office: Office;
  /** The appeal that leads this one, on which the act was pressed; null: on this one. */
  readonly leading: LoadedAppeal | null;
}

/** A task for ПОС that the act has made. */
export interface QueuedDelivery {
  readonly id: number;
  readonly kind: DeliveryKind;
  /** By which it goes by itself; without the gateway it is the coordinators' task. */
  readonly carriers: readonly Carrier[];
}

export interface Doing extends Work {
  readonly tx: Transaction;
  /** The appeal as it will be saved; earlier deeds of the same act have changed it already. */
  readonly state: AppealState;
  /** The registration as it will be: «Исправить сведения» changes it. */
  readonly registration: Registered;
  /** Set by the deed that has counted all terms anew. */
  recounted: Recounted | null;
  /** What waits when the act is done. */
  readonly pending: ChangingPending;
  /** Who is invited to the visit or the meeting that the act is about. */
  readonly guests: number[];
  /** Visits and meetings that come to nothing with the appeal, or are to be again with it. */
  readonly visitsTurned: VisitTurned[];
  /** What the journal keeps of the act. */
  readonly details: Record<string, unknown>;
  /** Tasks for ПОС that this act has given and not withdrawn again, in order. */
  deliveries: QueuedDelivery[];
  /** It has given, withdrawn or done one for this appeal: what still waits is read anew. */
  touchesTasks: boolean;
  /** What the act makes of other appeals beside it. */
  readonly beside: Changed[];
}

export interface VisitTurned {
  readonly visitId: number;
  readonly notice: Notice;
  /** Who was to be there. */
  readonly personIds: readonly number[];
}

/** An appeal that an act on another has changed, and who is to hear of it. */
export interface Changed {
  /** What was done to it, as its journal has it: an answer that another one has is none of its own. */
  readonly action: Action;
  readonly appeal: LoadedAppeal;
  readonly state: AppealState;
  /** What waits when the act is done. */
  readonly pending: Pending;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Of the registration, what acts know. */
export type Registered = {
  -readonly [
    Field in 'number' | 'kind' | 'registeredAt' | 'firstDueAt' | 'termDays' | 'settlement' | 'address'
  ]: LoadedAppeal[Field];
};

/** By which corrected data every term was counted anew. */
export interface Recounted extends Pick<Registration, 'kind' | 'registeredAt'> {
  readonly wholes: readonly [WholeTerm, ...WholeTerm[]];
}

/** Carries out one effect of the table: changes `state` and the tables beside it, nothing else. */
export type Deed = (doing: Doing) => void | Promise<void>;
export type Deeds<Kind extends PlainEffect> = Readonly<Record<Kind, Deed>>;

export const PLACE = {
  executor: 'executorId',
  agreeing: 'agreeingId',
  approving: 'approvingId',
} as const satisfies Record<Participant, keyof AppealState>;

/** When the act was done that this one undoes. */
export const momentUndone = ({ appeal, submission: { answers } }: Work): Date =>
  answers.restores?.at ?? new Date(required(appeal.state.undo, 'undo').at);

/** When it was done: on the day that was named, at its latest. */
export function momentOfDeed({ submission: { answers }, circumstances: { now, calendar } }: Work): Date {
  const day = answers.answeredOn ?? answers.doneOn;
  return day === undefined ? now : new Date(Math.min(now.getTime(), endOfDay(day, calendar).getTime()));
}

/** The regulation has checked that it is there; if it is not, the table and the deeds disagree. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`The table allowed an act without its ${what}`);
  return value;
}

const OF_FILE = columns(Attachment, ['id', 'kind', 'compressed', 'fileName', 'mimeType', 'sha256'], 't');
const selectFiles = statement(
  'files-to-be-papers',
  `select ${OF_FILE} from attachment t where t.form_id = $1 order by t.id`,
);
// A picture of a paper is no photo of a report, and is judged as none. Whatever the messenger has made a photo of it shows as nothing else.
const makePaper = statement(
  'make-paper',
  `with own as (delete from evidence where attachment_id = $1),
     twins as (update evidence set reuse = 'none', reuse_of_id = null where reuse_of_id = $1 returning attachment_id),
     again as (update attachment set judged_at = null where id in (select attachment_id from twins))
   update attachment set kind = 'document', mark = null, paper = $2, file_name = $3,
     file_ref = case when compressed then null else file_ref end where id = $1`,
);
const removePaper = statement(
  'remove-paper',
  `with gone as (delete from attachment t where t.id = $1 and t.appeal_id = $2 and t.paper is not null
       and not exists (select from draft_file f where f.attachment_id = t.id) returning file_name, sha256),
     bytes as (${listingUnneeded('sha256', 'gone', '$3::timestamptz')})
   select file_name as name, sha256 from gone`,
);

/** Internal papers of an appeal: they go to nobody unless an answer takes them along. */
export const paperDeeds: Deeds<'addPapers' | 'removePaper'> = {
  addPapers: async ({ tx, formId, details, submission: { answers } }) => {
    const [name, kind] = [required(answers.paperName, 'paperName'), required(answers.paperKind, 'paperKind')];
    const files = await tx.query<RowOf<typeof OF_FILE>>(selectFiles, [formId]);
    const papers = files.map(({ id, sha256, ...file }, index) => ({
      id,
      sha256,
      name: `${files.length > 1 ? `${name} ${index + 1}` : name}${extensionOf(file, name)}`,
    }));
    for (const paper of papers) await tx.query(makePaper, [paper.id, kind, paper.name]);
    // A picture of a paper is a paper.
    Object.assign(details, { papers, photos: 0, files: papers.length });
  },
  removePaper: async ({ tx, appeal, details, submission: { answers }, circumstances: { now } }) => {
    const id = required(answers.paperId, 'paperId');
    const [gone] = await tx.query<{ name: string; sha256: string }>(removePaper, [id, appeal.id, now]);
    // Its bytes go by night, a week later; that it was there, the journal tells for ever.
    details.papers = [{ id, ...required(gone, 'paper') }];
  },
};

/** As the file has it, so that it opens wherever it is sent to; nothing where the name ends so already. */
function extensionOf({ fileName, mimeType }: Pick<Attachment, 'fileName' | 'mimeType'>, name: string): string {
  const own = /\.[\p{L}\d]{1,8}$/u.exec(fileName ?? '')?.[0] ?? endingOf(mimeType);
  return name.toLocaleLowerCase('ru').endsWith(own.toLocaleLowerCase('ru')) ? '' : own;
}

const INSERTED = columnNames(Violation, [
  'kind',
  'appealId',
  'at',
  'stage',
  'heldByIds',
  'personId',
  'openedAt',
  'state',
]);
// Whoever has sent the answer; for somebody who was away both may have written it. Nobody has sent what ПОС has answered.
const selectAuthors = statement(
  'authors-of-answer',
  `select array_remove(array[on_behalf_of_id, person_id], null) as ids from journal_entry
   where appeal_id = $1 and action = 'submitAnswer' order by id desc limit 1`,
);
const openViolation = statement(
  'open-violation-of-return',
  `insert into violation (${INSERTED}) values ($1, $2, $3, $4, $5, $6, $3, 'opened') on conflict do nothing`,
);

/** What an act may have to be answered for. */
export const violationDeeds: Deeds<'openViolation'> = {
  async openViolation({ tx, appeal, leading, submission: { answers }, circumstances: { now } }) {
    const kind = RETURNED_FOR[required(answers.reexaminationReason, 'reexaminationReason')];
    // One answer serves all appeals that are worked as one: it came back once.
    if (kind === null || leading !== null) return;
    const [sent] = await tx.query<{ ids: number[] }>(selectAuthors, [appeal.id]);
    const ids = [...new Set(sent?.ids ?? [])];
    if (ids.length > 0)
      await tx.query(openViolation, [kind, appeal.id, now, appeal.state.stage, ids, knownPerson(ids)]);
  },
};

/** Which organization has the appeal, or is to get it. */
export const organizationDeeds: Deeds<
  'handToOrganization' | 'leaveOrganization' | 'recordOrganizationAnswer' | 'requestRedirect' | 'dropRedirect'
> = {
  handToOrganization: ({ state, submission }) => {
    state.organizationId = required(submission.organization, 'organization').id;
  },
  leaveOrganization: ({ state }) => {
    state.organizationId = null;
  },
  recordOrganizationAnswer: () => {
    // Its words and date are in the journal's details, its files hang on the form.
  },
  requestRedirect: ({ state, appeal, submission }) => {
    state.organizationId = required(submission.organization, 'organization').id;
    state.redirectAskedAt = appeal.state.stage;
    state.redirectReason = required(submission.answers.reason, 'reason');
    state.redirectNotice = required(submission.answers.notice, 'notice');
  },
  dropRedirect: ({ state }) => {
    state.organizationId = null;
    state.redirectAskedAt = null;
    state.redirectReason = null;
    state.redirectNotice = null;
  },
};
