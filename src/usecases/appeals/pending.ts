import { listed } from '../../database/listed';
import type { PlainDate } from '../../regulation/calendar';
import type { OpenInstruction, Pending, PlannedVisit } from '../../regulation/pending';
import { UNAWAITED_TASKS, type OpenTask } from '../../regulation/tasks';
import { awayOn } from '../kit/officials';

/** Rows that still wait, of a table of this name in a statement. */
export const OPEN_VISIT = 'recorded_at is null and cancelled_at is null';
export const OPEN_REQUEST = 'received_at is null and cancelled_at is null';
export const OPEN_INSTRUCTION = 'done_at is null and withdrawn_at is null and ended_at is null';

/** Of the appeal in this table of a statement, what of it is awaited: a `PendingRow`. */
export const selectPending = (appeal: string): string => `jsonb_build_object(
  'requests', (select coalesce(jsonb_object_agg(id, by_day), '{}') from document_request where appeal_id = ${appeal}.id and ${OPEN_REQUEST}),
  'visits', (select coalesce(jsonb_object_agg(id, jsonb_build_object('kind', kind, 'at', at, 'invitedIds', people_ids)), '{}')
    from visit where appeal_id = ${appeal}.id and ${OPEN_VISIT}),
  'instructions', (select coalesce(jsonb_object_agg(id, jsonb_build_object('giverId', giver_id, 'day', by_day)), '{}')
    from instruction where appeal_id = ${appeal}.id and ${OPEN_INSTRUCTION}))`;

/** The same of internal papers that no version of an answer holds: id → who has added it. */
export const selectPapers = (appeal: string): string =>
  `(select coalesce(jsonb_object_agg(t.id, t.uploaded_by_id), '{}') from attachment t where t.appeal_id = ${appeal}.id and ${REMOVABLE})`;
/** Of an attachment `t`. */
export const REMOVABLE = `t.paper is not null and not exists (select from draft_file f where f.attachment_id = t.id)`;

/** A JSON object's keys are texts, and so are its instants. */
export interface PendingRow {
  readonly requests: Readonly<Record<string, PlainDate>>;
  readonly visits: Readonly<Record<string, Omit<PlannedVisit, 'at'> & { readonly at: string }>>;
  readonly instructions: Readonly<Record<string, OpenInstruction>>;
}

export const readPending = ({ requests, visits, instructions }: PendingRow): Pending => ({
  requests: byId(requests, (day) => day),
  visits: byId(visits, (visit): PlannedVisit => ({ ...visit, at: new Date(visit.at) })),
  instructions: byId(instructions, (instruction) => instruction),
});

export const byId = <Row, Of>(rows: Readonly<Record<string, Row>>, read: (row: Row) => Of): ReadonlyMap<number, Of> =>
  new Map(Object.entries(rows).map(([id, row]) => [Number(id), read(row)]));

/** Of a delivery `y`: a task for ПОС that no stage waits for, in people's hands. What the gateway is at is nobody's task. SQL. */
export const IS_OPEN_TASK = `y.placed_at is null and y.withdrawn_at is null and y.kind in (${listed(UNAWAITED_TASKS)})
  and not exists (select from shipment s where s.delivery_id = y.id and s.carrier = 'gateway' and s.state in ('waiting', 'sending', 'accepted'))`;

/** Of the appeal in this table of a statement, those tasks: a `TaskRows`. */
export const selectTasks = (appeal: string): string => `(select coalesce(jsonb_object_agg(y.id, jsonb_build_object(
    'kind', y.kind, 'lateAt', y.late_at, 'takenById', y.taken_by_id,
    'since', coalesce((select s.settled_at from shipment s where s.delivery_id = y.id and s.carrier = 'gateway'), y.queued_at))), '{}')
  from delivery y where y.appeal_id = ${appeal}.id and ${IS_OPEN_TASK})`;

export type TaskRows = Readonly<
  Record<string, Omit<OpenTask, 'since' | 'lateAt'> & { readonly since: string; readonly lateAt: string | null }>
>;

export const readTasks = (rows: TaskRows): ReadonlyMap<number, OpenTask> =>
  byId(rows, ({ since, lateAt, ...task }): OpenTask => ({
    ...task,
    since: new Date(since),
    lateAt: lateAt === null ? null : new Date(lateAt),
  }));

/** Of `appeal a`: one under 59-ФЗ among those that its answer serves makes the signature qualified. SQL. */
export const KIND_ANSWERED = `case when exists (select from joined_appeal j join appeal m on m.id = j.appeal_id
  where j.leading_id = a.id and m.kind = 'appeal59') then 'appeal59' else a.kind end`;

/** The appeal that leads this one: itself, where it goes along with none. SQL. */
export const leadingOf = (appealId: string): string =>
  `coalesce((select j.leading_id from joined_appeal j where j.appeal_id = ${appealId}), ${appealId})`;

/** Two appeals are worked as one, so what one has the other has. SQL. */
export const workedAsOne = (one: string, other: string): string => `${leadingOf(one)} = ${leadingOf(other)}`;

/** Ids of all that are worked as one with this appeal, itself included. SQL. */
export const groupOf = (appealId: string): string =>
  `(select ${leadingOf(appealId)} union select g.appeal_id from joined_appeal g where g.leading_id = ${leadingOf(appealId)})`;

/**
 * Of `appeal a`: those that its answer serves, the leading one first, by what a letter names them with. Any of it may be corrected after a letter
 * was issued, and any of them may go its own way. A JSON array; SQL.
 */
export const NAMED_IN_LETTER = `(select jsonb_agg(jsonb_build_object('number', m.number, 'registeredAt', (extract(epoch from m.registered_at) * 1000)::bigint) order by m.id)
  from appeal m where m.id in ${groupOf('a.id')})`;
/** The same in short, as `letter.appeals_named` keeps it. SQL. */
export const APPEALS_NAMED = `encode(sha256(convert_to(${NAMED_IN_LETTER}::text, 'UTF8')), 'hex')`;

/** Of a delivery's shipment `s`: it has left, or is about to; what waits can still be kept back. SQL. */
export const HAS_GONE = `s.state in ('sending', 'accepted', 'delivered', 'unknown')`;

/** Of an entry `x` of an extension: it stands, since none that came later has taken it back. SQL. */
export const EXTENSION_STANDS = `not exists (select from journal_entry w
  where w.appeal_id = x.appeal_id and w.action = 'withdrawExtension' and w.id > x.id)`;

/** Of an appeal `a`: the extension that was made here and stands, an `Extension`; null: none. @param today its parameter */
export const selectExtension = (today: string): string => `case when a.extended then (
  select jsonb_build_object('byId', x.person_id, 'days', (x.details ->> 'extensionDays')::int,
    'byIsAway', not exists (select from person p where p.id = x.person_id and p.disabled_at is null and p.can_approve
      and 'supervisor' = any(p.roles) and not exists (select from absence b where b.person_id = p.id and ${awayOn('b', today)})),
    'noticeHasLeft', exists (select from delivery y where y.appeal_id = a.id and y.kind = 'extension_notice' and y.withdrawn_at is null
      and (y.placed_at is not null or exists (select from shipment s where s.delivery_id = y.id and ${HAS_GONE}))))
  from journal_entry x where x.appeal_id = a.id and x.action = 'extendTerm' and ${EXTENSION_STANDS} order by x.id desc limit 1) end`;

/** SQL: it was a question of a direct line, and is one again; the appeal is as if it had never come. */
export const isReturnedToLine = (appeal: string): string =>
  `(${appeal}.stage = 'closed' and exists (select from journal_entry r where r.appeal_id = ${appeal}.id and r.action = 'returnToLine'))`;
