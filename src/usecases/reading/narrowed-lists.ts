import { databaseOf, statement, type Queries } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { isOneOf, recordOf } from '../../regulation/lists';
import { CONTROL_LISTS, listsFor, type AppealList } from '../../regulation/rights';
import { STAGES, type Kind, type Stage } from '../../regulation/vocabulary';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { shortName } from '../people/names';
import { circumstances, type Desk } from '../ports';
import { codeOf } from './codes';
import { LIST_PAGE, SELECTIONS } from './list-selections';
import { withFacts } from './list-facts';
import { inRange, readLines, type AppealLine } from './read-lists';

/** By what a control list may be narrowed. */
export const NARROWINGS = ['stage', 'executor', 'organization', 'category', 'settlement', 'kind'] as const;
export type Narrowing = (typeof NARROWINGS)[number];

export type ControlList = (typeof CONTROL_LISTS)[number];
export const isControlList = (list: AppealList): list is ControlList => isOneOf(CONTROL_LISTS, list);

/** One of the values that a list may be narrowed to. */
export interface Narrowed {
  readonly by: Narrowing;
  /** As buttons name it, see `codeOf`. */
  readonly code: string;
  /** A code of a stage or a kind, a name that may be shown; null: there is none. */
  readonly name: string | null;
  readonly count: number;
}

export interface NarrowedPage {
  readonly list: ControlList;
  /** Null: all of it. */
  readonly to: Pick<Narrowed, 'by' | 'code' | 'name'> | null;
  readonly lines: readonly AppealLine[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
}

interface Traits {
  readonly id: number;
  readonly stage: Stage;
  readonly kind: Kind;
  readonly executorId: number | null;
  readonly executor: string | null;
  readonly organizationId: number | null;
  readonly organization: string | null;
  readonly category: string | null;
  readonly settlement: string | null;
}
const selectTraits = statement(
  'traits-of-listed',
  `select a.id, a.stage, a.kind, a.executor_id as "executorId", e.name as executor, a.organization_id as "organizationId", o.name as organization, a.category, a.settlement
   from appeal a left join person e on e.id = a.executor_id left join organization o on o.id = a.organization_id where a.id = any($1::int[])`,
);

type Entry = { readonly appealId: number; readonly delivery: AppealLine['delivery'] };
interface Listed {
  readonly entry: Entry;
  readonly traits: Traits;
}

/** By which id a value is known, whatever it is called by now, and how it is shown. */
const VALUE: Readonly<
  Record<Narrowing, (traits: Traits) => { readonly id: string | null; readonly name: string | null }>
> = {
  stage: ({ stage }) => ({ id: stage, name: stage }),
  kind: ({ kind }) => ({ id: kind, name: kind }),
  executor: ({ executorId: id, executor }) => ({
    id: id === null ? null : String(id),
    name: executor && shortName(executor),
  }),
  organization: ({ organizationId: id, organization }) => ({
    id: id === null ? null : String(id),
    name: organization && maskPersonalData(organization),
  }),
  category: ({ category }) => ({ id: category, name: category && maskPersonalData(category) }),
  settlement: ({ settlement }) => ({ id: settlement, name: settlement && maskPlace(settlement) }),
};
const codeIn = (by: Narrowing, traits: Traits): string => codeOf(VALUE[by](traits).id);

/** To what a list may be narrowed, the most first; stages in the order of the work. Null: the list is not theirs. */
export async function readNarrowings(
  desk: Desk,
  actor: Actor,
  list: ControlList,
  by: Narrowing,
): Promise<readonly Narrowed[] | null> {
  const listed = await readAll(desk, actor, list);
  if (listed === null) return null;
  const values = new Map<string, Narrowed>();
  for (const { traits } of listed) {
    const code = codeIn(by, traits);
    values.set(code, { by, code, name: VALUE[by](traits).name, count: (values.get(code)?.count ?? 0) + 1 });
  }
  const place = ({ name }: Narrowed) => (by === 'stage' ? STAGES.findIndex((stage) => stage === name) : 0);
  return [...values.values()].sort((one, other) => place(one) - place(other) || other.count - one.count);
}

/** A page of a control list, of all of it or of a part. Null: it is not theirs. */
export async function readNarrowed(
  desk: Desk,
  actor: Actor,
  list: ControlList,
  to: Pick<Narrowed, 'by' | 'code'> | null,
  page: number,
): Promise<NarrowedPage | null> {
  const listed = await readAll(desk, actor, list);
  if (listed === null) return null;
  const kept = to === null ? listed : listed.filter(({ traits }) => codeIn(to.by, traits) === to.code);
  const range = inRange(page, kept.length);
  const entries = kept.slice(range.page * LIST_PAGE, (range.page + 1) * LIST_PAGE).map(({ entry }) => entry);
  const [first] = kept;
  const database = databaseOf(desk);
  return {
    list,
    to: to && { ...to, name: first ? VALUE[to.by](first.traits).name : null },
    lines: await withFacts(
      database,
      list,
      await readLines(database, entries, circumstances(desk), 'all'),
      circumstances(desk),
    ),
    count: kept.length,
    ...range,
  };
}

const PAGED = new RegExp(`\\s+limit ${LIST_PAGE} offset \\$\\d+\\s*$`);
/** All of each list in its order: the same statements without their page. */
const WHOLE = recordOf(CONTROL_LISTS, (list) => {
  const { page, values } = SELECTIONS[list].all;
  return { all: statement(`all-of-${page.name}`, page.text.replace(PAGED, '')), values };
});

async function readAll(desk: Desk, actor: Actor, list: ControlList): Promise<readonly Listed[] | null> {
  if (listsFor(actor).get(list) !== 'all') return null;
  const selection = WHOLE[list];
  const queries: Queries = databaseOf(desk);
  const entries = await queries.query<Entry>(selection.all, selection.values(actor, circumstances(desk)));
  const rows = await queries.query<Traits>(selectTraits, [entries.map(({ appealId }) => appealId)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return entries.flatMap((entry) => {
    const traits = byId.get(entry.appealId);
    return traits ? [{ entry, traits }] : [];
  });
}
