/** How long a session may take before PostgreSQL ends what it does, in milliseconds, and how many sessions there are. */
export interface Limits {
  readonly connections: number;
  /** For a connection, also for one that others of the pool are using. */
  readonly connect: number;
  readonly statement: number;
  /** For a row that another transaction holds. */
  readonly lock: number;
  /** Between two statements of a transaction. */
  readonly idleInTransaction: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * Who works with the database, each by connections of its own, so that a crowd in one pool takes none from another. A process
 * holds 20 at most; docs/administrator/operating.md tells the operator the sum.
 */
export const POOLS = {
  /**
   * People's presses and the HTTP intake. They take milliseconds, so what takes longer waits for somebody: a person learns of
   * it after 4 s, while a toast still reaches the finger; after 8 s at most when several wait for one row, since the second
   * waits behind the first, and then for the row, each within the limit. Nothing of ours waits for a network within a transaction, so one that
   * is idle for 30 s is of a process that hangs, and must not hold its rows.
   */
  presses: {
    connections: 10,
    connect: 10 * SECOND,
    statement: 30 * SECOND,
    lock: 4 * SECOND,
    idleInTransaction: 30 * SECOND,
  },
  /** The inbox and the outbox. Telegram waits for the webhook's answer and comes again: an honest 503 is better than none. */
  queues: {
    connections: 4,
    connect: 10 * SECOND,
    statement: 15 * SECOND,
    lock: 5 * SECOND,
    idleInTransaction: 15 * SECOND,
  },
  /**
   * The clock: reminders, jobs, terms planned anew, and the one connection that holds the process's place. A digest of a large
   * office may take minutes; a row that is held makes one reminder later, and the tick's others shall not wait for it long.
   */
  jobs: { connections: 4, connect: 10 * SECOND, statement: 10 * MINUTE, lock: 10 * SECOND, idleInTransaction: MINUTE },
  /** `/health` and `/metrics`: whoever watches gives up after some seconds, and learns nothing then. */
  health: {
    connections: 2,
    connect: 3 * SECOND,
    statement: 5 * SECOND,
    lock: 2 * SECOND,
    idleInTransaction: 5 * SECOND,
  },
} as const satisfies Readonly<Record<string, Limits>>;

export type PoolName = keyof typeof POOLS;

/**
 * As options of a session's start, before any statement of it. Without JIT: PostgreSQL compiles a registry file's statements for longer than
 * it then runs them (PostgreSQL 15: an import's backend worked 8.1 s with it and 4.3 s without).
 */
export const sessionOptions = ({ statement, lock, idleInTransaction }: Limits): string =>
  `-c jit=off -c statement_timeout=${statement} -c lock_timeout=${lock} -c idle_in_transaction_session_timeout=${idleInTransaction}`;

/** For what may wait and work as long as it must. */
export const WITHOUT_LIMITS =
  'set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0';
/** Back to those that the session began with. */
export const WITHIN_LIMITS = 'reset statement_timeout; reset lock_timeout; reset idle_in_transaction_session_timeout';
