import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors';
import { startLimited, type ProcessLimits } from './limited-process';

/** What can be asked of a worker, by name: a module's exports, each of which takes one object. */
export type TaskTable = Readonly<Record<string, (asks: never) => unknown>>;

export interface Failure {
  readonly failed: string;
  /** What the system has refused, such as `ENOENT`: then it was not the task that was bad. */
  readonly refusal: string | null;
}

/** One of them, as it is sent. */
export interface Task {
  readonly name: string;
  readonly asks: object;
}

/** What a worker says: once when it can work, then for each task. */
export type Word = 'ready' | { readonly done: unknown } | Failure;

export interface ApartOptions extends ProcessLimits {
  /** The module whose exports are what can be asked of the worker. */
  readonly tasks: string;
  /** Bytes that the worker may hold beyond what it began with; absent: a little. */
  readonly mostHeld?: number;
  /** Of one task, in milliseconds. */
  readonly limitMs: number;
  /** After so long without a task the worker goes, and what it held of memory. */
  readonly idleMs: number;
}

const WORKER = require.resolve('./apart-worker');

/** `too_heavy`: it took too long, or more memory than there is for it. */
export type Outcome<Answer> = { readonly done: Answer } | Failure | 'too_heavy';

export interface Apart<Of extends TaskTable> {
  /**
   * One task after another. A worker that dies, fails or takes too long is replaced: the next task does not suffer for it, nor for what
   * those before it have left behind in the worker.
   * @param limitMs where it is another one than that of the rest
   * @throws AppError `worker_apart` when the worker can't be started at all
   */
  ask<Name extends keyof Of & string>(
    name: Name,
    asks: Parameters<Of[Name]>[0],
    limitMs?: number,
  ): Promise<Outcome<Awaited<ReturnType<Of[Name]>>>>;
  /** What is asked and not answered is answered by an error. */
  readonly stop: () => Promise<void>;
}

/**
 * A limited process for what takes long, or for what others' bytes might do to the one that answers presses. It starts with the first
 * task. A thread would not do: what a native library asks for is the whole process's, and so is its end.
 */
export function workApart<Of extends TaskTable>(options: ApartOptions): Apart<Of> {
  const { limitMs, idleMs } = options;
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
    const started = await start(options);
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  async function carryOut(task: Task, within: number): Promise<Outcome<unknown>> {
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
    ask(name, asks, within = limitMs) {
      const answer = turn.then(() => carryOut({ name, asks }, within));
      turn = answer.catch(() => undefined);
      // What a function of the module answers, as its types say.
      return answer as Promise<Outcome<never>>;
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

async function start({ tasks, mostHeld, ...limits }: ApartOptions): Promise<ChildProcess> {
  const worker = startLimited(WORKER, limits, [tasks, ...(mostHeld === undefined ? [] : [String(mostHeld)])]);
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
    throw new AppError('worker_apart', `Nothing can be done apart: ${tasks} did not start`, {}, { cause });
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
  task: Task,
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
