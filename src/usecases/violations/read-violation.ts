import { Violation } from '../../../entities/violation';
import type { TermAnswer } from '../../../entities/overdue';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { lastDayForOrder, lastDayOfDeed } from '../../regulation/violations/deadlines';
import { actsOffered, isHeardOut, suspectsOf, type ViolationAct } from '../../regulation/violations/table';
import type { MissedTerm } from '../../regulation/nags';
import type { ReexaminationReason, Stage } from '../../regulation/vocabulary';
import { groupOf } from '../appeals/joined';
import type { Official } from '../people/officials';
import { shortName } from '../people/names';
import type { Desk } from '../ports';
import { readCircumstances, type CircumstancesOfFact } from './circumstances';
import { maySeeViolation } from './read-violations';
import { factsOfViolation, IN_FORCE, termToExplain } from './violation-store';

const OF_VIOLATION = columns(
  Violation,
  [
    'id',
    'kind',
    'appealId',
    'at',
    'stage',
    'heldByIds',
    'personId',
    'overdueId',
    'openedAt',
    'state',
    'askedAt',
    'remindedAt',
    'silentAt',
    'decision',
    'orderNumber',
    'orderDay',
    'decisionWords',
    'decidedAt',
  ],
  'v',
);
interface Named {
  readonly id: number;
  readonly name: string;
  readonly position: string | null;
}
/** One missed term of a case. */
export interface FactOfCase {
  readonly number: string;
  readonly kind: MissedTerm;
  readonly stage: Stage;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly answeredBy: TermAnswer | null;
  /** Its appeal goes its own way since. */
  readonly apart: boolean;
}
const selectBeside = statement(
  'other-facts-of-violation',
  `select a.number, o.kind, o.stage, o.due_at as at, o.ended_at as "endedAt", o.answered_by as "answeredBy", o.appeal_id not in ${groupOf('v.appeal_id')} as apart
   from violation v join violation_term f on f.violation_id = v.id join overdue o on o.id = f.overdue_id join appeal a on a.id = o.appeal_id
   where v.id = $1 and o.id <> v.overdue_id order by o.due_at, o.id`,
);

interface Row extends RowOf<typeof OF_VIOLATION> {
  readonly number: string;
  readonly inForce: boolean;
  readonly unreachable: boolean;
  readonly endedAt: Date | null;
  readonly answeredBy: TermAnswer | null;
  readonly deputyId: number | null;
  readonly heldBy: readonly Named[];
  readonly decidedBy: string | null;
  readonly reason: ReexaminationReason | null;
  readonly words: string | null;
}

const selectViolation = statement(
  'read-violation',
  `select ${OF_VIOLATION}, a.number, ${IN_FORCE} as "inForce", o.ended_at as "endedAt", o.answered_by as "answeredBy", o.deputy_id as "deputyId",
     coalesce((select p.disabled_at is not null or account.person_id is null or account.started_at is null or account.unreachable is not null
       from person p left join account on account.person_id = p.id and account.is_home where p.id = v.person_id), false) as unreachable,
     (select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'position', p.position) order by p.id) from person p where p.id = any(v.held_by_ids)) as "heldBy",
     (select d.name from person d where d.id = v.decided_by_id) as "decidedBy",
     j.details ->> 'reexaminationReason' as reason, j.told ->> 'reexaminationText' as words
   from violation v join appeal a on a.id = v.appeal_id left join overdue o on o.id = v.overdue_id
     left join lateral (select r.details, r.told from journal_entry r where v.overdue_id is null and r.appeal_id = v.appeal_id
       and r.action = 'returnForReexamination' and r.at = v.at order by r.id desc limit 1) j on true
   where v.id = $1`,
);
const selectExplanations = statement(
  'explanations-of-violation',
  `select e.id, e.at, e.late, e.text, e.person_id as "personId", p.name as by,
     (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.file_name, 'kind', t.kind) order by t.id), '[]') from attachment t where t.form_id = e.form_id) as files
   from violation_explanation e join person p on p.id = e.person_id where e.violation_id = $1 order by e.id`,
);

export interface ShownExplanation {
  readonly id: number;
  readonly personId: number;
  readonly at: Date;
  readonly late: boolean;
  readonly text: string;
  readonly by: string;
  readonly files: readonly { readonly id: number; readonly name: string | null; readonly kind: 'photo' | 'document' }[];
}

/** A violation as a screen or a paper shows it. */
export interface ViolationView extends Omit<Row, 'heldBy' | 'decidedBy' | 'unreachable' | 'heldByIds'> {
  /** Whose it is; null: nobody has said yet. */
  readonly person: { readonly name: string; readonly fullName: string; readonly position: string | null } | null;
  readonly heldBy: readonly { readonly id: number; readonly name: string; readonly isDeputy: boolean }[];
  readonly decidedBy: string | null;
  /** What else is late by the same deed. */
  readonly beside: readonly FactOfCase[];
  readonly explanations: readonly ShownExplanation[];
  readonly explanationDue: Date | null;
  /** A penalty has nothing to wait for: they were heard, had their term, or can't be asked here. */
  readonly mayPunish: boolean;
  readonly openedOn: PlainDate;
  /** For an order, by ТК 193. */
  readonly lastDay: PlainDate;
  /** The same, however long the person is away. */
  readonly lastDayOfDeed: PlainDate;
  readonly circumstances: CircumstancesOfFact;
  /** The viewer's own, or it may be. */
  readonly isOwn: boolean;
  readonly acts: readonly ViolationAct[];
  /** There is an explanation, or its term is over without one: before that no paper may say either. */
  readonly hasPaper: boolean;
}

/** Null: there is none, or it is not for this viewer. */
export async function readViolation(desk: Desk, viewer: Official, id: number): Promise<ViolationView | null> {
  const database = databaseOf(desk);
  const [row] = await database.query<Row>(selectViolation, [id]);
  return row && maySeeViolation(viewer, row) ? viewOf(database, desk, viewer, row) : null;
}

async function viewOf(database: Queries, desk: Desk, viewer: Official, row: Row): Promise<ViolationView> {
  const calendar = desk.office.calendar();
  const { heldBy, heldByIds, unreachable, ...shown } = row;
  const term = await termToExplain(database, row, calendar);
  const facts = factsOfViolation({ ...row, remindedAt: null, rungAt: null }, term, calendar);
  const actor = { personId: viewer.personId, managesAffairs: hasRight(viewer, 'violations') };
  const person = heldBy.find((one) => one.id === row.personId) ?? null;
  const given = await database.query<ShownExplanation>(selectExplanations, [row.id]);
  const explanations = given.filter((one) => actor.managesAffairs || one.personId === viewer.personId);
  return {
    ...shown,
    person: person && { name: shortName(person.name), fullName: person.name, position: person.position },
    heldBy: heldBy.map((one) => ({ id: one.id, name: shortName(one.name), isDeputy: one.id === row.deputyId })),
    decidedBy: row.decidedBy === null ? null : shortName(row.decidedBy),
    beside: await database.query<FactOfCase>(selectBeside, [row.id]),
    explanations: explanations.map((one) => ({ ...one, by: shortName(one.by) })),
    explanationDue: term && term.due,
    mayPunish: isHeardOut(facts),
    openedOn: facts.openedOn,
    lastDay: lastDayForOrder(row.openedAt, calendar),
    lastDayOfDeed: lastDayOfDeed(row.at, calendar),
    circumstances: await readCircumstances(database, row, {
      now: desk.clock.now(),
      calendar,
      signatures: desk.office.signatures,
    }),
    isOwn: suspectsOf(row).includes(viewer.personId),
    acts: actsOffered(facts, actor),
    hasPaper: explanations.some((one) => one.personId === row.personId) || row.silentAt !== null,
  };
}
