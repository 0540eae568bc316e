import { closeSync, openSync } from 'node:fs';
import { startChild, type Child } from '../../support/child';
import { until } from '../../support/until';

const isLinux = process.platform === 'linux';
const left = (child: Child) => until('it has ended', () => child.process.exitCode !== null);

(isLinux ? test : test.skip)(
  'a process whose log cannot be written goes on with its work, and ends when it is to end',
  async () => {
    const full = openSync('/dev/full', 'w');
    const child = await startChild('log-process.ts', [], full);
    try {
      for (let round = 1; round <= 5; round += 1) {
        child.process.send({ log: round });
        await until('it answers', () => child.said.some(({ logged }) => logged === round));
      }
      expect(child.said.filter(({ error }) => error === 'ENOSPC')).toHaveLength(5);
      child.process.send({ leave: 5 });
      await left(child);
      expect(child.process.exitCode).toBe(3);
    } finally {
      await child.kill();
      closeSync(full);
    }
  },
);

test('what is logged in the last moment of a process is still read', async () => {
  const child = await startChild('log-process.ts', [], 'pipe');
  let text = '';
  let isRead = false;
  child.process.stdout
    ?.setEncoding('utf8')
    .on('data', (piece: string) => (text += piece))
    .on('end', () => (isRead = true));
  try {
    child.process.send({ leave: 5_000 });
    await left(child);
    await until('all is read', () => isRead);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { line: number }).line);
    expect(lines.sort((one, other) => one - other)).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
  } finally {
    await child.kill();
  }
});
