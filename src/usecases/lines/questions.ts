import { Appeal } from '../../../entities/appeal';
import { LineQuestion } from '../../../entities/lines';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import { dutyActorOf, isHeldBy } from '../../regulation/engagement/duties';
import {
  actsOn,
  maySeeQuestion,
  type QuestionAct,
  type QuestionState,
} from '../../regulation/engagement/line-questions';
import { ALIKE, isRude } from '../../regulation/engagement/moderation';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';
import { hasRight, maySee } from '../../regulation/rights';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import { type Official, shortNamesOf } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { mayTakeBack, touchOf, type Touch } from './act-on-question';
import { tiedTo } from './question-groups';

/** A line of a list; its text is masked. */
export interface QuestionLine {
  readonly id: number;
  readonly number: number;
  readonly state: QuestionState;
  readonly text: string;
  /** YYYY-MM-DD; null: it was given to nobody. */
  readonly dueOn: string | null;
}

export interface DirectLine {
  readonly id: number;
  readonly title: string;
  readonly stage: EngagementStage;
  readonly counts: Readonly<Record<QuestionState, number>>;
  /** From how many they are gathered now. */
  readonly groups: number;
}

const countStates = statement(
  'count-line-questions',
  `select state, count(*)::int as count from line_question where engagement_id = $1 group by state`,
);
/** Lines that one sees without scrolling. */
export const QUESTIONS_ON_A_PAGE = 6;

const selectLines = statement(
  'line-questions',
  `select id, number, state, left(text, 300) as text, due_on::text as "dueOn" from line_question
   where engagement_id = $1 order by number limit ${QUESTIONS_ON_A_PAGE} offset $2`,
);
const selectLinesOfState = statement(
  'line-questions-of-state',
  `select id, number, state, left(text, 300) as text, due_on::text as "dueOn" from line_question
   where engagement_id = $1 and state = $3 order by number limit ${QUESTIONS_ON_A_PAGE} offset $2`,
);
const GIVEN = `from line_question q join engagement e on e.id = q.engagement_id and e.stage in ('running', 'summing_up')
   where q.given_to_id = any($1::int[]) and q.state = 'given'`;
const countGiven = statement('count-given-line-questions', `select count(*)::int as count ${GIVEN}`);
const selectGiven = statement(
  'given-line-questions',
  `select q.id, q.number, q.state, left(q.text, 300) as text, q.due_on::text as "dueOn" ${GIVEN}
   order by q.due_on, q.id limit ${QUESTIONS_ON_A_PAGE} offset $2`,
);
const selectLinesOfMine = statement(
  'lines-of-given-questions',
  `select e.id, v.content ->> 'title' as title from engagement e
     join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where e.id in (select q.engagement_id ${GIVEN} group by q.engagement_id having count(*) > 1) order by e.id`,
);
const selectAlike = statement(
  'line-question-alike',
  `select number, text from (
     select number, text, (select count(*) from unnest(stems) as stem where stem = any($3::text[]))::float
       / least(cardinality(stems), cardinality($3::text[])) as likeness
     from line_question where engagement_id = $1 and id <> $2 and state <> 'joined'
       and cardinality(stems) >= ${ALIKE.fewest} and stems && $3::text[]) q
   where likeness >= ${ALIKE.share} order by likeness desc, number limit 1`,
);
/** Of those that were joined to a question so many are named. */
const MOST_JOINED = 20;
const selectJoined = statement(
  'line-questions-joined',
  `select number, count(*) over ()::int as count from line_question where joined_to_id = $1
   order by number limit ${MOST_JOINED}`,
);

const NOTHING: Record<QuestionState, number> = { new: 0, given: 0, answered: 0, declined: 0, joined: 0, appeal: 0 };

const masked = (lines: readonly QuestionLine[]): readonly QuestionLine[] =>
  lines.map((line) => ({ ...line, text: maskPersonalData(line.text) }));

/** Those of one page, from 0; a page past the end is the last. */
export interface QuestionPage {
  readonly shown: readonly QuestionLine[];
  readonly page: number;
  readonly pages: number;
}

async function pageOf(
  count: number,
  page: number,
  read: (offset: number) => Promise<readonly QuestionLine[]>,
): Promise<QuestionPage> {
  const pages = Math.max(1, Math.ceil(count / QUESTIONS_ON_A_PAGE));
  const at = Math.min(Math.max(page, 0), pages - 1);
  return { shown: masked(await read(at * QUESTIONS_ON_A_PAGE)), page: at, pages };
}

/** A direct line with a page of its questions in this state, or of all of them; null: there is none, or not for them. */
export async function readDirectLine(
  desk: Desk,
  official: Official,
  lineId: number,
  state: QuestionState | null,
  page = 0,
): Promise<{ readonly line: DirectLine; readonly questions: QuestionPage } | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const counts = await countsOf(database, lineId);
  const count = state === null ? Object.values(counts).reduce((sum, one) => sum + one, 0) : counts[state];
  return {
    line: {
      ...{ id: lineId, title: kept.content.title, stage: kept.row.stage, counts },
      groups: await tiedTo(database, lineId),
    },
    questions: await pageOf(count, page, (offset) =>
      state === null
        ? database.query<QuestionLine>(selectLines, [lineId, offset])
        : database.query<QuestionLine>(selectLinesOfState, [lineId, offset, state]),
    ),
  };
}

/** How many of a line stand where. */
export async function countsOf(queries: Queries, lineId: number): Promise<DirectLine['counts']> {
  const rows = await queries.query<{ state: QuestionState; count: number }>(countStates, [lineId]);
  return { ...NOTHING, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** Theirs, and of whoever's place they stand in. */
export function holdersOf(official: Official): readonly number[] {
  const { personId, standsInFor } = dutyActorOf(official);
  return [personId, ...standsInFor];
}

/** How many wait for the answer of this person, or of somebody in whose place they stand. */
export async function countQuestionsGivenTo(desk: Desk, official: Official): Promise<number> {
  const [row] = await databaseOf(desk).query<{ count: number }>(countGiven, [holdersOf(official)]);
  return row?.count ?? 0;
}

/** A direct line of which several wait for one's answer: they may be answered at once. */
export interface LineOfMine {
  readonly id: number;
  readonly title: string;
}

/** The same, a page of them, the nearest day first, and the lines that have several. */
export async function questionsGivenTo(
  desk: Desk,
  official: Official,
  page = 0,
): Promise<QuestionPage & { readonly lines: readonly LineOfMine[] }> {
  const [database, holders] = [databaseOf(desk), holdersOf(official)];
  const shown = await pageOf(await countQuestionsGivenTo(desk, official), page, (offset) =>
    database.query<QuestionLine>(selectGiven, [holders, offset]),
  );
  return { ...shown, lines: await database.query<LineOfMine>(selectLinesOfMine, [holders]) };
}

/** A question as its card shows it; its text and its answer are masked. */
export interface QuestionCard extends QuestionLine {
  readonly lineId: number;
  readonly title: string;
  readonly version: number;
  readonly settlement: string | null;
  readonly address: string | null;
  readonly askedAt: Date;
  readonly answer: string | null;
  /** Null of one that was declined: its message was taken away in the group. */
  readonly reason: string | null;
  /** In its group it stands with photos or files. */
  readonly hadFiles: boolean;
  readonly givenTo: string | null;
  /** Its reader stands in for whoever has it. */
  readonly isInPlace: boolean;
  readonly answeredBy: string | null;
  readonly appealId: number | null;
  /** Under which it is registered, whether its reader may open it, and what was done with it last; null: it is no appeal. */
  readonly appeal: { readonly number: string; readonly isShown: boolean; readonly touch: Touch | null } | null;
  /** What a moderator is told. */
  readonly isRude: boolean;
  readonly holdsPersonal: boolean;
  /** A question that asks much the same, to which it may be joined; null: none. */
  readonly like: { readonly number: number; readonly text: string } | null;
  /** Those that were joined to it: the numbers of the first, and of how many. */
  readonly joined: { readonly numbers: readonly number[]; readonly count: number };
  /** The number of the question to which it was joined. */
  readonly joinedTo: number | null;
  readonly acts: readonly QuestionAct[];
  /** The reader has the ОГ role, and sees the line as a whole. */
  readonly isOfficial: boolean;
}

/** Null: there is none, or not for them. */
export async function readQuestion(desk: Desk, official: Official, id: number): Promise<QuestionCard | null> {
  const database = databaseOf(desk);
  const row = await repositoryOf(database, LineQuestion).findOneBy({ id });
  const kept = row && (await loadEngagement(database, row.engagementId));
  if (!row || !kept) return null;
  const facts = { state: row.state, givenToId: row.givenToId, stage: kept.row.stage };
  const actor = dutyActorOf(official);
  if (!maySeeQuestion(facts, actor)) return null;
  const appeal = row.appealId === null ? null : await repositoryOf(database, Appeal).findOneBy({ id: row.appealId });
  const touch = appeal && (await touchOf(database, appeal.id));
  const isReturnable = appeal !== null && (await mayTakeBack(database, desk, official, appeal.id, touch));
  const acts = actsOn(facts, actor).filter((act) => act !== 'takeBack' || isReturnable);
  const like = acts.includes('join') ? await likeliest(database, row) : null;
  const joined = await database.query<{ number: number; count: number }>(selectJoined, [id]);
  const leading =
    row.joinedToId === null ? null : await repositoryOf(database, LineQuestion).findOneBy({ id: row.joinedToId });
  const names = await shortNamesOf(
    database,
    [row.givenToId, row.answeredById].filter((one) => one !== null),
  );
  const nameOf = (personId: number | null) => (personId === null ? null : (names.get(personId) ?? ''));
  const { number, state, dueOn, version, settlement, address, askedAt, answer, reason, appealId } = row;
  return {
    ...{ id, number, state, dueOn, version, settlement, askedAt, reason, appealId, acts },
    ...{ lineId: row.engagementId, title: kept.content.title, isOfficial: actor.isOfficial },
    address: address && maskPlace(address),
    text: maskPersonalData(row.text),
    answer,
    hadFiles: row.hadFiles,
    givenTo: nameOf(row.givenToId),
    isInPlace: row.givenToId !== actor.personId && isHeldBy(row.givenToId, actor),
    answeredBy: nameOf(row.answeredById),
    isRude: isRude(row.text),
    holdsPersonal: maskPersonalData(row.text) !== row.text,
    like: like && { number: like.number, text: maskPersonalData(like.text) },
    joined: { numbers: joined.map((one) => one.number), count: joined[0]?.count ?? 0 },
    joinedTo: leading?.number ?? null,
    appeal: appeal && { number: appeal.number, isShown: maySee(official, 'card'), touch },
  };
}

/** The question that is most like this one; null: none is. */
async function likeliest(
  queries: Queries,
  { engagementId, id, stems }: LineQuestion,
): Promise<{ readonly number: number; readonly text: string } | null> {
  if (stems.length < ALIKE.fewest) return null;
  return (await queries.query<{ number: number; text: string }>(selectAlike, [engagementId, id, stems]))[0] ?? null;
}
