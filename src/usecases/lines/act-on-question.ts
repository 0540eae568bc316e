import type { Event } from '../../../entities/journal-entry';
import { LineQuestion } from '../../../entities/lines';
import { statement, type Queries, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { isWorkingTime, toPlainDate } from '../../regulation/calendar';
import { decide } from '../../regulation/decide';
import { dutyActorOf, inPlaceOf } from '../../regulation/engagement/duties';
import {
  maySeeQuestion,
  numberOfAppeal,
  rowOf,
  stateAfter,
  wasTakenAway,
  type QuestionAct,
  type QuestionFacts,
} from '../../regulation/engagement/line-questions';
import type { Action } from '../../regulation/vocabulary';
import { maskPersonalData } from '../../text/personal-data';
import { isMeaningful, lengthInCharacters } from '../../text/plain-text';
import { perform } from '../acts/perform';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { loadEngagement } from '../engagement/engagement-store';
import { givenUntil, listenersTo, type Giving, type Hearing } from '../engagement/tasks';
import { knownIds, registerAppealsIn } from '../intake/register-appeals';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message, type Params } from '../kit/messages';
import { shortName, type Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';

/** Why a question stays an appeal; each is a key under `line:refusal`. */
export type TakeBackRefusal = 'touched' | 'stageOver';

/** What was done last with the appeal that a question has become. */
export interface Touch {
  readonly action: Action | Event;
  /** Null: time passed. */
  readonly by: string | null;
}

const selectTouch = statement(
  'touch-of-appeal',
  `select j.action, p.name as by from journal_entry j left join person p on p.id = j.person_id
   where j.appeal_id = $1 and j.action not in ('register', 'returnToLine') order by j.id desc limit 1`,
);

/** Null: nobody has done anything with it since it was registered. */
export async function touchOf(queries: Queries, appealId: number): Promise<Touch | null> {
  const [touch] = await queries.query<Touch>(selectTouch, [appealId]);
  return touch ? { ...touch, by: touch.by === null ? null : shortName(touch.by) } : null;
}

/** Whether the appeal's table lets it go back to its direct line now. @param touch what was done with it */
export async function mayTakeBack(
  queries: Queries,
  desk: Desk,
  official: Official,
  appealId: number,
  touch: Touch | null,
): Promise<boolean> {
  const around = circumstances(desk);
  const appeal = await loadAppeal(queries, appealId, around, false);
  if (!appeal) return false;
  const facts = { ...factsOf(appeal), line: touch === null ? ('untouched' as const) : ('touched' as const) };
  const press = { appeal: facts, action: 'returnToLine' as const, presser: official, seenVersion: facts.version };
  return decide({ ...press, submission: null, circumstances: around }).ok;
}

/**
 * The act of the appeal's table by which its question is one again, in the transaction that gives the question back.
 * @returns why not; null: it was done
 */
export async function takeBackIn(
  tx: Transaction,
  desk: Desk,
  official: Official,
  appealId: number,
): Promise<TakeBackRefusal | 'notNow' | null> {
  // Locked before it is looked at: whoever acts at the same time was first, or hears that it is no appeal any more.
  const appeal = await loadAppeal(tx, appealId, circumstances(desk), true);
  if (!appeal) return 'notNow';
  const result = await perform(tx, desk, {
    ...{ kind: 'returning', presser: official, action: 'returnToLine', appealId, seenVersion: appeal.state.version },
    line: (await touchOf(tx, appealId)) === null ? 'untouched' : 'touched',
  });
  if (result.ok) return null;
  if (result.refusal === 'touched' || result.refusal === 'stageOver') return result.refusal;
  return (await touchOf(tx, appealId)) === null ? 'notNow' : 'touched';
}

/** Characters. */
export const LONGEST_ANSWER = 3_000;
export const LONGEST_REASON = 500;
/** Working days that an official gets at most. */
export const MOST_DAYS = 30;
const QUOTED = 600;

/** A row, as it was or as it is to be. */
type Question = Readonly<Pick<LineQuestion, keyof LineQuestion>>;

/** What an act was told beside itself. */
export interface QuestionAnswers extends Giving {
  /** answer: the answer. decline, giveBack: why. */
  readonly text?: string | undefined;
  /** join: the number of the question that it repeats. */
  readonly number?: number | undefined;
  /** It is one of many at once: whoever hears of it is told of all together, by whoever does them. */
  readonly isOfMany?: true;
}

/** Why nothing was done; each is a key under `line:refusal`. */
export type QuestionRefusal =
  'gone' | 'stale' | 'notNow' | 'noSuchPerson' | 'noSuchQuestion' | 'malformed' | TakeBackRefusal;
export type QuestionDone =
  { readonly ok: true; readonly told: QuestionTold } | { readonly ok: false; readonly refusal: QuestionRefusal };

const refuse = (refusal: QuestionRefusal): QuestionDone => ({ ok: false, refusal });

interface QuestionAction {
  readonly id: number;
  /** Of the question that was looked at; another one is stale. */
  readonly version: number;
  readonly act: QuestionAct;
}

/**
 * Does one act on a question: the row of the table, what it changes, the journal and whoever hears of it, in one transaction.
 * @idempotent: the same act of the same version is done once
 */
export const actOnQuestion = (
  desk: Desk,
  official: Official,
  action: QuestionAction,
  answers: QuestionAnswers = {},
): Promise<QuestionDone> => databaseOf(desk).transaction((tx) => actOnQuestionIn(tx, desk, official, action, answers));

/** The same beside others, in their transaction. */
export async function actOnQuestionIn(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { id, version, act }: QuestionAction,
  answers: QuestionAnswers,
): Promise<QuestionDone> {
  const questions = repositoryOf(tx, LineQuestion);
  const before = await questions.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  const line = before && (await loadEngagement(tx, before.engagementId));
  if (!before || !line) return refuse('gone');
  const facts: QuestionFacts = { state: before.state, givenToId: before.givenToId, stage: line.row.stage };
  const actor = dutyActorOf(official);
  if (!maySeeQuestion(facts, actor)) return refuse('gone');
  if (before.version !== version) return refuse('stale');
  const row = rowOf(act, facts, actor);
  if (row === null) return refuse('notNow');
  const changed = await CHANGES[act]({ tx, desk, official, before, answers });
  if (typeof changed === 'string') return refuse(changed);
  const after: Question = { ...before, ...changed, state: stateAfter(row, facts), version: version + 1 };
  await questions.save(after);
  const appealId = after.appealId ?? before.appealId;
  const inPlace = row.by === 'answering' ? inPlaceOf(before.givenToId, actor) : null;
  await addPeopleEntry(tx, {
    at: desk.clock.now(),
    action: 'workOnQuestion',
    personId: official.personId,
    capacity: row.by === 'official' ? 'engagement' : null,
    details: {
      ...{ engagementId: before.engagementId, questionId: id, number: before.number, act, to: after.state },
      ...(inPlace !== null && { onBehalfOfId: inPlace }),
      ...(after.givenToId !== before.givenToId && { givenToId: after.givenToId }),
      ...(appealId !== null && { appealId }),
    },
  });
  const told = { before, after, act, title: line.content.title };
  if (answers.passedUntil === undefined && answers.isOfMany === undefined) await tell(tx, desk, official, told);
  return { ok: true, told };
}

interface Doing {
  readonly tx: Transaction;
  readonly desk: Desk;
  readonly official: Official;
  readonly before: LineQuestion;
  readonly answers: QuestionAnswers;
}
type Change = Partial<LineQuestion> | QuestionRefusal;

/** What of a question is of one state alone, and goes with it. */
const UNTOUCHED = {
  joinedToId: null,
  givenToId: null,
  givenById: null,
  dueOn: null,
  answer: null,
  answeredById: null,
  answeredAt: null,
  reason: null,
} as const satisfies Partial<LineQuestion>;

const textIn = ({ text = '' }: QuestionAnswers, longest: number): string | null =>
  isMeaningful(text) && lengthInCharacters(text) <= longest ? text : null;

const CHANGES: Readonly<Record<QuestionAct, (doing: Doing) => Promise<Change> | Change>> = {
  async give({ tx, desk, official, answers }) {
    const dueOn = await givenUntil(tx, desk, answers, MOST_DAYS);
    if (typeof dueOn === 'object') return dueOn.refusal;
    return { ...UNTOUCHED, givenToId: answers.personId ?? 0, givenById: official.personId, dueOn };
  },
  answer({ desk, official, answers }) {
    const answer = textIn(answers, LONGEST_ANSWER);
    return answer === null
      ? 'malformed'
      : { answer, answeredById: official.personId, answeredAt: desk.clock.now(), reason: null };
  },
  giveBack: ({ answers }) => withReason(answers),
  decline: ({ answers }) => withReason(answers),
  async join({ tx, before, answers: { number } }) {
    // Locked: its message may be taken away in its group meanwhile.
    const leading = await repositoryOf(tx, LineQuestion).findOne({
      where: { engagementId: before.engagementId, number: number ?? 0 },
      lock: { mode: 'pessimistic_write' },
    });
    // A repeat of a repeat would have no answer of its own to show, and so has what was taken away.
    if (leading === null || leading.id === before.id || leading.state === 'joined') return 'noSuchQuestion';
    if (wasTakenAway(leading)) return 'noSuchQuestion';
    if (await repositoryOf(tx, LineQuestion).existsBy({ joinedToId: before.id })) return 'noSuchQuestion';
    return { ...UNTOUCHED, joinedToId: leading.id };
  },
  makeMessage: (doing) => registered(doing, 'message'),
  makeAppeal59: (doing) => registered(doing, 'appeal59'),
  reopen: () => UNTOUCHED,
  async takeBack({ tx, desk, official, before }) {
    return (await takeBackIn(tx, desk, official, before.appealId ?? 0)) ?? { appealId: null };
  },
};

function withReason(answers: QuestionAnswers): Change {
  const reason = textIn(answers, LONGEST_REASON);
  return reason === null ? 'malformed' : { ...UNTOUCHED, reason };
}

/** The existing intake, in this transaction: coordinators get it as any other appeal. */
async function registered({ tx, desk, before }: Doing, kind: 'message' | 'appeal59'): Promise<Change> {
  const { engagementId, number, text, settlement, address } = before;
  let time = 1;
  while ((await knownIds(tx, [numberOfAppeal(engagementId, number, time)])).size > 0) time += 1;
  const record = {
    number: numberOfAppeal(engagementId, number, time),
    kind,
    registeredAt: desk.clock.now(),
    text,
    settlement: settlement ?? undefined,
    address: address ?? undefined,
  };
  const [appeal] = await registerAppealsIn(tx, desk, [record], 'direct_line', null);
  if (!appeal) throw new Error(`The question ${before.id} was neither registered nor refused`);
  // To whom it was given and until when stays: it may be taken back.
  return { appealId: appeal.id };
}

type QuestionHearing = Hearing<Params<'lineQuestion'>['news']>;
/** What was done, for those who hear of it. */
export interface QuestionTold {
  readonly before: Question;
  readonly after: Question;
  readonly act: QuestionAct;
  readonly title: string;
}

/** Who hears of it: to whom it is given now, from whom it is taken, and whoever has given it. */
export function heardOf({ before, after, act }: Omit<QuestionTold, 'title'>): readonly QuestionHearing[] {
  const wasGiven = before.state === 'given';
  const isGiven = act === 'give' || (act === 'takeBack' && after.state === 'given');
  const taken: QuestionHearing = { to: 'holder', personId: before.givenToId, news: 'taken' };
  return [
    ...(isGiven ? [{ to: 'holder', personId: after.givenToId, news: 'given' } satisfies QuestionHearing] : []),
    // Taken away while it waited for them.
    ...(wasGiven && (after.state !== 'given' || before.givenToId !== after.givenToId) ? [taken] : []),
    ...(wasGiven && after.state === 'answered'
      ? [{ to: 'giver', personId: before.givenById, news: 'answered' } satisfies QuestionHearing]
      : []),
    ...(act === 'giveBack'
      ? [{ to: 'giver', personId: before.givenById, news: 'givenBack' } satisfies QuestionHearing]
      : []),
  ];
}

async function tell(tx: Transaction, desk: Desk, { personId: actorId }: Official, told: QuestionTold): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const { before, after, title } = told;
  const { id, number, version, dueOn } = after;
  const text = [...maskPersonalData(before.text)].slice(0, QUOTED).join('');
  for (const hearing of heardOf(told)) {
    const { news } = hearing;
    const listeners = await listenersTo(tx, desk, hearing, { kind: 'questions', actorId });
    const messages = listeners.map(({ id: personId, absent, ...to }): Message => ({
      key: `lineQuestion:${id}:${version}:${news}:person:${personId}`,
      to,
      kind: 'lineQuestion',
      params: {
        ...{ personId, questionId: id, number, title, news, text, absent },
        dueOn: dueOn === null ? null : toPlainDate(dueOn),
      },
      // Only what is theirs to do now sounds.
      silent: news === 'answered' || news === 'taken' || !isWorkingTime(now, calendar),
    }));
    await say(tx, messages, now);
  }
}
