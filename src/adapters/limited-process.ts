import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * A young part of the heap of 6 MB instead of 48, and threads for no more than one helper, each of which has a stack of 8 MB: a workbook
 * of 200,000 rows is read in 269 MB instead of 335, and in the same time.
 */
const FRUGAL = ['--max-semi-space-size=2', '--single-threaded-gc', '--v8-pool-size=1'] as const;

export interface ProcessLimits {
  /** Of the whole process: heap, buffers, what native libraries take, stacks of threads. Its code is not counted, some 50 MB of which most is the bot's too. */
  readonly memoryMegabytes: number;
  /** Of JavaScript alone: where it is reached V8 still says so to itself. */
  readonly heapMegabytes: number;
}

/** What glibc has freed goes back at once: kept for later it would be what the next picture or file lacks. */
const RETURNING = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };

/**
 * A process of its own for strangers' bytes. It knows none of our secrets, gives way to whoever presses, and cannot take more memory
 * than it was given: what asks for more ends this process, and nothing else. The kernel holds that limit (RLIMIT_DATA), and Linux alone
 * has it; elsewhere, where the bot is tried and not run, only the heap is limited.
 * @param program a module that listens to `message`, and ends itself on `disconnect`, as `endWithBot` does
 * @param words of its command line
 */
export function startLimited(
  program: string,
  { memoryMegabytes, heapMegabytes }: ProcessLimits,
  words: readonly string[] = [],
): ChildProcess {
  const node = [...process.execArgv, ...FRUGAL, `--max-old-space-size=${heapMegabytes}`];
  // where less is allowed already, a shell would end at what it may not raise
  const limit = `ulimit -d ${memoryMegabytes * 1_024}`;
  const limited = ['-c', `(${limit}) && ${limit}; exec "$0" "$@"`, process.execPath, ...node];
  const child = fork(program, words, {
    ...(process.platform === 'linux' ? { execPath: '/bin/sh', execArgv: limited } : { execArgv: node }),
    env: RETURNING,
    serialization: 'advanced',
    // A library prints what it thinks of each broken file: that is heard by nobody and kept nowhere.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whatever is wrong is heard of by whoever waits for an answer; when nobody does, it is over.
  child.on('error', () => undefined);
  if (child.pid !== undefined) giveWay(child.pid);
  return child;
}

/**
 * Whoever presses meanwhile comes first: on two cores this one and the database leave none to anybody else. Linux does it to one thread
 * and those that it begins from then on, so at the start of a process.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // not to be had on this machine, or it is over already
  }
}

/** For such a process: it ends with the bot, and not by the signal that asks the bot to stop, which has a word to say first. */
export function endWithBot(): void {
  process.on('disconnect', () => process.exit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

/** Memory that was asked for and not given, which V8 and zlib have several words for. */
export function isOutOfMemory(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : null;
    if (code === 'Z_MEM_ERROR' || code === 'ERR_MEMORY_ALLOCATION_FAILED' || code === 'ERR_STRING_TOO_LONG')
      return true;
    if (cause instanceof RangeError && /alloc|invalid (?:string|array buffer) length/i.test(cause.message)) return true;
  }
  return false;
}
