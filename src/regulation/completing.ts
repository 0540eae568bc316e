import type { Answers, Submission } from './answers';
import type { AppealFacts } from './facts';
import type { Refusal } from './refusals';
import type { Lack } from './vocabulary';

/** A point alone is missed by nobody: most addresses are enough. */
export const isIncomplete = (lacks: readonly Lack[]): boolean => lacks.includes('text') || lacks.includes('place');

/** Which answers fill what; null in one of them: it is not known, so it stays empty. */
const FILLED = {
  text: ({ lackingText }) => lackingText,
  place: ({ lackingPlace }) => lackingPlace,
  point: ({ lackingPoint }) => lackingPoint,
} as const satisfies Record<Lack, (answers: Answers) => unknown>;

/** What this form has filled so far, of what is empty: nothing that stands is written over. */
export const filledBy = (answers: Answers, lacks: readonly Lack[]): Lack[] =>
  lacks.filter((lack) => FILLED[lack](answers) !== undefined && FILLED[lack](answers) !== null);

/** One of them is asked for only where it is empty, and may be left so. */
export const lackRefusal =
  (lack: Lack) =>
  ({ answers }: Submission, { lacks }: AppealFacts): Refusal | null =>
    lacks.includes(lack) && FILLED[lack](answers) === undefined ? 'stillLacking' : null;

export const completionRefusal = ({ answers }: Submission, { lacks }: AppealFacts): Refusal | null =>
  filledBy(answers, lacks).length === 0 ? 'nothingCompleted' : answers.confirmed ? null : 'notConfirmed';
