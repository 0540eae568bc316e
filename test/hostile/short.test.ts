import { DOORS } from './doors';
import { smallMachine } from './machine';
import { compileHasty } from './office';
import { missed, playDoor } from './play';

/** On a busy machine words come late, and presses take what they take: both are judged by `npm run hostile`. */
const PATIENCE_SECONDS = 240;

const compiled = compileHasty();
const machine = smallMachine();
afterAll(() => {
  compiled.remove();
  machine.leave();
});

test.each(DOORS)(
  'strangers’ bytes at the door «$name» cost little memory, are told of in words, and harm nothing beside them',
  async (door) => {
    const cases = door.cases.filter(({ name }) => door.short.includes(name));
    expect(cases).toHaveLength(door.short.length);
    const result = await playDoor(door, cases, {
      compiled,
      machine,
      patienceSeconds: PATIENCE_SECONDS,
      tell: () => undefined,
    });
    expect(missed({ ...result, pressRatio: 0 })).toEqual([]);
  },
);

test('there are two hundred of them at least, and each is called otherwise', () => {
  const names = DOORS.flatMap(({ name, cases }) => cases.map((one) => `${name}: ${one.name}`));
  expect(names.length).toBeGreaterThanOrEqual(200);
  expect(new Set(names).size).toBe(names.length);
});
