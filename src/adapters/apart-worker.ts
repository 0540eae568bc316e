import { describeError } from '../process/log';
import type { Failure, Task, Word } from './apart';
import { endWithBot, isOutOfMemory } from './limited-process';

// What runs in a process apart, whatever it is: the first word of its command line names the module whose exports are the tasks.

/** Bytes. Libraries do not give everything back: a worker that holds so much more than in the beginning goes, and the next task has a new one. */
const MOST_LEFT_BEHIND = 56_000_000;

const [, , table = '', mostHeld = String(MOST_LEFT_BEHIND)] = process.argv;
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its name is known here alone, and a `require` finds what tests compile
const tasks = require(table) as Readonly<Record<string, (asks: object) => unknown>>;

const atFirst = process.memoryUsage.rss();
const leaveWhenFull = () => {
  if (process.memoryUsage.rss() - atFirst > Number(mostHeld)) process.exit();
};
const say = (word: Word): void => void process.send?.(word, leaveWhenFull);

async function carryOut({ name, asks }: Task): Promise<{ readonly done: unknown } | Failure> {
  try {
    const task = tasks[name];
    if (!task) throw new Error(`There is no task ${name} in ${table}`);
    return { done: await task(asks) };
  } catch (error) {
    // Whatever those before it have left here is gone with this process; if the task itself is too much, the next one ends too.
    if (isOutOfMemory(error)) process.exit(1);
    return { failed: describeError(error), refusal: refusalIn(error) };
  }
}

const refusalIn = (error: unknown): string | null =>
  error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;

process.on('message', (task) => void carryOut(task as Task).then(say));
endWithBot();
say('ready');
