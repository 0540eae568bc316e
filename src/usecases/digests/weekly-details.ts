import { Overdue } from '../../../entities/overdue';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import { spanOf } from '../../regulation/calendar';
import { maskPersonalData } from '../../text/personal-data';
import type { WeeklyReport } from '../messages';
import { circumstances, type Desk } from '../ports';
import { isMissedIn, organizationOf, ownerOf } from '../nags/overdue';
import { readLines, type AppealLine } from '../reading/read-lists';
import { loadReaders } from './personal-digests';

/** A sheet of more would keep the bot from answering presses while it is made (5,000 rows take 0.1 s). */
const ROWS_AT_MOST = 5_000;

const OF_FACT = columns(Overdue, ['kind', 'stage', 'endedAt'], 'o');

/** A fact of §1 «просрочка». */
export interface MissedLine extends Readonly<RowOf<typeof OF_FACT>> {
  readonly number: string;
  readonly due: Date;
  /** Surname and initials, or the organization; null: all coordinators. */
  readonly holder: string | null;
  readonly organization: boolean;
  /** Who stood in for the holder, who was away. */
  readonly deputy: string | null;
}

/** Rows that are shown, and how many are left out. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly more: number;
}

export interface WeeklyDetails {
  /** «Пропущено» in the week; the oldest first. */
  readonly missed: Rows<MissedLine>;
  /** Open now, the nearest term first. */
  readonly open: Rows<AppealLine>;
}

const selectMissed = statement(
  'week-missed-terms',
  `select a.number, ${OF_FACT}, o.due_at as due,
     ${ownerOf('o')} as "personId", o.deputy_id as "deputyId", ${organizationOf('o')} as organization
   from overdue o join appeal a on a.id = o.appeal_id where ${isMissedIn('o', '$1', '$2')} order by o.due_at, o.id`,
);
const selectOpen = statement(
  'week-open-work',
  'select appeal_id as "appealId", null as delivery from open_work order by due_at, appeal_id',
);

/** What the workbook of a weekly report lists, as it stands when the workbook is made. */
export async function readWeeklyDetails(
  desk: Desk,
  { from, to }: Pick<WeeklyReport, 'from' | 'to'>,
): Promise<WeeklyDetails> {
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { calendar } = around;
  const readers = await loadReaders(database);
  const missed = await database.query<
    Omit<MissedLine, 'holder' | 'organization' | 'deputy'> & {
      personId: number | null;
      deputyId: number | null;
      organization: string | null;
    }
  >(selectMissed, spanOf({ from, to }, calendar));
  const open = await database.query<{ appealId: number; delivery: null }>(selectOpen);
  const lines = await readLines(database, open.slice(0, ROWS_AT_MOST), around);
  return {
    missed: first(
      missed.map(({ personId, deputyId, organization, ...line }) => ({
        ...line,
        organization: organization !== null,
        deputy: readers.get(deputyId ?? 0)?.name ?? null,
        holder:
          personId === null ? organization && maskPersonalData(organization) : (readers.get(personId)?.name ?? null),
      })),
    ),
    open: { rows: lines, more: Math.max(0, open.length - ROWS_AT_MOST) },
  };
}

const first = <Row>(rows: readonly Row[]): Rows<Row> => ({
  rows: rows.slice(0, ROWS_AT_MOST),
  more: Math.max(0, rows.length - ROWS_AT_MOST),
});
