import { databaseOf, statement, type Transaction } from '../../database/database';
import { isWorkingTime, toPlainDate } from '../../regulation/calendar';
import { dutyActorOf, isHeldBy } from '../../regulation/engagement/duties';
import {
  type QuestionAct,
  actsOn,
  type QuestionFacts,
  type QuestionState,
} from '../../regulation/engagement/line-questions';
import { ALIKE, stemsOf } from '../../regulation/engagement/moderation';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import { listenersTo } from '../engagement/tasks';
import { closeForm, lockForm } from '../kit/form-store';
import { say, type Message } from '../kit/messages';
import type { Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import {
  actOnQuestionIn,
  heardOf,
  type QuestionAnswers,
  type QuestionRefusal,
  type QuestionTold,
} from './act-on-question';
import { holdersOf, QUESTIONS_ON_A_PAGE, type QuestionLine } from './questions';

/** So many questions are acted on at once at most. */
export const MOST_AT_ONCE = 100;
/** Of so many the numbers are named. */
const NAMED = 20;

/** A question, as it was when it was chosen: another version is left out. */
export interface ChosenQuestion {
  readonly id: number;
  readonly version: number;
}

export interface ActOnMany {
  readonly lineId: number;
  readonly chosen: readonly ChosenQuestion[];
  readonly act: QuestionAct;
  /** In which they were chosen; it acts once and ends. */
  readonly formId: number;
}

/** Numbers of the questions with which it was done, and of those that are otherwise by now. */
interface DoneWithMany {
  readonly done: readonly number[];
  readonly left: readonly number[];
}
export type ManyRefusal = 'notYours' | 'stale' | Extract<QuestionRefusal, 'malformed' | 'noSuchPerson'>;

const lockMany = statement(
  'lock-line-questions',
  `select id, number, given_to_id as "givenToId" from line_question
   where engagement_id = $1 and id = any($2::int[]) order by id for update`,
);

/**
 * One act on several questions of a line in one transaction: each by the table, and whoever hears of it is told once of all. What somebody
 * else has changed since it was chosen is left as it is. To join them is to join all to the earliest.
 */
export async function actOnQuestions(
  desk: Desk,
  official: Official,
  { lineId, chosen, act, formId }: ActOnMany,
  answers: QuestionAnswers,
): Promise<DoneWithMany | ManyRefusal> {
  const actor = dutyActorOf(official);
  return databaseOf(desk).transaction(async (tx) => {
    const ids = chosen.slice(0, MOST_AT_ONCE).map(({ id }) => id);
    const rows = await tx.query<{ id: number; number: number; givenToId: number | null }>(lockMany, [lineId, ids]);
    if (!actor.isOfficial && !rows.some(({ givenToId }) => isHeldBy(givenToId, actor))) return 'notYours';
    if ((await lockForm(tx, formId))?.state !== 'open') return 'stale';
    const inOrder = [...rows].sort((one, other) => one.number - other.number);
    const [first, ...others] = inOrder;
    const told: QuestionTold[] = [];
    const left: number[] = [];
    for (const { id, number } of act === 'join' ? others : inOrder) {
      const version = chosen.find((one) => one.id === id)?.version ?? 0;
      const said = { ...answers, isOfMany: true, ...(act === 'join' && { number: first?.number }) } as const;
      const outcome = await actOnQuestionIn(tx, desk, official, { id, version, act }, said);
      if (outcome.ok) told.push(outcome.told);
      // What is wrong with the answers is wrong of each: nothing was done by now.
      else if (outcome.refusal === 'malformed' || outcome.refusal === 'noSuchPerson') return outcome.refusal;
      else left.push(number);
    }
    await tell(tx, desk, official, lineId, told);
    await closeForm(tx, formId, null, desk.clock.now());
    return { done: told.map(({ after }) => after.number), left };
  });
}

const keyOf = ({ to, personId, news }: ReturnType<typeof heardOf>[number]): string => `${to}:${personId}:${news}`;
const isOf =
  (of: string) =>
  (one: { readonly of: string }): boolean =>
    one.of === of;

/** One message to each for all that they hear the same of. */
async function tell(
  tx: Transaction,
  desk: Desk,
  { personId: actorId }: Official,
  lineId: number,
  told: readonly QuestionTold[],
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const heard = told.flatMap((one) => heardOf(one).map((hearing) => ({ ...one, hearing, of: keyOf(hearing) })));
  for (const { hearing, title, after, of } of heard.filter((one, at) => heard.findIndex(isOf(one.of)) === at)) {
    const { news } = hearing;
    const listeners = await listenersTo(tx, desk, hearing, { kind: 'questions', actorId });
    const numbers = heard.filter(isOf(of)).map((one) => one.after.number);
    const messages = listeners.map(({ id: personId, absent, ...to }): Message => ({
      key: `lineQuestions:${after.id}:${after.version}:${of}:person:${personId}`,
      to,
      kind: 'lineQuestions',
      params: {
        ...{ personId, lineId, title, news, absent, count: numbers.length, numbers: numbers.slice(0, NAMED) },
        dueOn: news !== 'given' || after.dueOn === null ? null : toPlainDate(after.dueOn),
      },
      silent: news === 'answered' || news === 'taken' || !isWorkingTime(now, calendar),
    }));
    await say(tx, messages, now);
  }
}

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
