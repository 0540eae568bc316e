import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workApart } from '../../../src/adapters/apart';
import type { Tasks } from '../../../src/adapters/pictures/worker';

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-apart-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that does with its task what the bytes name, as bad bytes might make the libraries do. */
const PROGRAM = path.join(folder, 'worker.cjs');
writeFileSync(
  PROGRAM,
  `const held = [];
   process.on('message', ({ path: deed }) => {
     if (deed === 'hang') for (;;);
     if (deed === 'fall') throw new Error('fell');
     if (deed === 'leave') process.exit(3);
     if (deed === 'abort') process.abort();
     if (deed === 'swell') for (const all = []; ; ) all.push(new Array(1e6).fill({}));
     if (deed === 'take') for (;;) held.push(Buffer.alloc(16e6, 1));
     if (deed === 'keep') held.push(Buffer.alloc(200e6, 1));
     if (deed === 'fail') return process.send({ failed: 'it failed', refusal: null });
     process.send({ done: process.pid });
   });
   process.on('disconnect', () => process.exit());
   process.send('ready');`,
);

function open(options: { program?: string; limitMs?: number; idleMs?: number } = {}) {
  const limits = { memoryMegabytes: 320, heapMegabytes: 128, limitMs: 60_000, idleMs: 60_000 };
  const apart = workApart<Tasks>({ program: PROGRAM, ...limits, ...options });
  return { ...apart, told: (deed: string) => apart.ask('examine', { path: deed }) };
}

test('one worker does one task after another', async () => {
  const { told, stop } = open();
  const [one, other] = await Promise.all([told('work'), told('work')]);
  expect(one).toEqual({ done: expect.any(Number) });
  expect(other).toEqual(one);
  await stop();
});

test.each([
  ['fall', 'too_heavy'],
  ['leave', 'too_heavy'],
  ['abort', 'too_heavy'],
  ['swell', 'too_heavy'],
  ['fail', { failed: 'it failed', refusal: null }],
])('a task that makes it %s is answered, and the next has a new worker', async (deed, outcome) => {
  const { told, stop } = open();
  const answers = await Promise.all([told('work'), told(deed), told('work')]);
  expect(answers[1]).toEqual(outcome);
  expect(answers[2]).toEqual({ done: expect.any(Number) });
  expect(answers[2]).not.toEqual(answers[0]);
  await stop();
});

test('what lies outside of the heap is limited too', async () => {
  const { told, stop } = open();
  expect(await told('take')).toBe('too_heavy');
  await stop();
});

test('what earlier tasks have left behind is nobody’s fault who comes later: it is done by a new worker', async () => {
  const { told, stop } = open();
  const first = await told('keep');
  const second = await told('keep');
  expect(second).toEqual({ done: expect.any(Number) });
  expect(second).not.toEqual(first);
  await stop();
});

test('a task without an end is given up after its time', async () => {
  const { told, stop } = open({ limitMs: 500 });
  expect(await told('hang')).toBe('too_heavy');
  expect(await told('work')).toEqual({ done: expect.any(Number) });
  await stop();
});

test('with nothing to do the worker goes, and comes again', async () => {
  const { told, stop } = open({ idleMs: 1 });
  const first = await told('work');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await told('work')).not.toEqual(first);
  await stop();
});

test('a program that does not start says so, and no picture is judged by it', async () => {
  const { told, stop } = open({ program: path.join(folder, 'none.cjs') });
  await expect(told('work')).rejects.toThrow(/none\.cjs did not start/);
  await stop();
});

test('a stop ends what is under way', async () => {
  const { told, stop } = open();
  await told('work');
  const hanging = expect(told('hang')).rejects.toThrow('being stopped');
  const waiting = expect(told('work')).rejects.toThrow('being stopped');
  await stop();
  await Promise.all([hanging, waiting]);
});
