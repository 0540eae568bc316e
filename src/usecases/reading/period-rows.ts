import { Appeal } from '../../../entities/appeal';
import { Overdue } from '../../../entities/overdue';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { listed } from '../../database/listed';
import { plusDays, startOfDay } from '../../regulation/calendar';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { stands } from '../nags/overdue';
import { shortName } from '../people/names';
import type { Desk } from '../ports';
import type { Period } from '../statistics/figures';

/** A sheet of more would keep the bot from answering presses while it is made (5,000 rows take 0.1 s). */
const ROWS_AT_MOST = 5_000;

/** Rows that are shown, and how many are left out. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly more: number;
}

const OF_APPEAL = columns(
  Appeal,
  ['number', 'kind', 'registeredAt', 'stage', 'category', 'dueAt', 'finishedAt', 'answerType'],
  'a',
);
/** An appeal of a period; nothing of its applicant, whose words may hold anything. */
export interface ReceivedRow extends Readonly<RowOf<typeof OF_APPEAL>> {
  /** Of the problem, without a flat. */
  readonly place: string | null;
  readonly executor: string | null;
  readonly organization: string | null;
}

const OF_FACT = columns(Overdue, ['kind', 'stage', 'dueAt', 'endedAt'], 'o');
/** A term that was missed. */
export interface MissedRow extends Readonly<RowOf<typeof OF_FACT>> {
  readonly number: string;
  /** Where a name may stand beside it. */
  readonly holder: string | null;
}

const selectReceived = statement(
  'period-received-rows',
  `select ${OF_APPEAL}, a.settlement, a.address, e.name as executor, o.name as organization, count(*) over ()::int as count
   from appeal a left join person e on e.id = a.executor_id left join organization o on o.id = a.organization_id
   where a.registered_at >= $1 and a.registered_at < $2 order by a.registered_at, a.id limit ${ROWS_AT_MOST}`,
);
const selectMissed = statement(
  'period-missed-rows',
  `select ${OF_FACT}, a.number, count(*) over ()::int as count,
     (select p.name from person p where p.id = o.holder_ids[1] and o.holder in (${listed(PARTICIPANTS)})) as holder
   from overdue o join appeal a on a.id = o.appeal_id
   where o.due_at >= $1 and o.due_at < $2 and ${stands('o')} order by o.due_at, o.id limit ${ROWS_AT_MOST}`,
);

/** The rows from which a period was counted, as they stand now. */
export async function readPeriodRows(
  desk: Desk,
  { from, to }: Period,
): Promise<{ readonly received: Rows<ReceivedRow>; readonly missed: Rows<MissedRow> }> {
  const database = databaseOf(desk);
  const calendar = desk.office.calendar();
  const days = [startOfDay(from, calendar), startOfDay(plusDays(to, 1), calendar)];
  type Place = { readonly settlement: string | null; readonly address: string | null };
  const received = await database.query<Omit<ReceivedRow, 'place'> & Place & Counted>(selectReceived, days);
  const missed = await database.query<MissedRow & Counted>(selectMissed, days);
  return {
    received: counted(received, ({ settlement, address, count: _, ...row }) => {
      const place = [settlement, address].filter((part) => part !== null).join(', ');
      return {
        ...row,
        category: row.category && maskPersonalData(row.category),
        place: place === '' ? null : maskPlace(place),
        executor: row.executor && shortName(row.executor),
        organization: row.organization && maskPersonalData(row.organization),
      };
    }),
    missed: counted(missed, ({ count: _, ...row }) => ({ ...row, holder: row.holder && shortName(row.holder) })),
  };
}

interface Counted {
  readonly count: number;
}
const counted = <Row extends Counted, Shown>(rows: readonly Row[], shown: (row: Row) => Shown): Rows<Shown> => ({
  rows: rows.map(shown),
  more: (rows[0]?.count ?? 0) - rows.length,
});
