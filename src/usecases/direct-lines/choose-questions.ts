import { databaseOf, statement } from '../../database/database';
import { dutyActorOf } from '../../regulation/engagement/duties';
import {
  actsOn,
  type QuestionAct,
  type QuestionFacts,
  type QuestionState,
} from '../../regulation/engagement/line-questions';
import { ALIKE, stemsOf } from '../../regulation/engagement/moderation';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { MOST_AT_ONCE, type ChosenQuestion } from './act-on-questions';
import { holdersOf, QUESTIONS_ON_A_PAGE, type QuestionLine } from './read-questions';

// Several questions of a line are chosen, to be acted on at once.

/** So many stand in a message, each with a button of its number. */
const PAGE = 10;
/** Of so many chosen ones others like them are looked for: each is a look through the line. */
const MOST_COMPARED = 20;

/** Where one goes on who has turned the list to this page. */
export const choicePage = (page: number): number => Math.floor((page * QUESTIONS_ON_A_PAGE) / PAGE);

export interface ChoosingAsked {
  readonly lineId: number;
  /** Only what waits for one's own answer. */
  readonly isMine?: boolean;
  /** Null: whatever becomes of them. */
  readonly state: QuestionState | null;
  /** Words, a place, or numbers: «3, 5-9»; empty: all. */
  readonly query: string;
  readonly page: number;
  readonly chosen: readonly ChosenQuestion[];
}

type Choosable = ChosenQuestion & QuestionLine;
export interface Choosing {
  readonly title: string;
  readonly shown: readonly Choosable[];
  readonly page: number;
  readonly pages: number;
  /** How many there are of what is looked for. */
  readonly count: number;
  /** Of these the first, as many as may be acted on at once. */
  readonly found: readonly ChosenQuestion[];
  /** Those that are chosen and are as they were. */
  readonly chosen: readonly (ChosenQuestion & Pick<QuestionLine, 'number' | 'state'>)[];
  /** Others like those, which are still to be acted on. */
  readonly alike: readonly ChosenQuestion[];
  /** What may be done with all that are chosen. */
  readonly acts: readonly QuestionAct[];
}

/** Given to one of these and not answered yet; null: whosever it is. */
const isTheirs = (holders: string) =>
  `(${holders}::int[] is null or (state = 'given' and given_to_id = any(${holders})))`;
const WANTED = `engagement_id = $1 and ($2::text is null or state = $2)
   and ($3::text = '' or number = any($5::int[]) or (cardinality($4::text[]) > 0 and stems @> $4::text[])
     or strpos(lower(text), lower($3)) > 0 or strpos(lower(concat_ws(' ', settlement, address)), lower($3)) > 0)
   and ${isTheirs('$6')}`;
const selectFound = statement(
  'line-questions-to-choose',
  `select id, version, count(*) over ()::int as count from line_question where ${WANTED} order by number limit ${MOST_AT_ONCE}`,
);
const selectPage = statement(
  'line-questions-to-choose-page',
  `select id, version, number, state, left(text, 300) as text, due_on::text as "dueOn" from line_question
   where ${WANTED} order by number limit ${PAGE} offset $7`,
);
const selectChosen = statement(
  'line-questions-chosen',
  `select id, version, number, state, given_to_id as "givenToId" from line_question
   where engagement_id = $1 and id = any($2::int[]) and ${isTheirs('$3')} order by number`,
);
const selectAlike = statement(
  'line-questions-alike',
  `select q.id, q.version, q.number, q.state from line_question q
   where q.engagement_id = $1 and q.id <> all($2::int[]) and q.state = any($3::text[]) and ${isTheirs('$5')} and cardinality(q.stems) >= ${ALIKE.fewest}
     and exists (
       select from line_question t
       where t.id = any($4::int[]) and cardinality(t.stems) >= ${ALIKE.fewest} and t.stems && q.stems
         and (select count(*) from unnest(q.stems) as stem where stem = any(t.stems))::float
           / least(cardinality(q.stems), cardinality(t.stems)) >= ${ALIKE.share})
   order by q.number limit ${MOST_AT_ONCE}`,
);

/** «3, 5-9 12»; words name none. */
function numbersIn(query: string): readonly number[] {
  if (!/^[\d\s,;№–-]+$/u.test(query)) return [];
  return [...query.matchAll(/(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?/gu)].flatMap(([, from, to]) => {
    const [first, last] = [Number(from), Number(to ?? from)];
    return Array.from({ length: Math.min(Math.max(last - first + 1, 0), MOST_AT_ONCE) }, (_, place) => first + place);
  });
}

/** What there is to choose from; null: there is no such line, or not for them. */
export async function readChoosing(desk: Desk, official: Official, asked: ChoosingAsked): Promise<Choosing | null> {
  const { lineId, state, query, page, isMine = false } = asked;
  if (!isMine && !hasRight(official, 'engage')) return null;
  const holders = isMine ? holdersOf(official) : null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const wanted = [lineId, state, query, stemsOf(query), numbersIn(query), holders];
  const found = await database.query<ChosenQuestion & { readonly count: number }>(selectFound, wanted);
  const count = found[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const at = Math.min(Math.max(page, 0), pages - 1);
  const shown = await database.query<Choosable>(selectPage, [...wanted, at * PAGE]);
  // Whoever has nothing there any more sees nothing of it.
  if (isMine && count === 0 && query === '') return null;
  const chosen = await chosenNow(desk, asked, holders);
  return {
    ...{ title: kept.content.title, page: at, pages, count, chosen },
    shown: shown.map((one) => ({ ...one, text: maskPersonalData(one.text) })),
    found: found.map(({ id, version }) => ({ id, version })),
    alike: chosen.length === 0 ? [] : await alikeTo(desk, lineId, chosen, holders),
    acts: actsOnAll(chosen, kept.row.stage, official),
  };
}

type ChosenNow = Choosing['chosen'][number] & Pick<QuestionFacts, 'givenToId'>;

/** What somebody else has changed since it was chosen is chosen no more. */
async function chosenNow(
  desk: Desk,
  { lineId, chosen }: ChoosingAsked,
  holders: readonly number[] | null,
): Promise<readonly ChosenNow[]> {
  const ids = chosen.map(({ id }) => id);
  const rows = await databaseOf(desk).query<ChosenNow>(selectChosen, [lineId, ids, holders]);
  return rows.filter(({ id, version }) => chosen.some((one) => one.id === id && one.version === version));
}

function actsOnAll(chosen: readonly ChosenNow[], stage: EngagementStage, official: Official): readonly QuestionAct[] {
  const actor = dutyActorOf(official);
  // Each appeal has a fate of its own, so they are taken back one by one.
  const [first = [], ...others] = chosen.map(({ state, givenToId }) =>
    actsOn({ state, givenToId, stage }, actor).filter((act) => act !== 'takeBack'),
  );
  const ofAll = first.filter((act) => others.every((acts) => acts.includes(act)));
  return chosen.length > 1 ? ofAll : ofAll.filter((act) => act !== 'join');
}

/** Others that ask much the same as these and still wait for somebody. */
export async function alikeTo(
  desk: Desk,
  lineId: number,
  chosen: readonly { readonly id: number; readonly state: QuestionState }[],
  holders: readonly number[] | null = null,
): Promise<readonly ChosenQuestion[]> {
  const ids = chosen.map(({ id }) => id);
  const states = [...new Set(chosen.map(({ state }) => state))];
  return databaseOf(desk).query<ChosenQuestion>(selectAlike, [
    ...[lineId, ids, states, ids.slice(0, MOST_COMPARED)],
    holders,
  ]);
}
