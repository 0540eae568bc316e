import { statement } from '../../src/database/database';
import { readRoster } from '../../src/intake/roster';
import { intakeWords } from '../../src/intake/complaints';
import { wordsOf } from '../../src/i18n';
import { loadRoster } from '../../src/usecases/office/load-roster';
import { agree, assign, brief, card, enter, inWork, submit, takeIntoWork, task, write } from '../support/office-work';
import { Phone } from '../support/phone';
import { World } from '../support/world';

// A working day of four coordinators, one of whom is on duty: whose phone sounds, and how often.
const OTHERS = [
  { name: 'Ахметова Алия Маратовна', roles: ['coordinator'], telegramId: 1011 },
  { name: 'Закирова Зиля Наилевна', roles: ['coordinator'], telegramId: 1012 },
];
const NEW = 20;
const ENTRIES = 12;
const COMMENTS = 3;
const REJECTIONS = 2;

let world: World;
let phones: Record<'onDuty' | 'second' | 'third' | 'fourth', Phone>;

beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T08:20:00+03:00' });
  for (const { telegramId, name } of OTHERS)
    await world.stand.control('PUT', `people/${telegramId}`, { name, languageCode: 'ru' });
  const reading = readRoster(
    JSON.stringify({ users: OTHERS, organizations: [], categories: [] }),
    intakeWords(wordsOf('ru')),
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.complaints));
  await loadRoster(world.desk, reading.value.roster);
  const [third, fourth] = OTHERS.map(({ telegramId }) => new Phone(world.stand, telegramId, () => world.quiet()));
  if (!third || !fourth) throw new Error('Two more coordinators are needed');
  phones = { onDuty: world.phone('coordinator'), second: world.phone('secondCoordinator'), third, fourth };
  for (const phone of [third, fourth]) await phone.say('/start');
  await phones.onDuty.say('/menu');
  await phones.onDuty.press('Параметры', 'Меню');
  await phones.onDuty.press('Дежурный координатор', 'Ваши параметры');
  await phones.onDuty.press('ср 25.11', 'Дежурный координатор');
  await phones.onDuty.press(brief('coordinator'), 'Кто дежурит');
  await world.quiet();
});
afterAll(() => world.stop());

type Sounds = Readonly<Record<keyof typeof phones, Readonly<Record<string, number>>>>;
const NONE = { second: {}, third: {}, fourth: {} };

const whatCame = statement(
  'test.what-came',
  `select message_ref as ref, concat_ws(' ', kind, params ->> 'subject', params ->> 'notice') as what
   from outbox_message where chat_id = $1 and message_ref is not null`,
);

/** What has made a sound on each phone while this was done, and how often. */
async function sounds(act: () => Promise<unknown>): Promise<Sounds> {
  const all = Object.entries(phones) as [keyof typeof phones, Phone][];
  const before = new Map(await Promise.all(all.map(async ([who, phone]) => [who, await phone.lastId()] as const)));
  await act();
  await world.quiet();
  const heard = await Promise.all(
    all.map(async ([who, phone]) => {
      const rows = await world.fresh.database.query<{ ref: string; what: string }>(whatCame, [String(phone.id)]);
      const said = new Map(rows.map(({ ref, what }) => [ref, what]));
      const counts: Record<string, number> = {};
      for (const id of await phone.soundedSince(before.get(who) ?? 0)) {
        const what = said.get(`${phone.id}/${id}`) ?? 'answer to a press';
        counts[what] = (counts[what] ?? 0) + 1;
      }
      return [who, counts] as const;
    }),
  );
  return Object.fromEntries(heard) as unknown as Sounds;
}

const FRESH = 'card appeal registered';

test('of a whole day each new appeal and three sounds at most are theirs who is on duty, and none is the others’', async () => {
  const numbers: string[] = [];
  const waiting: string[] = [];
  const heard = await sounds(async () => {
    for (let count = 0; count < NEW - ENTRIES; count += 1) waiting.push(await world.appeal());
    for (let count = 0; count < ENTRIES; count += 1) {
      world.later(20 * 60_000);
      const number = await inWork(world);
      numbers.push(number);
      await submit(world, number, {
        text: `По обращению ${count + 1} работы ${'внесены в план '.repeat(count + 1)}на декабрь.`,
      });
      await agree(world, number);
    }
    for (const number of numbers.slice(0, COMMENTS)) await enter(world, number);
    // Somebody takes some on themselves, and another enters them.
    await phones.third.press('Беру на себя', task('Внести в ПОС', numbers[3] ?? ''));
    await phones.third.press('Внесено в ПОС', task('Внести в ПОС', numbers[3] ?? ''));
    for (const number of numbers.slice(4)) await phones.fourth.press('Внесено в ПОС', task('Внести в ПОС', number));
    for (const number of numbers.slice(0, REJECTIONS)) {
      await world.phone('approver').press('Отклонить', card(number));
      await write(world.phone('approver'), 'Назовите срок работ.');
    }
    const [other = ''] = waiting;
    await assign(world, other);
    await takeIntoWork(world, other);
    for (const number of [...numbers.slice(0, REJECTIONS), other].slice(0, COMMENTS)) {
      await world.phone('executor').press('Комментарий и фото', card(number));
      await write(world.phone('executor'), 'Работы начаты.');
      await world.phone('executor').press('без изменений', card(number));
    }
  });
  const { onDuty, ...others } = heard;
  expect(others).toEqual(NONE);
  const { [FRESH]: fresh, ...more } = onDuty;
  expect(fresh).toBe(NEW);
  const beyond = Object.values(more).reduce((sum, count) => sum + count, 0);
  expect({ more, isLittle: beyond > 0 && beyond <= 3 }).toEqual({ more, isLittle: true });
});
