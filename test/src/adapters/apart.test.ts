import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workApart, type ApartOptions } from '../../../src/adapters/apart';

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-apart-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tasks that do what the bytes name, as bad bytes might make the libraries do. */
type Tasks = { readonly told: (asks: { readonly deed: string }) => number };
const TASKS = path.join(folder, 'tasks.cjs');
writeFileSync(
  TASKS,
  `const held = [];
   exports.told = ({ deed }) => {
     if (deed === 'hang') for (;;);
     if (deed === 'fall') setImmediate(() => { throw new Error('fell'); });
     if (deed === 'fall') return new Promise(() => undefined);
     if (deed === 'leave') process.exit(3);
     if (deed === 'abort') process.abort();
     if (deed === 'swell') for (const all = []; ; ) all.push(new Array(1e6).fill({}));
     if (deed === 'take') for (;;) held.push(Buffer.alloc(16e6, 1));
     if (deed === 'keep') held.push(Buffer.alloc(200e6, 1));
     if (deed === 'fail') throw new Error('it failed');
     if (deed === 'refused') require('node:fs').readFileSync('/nowhere');
     return process.pid;
   };`,
);

/** What it keeps is looked at by tests of their own: here it may hold whatever its limits allow. */
const EVERYTHING = 1e12;

function open(options: Partial<ApartOptions> = {}) {
  const limits = { memoryMegabytes: 320, heapMegabytes: 128, limitMs: 60_000, idleMs: 60_000 };
  const apart = workApart<Tasks>({ tasks: TASKS, mostHeld: EVERYTHING, ...limits, ...options });
  return { ...apart, told: (deed: string) => apart.ask('told', { deed }) };
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
  ['fail', { failed: expect.stringContaining('it failed'), refusal: null }],
  ['refused', { failed: expect.any(String), refusal: 'ENOENT' }],
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

test('a worker that holds more than it may goes by itself, and the next task has a new one', async () => {
  const { told, stop } = open({ mostHeld: 56e6 });
  const first = await told('keep');
  expect(first).toEqual({ done: expect.any(Number) });
  const second = await told('work');
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
  const { told, stop } = open({ tasks: path.join(folder, 'none.cjs') });
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
