import type { Appeal } from '../../../entities/appeal';
import { OpenWork } from '../../../entities/open-work';
import { columnNames, snakeCase } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { isFinal } from '../../regulation/vocabulary';
import { JOURNAL_COLUMNS, type Entry } from '../journal/journal';
import { STATE, type AppealState } from './appeal-store';
import { holdersOf, selectHolders, type Holders } from './holders';

/** What both tables have, by the same names. */
const WORK = [
  'stage',
  'executorId',
  'agreeingId',
  'approvingId',
  'dueAt',
  'stageDueAt',
] as const satisfies readonly (keyof OpenWork & keyof Appeal)[];
const work = columnNames(OpenWork, WORK);
/** Of a row of `appeal`: when open work is late by its stage. A visit that ends with the whole never is. */
export const STAGE_LATE_FROM = `case when visits -> 'cut' = 'true' then null else stage_due_at end as stage_due_at`;
const workOf = WORK.map((name) => (name === 'stageDueAt' ? STAGE_LATE_FROM : snakeCase(name))).join(', ');

const journalAt = (first: number) => Array.from({ length: 9 }, (_, index) => `$${first + index}`);

/**
 * One round trip saves the appeal, its row among open work and the journal entry, and names the holders for the toast: the press path
 * is made of few statements.
 * `open_work` is written as a whole, so that an appeal that comes back from a final stage gets its row again. Whatever somebody acts on
 * is history no more, and words find it.
 */
const [at, action, personId, capacity, onBehalfOf, clause, fromStage, formId, details] = journalAt(STATE.length + 2);
const save = (open: boolean) => `with saved as (
    update appeal set ${STATE.map((name, index) => `${snakeCase(name)} = $${index + 2}`).join(', ')}, is_history = false where id = $1
    returning id, ${workOf}, version, reported_to_id, organization_id),
  work as (${
    open
      ? `insert into open_work (appeal_id, ${work}) select id, ${work} from saved
    on conflict (appeal_id) do update set ${WORK.map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`).join(', ')}`
      : 'delete from open_work where appeal_id = $1'
  }),
  entry as (
    insert into journal_entry (${JOURNAL_COLUMNS})
    select ${at}::timestamptz, id, ${action}, ${personId}::int, ${capacity}, ${onBehalfOf}::int, ${clause}, ${fromStage}, stage, version, ${formId}::int, ${details}::jsonb from saved
    returning id)
  select entry.id, ${selectHolders('saved')} from entry, saved`;
const saveOpen = statement('save-open-appeal', save(true));
const saveFinal = statement('save-final-appeal', save(false));

/** Writes the new state and the entry that tells of it. The caller holds the appeal's lock. */
export async function saveAppeal(
  tx: Transaction,
  id: number,
  state: AppealState,
  entry: Omit<Entry, 'toStage'>,
): Promise<{ readonly entryId: number; readonly holders: Holders }> {
  const values = STATE.map((name) =>
    (name === 'undo' || name === 'visits') && state[name] ? JSON.stringify(state[name]) : state[name],
  );
  const [row] = await tx.query<{ id: number } & Holders>(isFinal(state.stage) ? saveFinal : saveOpen, [
    id,
    ...values,
    entry.at,
    entry.action,
    entry.personId,
    entry.capacity,
    entry.onBehalfOfId,
    entry.clause,
    entry.fromStage,
    entry.formId,
    JSON.stringify(entry.details),
  ]);
  if (!row) throw new Error(`Appeal ${id} vanished while it was locked`);
  return { entryId: row.id, holders: holdersOf(row) };
}
