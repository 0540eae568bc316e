import type { RowComplaint } from '../../../entities/registry-file';
import { databaseOf, statement, type Transaction } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { type AnswerType, type FinalStage, LOWEST_GOOD_MARK } from '../../regulation/vocabulary';
import type { AppealRecord } from '../intake/register-appeals';
import { say, type Message } from '../kit/messages';
import { shortName, holdersOfRole } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { fileById, type FileState } from './files';

const MARKS_PAGE = 12;

const countMarks = statement('marks.count', 'select count(*)::int as count from registry_mark where file_id = $1');
const pageOfMarks = statement(
  'marks.page',
  `select a.id as "appealId", a.number, m.mark, p.name as executor from registry_mark m join appeal a on a.id = m.appeal_id
   left join person p on p.id = a.executor_id where m.file_id = $1 order by m.mark, a.id limit ${MARKS_PAGE} offset $2`,
);

export interface LowMark {
  readonly appealId: number;
  readonly number: string;
  readonly mark: number;
  readonly executor: string | null;
}
export interface LowMarks {
  readonly fileId: number;
  readonly name: string;
  readonly count: number;
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly LowMark[];
}

/** Low marks of applicants that a file has brought, the lowest first. Null: not theirs to see, or no such file. */
export async function readLowMarks(desk: Desk, actor: Actor, fileId: number, wanted: number): Promise<LowMarks | null> {
  const file = hasRight(actor, 'marks') ? await fileById(desk, fileId) : null;
  if (!file) return null;
  const database = databaseOf(desk);
  const count = (await database.query<{ count: number }>(countMarks, [fileId]))[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / MARKS_PAGE));
  const page = Math.min(wanted, pages - 1);
  const lines = await database.query<LowMark>(pageOfMarks, [fileId, page * MARKS_PAGE]);
  return {
    fileId,
    name: file.name,
    count,
    page,
    pages,
    lines: lines.map((line) => ({ ...line, executor: line.executor === null ? null : shortName(line.executor) })),
  };
}

/** What a row of ПОС' registry says: an appeal as it is registered, and what has become of it there. Kept as JSON. */
export interface SaidRow {
  readonly appeal: Omit<AppealRecord, 'registeredAt' | 'kind'> & {
    readonly registeredAt: string;
    /** None: nobody has said, and it is not guessed. */
    readonly kind?: AppealRecord['kind'] | undefined;
  };
  readonly there: SaidThere;
}

/** What stands in the columns of ПОС. Null: the cell is empty. A layout without the column says nothing of it. */
export interface SaidColumns {
  /** Null: it is not finished, or by a type that decree № 334 does not know. */
  readonly answerType: AnswerType | null;
  readonly plannedDay: PlainDate | null;
  readonly finishedDay: PlainDate | null;
  readonly stage: string | null;
  readonly status: string | null;
  readonly decision: string | null;
  readonly overdue: boolean | null;
  readonly fastTrack: boolean | null;
  /** Of the applicant, 1–5. */
  readonly mark: number | null;
  readonly repeated: boolean | null;
  readonly source: string | null;
  readonly cameTo: string | null;
  readonly standsAt: string | null;
  readonly coordinator: string | null;
  readonly executor: string | null;
  readonly supervisor: string | null;
}

/** Words of ПОС stay as they are, whatever they mean. */
export interface SaidThere extends Readonly<{ [Field in keyof SaidColumns]?: SaidColumns[Field] | undefined }> {
  readonly finished: boolean;
  /** How it has ended, of what is finished. None: by an answer. */
  readonly outcome?: Exclude<FinalStage, 'answered'> | undefined;
  readonly receivedDay: PlainDate;
}

/** What is wrong with a row, in the office's language. */
export type Complaint = RowComplaint;

/** Compared with what ПОС has said until now, so before that is replaced; a file that came before that says nothing new. */
const takeThese = statement(
  'registry.take-marks',
  `with news as (
     select t.id, t.mark from unnest($2::int[], $3::int[]) as t (id, mark)
     left join registry_record k on k.appeal_id = t.id left join registry_row l on l.file_id = k.file_id and l.row = k.row
     where (l.said -> 'there' ->> 'mark')::int is distinct from t.mark and (k.file_id is null or k.file_id <= $1)),
   low as (
     insert into registry_mark (file_id, appeal_id, mark) select $1, id, mark from news where mark < ${LOWEST_GOOD_MARK}
     on conflict do nothing)
   insert into journal_entry (at, appeal_id, action, from_stage, to_stage, version, details)
   select $4, a.id, 'receiveMark', a.stage, a.stage, a.version, jsonb_build_object('mark', n.mark, 'fileId', $1::int)
   from news n join appeal a on a.id = n.id`,
);
const countLow = statement(
  'registry.count-low-marks',
  'select count(*)::int as count from registry_mark where file_id = $1',
);

/** What a row says of an appeal. */
interface Marked extends Pick<SaidColumns, 'mark'> {
  readonly id: number;
}

/** Marks of applicants that are another than before, in the appeals' histories. In the transaction that loads the rows. */
export async function takeMarks(tx: Transaction, fileId: number, rows: readonly Marked[], now: Date): Promise<void> {
  const marked = rows.flatMap(({ id, mark }) => (mark === null ? [] : [{ id, mark }]));
  if (marked.length === 0) return;
  await tx.query(takeThese, [fileId, marked.map(({ id }) => id), marked.map(({ mark }) => mark), now]);
}

/** Curators have one line of a file with all its low marks, in their next morning list. @idempotent by the file */
export async function tellOfLowMarks(tx: Transaction, desk: Desk, { id: fileId }: FileState): Promise<void> {
  const [low] = await tx.query<{ count: number }>(countLow, [fileId]);
  if (!low || low.count === 0) return;
  const curators = await holdersOfRole(tx, 'curator');
  await say(
    tx,
    curators.map(({ id: personId, ...to }): Message => {
      const key = `registry:${fileId}:marks:person:${personId}`;
      return { key, to, kind: 'lowMarks', params: { personId, fileId }, silent: true, gathered: true };
    }),
    desk.clock.now(),
  );
}
