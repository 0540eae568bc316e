import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors';

/** What can be asked of a worker, by name: its `asks` come with the name as one object. */
export type TaskTable = Readonly<Record<string, { readonly asks: object; readonly answers: unknown }>>;
export type TaskOf<Of extends TaskTable> = { [Name in keyof Of]: { readonly name: Name } & Of[Name]['asks'] }[keyof Of];

/** What a worker says: once when it can work, then for each task. */
export type WordOf<Of extends TaskTable> =
  'ready' | { readonly done: Of[keyof Of]['answers'] } | { readonly failed: string };

export interface ApartOptions {
  /** What the worker runs. */
  readonly program: string;
  /** Of one task, in milliseconds. */
  readonly limitMs: number;
  /** After so long without a task the worker goes, and what it held of memory. */
  readonly idleMs: number;
}

/** `too_heavy`: it took too long, or more memory than there is for it. */
export type Outcome<Answer> = { readonly done: Answer } | { readonly failed: string } | 'too_heavy';

export interface Apart<Of extends TaskTable> {
  /**
   * One task after another. A worker that dies, fails or takes too long is replaced: the next task does not suffer for it.
   * @throws AppError `worker_apart` when the worker can't be started at all
   */
  ask<Name extends keyof Of>(name: Name, asks: Of[Name]['asks']): Promise<Outcome<Of[Name]['answers']>>;
  /** What is asked and not answered is answered by an error. */
  readonly stop: () => Promise<void>;
}

// Of JavaScript alone: pixels lie outside of it, and are limited by their number.
const HEAP = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

/**
 * A thread of its own for what takes long, or for what others' bytes might do to the one that answers presses. It starts with the
 * first task.
 */
export function workApart<Of extends TaskTable>({ program, limitMs, idleMs }: ApartOptions): Apart<Of> {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  async function dismiss(): Promise<void> {
    const leaving = worker;
    worker = null;
    await leaving?.terminate();
  }

  async function begin(): Promise<Worker> {
    const started = await start(program);
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  async function carryOut(task: object): Promise<Outcome<unknown>> {
    clearTimeout(idle);
    if (isStopped) throw stopped();
    worker ??= await begin();
    const outcome = isStopped ? 'too_heavy' : await answerOf(worker, task, limitMs);
    if (outcome === 'too_heavy' || 'failed' in outcome) await dismiss();
    else idle = setTimeout(() => void dismiss(), idleMs).unref();
    if (isStopped) throw stopped();
    return outcome;
  }

  return {
    ask<Name extends keyof Of>(name: Name, asks: Of[Name]['asks']) {
      const answer = turn.then(() => carryOut({ name, ...asks }));
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

async function start(program: string): Promise<Worker> {
  const worker = new Worker(program, { resourceLimits: HEAP, stdout: true, stderr: true });
  // A library prints what it thinks of each broken file: that is heard by nobody and kept nowhere.
  worker.stdout.destroy();
  worker.stderr.destroy();
  const failed = new Promise<never>((_, reject) => {
    worker.once('exit', () => reject(new Error('it ended')));
    // Stays for good: an error without a listener would end the bot. Its exit follows, and that is what is heard of it.
    worker.on('error', reject);
  });
  try {
    await Promise.race([once(worker, 'message'), failed]);
  } catch (cause) {
    throw new AppError('worker_apart', `Nothing can be done apart: ${program} did not start`, {}, { cause });
  }
  // With nothing to do it does not keep the process.
  worker.unref();
  return worker;
}

async function answerOf(worker: Worker, task: object, limitMs: number): Promise<Outcome<unknown>> {
  const listening = new AbortController();
  const { signal } = listening;
  worker.ref();
  try {
    const answer = once(worker, 'message', { signal }).then(([word]) => word as Exclude<WordOf<TaskTable>, 'ready'>);
    worker.postMessage(task);
    return await Promise.race([
      answer.catch(tooHeavy),
      once(worker, 'exit', { signal }).then(tooHeavy, tooHeavy),
      pause(limitMs, 'too_heavy' as const, { signal, ref: false }).catch(tooHeavy),
    ]);
  } finally {
    listening.abort();
    worker.unref();
  }
}

const tooHeavy = () => 'too_heavy' as const;
