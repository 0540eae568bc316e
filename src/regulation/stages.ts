import type { Stage } from './vocabulary';

/** What a stage means to whoever only looks at an appeal: screens ask this table instead of telling stages apart. */
export interface StageMeaning {
  /** Nothing is awaited any more: terms are of the past. */
  readonly finished: boolean;
  /** It has a share of the whole term; others end on a date of their own or with the whole. */
  readonly ownTerm: boolean;
  /** The executor's one working day may be running. */
  readonly duty: boolean;
  /** The appeal waits for the date of «Отложено». */
  readonly waitsForDate: boolean;
  /** What the latest text of the answer is here; null: it is of no use to anybody. */
  readonly text: 'earlier' | 'draft' | 'answer' | null;
}

const nothing = { finished: false, ownTerm: true, duty: false, waitsForDate: false, text: null } as const;

export const MEANING: Readonly<Record<Stage, StageMeaning>> = {
  coordination: nothing,
  assigned: { ...nothing, duty: true, text: 'earlier' },
  in_progress: { ...nothing, duty: true, text: 'earlier' },
  with_organization: { ...nothing, ownTerm: false },
  redirect_agreement: nothing,
  redirect_approval: nothing,
  answer_agreement: { ...nothing, text: 'draft' },
  answer_approval: { ...nothing, text: 'draft' },
  postponed: { ...nothing, ownTerm: false, waitsForDate: true, text: 'answer' },
  answered: { ...nothing, finished: true, ownTerm: false, text: 'answer' },
  redirected: { ...nothing, finished: true, ownTerm: false },
};
