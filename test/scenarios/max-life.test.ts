import { playWholeLife } from '../support/whole-life';
import { PEOPLE, World, type Who } from '../support/world';

const everybody = Object.keys(PEOPLE) as Who[];

describe.each<[string, readonly Who[]]>([
  ['an office that works in MAX alone', everybody],
  [
    'an office with its coordinators and approvers in MAX, its executors and supervisors in Telegram',
    ['coordinator', 'approver'],
  ],
])('%s', (_office, inMax) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ inMax });
  });
  afterAll(() => world.stop());

  test('plays an appeal from registration to the approved answer as any other office', () => playWholeLife(world));
});
