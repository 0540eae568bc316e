import type { StageShares } from './deadlines';
import type { Stage } from './vocabulary';

/** Stages with a share of the whole term; others end on a date of their own, with the whole, or never. */
export type TimedStage = keyof StageShares | 'redirect_agreement' | 'redirect_approval';

/** What a stage means to whoever only looks at an appeal: screens ask this table instead of telling stages apart. */
export interface StageMeaning {
  /** Nothing is awaited any more: terms are of the past. */
  readonly finished: boolean;
  /** The stage itself where it has a term of its own. */
  readonly timed: TimedStage | null;
  /** The executor's one working day may be running. */
  readonly duty: boolean;
  /** It may still be passed on to another body: the seven days of an `appeal59` matter. */
  readonly passing: boolean;
  /** The appeal waits for the date of «Отложено». */
  readonly waitsForDate: boolean;
  /** The agreed draft waits for its signature. */
  readonly signs: boolean;
  /** What the latest text of the answer is here; null: it is of no use to anybody. */
  readonly text: 'earlier' | 'draft' | 'answer' | null;
}

const nothing = {
  finished: false,
  timed: null,
  duty: false,
  passing: false,
  waitsForDate: false,
  signs: false,
  text: null,
} as const;

export const MEANING: Readonly<Record<Stage, StageMeaning>> = {
  coordination: { ...nothing, timed: 'coordination', passing: true },
  assigned: { ...nothing, timed: 'assigned', duty: true, passing: true, text: 'earlier' },
  in_progress: { ...nothing, timed: 'in_progress', duty: true, passing: true, text: 'earlier' },
  with_organization: nothing,
  redirect_agreement: { ...nothing, timed: 'redirect_agreement', passing: true },
  redirect_approval: { ...nothing, timed: 'redirect_approval', passing: true },
  answer_agreement: { ...nothing, timed: 'answer_agreement', text: 'draft' },
  answer_approval: { ...nothing, timed: 'answer_approval', signs: true, text: 'draft' },
  delivery: { ...nothing, text: 'answer' },
  postponed: { ...nothing, waitsForDate: true, text: 'answer' },
  answered: { ...nothing, finished: true, text: 'answer' },
  redirected: { ...nothing, finished: true },
  closed: { ...nothing, finished: true },
};

/** Until when it may be passed on matters still: it is not made in ПОС yet. */
export const mayStillPass = ({
  stage,
  redirectAskedAt,
}: {
  readonly stage: Stage;
  readonly redirectAskedAt: Stage | null;
}): boolean => MEANING[stage].passing || (stage === 'delivery' && redirectAskedAt !== null);

/** Nobody of the office has to act at these: an organization's answer is waited for, or a date. */
export const WAITING_STAGES = ['with_organization', 'postponed'] as const satisfies readonly Stage[];
