/** What a messenger's adapter hands to the inbox. Its texts and its JSON are such as PostgreSQL takes: no NUL, no half of a surrogate pair. */
export interface IncomingUpdate {
  /** Tells the event from all others of its messenger: delivered twice, it has the same key. */
  readonly key: string;
  /** Whose update it is, as the adapter names people: one lane is worked by one hand, in order. */
  readonly lane: string;
  /**
   * The order within the lane, for a messenger that numbers all its updates: they may overtake each other on their way.
   * Without it they go in the order in which they came.
   */
  readonly place?: number;
  readonly payload: object;
  /** False for a kind that nobody handles: it is done as soon as it is kept. */
  readonly handled: boolean;
}

/** An update in the table that is not done. */
export interface WaitingUpdate {
  /** The row's own, in the order of arrival. */
  readonly id: number;
  readonly key: string;
  readonly lane: string;
  readonly place: number;
  readonly payload: object;
  readonly receivedAt: Date;
  /** Tries that threw, but for those that an outage has spoilt. */
  readonly attempts: number;
  /** How often it was left at the head of its lane by a process that had stopped. */
  readonly resumes: number;
  readonly nextAttemptAt: Date | null;
}

/** The row that an update has become; null when there is nothing to do, because it was known already or nobody handles its kind. */
export type Receipt = {
  readonly id: number;
  readonly place: number;
  /** Others of its lane were waiting when it was kept. */
  readonly behind: boolean;
} | null;

export interface ParkedUpdate {
  readonly key: string;
  /** Whose it was; only the adapter can read it. */
  readonly lane: string;
  readonly error: string;
}

/** The database did not take what came: it is not to be confirmed, and comes again. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** Something outside has failed, not this program: the network, the disk, the database. It heals by itself. */
export interface Outage {
  readonly of: 'messenger' | 'disk' | 'database';
  /** When the other side has said how long to wait. */
  readonly afterSeconds?: number;
  /** What came with the update has not come itself: the update waits beside its lane, which goes on. */
  readonly beside?: true;
}

/** Called at least once for every update: after a crash again, so whatever it does is idempotent. A throw is tried again. */
export type HandleUpdate = (update: object, about: { readonly key: string; readonly attempt: number }) => Promise<void>;
