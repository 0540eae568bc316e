import { longWork } from '../../../src/process/long-work';
import { until } from '../../support/until';

const AT_ONCE = { silentMs: 0, redrawnMs: 1 };
const NEVER = { silentMs: 2 ** 30, redrawnMs: 1 };

function watched(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => void written.push(text) };
}

test('in a terminal one line is drawn over with how far it is, and is gone at the end', async () => {
  const terminal = watched(true);
  const work = longWork(terminal, AT_ONCE);
  work.at('1 из 9');
  await until('the first is drawn', async () => terminal.written.includes('\r\u001b[K1 из 9'));
  work.at('2 из 9');
  await until('the second is drawn', async () => terminal.written.includes('\r\u001b[K2 из 9'));
  work.end();
  expect(terminal.written.at(-1)).toBe('\r\u001b[K');
  expect(terminal.written.join('')).not.toContain('\n');
});

test('a log gets one line, whatever comes after it', async () => {
  const log = watched(false);
  const work = longWork(log, AT_ONCE);
  work.at('1 из 9');
  await until('it is told', async () => log.written.length > 0);
  const other = watched(true);
  const beside = longWork(other, AT_ONCE);
  beside.at('x');
  work.at('2 из 9');
  await until('several rounds have passed', async () => other.written.length > 3);
  work.end();
  beside.end();
  expect(log.written).toEqual(['1 из 9\n']);
});

test('of quick work nothing is said', () => {
  const terminal = watched(true);
  const work = longWork(terminal, NEVER);
  work.at('1 из 9');
  work.end();
  expect(terminal.written).toEqual([]);
});
