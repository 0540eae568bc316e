import { statement, type Queries } from '../../database/database';
import { listed } from '../../database/listed';
import type { PlainDate } from '../../regulation/calendar';
import type { MissedTerm } from '../../regulation/nags';
import type { Kind, Stage } from '../../regulation/vocabulary';
import { ownerOf } from '../terms/load-terms';

/** What the journal keeps of an act, as far as figures follow from it. */
export interface StoryDetails {
  readonly executorId?: number;
  /** Who had it before the act. */
  readonly formerExecutorId?: number;
  readonly participant?: string;
  readonly replacementId?: number;
  readonly organizationId?: number;
  readonly answerType?: string;
  readonly typeThere?: string;
  readonly answeredOn?: PlainDate;
  readonly doneOn?: PlainDate;
  readonly reexaminationReason?: string;
  readonly restores?: { readonly action: string; readonly at: string };
  readonly source?: string;
  readonly mark?: number;
  /** Of what ПОС had finished before it came. */
  readonly finishedAt?: string;
}

/** Moments are milliseconds of the epoch. */
export interface StoryEntry {
  readonly at: number;
  readonly action: string;
  readonly from: Stage | null;
  readonly to: Stage | null;
  readonly details: StoryDetails;
  /** When the file came that brought it; null: no file did. */
  readonly broughtAt: number | null;
}

export interface StoryFact {
  readonly kind: MissedTerm;
  readonly stage: Stage;
  readonly due: number;
  /** It is in counters: the office's, and not answered. */
  readonly counts: boolean;
  readonly answered: boolean;
  /** By shares that nobody had confirmed. */
  readonly assumed: boolean;
  /** Whose name may stand beside it. */
  readonly personId: number | null;
}

export interface StoryDuty {
  readonly due: number;
  readonly done: number;
  readonly executorId: number | null;
}

/** All of an appeal that figures follow from, as it is committed now. */
export interface Story {
  readonly id: number;
  readonly kind: Kind;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly settlement: string | null;
  readonly registered: number;
  readonly received: number;
  readonly fastTrack: boolean;
  readonly executorId: number | null;
  readonly finished: number | null;
  readonly answerType: string | null;
  readonly isHistory: boolean;
  readonly entries: readonly StoryEntry[] | null;
  readonly facts: readonly StoryFact[] | null;
  readonly duties: readonly StoryDuty[] | null;
}

/** Acts that change people or an answer and may leave the stage as it is. */
const AT_THEIR_STAGE = [
  'assign',
  'assignAsThere',
  'replaceParticipant',
  'join',
  'disjoin',
  'editDraft',
  'takeAnswerThere',
  'undoAssignment',
  'restoreBefore',
  'receiveMark',
];

const millis = (moment: string): string => `(extract(epoch from ${moment}) * 1000)::float8`;
const DETAILS = [
  'executorId',
  'formerExecutorId',
  'participant',
  'replacementId',
  'organizationId',
  'answerType',
  'typeThere',
  'answeredOn',
  'doneOn',
  'reexaminationReason',
  'restores',
  'source',
  'mark',
  'finishedAt',
] as const satisfies readonly (keyof StoryDetails)[];

/** Of a fact `o`: the office's, by confirmed shares or not; nobody's are in no counter, nor is one that was answered. */
const COUNTS = `o.answered_at is null and (o.unnamed = 'assumed' or (o.unnamed is null and o.holder is not null))`;

// One statement, so that everything of an appeal is of one moment.
const selectStories = statement(
  'statistics.stories',
  `select a.id, a.kind, a.category, a.subcategory, a.fact, a.settlement, ${millis('a.registered_at')} as registered, ${millis('a.received_at')} as received,
     a.fast_track_days is not null as "fastTrack", a.executor_id as "executorId", ${millis('a.finished_at')} as finished,
     a.answer_type as "answerType", a.is_history as "isHistory",
     (select json_agg(json_build_object('at', ${millis('j.at')}, 'action', j.action, 'from', j.from_stage, 'to', j.to_stage,
        'broughtAt', case when j.details ? 'fileId' then (select ${millis('f.taken_at')} from registry_file f where f.id = (j.details ->> 'fileId')::int) end,
        'details', json_strip_nulls(json_build_object(${DETAILS.map((name) => `'${name}', j.details -> '${name}'`).join(', ')}))) order by j.id)
      from journal_entry j where j.appeal_id = a.id and (j.from_stage is distinct from j.to_stage or j.action in (${listed(AT_THEIR_STAGE)}))) as entries,
     (select json_agg(json_build_object('kind', o.kind, 'stage', o.stage, 'due', ${millis('o.due_at')}, 'counts', ${COUNTS}, 'assumed', o.unnamed is not distinct from 'assumed', 'answered', o.answered_at is not null,
        'personId', case when o.unnamed is null then ${ownerOf('o')} end))
      from overdue o where o.appeal_id = a.id) as facts,
     (select json_agg(json_build_object('due', ${millis('d.due_at')}, 'done', ${millis('d.done_at')}, 'executorId', d.executor_id))
      from duty_done d where d.appeal_id = a.id) as duties
   from appeal a where a.id = any($1::int[])`,
);

export const readStories = (queries: Queries, ids: readonly number[]): Promise<Story[]> =>
  queries.query<Story>(selectStories, [ids]);
