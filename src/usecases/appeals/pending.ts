import { listed } from '../../database/listed';
import type { PlainDate } from '../../regulation/calendar';
import type { OpenInstruction, Pending, PlannedVisit } from '../../regulation/pending';
import { UNAWAITED_TASKS, type OpenTask } from '../../regulation/tasks';

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
