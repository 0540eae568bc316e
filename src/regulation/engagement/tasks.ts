import { isHeldBy, type DutyActor } from './duties';
import type { EngagementStage } from './vocabulary';

// What follows from results: short tasks, each an official's, with a day. As questions of a direct line, and with the same ways back.

/**
 * given     an official is to do it by a day
 * returned  it is not theirs: whoever has given it gives it to another
 */
export const TASK_STATES = ['given', 'done', 'returned', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Wire codes stay in the buttons of messages already sent: append only, never reuse. */
export const TASK_ACTS = { finish: 'fi', giveBack: 'gb', give: 'gi', cancel: 'ca', reopen: 'ro' } as const;
export type TaskAct = keyof typeof TASK_ACTS;

interface Row {
  readonly act: TaskAct;
  /** official: whoever has the ОГ role; holder: to whom it was given, and whoever stands in while they are away. */
  readonly by: 'official' | 'holder';
  readonly from: readonly TaskState[];
  readonly to: TaskState;
}

/** THE table of a task. */
export const TASK_ROWS: readonly Row[] = [
  { act: 'finish', by: 'holder', from: ['given'], to: 'done' },
  { act: 'giveBack', by: 'holder', from: ['given'], to: 'returned' },
  // Also what is over: whoever had it may work here no more, so that nobody could go on with it.
  { act: 'give', by: 'official', from: ['given', 'returned', 'done', 'cancelled'], to: 'given' },
  { act: 'cancel', by: 'official', from: ['given', 'returned'], to: 'cancelled' },
  { act: 'reopen', by: 'official', from: ['done', 'cancelled'], to: 'given' },
];

/** What follows is known once it is summed up, and is written down while that is done. */
export const mayGiveTasks = (stage: EngagementStage): boolean => stage === 'summing_up' || stage === 'finished';

export interface TaskFacts {
  readonly state: TaskState;
  readonly givenToId: number;
}

/** Whoever has the ОГ role sees all of them, whose it is their own. */
export const maySeeTask = ({ givenToId }: TaskFacts, actor: DutyActor): boolean =>
  actor.isOfficial || isHeldBy(givenToId, actor);

/** The row that allows it now; null: none does. */
export const rowOfTask = (act: TaskAct, facts: TaskFacts, actor: DutyActor): Row | null =>
  TASK_ROWS.find(
    (row) =>
      row.act === act &&
      row.from.includes(facts.state) &&
      (row.by === 'official' ? actor.isOfficial : isHeldBy(facts.givenToId, actor)),
  ) ?? null;

/** What somebody may do with it now, in the order of the table. */
export const actsOnTask = (facts: TaskFacts, actor: DutyActor): readonly TaskAct[] =>
  TASK_ROWS.map(({ act }) => act).filter((act) => rowOfTask(act, facts, actor) !== null);
