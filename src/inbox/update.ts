export interface IncomingUpdate {
  readonly updateId: number;
  /** Whose update it is: the person's id, else the chat's, else 0. */
  readonly lane: number;
  /** JSON that PostgreSQL takes: no NUL, no half of a surrogate pair. */
  readonly payload: object;
  /** False for a kind that nobody handles: it is done as soon as it is kept. */
  readonly handled: boolean;
}

export interface WaitingUpdate {
  readonly updateId: number;
  readonly lane: number;
  readonly payload: object;
  /** Tries that threw. */
  readonly attempts: number;
  /** How often it was left at the head of its lane by a process that had stopped. */
  readonly resumes: number;
  readonly nextAttemptAt: Date | null;
}

/** `new`: kept now, and nothing of its lane waits. `behind`: kept now, others of its lane wait. `known`: nothing to do. */
export type Receipt = 'new' | 'behind' | 'known';

export interface ParkedUpdate {
  readonly updateId: number;
  /** Whose it was, as a lane is. */
  readonly lane: number;
  readonly error: string;
}

/** Called at least once for every update: after a crash again, so whatever it does is idempotent. A throw is tried again. */
export type HandleUpdate = (
  update: object,
  about: { readonly updateId: number; readonly attempt: number },
) => Promise<void>;
