import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { hasHad } from '../../../src/adapters/processor-time';

const isTold = process.platform === 'linux';

/** Which of both comes first for a process that runs this: its share of a core, or so much of the clock. */
async function firstOf(program: string, limitMs: number, clockMs: number): Promise<'had' | 'clock'> {
  const child = spawn('sh', ['-c', program]);
  const listening = new AbortController();
  const { signal } = listening;
  try {
    const had = hasHad(child.pid, limitMs, signal).then(() => 'had' as const);
    return await Promise.race([had, pause(clockMs, 'clock' as const, { signal })]);
  } finally {
    listening.abort();
    child.kill('SIGKILL');
  }
}

test('whoever gets nothing of a core, on a machine that others keep busy, is not over their time', async () => {
  if (!isTold) return;
  expect(await firstOf('exec sleep 60', 400, 1_500)).toBe('clock');
});

test('whoever works all the time is, however little of a core there is', async () => {
  if (!isTold) return;
  expect(await firstOf('while :; do :; done', 300, 10 * 60_000)).toBe('had');
});

test('and so is, at last, whoever waits for something that never comes', async () => {
  expect(await firstOf('exec sleep 60', 100, 10 * 60_000)).toBe('had');
});
