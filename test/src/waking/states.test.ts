import { after, isActive, isOver, type Change, type State } from '../../../src/waking/states';

const CHANGES: readonly Change[] = ['start', 'wake', 'again', 'done', 'rested', 'leave', 'stop'];

/** A dash: it cannot happen. */
const TABLE: readonly (readonly [state: State, nexts: readonly (State | '-')[]])[] = [
  //           start       wake        again      done       rested     leave      stop
  ['idle', ['working', 'idle', '-', '-', '-', 'idle', 'stopped']],
  ['working', ['-', 'woken', 'working', 'resting', '-', 'leaving', 'stopping']],
  ['woken', ['-', 'woken', 'working', 'working', '-', 'leaving', 'stopping']],
  ['resting', ['-', 'working', '-', '-', 'working', 'idle', 'stopped']],
  ['leaving', ['recalled', 'leaving', 'idle', 'idle', '-', 'leaving', 'stopping']],
  ['recalled', ['-', 'recalled', 'working', 'working', '-', 'leaving', 'stopping']],
  ['stopping', ['stopping', 'stopping', 'stopped', 'stopped', '-', 'stopping', 'stopping']],
  ['stopped', ['stopped', 'stopped', '-', '-', '-', 'stopped', 'stopped']],
];
const STATES = TABLE.map(([state]) => state);

describe.each(TABLE)('a loop that is %s', (state, nexts) => {
  test.each(CHANGES.map((change, place) => [change, nexts[place] ?? '-'] as const))(
    'after «%s» is %s',
    (change, next) => {
      if (next === '-') expect(() => after(state, change)).toThrow(`A loop that is ${state} knows no «${change}»`);
      else expect(after(state, change)).toBe(next);
    },
  );
});

test('a wake is never lost: whatever is active works again after it', () => {
  for (const state of STATES.filter(isActive)) {
    const woken = after(state, 'wake');
    expect(woken === 'working' || after(woken, 'done') === 'working').toBe(true);
  }
});

test('what is over stays so, whatever happens', () => {
  for (const state of STATES.filter(isOver))
    for (const change of ['start', 'wake', 'leave', 'stop'] as const) expect(after(state, change)).toBe(state);
});

test('no state is both active and over', () => {
  expect(STATES.filter((state) => isActive(state) && isOver(state))).toEqual([]);
});
