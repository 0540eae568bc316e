import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { until } from './until';

export interface Child {
  readonly process: ChildProcess;
  /** What it has said so far. */
  readonly said: Record<string, unknown>[];
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Another process with our TypeScript, from test/support; resolves when it says `{ ready: true }`.
 * @param output where its standard output goes; a number is an open file
 */
export async function startChild(
  file: string,
  args: readonly string[],
  output: 'ignore' | 'pipe' | number = 'ignore',
): Promise<Child> {
  const child = fork(path.join(__dirname, file), args, {
    execArgv: ['--require', path.join(__dirname, 'run-typescript.cjs')],
    stdio: ['ignore', output, 'inherit', 'ipc'],
  });
  const said: Record<string, unknown>[] = [];
  child.on('message', (message) => said.push(message as Record<string, unknown>));
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await until(`${file} is gone`, isGone);
  };
  try {
    await until(`${file} is ready`, () => said.some((message) => message['ready'] === true));
  } catch (error) {
    await kill();
    throw error;
  }
  return { process: child, said, kill };
}
