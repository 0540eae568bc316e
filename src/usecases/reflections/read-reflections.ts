import { Reflection } from '../../../entities/reflection';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { listed } from '../../database/listed';
import type { Actor } from '../../regulation/facts';
import { REFLECTED_AT, REFLECTIONS, reflectsFor, type Reflection as Kind } from '../../regulation/reflections';
import { maskPersonalData } from '../../text/personal-data';
import { shortName } from '../people/names';
import type { Desk } from '../ports';
import { IS_SHOWN } from './is-shown';

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
const OF_REFLECTION = columns(Reflection, ['id', 'appealId', 'kind', 'at'], 'r');
// What somebody has decided themselves they repeat themselves, most likely: it comes first.
const pageOfReflections = statement(
  'page-of-reflections',
  `select ${OF_REFLECTION}, a.number, (select p.name from person p where p.id = r.person_id) as by,
     e.name as executor, (select o.name from organization o where o.id = e.organization_id) as organization
   from (select r.* ${THEIRS}) r join appeal a on a.id = r.appeal_id left join person e on e.id = r.executor_id
   order by (r.person_id is not distinct from $5) desc, r.at, r.id limit ${REFLECTIONS_PAGE} offset $6`,
);

interface Row extends RowOf<typeof OF_REFLECTION> {
  readonly number: string;
  readonly by: string | null;
  readonly executor: string | null;
  readonly organization: string | null;
}
/** Something to be repeated in ПОС; names are surnames with initials. */
export type ReflectionLine = Readonly<Row>;

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
  const rows = await database.query<Row>(pageOfReflections, [...values, actor.personId, page * REFLECTIONS_PAGE]);
  const lines = rows.map((row) => ({
    ...row,
    by: row.by && shortName(row.by),
    executor: row.executor && shortName(row.executor),
    organization: row.organization && maskPersonalData(row.organization),
  }));
  return { lines, count, page, pages };
}
