import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';

/**
 * A statement that PostgreSQL prepares once per connection under its name: the press path, the queues and what reads sets are
 * made of these; one row of an admin's table is read and written by `repositoryOf`.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const textByName = new Map<string, string>();

/**
 * Names a statement. Called once per statement, at load.
 * @throws Error when the name is longer than PostgreSQL keeps (63 bytes) or already means another text:
 *   pg would silently run the first one.
 */
export function statement(name: string, text: string): Statement {
  if (Buffer.byteLength(name) > 63) throw new Error(`Statement name is over 63 bytes: ${name}; shorten it`);
  const known = textByName.get(name);
  if (known !== undefined && known !== text) throw new Error(`Two statements are named ${name}; rename one`);
  textByName.set(name, text);
  return { name, text };
}

export interface Queries {
  /** Rows of a SELECT or of a RETURNING clause; an empty array for everything else. */
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queries {
  /** TypeORM's manager on the same connection; see `repositoryOf`. */
  readonly manager: EntityManager;
}

export interface Database extends Queries {
  /** Commits when `work` resolves, rolls back when it throws. Not nested. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly dataSource: DataSource;
}

const UNIQUE_VIOLATION = '23505';
/** Somebody has written the same unique value first; the transaction is lost, and another try sees theirs. */
export const isTakenMeanwhile = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;

const LOCK_NOT_AVAILABLE = '55P03';
/** Another transaction has held a row for longer than this one may wait; nothing of this one is kept. */
export const isHeldTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;

/** The pool's own words; it gives no code. */
const NO_FREE_CONNECTION = 'timeout exceeded when trying to connect';
/** Others are at work: with a row that this needs, or with every connection. Nothing of this transaction is kept. */
export const isBusy = (error: unknown): boolean =>
  isHeldTooLong(error) || (error instanceof Error && error.message === NO_FREE_CONNECTION);

const undertakings = new AsyncLocalStorage<{ hasKept: boolean }>();

/** Of the work that is under way around this call: something of it is kept. Said by whoever implements `Database`. */
export function noteKept(): void {
  const undertaking = undertakings.getStore();
  if (undertaking) undertaking.hasKept = true;
}

/**
 * Work of several transactions; `hasKept` tells whether one of them, or a write beside them, is committed already.
 * @param isBegun a former try has kept a part of it
 */
export function undertake<Result>(work: (hasKept: () => boolean) => Promise<Result>, isBegun = false): Promise<Result> {
  const undertaking = { hasKept: isBegun };
  return undertakings.run(undertaking, () => work(() => undertaking.hasKept));
}

/** Where rows live: both for what may stand in somebody's transaction or by itself. */
export type Rows = Transaction | Database;

/**
 * The rows of one table by their entity, typed: for people, groups, settings, days and whatever else is read or written one
 * by one. Within a transaction give that, or the rows are another connection's.
 */
export function repositoryOf<Row extends ObjectLiteral>(rows: Rows, entity: new () => Row): Repository<Row> {
  const { manager } = 'manager' in rows ? rows : rows.dataSource;
  return manager.getRepository(entity);
}

/**
 * Under which a desk keeps its database. Whoever may not import this file, a bot, can hand a desk on and not see what is in
 * it.
 */
export const DATABASE: unique symbol = Symbol('database');

export interface HasDatabase {
  readonly [DATABASE]: Database;
}

export const databaseOf = ({ [DATABASE]: database }: HasDatabase): Database => database;
