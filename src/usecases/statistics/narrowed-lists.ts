import { databaseOf, statement, type Queries } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { isOneOf, recordOf } from '../../regulation/lists';
import { CONTROL_LISTS, listsFor, type AppealList } from '../../regulation/rights';
import { STAGES, type Kind, type Stage } from '../../regulation/vocabulary';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import type { Narrowing } from '../kit/account-params';
import { askForFile, type FileAsked } from '../kit/ask-for-file';
import { codeOf } from '../kit/names';
import { shortName, type Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { inRange, readLines, type AppealLine } from '../lists/lists';
import { LIST_PAGE, SELECTIONS, withFacts } from '../lists/selections';
import { readRows, ROWS_AT_ONCE, type ReceivedRow } from './period-rows';

export type ControlList = (typeof CONTROL_LISTS)[number];
export const isControlList = (list: AppealList): list is ControlList => isOneOf(CONTROL_LISTS, list);

/** A value to which a list is to be narrowed. */
export interface NarrowingAsked {
  readonly by: Narrowing;
  /** As buttons name it, see `codeOf`. */
  readonly code: string;
}
/** The same as it is shown. */
export interface NarrowedTo extends NarrowingAsked {
  /** A code of a stage or a kind, a name that may be shown; null: there is none. */
  readonly name: string | null;
}
/** One of the values that a list may be narrowed to. */
export interface Narrowed extends NarrowedTo {
  readonly count: number;
}

export interface NarrowedPage {
  readonly list: ControlList;
  /** To which values at once; none: all of it. */
  readonly to: readonly NarrowedTo[];
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
const isOf = (traits: Traits, to: readonly NarrowingAsked[]): boolean =>
  to.every(({ by, code }) => codeIn(by, traits) === code);

/** To what a list, or a part of it, may be narrowed. */
export interface Narrowings extends Pick<NarrowedPage, 'list' | 'to'> {
  readonly by: Narrowing;
  /** The most first; stages in the order of the work. */
  readonly values: readonly Narrowed[];
}

/** Null: the list is not theirs. */
export async function readNarrowings(
  desk: Desk,
  actor: Actor,
  list: ControlList,
  by: Narrowing,
  within: readonly NarrowingAsked[] = [],
): Promise<Narrowings | null> {
  const listed = await readAll(desk, actor, list);
  if (listed === null) return null;
  const values = new Map<string, Narrowed>();
  for (const { traits } of listed.filter((one) => isOf(one.traits, within))) {
    const code = codeIn(by, traits);
    values.set(code, { by, code, name: VALUE[by](traits).name, count: (values.get(code)?.count ?? 0) + 1 });
  }
  const place = ({ name }: Narrowed) => (by === 'stage' ? STAGES.findIndex((stage) => stage === name) : 0);
  return {
    ...{ list, by, to: namesOf(within, listed) },
    values: [...values.values()].sort((one, other) => place(one) - place(other) || other.count - one.count),
  };
}

/** A page of a control list, of all of it or of what is of several values at once. Null: it is not theirs. */
export async function readNarrowed(
  desk: Desk,
  actor: Actor,
  list: ControlList,
  to: readonly NarrowingAsked[],
  page: number,
): Promise<NarrowedPage | null> {
  const listed = await readAll(desk, actor, list);
  if (listed === null) return null;
  const kept = listed.filter(({ traits }) => isOf(traits, to));
  const range = inRange(page, kept.length);
  const shown = kept.slice(range.page * LIST_PAGE, (range.page + 1) * LIST_PAGE);
  return { list, to: namesOf(to, listed), lines: await linesOf(desk, list, shown), count: kept.length, ...range };
}

/** A value keeps its name where nothing is of all of them at once. */
const namesOf = (to: readonly NarrowingAsked[], listed: readonly Listed[]): NarrowedTo[] =>
  to.map(({ by, code }) => {
    const one = listed.find(({ traits }) => codeIn(by, traits) === code);
    return { by, code, name: one ? VALUE[by](one.traits).name : null };
  });

async function linesOf(desk: Desk, list: ControlList, shown: readonly Listed[]): Promise<AppealLine[]> {
  const [database, around] = [databaseOf(desk), circumstances(desk)];
  const entries = shown.map(({ entry }) => entry);
  return withFacts(database, list, await readLines(database, entries, around, 'all'), around);
}

/** A control list as a table. @idempotent while it is being made */
export async function askForList(
  desk: Desk,
  official: Official,
  list: ControlList,
  to: readonly NarrowingAsked[],
): Promise<FileAsked | 'notYours'> {
  if (listsFor(official).get(list) !== 'all') return 'notYours';
  const params = { personId: official.personId, list, to };
  const key = `list:${list}:${to.map(({ by, code }) => `${by}.${code}`).join()}`;
  return askForFile(desk, official, key, { kind: 'listFile', params });
}

/** A line of a list with what a table has beside it. */
export interface ListRow {
  readonly line: AppealLine;
  readonly row: ReceivedRow;
}
export interface WholeList extends Pick<NarrowedPage, 'list' | 'to'> {
  /** In files of so many rows; a list has one at least. */
  readonly parts: AsyncIterable<readonly ListRow[]>;
}

/** All of a control list, or of what is of several values at once, for a table. Null: it is not theirs. */
export async function readWholeList(
  desk: Desk,
  actor: Actor,
  list: ControlList,
  to: readonly NarrowingAsked[],
): Promise<WholeList | null> {
  const listed = await readAll(desk, actor, list);
  if (listed === null) return null;
  const kept = listed.filter(({ traits }) => isOf(traits, to));
  return { list, to: namesOf(to, listed), parts: rowsOf(desk, list, kept) };
}

async function* rowsOf(desk: Desk, list: ControlList, kept: readonly Listed[]): AsyncGenerator<readonly ListRow[]> {
  for (let at = 0; at === 0 || at < kept.length; at += ROWS_AT_ONCE) {
    const shown = kept.slice(at, at + ROWS_AT_ONCE);
    const rows = await readRows(databaseOf(desk), [...new Set(shown.map(({ traits }) => traits.id))]);
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    const lines = await linesOf(desk, list, shown);
    yield lines.flatMap((line) => {
      const row = byNumber.get(line.number);
      return row ? [{ line, row }] : [];
    });
  }
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
