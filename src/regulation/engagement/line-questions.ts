import { isHeldBy, type DutyActor } from './duties';
import type { EngagementStage } from './vocabulary';

// §2: ОГ makes direct lines; what becomes of each question that one has gathered. Nothing of that is told to citizens by the bot.

/**
 * Where a question stands.
 *
 * new       nobody has looked at it yet
 * given     an official is to answer it by a day
 * declined  is not answered, and why is said
 * joined    asks the same as another, whose answer is its own
 * appeal    became an appeal, and is answered as one
 */
export const QUESTION_STATES = ['new', 'given', 'answered', 'declined', 'joined', 'appeal'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

/** Wire codes stay in the buttons of messages already sent: append only, never reuse. */
export const QUESTION_ACTS = {
  give: 'gi',
  answer: 'an',
  giveBack: 'gb',
  decline: 'dc',
  join: 'jo',
  makeMessage: 'ms',
  makeAppeal59: 'ap',
  reopen: 'ro',
  takeBack: 'tb',
} as const;
export type QuestionAct = keyof typeof QUESTION_ACTS;

/** official: whoever has the ОГ role; answering: to whom the question was given, and whoever stands in while they are away. */
export type QuestionCapacity = 'official' | 'answering';

interface Row {
  readonly act: QuestionAct;
  readonly by: QuestionCapacity;
  readonly from: readonly QuestionState[];
  /** `before`: where it stood before it became an appeal. */
  readonly to: QuestionState | 'before';
}

/** THE table of a question. One that became an appeal goes on as one, unless that was a mistake: the appeal's table says until when. */
export const QUESTION_ROWS: readonly Row[] = [
  { act: 'answer', by: 'answering', from: ['given', 'answered'], to: 'answered' },
  { act: 'giveBack', by: 'answering', from: ['given'], to: 'new' },
  { act: 'give', by: 'official', from: ['new', 'given'], to: 'given' },
  { act: 'answer', by: 'official', from: ['new', 'given', 'answered'], to: 'answered' },
  { act: 'join', by: 'official', from: ['new'], to: 'joined' },
  { act: 'decline', by: 'official', from: ['new', 'given'], to: 'declined' },
  { act: 'makeMessage', by: 'official', from: ['new', 'given'], to: 'appeal' },
  { act: 'makeAppeal59', by: 'official', from: ['new', 'given'], to: 'appeal' },
  { act: 'reopen', by: 'official', from: ['answered', 'declined', 'joined'], to: 'new' },
  { act: 'takeBack', by: 'official', from: ['appeal'], to: 'before' },
];

/**
 * Questions come while it runs; an official writes down what was asked by telephone a day later, too. From a group what was written while
 * it ran may come a little later: the message says when that was.
 */
export const takesQuestions = (stage: EngagementStage, by: 'official' | 'http' | 'group'): boolean =>
  stage === 'running' || (by !== 'http' && stage === 'summing_up');
/**
 * Whoever has written it in a group may still mend it there, or take it away: nobody has decided anything. To join others to it is to
 * decide: they asked what it says, and have its answer.
 */
export const followsItsMessage = ({
  state,
  stage,
  leads,
}: Pick<QuestionFacts, 'state' | 'stage'> & { readonly leads: boolean }): boolean =>
  state === 'new' && !leads && worksOnQuestions(stage);
/** What was gathered is worked on until the results are known. */
export const STAGES_OF_WORK: readonly EngagementStage[] = ['running', 'summing_up'];
export const worksOnQuestions = (stage: EngagementStage): boolean => STAGES_OF_WORK.includes(stage);
/** And looked at for good. */
export const hasQuestions = (stage: EngagementStage): boolean => worksOnQuestions(stage) || stage === 'finished';

/** Its message was taken away in its group: nobody else declines without a reason. */
export const wasTakenAway = ({
  state,
  reason,
}: {
  readonly state: QuestionState;
  readonly reason: string | null;
}): boolean => state === 'declined' && reason === null;

export interface QuestionFacts {
  readonly state: QuestionState;
  /** To whom it was given, and as an appeal was given before; null: to nobody. */
  readonly givenToId: number | null;
  /** Of its direct line. */
  readonly stage: EngagementStage;
}

const isOne = (by: QuestionCapacity, { state, givenToId }: QuestionFacts, actor: DutyActor): boolean =>
  by === 'official' ? actor.isOfficial : state !== 'appeal' && isHeldBy(givenToId, actor);

/** Where a row leads a question. */
export const stateAfter = ({ to }: Pick<Row, 'to'>, { givenToId }: Pick<QuestionFacts, 'givenToId'>): QuestionState =>
  to !== 'before' ? to : givenToId === null ? 'new' : 'given';

/** Those who work on a question see it: ОГ, and whose it is. */
export const maySeeQuestion = (facts: QuestionFacts, actor: DutyActor): boolean =>
  actor.isOfficial || isOne('answering', facts, actor);

/** The row that allows it now; null: none does. */
export const rowOf = (act: QuestionAct, facts: QuestionFacts, actor: DutyActor): Row | null =>
  worksOnQuestions(facts.stage)
    ? (QUESTION_ROWS.find((row) => row.act === act && row.from.includes(facts.state) && isOne(row.by, facts, actor)) ??
      null)
    : null;

/** What somebody may do with it now, in the order of the table. */
export const actsOn = (facts: QuestionFacts, actor: DutyActor): readonly QuestionAct[] => [
  ...new Set(QUESTION_ROWS.map(({ act }) => act).filter((act) => rowOf(act, facts, actor) !== null)),
];

/**
 * The number under which a question is registered as an appeal: none of ПОС, which has no such number yet.
 * @param time which one, from 1: the number of an appeal that was taken back is used
 */
export const numberOfAppeal = (lineId: number, number: number, time = 1): string =>
  [`ПЛ-${lineId}-${number}`, ...(time > 1 ? [time] : [])].join('-');
