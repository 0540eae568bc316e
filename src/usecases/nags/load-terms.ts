import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { Places } from '../../regulation/recipients';
import type { TermFacts } from '../../regulation/terms';
import { awaitsEntry } from '../../regulation/rights';
import { isFinal, type SignatureMode } from '../../regulation/vocabulary';
import { readPending, readTasks, selectPending, selectTasks, type PendingRow, type TaskRows } from '../appeals/pending';
import { leadingOf } from '../appeals/joined';

/** An appeal as its terms and their holders need it. */
export interface LoadedTerms {
  readonly appealId: number;
  readonly number: string;
  /** The appeal that leads it: itself, where it goes along with none. */
  readonly leadingId: number;
  readonly facts: TermFacts & Pick<Appeal, 'firstDueAt' | 'termDays' | 'visits'>;
  readonly places: Places;
}

const STATE = columns(
  Appeal,
  [
    'number',
    'stage',
    'kind',
    'registeredAt',
    'receivedAt',
    'firstDueAt',
    'termDays',
    'stageEnteredAt',
    'stageDueAt',
    'visits',
    'dueAt',
    'dutyBeganAt',
    'dutyDueAt',
    'reportedAt',
    'postponedUntil',
    'executorId',
    'agreeingId',
    'approvingId',
    'organizationId',
    'redirectAskedAt',
    'draftId',
    'enteredDraftId',
  ],
  'a',
);
type Row = RowOf<typeof STATE> & {
  taskTakenById: number | null;
  appealId: number;
  leadingId: number;
  pending: PendingRow;
  tasks: TaskRows;
};

const SELECT = `select a.id as "appealId", ${leadingOf('a.id')} as "leadingId", ${STATE},
    ${selectPending('a')} as pending, ${selectTasks('a')} as tasks,
    (select y.taken_by_id from delivery y where y.appeal_id = a.id and y.placed_at is null and y.withdrawn_at is null
       and y.taken_by_id is not null and y.kind in ('answer', 'interim_answer', 'redirect_notice', 'draft_entry') limit 1) as "taskTakenById"
  from appeal a where a.id = any($1::int[])`;
const readTerms = statement('read-terms', SELECT);
const holdTerms = statement('hold-terms', `${SELECT} for no key update of a skip locked`);

/** Of many appeals at once, by id; finished ones are left out, since nothing runs there but what is still to be done in ПОС. */
export async function loadTerms(
  queries: Queries,
  appealIds: readonly number[],
  signatures: SignatureMode,
): Promise<Map<number, LoadedTerms>> {
  return byId(await queries.query<Row>(readTerms, [appealIds]), signatures, true);
}

/**
 * The same, and nobody acts on them until the transaction ends. One that somebody acts on right now is left out: to wait for
 * it while holding others would end in a deadlock.
 */
export async function holdStill(
  queries: Queries,
  appealIds: readonly number[],
  signatures: SignatureMode,
): Promise<Map<number, LoadedTerms>> {
  return byId(await queries.query<Row>(holdTerms, [appealIds]), signatures, false);
}

function byId(rows: readonly Row[], signatures: SignatureMode, openOnly: boolean): Map<number, LoadedTerms> {
  return new Map(
    rows
      .filter(({ stage, tasks }) => !openOnly || !isFinal(stage) || Object.keys(tasks).length > 0)
      .map(({ appealId, number, leadingId, pending, tasks, ...row }) => {
        const state = { ...row, awaitsEntry: awaitsEntry(row, signatures) };
        return [
          appealId,
          {
            appealId,
            number,
            leadingId,
            facts: { ...state, pending: readPending(pending), tasks: readTasks(tasks) },
            places: state,
          },
        ];
      }),
  );
}
