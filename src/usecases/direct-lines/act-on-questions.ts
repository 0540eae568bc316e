import { databaseOf, statement, type Transaction } from '../../database/database';
import { isWorkingTime, toPlainDate } from '../../regulation/calendar';
import { dutyActorOf, isHeldBy } from '../../regulation/engagement/duties';
import type { QuestionAct } from '../../regulation/engagement/line-questions';
import { listenersTo } from '../engagement/given-work';
import { closeForm, lockForm } from '../forms/form-store';
import { say, type Message } from '../messages';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import {
  actOnQuestionIn,
  heardOf,
  type QuestionAnswers,
  type QuestionRefusal,
  type QuestionTold,
} from './act-on-question';

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
