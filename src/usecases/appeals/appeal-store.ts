import type { AnswerDraft } from '../../../entities/answers';
import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import { AWAITED_DELIVERIES, type Carriage } from '../../regulation/carriers';
import type { AppealFacts, Circumstances, Extension } from '../../regulation/facts';
import { objectOf } from '../../regulation/lists';
import type { Pending } from '../../regulation/pending';
import type { Places } from '../../regulation/recipients';
import { awaitsEntry, SENDING_STAGES } from '../../regulation/rights';
import type { OpenTask } from '../../regulation/tasks';
import type { TermFacts } from '../../regulation/terms';
import {
  LACKS,
  PARTICIPANTS,
  type AnswerType,
  type Lack,
  type Participant,
  type SignatureMode,
  type Stage,
} from '../../regulation/vocabulary';
import { mayHold, awayOn } from '../kit/officials';
import { POSTPONABLE_DAYS } from '../kit/settings';
import {
  selectExtension,
  isReturnedToLine,
  byId,
  readPending,
  readTasks,
  selectPapers,
  selectPending,
  selectTasks,
  type PendingRow,
  type TaskRows,
} from './pending';

/** What acts change; the order is that of the statement that saves it. */
export const STATE = [
  'stage',
  'version',
  'stageEnteredAt',
  'stageDueAt',
  'visits',
  'dueAt',
  'executorId',
  'agreeingId',
  'approvingId',
  'dutyBeganAt',
  'dutyDueAt',
  'reportedAt',
  'reportedToId',
  'reportAcknowledgedAt',
  'undo',
  'organizationId',
  'redirectReason',
  'redirectAskedAt',
  'redirectNotice',
  'draftId',
  'draftAuthorId',
  'enteredDraftId',
  'answerType',
  'postponedUntil',
  'postponedAt',
  'dueBeforePostponement',
  'extended',
  'reexaminations',
  'progress',
  'finishedAt',
] as const satisfies readonly (keyof Appeal)[];

export type AppealState = Pick<Appeal, (typeof STATE)[number]>;

const REGISTRATION = columns(
  Appeal,
  ['id', 'number', 'kind', 'registeredAt', 'receivedAt', 'firstDueAt', 'termDays', 'settlement', 'address', 'latitude'],
  'a',
);

/** An appeal as acts see it: its registration, its state, and what the regulation asks of its surroundings. */
export interface LoadedAppeal extends Readonly<RowOf<typeof REGISTRATION>> {
  readonly state: AppealState;
  /** Another one after every write of the row: whoever finds it again knows that nobody has acted since. */
  readonly mark: string;
  readonly draft: Readonly<Pick<AnswerDraft, 'type' | 'text' | 'postponedUntil' | 'withoutPhoto'>> | null;
  readonly pending: Pending;
  readonly tasks: ReadonlyMap<number, OpenTask>;
  readonly papers: ReadonlyMap<number, number | null>;
  readonly unavailable: readonly Participant[];
  readonly left: readonly Participant[];
  readonly othersSupervise: boolean;
  /** How many calendar days ahead the office allows «Отложено» at most. */
  readonly postponableDays: number;
  readonly extension: Extension | null;
  readonly carriage: Carriage;
  /** Where the office signs. */
  readonly signatures: SignatureMode;
  /** Its category, or one above it, has nothing to photograph. */
  readonly photoless: boolean;
  /** What of its registration is empty. */
  readonly lacks: readonly Lack[];
  /** At which stage it was closed without an answer; null: it is not closed, or came so. */
  readonly closedAt: Stage | null;
  /** It was a question of a direct line, and is one again. */
  readonly isReturned: boolean;
  /** Acts on that appeal are done to this one. */
  readonly follows: { readonly id: number; readonly number: string } | null;
  /** Those that go along with this one, the earliest first. */
  readonly followers: readonly LoadedAppeal[];
}

interface LoadedRow extends AppealState, RowOf<typeof REGISTRATION> {
  mark: string;
  draftType: AnswerType | null;
  draftText: string | null;
  draftPostponedUntil: PlainDate | null;
  draftWithoutPhoto: string | null;
  pending: PendingRow;
  tasks: TaskRows;
  papers: Record<string, number | null>;
  unavailable: Participant[];
  left: Participant[];
  othersSupervise: boolean;
  postponableDays: number;
  extension: Extension | null;
  closedAt: Stage | null;
  isReturned: boolean;
  follows: LoadedAppeal['follows'];
  followerIds: number[];
  hasText: boolean;
  photoless: boolean;
  carriage: Carriage | null;
}

/**
 * Of `appeal a`: the transaction that wrote the row last, as PostgreSQL keeps it; every act writes it. A lookup of its own,
 * because a lock that was waited for reads the row anew and what surrounds it not: the mark is then of the surroundings,
 * so that nobody takes the two for one state.
 */
export const ROW_MARK = '(select m.xmin::text from appeal m where m.id = a.id)';

/** Of the places, those whose holder is not among these people `p`; an array of SQL. */
const placesWithout = (people: string) => {
  const without = (place: Participant) => `case when a.${place}_id is not null and not exists (
    select from person p where p.id = a.${place}_id and ${mayHold(place, 'p')} and ${people}) then '${place}' end`;
  return `array_remove(array[${PARTICIPANTS.map(without).join(', ')}], null)`;
};
const NOT_AWAY = `not exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$2')})`;

/** There is somebody else to report to. */
const supervisorBeside = (executor: string) =>
  `exists (select from person s where s.disabled_at is null and 'supervisor' = any(s.roles) and s.id is distinct from ${executor})`;

const sending = listed(SENDING_STAGES);
const awaited = listed(AWAITED_DELIVERIES);

const SELECT = `select ${REGISTRATION}, ${columns(Appeal, STATE, 'a')}, ${ROW_MARK} as mark,
  d.type as "draftType", d.text as "draftText", d.postponed_until as "draftPostponedUntil", d.without_photo as "draftWithoutPhoto",
  ${selectPending('a')} as pending, ${selectTasks('a')} as tasks, ${selectPapers('a')} as papers,
  ${placesWithout(NOT_AWAY)} as unavailable, ${placesWithout('true')} as "left",
  ${supervisorBeside('a.executor_id')} as "othersSupervise",
  ${POSTPONABLE_DAYS} as "postponableDays",
  ${selectExtension('$2')} as extension,
  a.text is not null as "hasText",
  exists (select from category c where c.is_photoless and c.category = a.category
    and (c.subcategory is null or c.subcategory = a.subcategory) and (c.fact is null or c.fact = a.fact)) as photoless,
  (select jsonb_build_object('id', l.id, 'number', l.number) from joined_appeal j join appeal l on l.id = j.leading_id where j.appeal_id = a.id) as follows,
  array(select j.appeal_id from joined_appeal j where j.leading_id = a.id order by j.appeal_id) as "followerIds",
  case when a.stage = 'closed' then (select j.from_stage from journal_entry j where j.appeal_id = a.id and j.to_stage = 'closed'
    and j.from_stage <> 'closed' order by j.id desc limit 1) end as "closedAt",
  ${isReturnedToLine('a')} as "isReturned",
  case when a.stage in (${sending}) then (select jsonb_object_agg(s.carrier, s.state)
    from delivery y join shipment s on s.delivery_id = y.id
    where y.appeal_id = a.id and y.placed_at is null and y.withdrawn_at is null and y.kind in (${awaited})) end as carriage
  from appeal a left join answer_draft d on d.id = a.draft_id where a.id = $1`;

const readAppeal = statement('read-appeal', SELECT);
const lockAppeal = statement('lock-appeal', `${SELECT} for no key update of a`);

/**
 * The appeal and what surrounds it, those that follow it included; null when there is none. `lock`: nobody else acts on any of them
 * until this transaction ends. The leading one is the earliest, so a group is locked in one order by everybody; whoever was
 * joined to it while this waited has raised its version, so the press is stale.
 */
export async function loadAppeal(
  queries: Queries,
  id: number,
  around: Circumstances,
  lock: boolean,
): Promise<LoadedAppeal | null> {
  const { now, calendar, signatures } = around;
  const [row] = await queries.query<LoadedRow>(lock ? lockAppeal : readAppeal, [id, dayOf(now, calendar)]);
  if (!row) return null;
  const followers: LoadedAppeal[] = [];
  for (const followerId of row.followerIds) {
    const follower = await loadAppeal(queries, followerId, around, lock);
    if (follower) followers.push(follower);
  }
  return loaded(row, signatures, followers);
}

/**
 * Locks these appeals and whatever is joined to any of them, the earliest first: an act that changes who goes with whom meets
 * another such act, and a press on any of them, in one order.
 */
const lockGroups = statement(
  'lock-groups',
  `with named as (select unnest($1::int[]) as id),
     heads as (select id from named union select j.leading_id from joined_appeal j join named on named.id = j.appeal_id)
   select a.id from appeal a
   where a.id in (select id from heads union select id from named
     union select j.appeal_id from joined_appeal j join heads on heads.id = j.leading_id)
   order by a.id for no key update of a`,
);
export async function holdGroups(tx: Transaction, appealIds: readonly number[]): Promise<void> {
  await tx.query(lockGroups, [appealIds]);
}

/** Numbers of the appeals with which what is done to this one is done to others, or it is done to this one. */
export const numbersBeside = ({ follows, followers }: LoadedAppeal): string[] =>
  follows === null ? followers.map(({ number }) => number) : [follows.number];

function loaded(row: LoadedRow, signatures: SignatureMode, followers: readonly LoadedAppeal[]): LoadedAppeal {
  const state = objectOf<AppealState>(STATE, (name) => row[name]);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    registeredAt: row.registeredAt,
    receivedAt: row.receivedAt,
    firstDueAt: row.firstDueAt,
    termDays: row.termDays,
    settlement: row.settlement,
    address: row.address,
    latitude: row.latitude,
    lacks: lacksOf(row),
    photoless: row.photoless,
    mark: row.mark,
    state,
    draft: row.draftType && {
      type: row.draftType,
      text: row.draftText ?? '',
      postponedUntil: row.draftPostponedUntil,
      withoutPhoto: row.draftWithoutPhoto,
    },
    pending: readPending(row.pending),
    tasks: readTasks(row.tasks),
    papers: byId(row.papers, (addedBy) => addedBy),
    unavailable: row.unavailable,
    left: row.left,
    othersSupervise: row.othersSupervise,
    postponableDays: row.postponableDays,
    extension: row.extension,
    carriage: row.carriage ?? {},
    signatures,
    closedAt: row.closedAt,
    isReturned: row.isReturned,
    follows: row.follows,
    followers,
  };
}

const lacksOf = ({ hasText, settlement, address, latitude }: LoadedRow): Lack[] =>
  LACKS.filter(
    (lack) => ({ text: !hasText, place: address === null && settlement === null, point: latitude === null })[lack],
  );

/** What the regulation may look at. */
export function factsOf(appeal: LoadedAppeal): AppealFacts {
  const { state, draft } = appeal;
  return {
    stage: state.stage,
    version: state.version,
    kind: appeal.kind,
    registeredAt: appeal.registeredAt,
    termDays: appeal.termDays,
    due: state.dueAt,
    stageEnteredAt: state.stageEnteredAt,
    // A visit that ends with the whole is late by that alone.
    stageDue: state.visits?.cut === true ? null : state.stageDueAt,
    photoless: appeal.photoless,
    executorId: state.executorId,
    agreeingId: state.agreeingId,
    approvingId: state.approvingId,
    unavailable: appeal.unavailable,
    left: appeal.left,
    othersSupervise: appeal.othersSupervise,
    undo: state.undo && { byId: state.undo.byId, at: new Date(state.undo.at), stage: state.undo.stage },
    report:
      state.reportedAt && state.reportedToId !== null
        ? { toId: state.reportedToId, at: state.reportedAt, acknowledged: state.reportAcknowledgedAt !== null }
        : null,
    redirectAskedAt: state.redirectAskedAt,
    closedAt: appeal.closedAt,
    draft: draft && state.draftAuthorId !== null ? { authorId: state.draftAuthorId, ...draft } : null,
    awaitsEntry: awaitsEntry(state, appeal.signatures),
    carriage: appeal.carriage,
    postponementUsed: state.postponedAt !== null,
    postponableDays: appeal.postponableDays,
    extended: state.extended,
    extension: appeal.extension,
    pending: appeal.pending,
    papers: appeal.papers,
    there: null,
    before: null,
    line: appeal.isReturned ? 'returned' : null,
    lacks: appeal.lacks,
    follows: appeal.follows,
    followers: appeal.followers.map(factsOf),
  };
}

/** What its terms follow from. */
export function termFactsOf({
  kind,
  registeredAt,
  receivedAt,
  state,
  pending,
  tasks,
  signatures,
}: Pick<
  LoadedAppeal,
  'kind' | 'registeredAt' | 'receivedAt' | 'state' | 'pending' | 'tasks' | 'signatures'
>): TermFacts {
  return { kind, registeredAt, receivedAt, pending, tasks, ...state, awaitsEntry: awaitsEntry(state, signatures) };
}

/** In whose hands it is. */
export const placesOf = (state: AppealState, signatures: SignatureMode): Places => ({
  ...state,
  awaitsEntry: awaitsEntry(state, signatures),
});

const readOpenTasks = statement('tasks-of-appeal', `select ${selectTasks('a')} as tasks from appeal a where a.id = $1`);
/** As they stand within the transaction. */
export async function openTasksOf(tx: Queries, appealId: number): Promise<LoadedAppeal['tasks']> {
  const [row] = await tx.query<{ tasks: TaskRows }>(readOpenTasks, [appealId]);
  return readTasks(row?.tasks ?? {});
}
