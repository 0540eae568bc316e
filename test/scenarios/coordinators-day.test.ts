import { readRoster } from '../../src/intake/roster';
import { intakeWords } from '../../src/intake/complaints';
import { wordsOf } from '../../src/i18n';
import { loadRoster } from '../../src/usecases/administration/load-roster';
import { agree, brief, enter, inWork, submit, task, write } from '../support/office-work';
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
  await phones.onDuty.press('Звук', 'Меню');
  await phones.onDuty.press('Дежурный координатор', 'Звук');
  await phones.onDuty.press('ср 25.11', 'Дежурный координатор');
  await phones.onDuty.press(brief('coordinator'), 'Кто дежурит');
  await world.quiet();
});
afterAll(() => world.stop());

/** How often each phone sounds while this is done. */
async function sounds(act: () => Promise<unknown>): Promise<Record<keyof typeof phones, number>> {
  const all = Object.entries(phones) as [keyof typeof phones, Phone][];
  const before = new Map(await Promise.all(all.map(async ([who, phone]) => [who, await phone.lastId()] as const)));
  await act();
  await world.quiet();
  const counted = await Promise.all(
    all.map(async ([who, phone]) => [who, await phone.soundsSince(before.get(who) ?? 0)] as const),
  );
  return Object.fromEntries(counted) as Record<keyof typeof phones, number>;
}

test('a new appeal sounds on the phone of whoever is on duty, and on no other', async () => {
  const heard = await sounds(async () => {
    for (let count = 0; count < NEW - ENTRIES; count += 1) await world.appeal();
  });
  expect(heard).toEqual({ onDuty: NEW - ENTRIES, second: 0, third: 0, fourth: 0 });
});

test('of all else that day brings, three sounds at most are theirs, and none the others’', async () => {
  const numbers: string[] = [];
  const heard = await sounds(async () => {
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
      await world.phone('approver').press('Отклонить', new RegExp(`(^|\\n)№ ${number} · `));
      await write(world.phone('approver'), 'Назовите срок работ.');
    }
    for (const number of [...numbers.slice(0, REJECTIONS), await inWork(world)].slice(0, COMMENTS)) {
      await world.phone('executor').press('Комментарий и фото', new RegExp(`(^|\\n)№ ${number} · `));
      await write(world.phone('executor'), 'Работы начаты.');
      await world.phone('executor').press('без изменений', new RegExp(`(^|\\n)№ ${number} · `));
    }
  });
  expect(heard).toMatchObject({ second: 0, third: 0, fourth: 0 });
  // Each entry and the third comment are of an appeal that is new that day.
  const more = heard.onDuty - ENTRIES - 1;
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThanOrEqual(3);
});
