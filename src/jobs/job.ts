import type { Transaction } from '../database/database';
import type { PlainDate } from '../regulation/calendar';

/** One slot of a job. */
export interface Occasion {
  /** Whom the slot is for: '' when there is one for everybody, a group's id for the group digest. */
  readonly subject: string;
  /** The slot: when it should run. */
  readonly at: Date;
  /** From here on the slot makes no sense any more, and is skipped. */
  readonly until: Date;
}

/** Work of the office's day that nobody presses for. */
export interface Job<Name extends string = string> {
  readonly name: Name;
  /** Slots of that day; the day may have none. Asked at every tick. */
  occasions(day: PlainDate): Promise<readonly Occasion[]>;
  /** In the transaction that marks the slot done: outbox rows only, no network. What throws is tried again. */
  run(tx: Transaction, occasion: Occasion): Promise<void>;
}
