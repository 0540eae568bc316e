import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors';
import { describeError } from '../process/log';
import { endWithBot, startLimited, type ProcessLimits } from './limited-process';

/** What can be asked of a worker, by name: its `asks` come with the name as one object. */
export type TaskTable = Readonly<Record<string, { readonly asks: object; readonly answers: unknown }>>;
export type TaskOf<Of extends TaskTable> = { [Name in keyof Of]: { readonly name: Name } & Of[Name]['asks'] }[keyof Of];

interface Failure {
  readonly failed: string;
  /** What the system has refused, such as `ENOENT`: then it was not the task that was bad. */
  readonly refusal: string | null;
}

/** What a worker says: once when it can work, then for each task. */
type Word = 'ready' | { readonly done: unknown } | Failure;

export interface ApartOptions extends ProcessLimits {
  /** What the worker runs: a module that calls `workForBot`. */
  readonly program: string;
  /** Of one task, in milliseconds. */
  readonly limitMs: number;
  /** After so long without a task the worker goes, and what it held of memory. */
  readonly idleMs: number;
}

/** `too_heavy`: it took too long, or more memory than there is for it. */
export type Outcome<Answer> = { readonly done: Answer } | Failure | 'too_heavy';

export interface Apart<Of extends TaskTable> {
  /**
   * One task after another. A worker that dies, fails or takes too long is replaced: the next task does not suffer for it, nor for what
   * those before it have left behind in the worker.
   * @param limitMs where it is another one than that of the rest
   * @throws AppError `worker_apart` when the worker can't be started at all
   */
  ask<Name extends keyof Of>(
    name: Name,
    asks: Of[Name]['asks'],
    limitMs?: number,
  ): Promise<Outcome<Of[Name]['answers']>>;
  /** What is asked and not answered is answered by an error. */
  readonly stop: () => Promise<void>;
}

/**
 * A limited process for what takes long, or for what others' bytes might do to the one that answers presses. It starts with the first
 * task. A thread would not do: what a native library asks for is the whole process's, and so is its end.
 */
export function workApart<Of extends TaskTable>({ program, limitMs, idleMs, ...limits }: ApartOptions): Apart<Of> {
  let worker: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  async function dismiss(): Promise<void> {
    const leaving = worker;
    worker = null;
    if (leaving !== null) await end(leaving);
  }

  async function begin(): Promise<ChildProcess> {
    const started = await start(program, limits);
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  async function carryOut(task: object, within: number): Promise<Outcome<unknown>> {
    clearTimeout(idle);
    if (isStopped) throw stopped();
    const isUsed = worker !== null;
    worker ??= await begin();
    const outcome = isStopped ? 'late' : await answerOf(worker, task, within);
    if (isStopped) {
      await dismiss();
      throw stopped();
    }
    if (typeof outcome === 'object' && 'done' in outcome) {
      idle = setTimeout(() => void dismiss(), idleMs).unref();
      return outcome;
    }
    await dismiss();
    // Perhaps it was what others have left behind in it that was too much.
    if (outcome === 'died' && isUsed) return carryOut(task, within);
    return typeof outcome === 'object' ? outcome : 'too_heavy';
  }

  return {
    ask<Name extends keyof Of>(name: Name, asks: Of[Name]['asks'], within = limitMs) {
      const answer = turn.then(() => carryOut({ name, ...asks }, within));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async stop() {
      isStopped = true;
      clearTimeout(idle);
      await dismiss();
    },
  };
}

const stopped = (): AppError =>
  new AppError('worker_apart', 'The program is being stopped; what was asked for is done after the next start');

async function start(program: string, limits: ProcessLimits): Promise<ChildProcess> {
  const worker = startLimited(program, limits);
  const listening = new AbortController();
  const { signal } = listening;
  const failed = async (event: 'exit' | 'error'): Promise<never> => {
    const causes: readonly unknown[] = await once(worker, event, { signal });
    throw new Error(`It ended: ${String(causes[0])}`);
  };
  const ends = [failed('exit'), failed('error')];
  for (const ended of ends) ended.catch(() => undefined);
  try {
    await Promise.race([once(worker, 'message', { signal }), ...ends]);
  } catch (cause) {
    throw new AppError('worker_apart', `Nothing can be done apart: ${program} did not start`, {}, { cause });
  } finally {
    listening.abort();
  }
  rest(worker);
  return worker;
}

/** With nothing to do it does not keep the bot. */
function rest(worker: ChildProcess): void {
  worker.unref();
  worker.channel?.unref();
}

async function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.ref();
  worker.kill('SIGKILL');
  await ended.catch(() => undefined);
}

async function answerOf(
  worker: ChildProcess,
  task: object,
  limitMs: number,
): Promise<Exclude<Word, 'ready'> | 'died' | 'late'> {
  const listening = new AbortController();
  const { signal } = listening;
  const died = () => 'died' as const;
  worker.ref();
  worker.channel?.ref();
  try {
    const answer = once(worker, 'message', { signal }).then(([word]) => word as Exclude<Word, 'ready'>);
    const exit = once(worker, 'exit', { signal }).then(died, died);
    worker.send(task, () => undefined);
    return await Promise.race([
      answer.catch(died),
      exit,
      pause(limitMs, 'late' as const, { signal, ref: false }).catch(died),
    ]);
  } finally {
    listening.abort();
    rest(worker);
  }
}

/** Bytes. Libraries do not give everything back: a worker that holds so much more than in the beginning goes, and the next task has a new one. */
const MOST_LEFT_BEHIND = 56_000_000;

/**
 * What a worker does, to be called once by its program: it answers each task in turn.
 * @param most bytes that it may hold beyond what it began with
 */
export function workForBot<Of extends TaskTable>(
  carryOut: (task: TaskOf<Of>) => Promise<Of[keyof Of]['answers']>,
  most = MOST_LEFT_BEHIND,
): void {
  const atFirst = process.memoryUsage.rss();
  const leaveWhenFull = () => {
    if (process.memoryUsage.rss() - atFirst > most) process.exit();
  };
  const say = (word: Word): void => void process.send?.(word, leaveWhenFull);
  process.on('message', (task) => {
    carryOut(task as TaskOf<Of>).then(
      (done) => say({ done }),
      (error: unknown) => say({ failed: describeError(error), refusal: refusalIn(error) }),
    );
  });
  endWithBot();
  say('ready');
}

const refusalIn = (error: unknown): string | null =>
  error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
