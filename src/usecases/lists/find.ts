import { Engagement } from '../../../entities/engagement';
import { Form } from '../../../entities/form';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries, type Rows, repositoryOf } from '../../database/database';
import { mayHaveEngagements, maySeeEngagement, type EngagementActor } from '../../regulation/engagement/decide';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import { plainNumber } from '../../text/appeal-number';
import { allWords, queryWords } from '../../text/query-words';
import { itemColumns, type EngagementItem } from '../engagement/list';
import type { Desk } from '../kit/ports';

/** More than these nobody pages through: the words should be more exact. */
const FOUND_AT_MOST = 50;
/** A shorter beginning of a number fits half of the register. */
const NUMBER_LEAST = 3;

const TAKEN = FOUND_AT_MOST + 1;
// Numbers are compared by bytes; a prepared LIKE could not use the index.
const byNumber = statement(
  'find-by-number',
  `select id from appeal where number >= $1 and number < $2 order by number limit ${TAKEN}`,
);
const byWholeNumber = statement('find-by-whole-number', 'select id from appeal where number = any($1::text[])');
const byExecutor = statement(
  'find-by-executor',
  `select appeal_id as id from open_work where executor_id = any($1::int[]) order by due_at, appeal_id limit ${TAKEN}`,
);
const byWords = statement(
  'find-by-words',
  `select id from appeal where not is_history and to_tsvector('russian'::regconfig, translate(
     coalesce(settlement, '') || ' ' || coalesce(address, '') || ' ' || coalesce(category, '') || ' ' || coalesce(subcategory, '') || ' ' || coalesce(fact, ''),
     '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%', '\u0415\u0435                        ')) @@ to_tsquery('russian'::regconfig, $1)
   order by finished_at is not null, registered_at desc, id desc limit ${TAKEN}`,
);
const selectExecutors = statement('executors-by-name', `select id, name from person where 'executor' = any(roles)`);

/** What the person looked for last; it outlives its dialog, so that the pages of the result stay. */
export async function latestQuery(rows: Rows, personId: number): Promise<string | null> {
  const form = await repositoryOf(rows, Form).findOne({ where: { personId, subject: 'find' }, order: { id: 'desc' } });
  const query = form?.answers.query;
  return typeof query === 'string' ? query : null;
}

/**
 * By the beginning of a number, by an executor's name (their open work), by words of place and category; the surest first.
 * Texts of appeals and applicants are not looked into.
 */
export async function findAppeals(
  queries: Queries,
  query: string,
): Promise<{ readonly ids: readonly number[]; readonly more: boolean }> {
  const ids = new Set<number>();
  const take = (rows: readonly { id: number }[]) => rows.forEach(({ id }) => ids.add(id));
  const words = queryWords(query);
  for (const number of beginningsOf(query)) take(await queries.query(byNumber, [number, after(number)]));
  const people = words.length === 0 ? [] : await executorsNamed(queries, words);
  if (people.length > 0) take(await queries.query(byExecutor, [people]));
  if (words.length > 0) take(await queries.query(byWords, [allWords(words)]));
  return { ids: [...ids].slice(0, FOUND_AT_MOST), more: ids.size > FOUND_AT_MOST };
}

/** The only appeal that has this ПОС number; null: there is none, the text is no number, or the viewer may not look for any. */
export async function appealOfNumber(desk: Desk, viewer: Actor, text: string): Promise<number | null> {
  if (!maySee(viewer, 'search')) return null;
  const numbers = [...beginningsOf(text), ...numbersAmong(text)];
  if (numbers.length === 0) return null;
  const [found, ...others] = await databaseOf(desk).query<{ id: number }>(byWholeNumber, [numbers]);
  return found && others.length === 0 ? found.id : null;
}

/** Numbers within a sentence: «327441802 когда ответ?» asks of one. */
const numbersAmong = (text: string): string[] =>
  text.split(/[\s№#,;?!()«»]+/u).flatMap((word) => beginningsOf(word.replace(/[.:]+$/u, '')));

/** As typed and in capitals: «ог-12» is «ОГ-12». */
function beginningsOf(query: string): string[] {
  const number = plainNumber(query);
  if (!/\d/.test(number) || number.length < NUMBER_LEAST || /\s/.test(number)) return [];
  return [...new Set([number, number.toLocaleUpperCase('ru')])];
}

/** The first text that does not begin so, by bytes. */
function after(beginning: string): string {
  const characters = [...beginning];
  const last = characters.pop()?.codePointAt(0) ?? 0;
  return characters.join('') + String.fromCodePoint(last + 1);
}

/** «Петров П.»: each word begins the same word of the name. */
async function executorsNamed(queries: Queries, words: readonly string[]): Promise<number[]> {
  const executors = await queries.query<{ id: number; name: string }>(selectExecutors);
  const fits = (name: string) => {
    const parts = queryWords(name);
    return (words[0] ?? '').length >= 3 && words.every((word, index) => parts[index]?.startsWith(word) === true);
  };
  return executors.filter(({ name }) => fits(name)).map(({ id }) => id);
}

const LARGEST_ID = 2_147_483_647;

type Candidate = EngagementItem & Pick<Engagement, 'agreeingId' | 'approvingId'>;

const select = (where: string) =>
  `select ${itemColumns}, ${columns(Engagement, ['agreeingId', 'approvingId'], 'e')}
   from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where ${where} order by e.stage in ('finished', 'removed'), e.id desc`;
const engagementByNumber = statement('find-engagement-by-number', select('e.id = $1'));
const engagementsByWords = statement(
  'find-engagements-by-words',
  select(`to_tsvector('russian'::regconfig, translate(
        coalesce(content ->> 'title', '') || ' ' || coalesce(content ->> 'text', '') || ' ' || coalesce(content ->> 'venue', '') || ' ' ||
        coalesce(content ->> 'answering', '') || ' ' || jsonb_path_query_array(content, '$.options[*].*')::text || ' ' ||
        jsonb_path_query_array(content, '$.questions[*].text')::text || ' ' || jsonb_path_query_array(content, '$.questions[*].options[*]')::text,
        '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%[]', '\u0415\u0435                          ')) @@ to_tsquery('russian'::regconfig, $1)`),
);

/** What was found, the surest first, and whether there is more than was taken. */
export interface FoundEngagements {
  readonly query: string;
  readonly items: readonly EngagementItem[];
  readonly more: boolean;
}

/** By the number («ОГ-12», «12»), then by the words of what is written; only what they may see. */
export async function findEngagements(desk: Desk, viewer: EngagementActor, query: string): Promise<FoundEngagements> {
  const found = new Map<number, EngagementItem>();
  const take = (candidates: readonly Candidate[]) =>
    candidates.forEach((one) => void (maySeeEngagement(viewer, one) && found.set(one.id, one)));
  const database = databaseOf(desk);
  const id = numberIn(query) ?? plainNumberIn(query);
  if (id !== null) take(await database.query<Candidate>(engagementByNumber, [id]));
  const words = queryWords(query);
  if (words.length > 0 && mayHaveEngagements(viewer))
    take(await database.query<Candidate>(engagementsByWords, [allWords(words)]));
  const items = [...found.values()];
  return { query, items: items.slice(0, FOUND_AT_MOST), more: items.length > FOUND_AT_MOST };
}

/** What the person looked for last, found again; null: nothing yet, or it is not theirs to look. */
export async function findEngagementsAgain(desk: Desk, viewer: EngagementActor): Promise<FoundEngagements | null> {
  const query = mayHaveEngagements(viewer) ? await latestQuery(databaseOf(desk), viewer.personId) : null;
  return query === null ? null : findEngagements(desk, viewer, query);
}

/** «ОГ-12» names one of them, and nothing else; null: it does not. */
export function numberIn(text: string): number | null {
  const [, digits] = /^\s*ог[-–\s№]*(\d{1,10})\s*$/iu.exec(text) ?? [];
  return idOf(digits);
}

const plainNumberIn = (text: string): number | null => idOf(/^[\s№]*(\d{1,10})\s*$/u.exec(text)?.[1]);

function idOf(digits: string | undefined): number | null {
  const id = Number(digits ?? 0);
  return id > 0 && id <= LARGEST_ID ? id : null;
}
