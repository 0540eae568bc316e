import { Reflection } from '../../../entities/delivery';
import type { Event } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import type { Actor } from '../../regulation/facts';
import {
  mayReflect,
  REFLECTED_BY,
  type Reflection as Kind,
  REFLECTED_AT,
  REFLECTIONS,
  reflectsFor,
} from '../../regulation/reflections';
import { maskPersonalData } from '../../text/personal-data';
import { addEntry } from '../kit/journal';
import { shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';

const OF_REFLECTION = columns(Reflection, ['id', 'appealId', 'kind', 'executorId', 'endedAt', 'endedById'], 'r');
type Row = RowOf<typeof OF_REFLECTION>;
const holdReflection = statement(
  'hold-reflection',
  `select ${OF_REFLECTION}, a.number from reflection r join appeal a on a.id = r.appeal_id where r.id = $1 for update of r`,
);
const endReflection = statement(
  'end-reflection',
  'update reflection set ended_at = $2, ended_by_id = $3 where id = $1',
);

/** What was ticked, or is in the list again. */
export interface Ticked {
  readonly id: number;
  readonly number: string;
  readonly kind: Kind;
}

/** «Отражено»: it stands in ПОС. @returns null: it is not theirs, or there is no such line @idempotent */
export const tickReflection = (desk: Desk, actor: Actor, id: number): Promise<Ticked | null> =>
  change(desk, actor, id, 'reflect', ({ endedAt }) => endedAt === null, desk.clock.now());

/** Ticked by mistake: it is in the list again. @returns null: somebody else has ticked it, or nobody @idempotent */
export const untickReflection = (desk: Desk, actor: Actor, id: number): Promise<Ticked | null> =>
  change(desk, actor, id, 'reflectNot', ({ endedById }) => endedById === actor.personId, null);

function change(
  desk: Desk,
  actor: Actor,
  id: number,
  action: Extract<Event, 'reflect' | 'reflectNot'>,
  changes: (row: Row) => boolean,
  endedAt: Date | null,
): Promise<Ticked | null> {
  return databaseOf(desk).transaction(async (tx) => {
    const [row] = await tx.query<Row & { readonly number: string }>(holdReflection, [id]);
    if (!row || !mayReflect(actor, row.kind, row.executorId)) return null;
    const ticked = { id, number: row.number, kind: row.kind };
    if (!changes(row)) return action === 'reflect' ? ticked : null;
    await tx.query(endReflection, [id, endedAt, endedAt && actor.personId]);
    await note(tx, row, action, actor, desk.clock.now());
    return ticked;
  });
}

const note = (
  tx: Transaction,
  { appealId, kind }: Row,
  action: Extract<Event, 'reflect' | 'reflectNot'>,
  { personId }: Actor,
  at: Date,
): Promise<number> =>
  addEntry(tx, appealId, {
    at,
    action,
    personId,
    capacity: REFLECTED_BY[kind],
    onBehalfOfId: null,
    clause: null,
    fromStage: null,
    toStage: null,
    formId: null,
    details: { reflection: kind },
  });

/**
 * SQL: whether the office keeps «Отразить в ПОС»: as an admin has chosen, else where no gateway tells ПОС.
 * @param gateway SQL: there is one
 */
export const IS_SHOWN = (gateway: string): string =>
  `coalesce((select (value ->> 'shown')::boolean from setting where key = 'reflect_in_pos'), not ${gateway}::boolean)`;

const REFLECTIONS_PAGE = 7;

const stagesOf = (kind: Kind): string => listed(REFLECTED_AT[kind]);
const STANDS = REFLECTIONS.map((kind) => `when '${kind}' then a.stage in (${stagesOf(kind)})`).join(' ');
/** Of the executor who has the appeal now. */
const OF_HOLDER = `r.kind in ('assignment', 'taking')`;
/** What nobody has repeated in ПОС, and nothing has overtaken. $1, $2, $3: whose; $4: there is a gateway. */
const THEIRS = `from reflection r join appeal a on a.id = r.appeal_id
   where r.ended_at is null and ${IS_SHOWN('$4')}
     and (r.kind = any($1::text[]) or r.kind = any($2::text[]) and r.executor_id = any($3::int[]))
     and (case r.kind ${STANDS} end) and (not ${OF_HOLDER} or a.executor_id = r.executor_id)
     and not exists (select from reflection n where n.appeal_id = r.appeal_id and n.kind = r.kind and n.id > r.id)`;

const anyReflection = statement('any-reflection', `select ${THEIRS} limit 1`);
const countReflections = statement('count-reflections', `select count(*)::int as count ${THEIRS}`);
const OF_LINE = columns(Reflection, ['id', 'appealId', 'kind', 'at'], 'r');
// What somebody has decided themselves they repeat themselves, most likely: it comes first.
const pageOfReflections = statement(
  'page-of-reflections',
  `select ${OF_LINE}, a.number, (select p.name from person p where p.id = r.person_id) as by,
     e.name as executor, (select o.name from organization o where o.id = e.organization_id) as organization
   from (select r.* ${THEIRS}) r join appeal a on a.id = r.appeal_id left join person e on e.id = r.executor_id
   order by (r.person_id is not distinct from $5) desc, r.at, r.id limit ${REFLECTIONS_PAGE} offset $6`,
);

interface LineRow extends RowOf<typeof OF_LINE> {
  readonly number: string;
  readonly by: string | null;
  readonly executor: string | null;
  readonly organization: string | null;
}
/** Something to be repeated in ПОС; names are surnames with initials. */
export type ReflectionLine = Readonly<LineRow>;

export interface ReflectionPage {
  readonly lines: readonly ReflectionLine[];
  readonly count: number;
  /** From 0; a page past the end is the last. */
  readonly page: number;
  readonly pages: number;
}

const whose = (desk: Desk, actor: Actor): unknown[] => {
  const { forAll, ofExecutor, executorIds } = reflectsFor(actor);
  return [forAll, ofExecutor, executorIds, desk.office.carriers.includes('gateway')];
};

/** Whether ПОС has to be told of anything by this person. */
export const hasReflections = async (desk: Desk, actor: Actor): Promise<boolean> =>
  (await databaseOf(desk).query(anyReflection, whose(desk, actor))).length > 0;

/** What this person has to repeat in ПОС, their own decisions first, then the oldest. */
export async function readReflections(desk: Desk, actor: Actor, wanted: number): Promise<ReflectionPage> {
  const values = whose(desk, actor);
  const database = databaseOf(desk);
  const count = (await database.query<{ count: number }>(countReflections, values))[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / REFLECTIONS_PAGE));
  const page = Math.min(wanted, pages - 1);
  const rows = await database.query<LineRow>(pageOfReflections, [...values, actor.personId, page * REFLECTIONS_PAGE]);
  const lines = rows.map((row) => ({
    ...row,
    by: row.by && shortName(row.by),
    executor: row.executor && shortName(row.executor),
    organization: row.organization && maskPersonalData(row.organization),
  }));
  return { lines, count, page, pages };
}
