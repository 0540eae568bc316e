import { Appeal } from '../../../entities/appeal';
import type { Shipment } from '../../../entities/delivery';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import {
  dayOf,
  doubtsOf,
  lastWorkingDayOnOrBefore,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import type { MissedTerm } from '../../regulation/nags';
import type { DeliveryKind } from '../../regulation/vocabulary';
import type { Desk } from '../kit/ports';

/** How a delivery fares by one carrier, as it is shown: never to which address. */
export type ShownShipment = Readonly<
  Pick<Shipment, 'carrier' | 'state' | 'queuedAt' | 'settledAt' | 'trouble' | 'detail'>
> & {
  /** Nobody knows of some sends whether they arrived, so it may have come more than once. */
  readonly twice: boolean;
};
/** As JSON has it. */
export type KeptShipment = Omit<ShownShipment, 'queuedAt' | 'settledAt'> & {
  readonly queuedAt: string;
  readonly settledAt: string | null;
};

/** Of a row `y` of `delivery`, the carriers in one order; what nobody sent is none. SQL. */
export const SHIPMENTS = `(select jsonb_agg(jsonb_build_object('carrier', s.carrier, 'state', s.state, 'queuedAt', s.queued_at,
    'settledAt', s.settled_at, 'trouble', s.trouble, 'detail', s.detail, 'twice', s.unknown_sends > 0) order by s.carrier)
  from shipment s where s.delivery_id = y.id and s.state <> 'withdrawn')`;

export const shownShipments = (kept: readonly KeptShipment[] | null): readonly ShownShipment[] =>
  (kept ?? []).map((one) => ({
    ...one,
    queuedAt: new Date(one.queuedAt),
    settledAt: one.settledAt === null ? null : new Date(one.settledAt),
  }));

/** Of a delivery `y`: who has written what is to be placed. SQL. */
export const AUTHOR = '(select f.person_id from form f where f.id = y.form_id)';

const OF_APPEAL = columns(
  Appeal,
  ['id', 'number', 'kind', 'stage', 'registeredAt', 'postponedUntil', 'finishedAt', 'answerType'],
  'a',
);
interface Row extends RowOf<typeof OF_APPEAL> {
  days: number;
  due: Date;
  firstDue: Date;
  stageDue: Date | null;
  cut: boolean;
  missed: { term: MissedTerm; due: string; endedAt: string | null }[] | null;
  delivery:
    | {
        kind: DeliveryKind;
        queuedAt: string;
        placedAt: string | null;
        withdrawnAt: string | null;
        shipments: KeptShipment[] | null;
      }[]
    | null;
}

const readStatus = statement(
  'read-appeal-status',
  `select ${OF_APPEAL}, a.term_days as days, a.due_at as due, a.first_due_at as "firstDue", a.stage_due_at as "stageDue",
     coalesce(a.visits -> 'cut' = 'true', false) as cut,
     (select jsonb_agg(jsonb_build_object('term', o.kind, 'due', o.due_at, 'endedAt', o.ended_at) order by o.due_at, o.id) from overdue o where o.appeal_id = a.id and o.answered_at is null) as missed,
     (select jsonb_agg(jsonb_build_object('kind', y.kind, 'queuedAt', y.queued_at, 'placedAt', y.placed_at,
       'withdrawnAt', y.withdrawn_at, 'shipments', ${SHIPMENTS}) order by y.id) from delivery y where y.appeal_id = a.id) as delivery
   from appeal a where a.number = $1`,
);

/** Stage, terms and delivery by the ПОС number, without a word of the applicant's; null: unknown here. */
export async function readAppealStatus(desk: Desk, number: string) {
  const [row] = await databaseOf(desk).query<Row>(readStatus, [number]);
  if (!row) return null;
  const now = desk.clock.now();
  const open = row.finishedAt === null;
  const doubts = doubtsOf(restsOn(row, desk.office.calendar()), desk.office.calendar());
  return {
    number: row.number,
    id: row.id,
    kind: row.kind,
    stage: row.stage,
    registeredAt: row.registeredAt,
    terms: {
      days: row.days,
      due: row.due,
      firstDue: row.firstDue,
      overdue: open && isOverdue(row.due, now),
      stageDue: row.stageDue,
      stageOverdue: open && !row.cut && row.stageDue !== null && isOverdue(row.stageDue, now),
      postponedUntil: row.postponedUntil,
      finishedAt: row.finishedAt,
      missed: (row.missed ?? []).map(({ term, due, endedAt }) => ({
        term,
        due: new Date(due),
        endedAt: endedAt === null ? null : new Date(endedAt),
      })),
      unloadedYears: [...doubts.years],
      provisionalDays: [...doubts.days],
    },
    answerType: row.answerType,
    delivery: (row.delivery ?? []).map(({ kind, queuedAt, placedAt, withdrawnAt, shipments }) => ({
      kind,
      queuedAt: new Date(queuedAt),
      placedAt: placedAt === null ? null : new Date(placedAt),
      withdrawnAt: withdrawnAt === null ? null : new Date(withdrawnAt),
      carriers: shownShipments(shipments).map(({ carrier, state, settledAt, trouble, detail }) => ({
        carrier,
        state,
        endedAt: settledAt,
        trouble,
        detail,
      })),
    })),
  };
}

/** The due with the last working day before it, the other dates alone. */
function restsOn(
  { due, stageDue, postponedUntil }: Row,
  calendar: OfficeCalendar,
): (readonly [PlainDate, PlainDate])[] {
  const dueDay = dayOf(due, calendar);
  const alone = [stageDue && dayOf(stageDue, calendar), postponedUntil].filter((day) => day !== null);
  return [[lastWorkingDayOnOrBefore(dueDay, calendar), dueDay], ...alone.map((day) => [day, day] as const)];
}
