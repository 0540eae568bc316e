import { LineQuestion } from '../../../entities/line-question';
import { databaseOf, repositoryOf, statement, type Rows } from '../../database/database';
import {
  actsOn,
  maySeeQuestion,
  type QuestionAct,
  type QuestionState,
} from '../../regulation/engagement/line-questions';
import { isRude, likeliest } from '../../regulation/engagement/moderation';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';
import { dutyActorOf, isHeldBy } from '../../regulation/engagement/duties';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import type { Official } from '../people/officials';
import { shortNamesOf } from '../people/short-names';
import type { Desk } from '../ports';

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
}

const countStates = statement(
  'count-line-questions',
  `select state, count(*)::int as count from line_question where engagement_id = $1 group by state`,
);
const selectLines = statement(
  'line-questions',
  `select id, number, state, left(text, 300) as text, due_on::text as "dueOn" from line_question
   where engagement_id = $1 and ($2::text is null or state = $2) order by number`,
);
const selectGiven = statement(
  'given-line-questions',
  `select q.id, q.number, q.state, left(q.text, 300) as text, q.due_on::text as "dueOn" from line_question q
   join engagement e on e.id = q.engagement_id and e.stage in ('running', 'summing_up')
   where q.given_to_id = any($1::int[]) and q.state = 'given' order by q.due_on, q.id`,
);

const NOTHING: Record<QuestionState, number> = { new: 0, given: 0, answered: 0, declined: 0, joined: 0, appeal: 0 };

const masked = (lines: readonly QuestionLine[]): readonly QuestionLine[] =>
  lines.map((line) => ({ ...line, text: maskPersonalData(line.text) }));

/** A direct line with its questions in this state, or all of them; null: there is none, or not for them. */
export async function readDirectLine(
  desk: Desk,
  official: Official,
  lineId: number,
  state: QuestionState | null,
): Promise<{ readonly line: DirectLine; readonly questions: readonly QuestionLine[] } | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const rows = await database.query<{ state: QuestionState; count: number }>(countStates, [lineId]);
  const counts = { ...NOTHING, ...Object.fromEntries(rows.map(({ state: of, count }) => [of, count])) };
  return {
    line: { id: lineId, title: kept.content.title, stage: kept.row.stage, counts },
    questions: masked(await database.query<QuestionLine>(selectLines, [lineId, state])),
  };
}

/** What waits for the answer of this person, or of somebody in whose place they stand, the nearest day first. */
export async function questionsGivenTo(desk: Desk, official: Official): Promise<readonly QuestionLine[]> {
  const { personId, standsInFor } = dutyActorOf(official);
  return masked(await databaseOf(desk).query<QuestionLine>(selectGiven, [[personId, ...standsInFor]]));
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
  readonly reason: string | null;
  readonly givenTo: string | null;
  /** Its reader stands in for whoever has it. */
  readonly isInPlace: boolean;
  readonly answeredBy: string | null;
  readonly appealId: number | null;
  /** What a moderator is told. */
  readonly isRude: boolean;
  readonly holdsPersonal: boolean;
  /** A question that asks much the same, to which it may be joined; null: none. */
  readonly like: { readonly number: number; readonly text: string } | null;
  /** Numbers of those that were joined to it. */
  readonly joined: readonly number[];
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
  const acts = actsOn(facts, actor);
  const others = await repositoryOf(database, LineQuestion).find({
    select: { id: true, number: true, text: true, state: true, joinedToId: true },
    where: { engagementId: row.engagementId },
    order: { number: 'asc' },
  });
  const like = acts.includes('join')
    ? likeliest(
        row,
        others.filter(({ state }) => state !== 'joined'),
      )
    : null;
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
    givenTo: nameOf(row.givenToId),
    isInPlace: row.givenToId !== actor.personId && isHeldBy(row.givenToId, actor),
    answeredBy: nameOf(row.answeredById),
    isRude: isRude(row.text),
    holdsPersonal: maskPersonalData(row.text) !== row.text,
    like: like && { number: like.number, text: maskPersonalData(like.text) },
    joined: others.filter(({ joinedToId }) => joinedToId === id).map((one) => one.number),
    joinedTo: others.find((one) => one.id === row.joinedToId)?.number ?? null,
  };
}

/** Everything of a line, for its protocol, in the order of numbers. */
export const allQuestions = (rows: Rows, lineId: number): Promise<LineQuestion[]> =>
  repositoryOf(rows, LineQuestion).find({ where: { engagementId: lineId }, order: { number: 'asc' } });
