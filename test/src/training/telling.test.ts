import { keepTelling, type OfficeShown, type Telling } from '../../../src/training/telling';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';
import { StandClient } from '../stand/support';

let stand: StandClient;
let telling: Telling;
let office: OfficeShown = {
  next: { at: new Date('2026-11-30T05:15:00Z'), title: 'утренние списки дел' },
  pastMorning: new Date('2026-11-30T05:31:00Z'),
  people: [
    { personId: 1, id: 1001, phone: { name: 'Сафина Роза', languageCode: 'ru', role: 'Координатор' } },
    { personId: 2, id: null, phone: { name: 'Новикова Нина', languageCode: 'ru' } },
  ],
  inMax: [{ personId: 3, id: 1001, phone: { name: 'Каримова Лилия', languageCode: 'ru', role: 'Куратор' } }],
};
beforeAll(async () => {
  stand = await StandClient.start({ people: [{ id: 1001, name: 'Сафина Роза' }] });
  await stand.control('PUT', 'people/1002', { name: 'Гость' });
  telling = keepTelling(stand.url, async () => office, recordingLog());
});
afterAll(async () => {
  await telling.stop();
  await stand.close();
});

const people = async (): Promise<{ id: number; name: string; role?: string }[]> =>
  (await stand.control('GET', 'state')).body.people;
const hears = (id: number, facts: object) =>
  until('the stand has heard', async () => {
    const found = (await people()).find((person) => person.id === id);
    return Object.entries(facts).every(
      ([key, value]) => (found as Record<string, unknown> | undefined)?.[key] === value,
    );
  });

test('the stand hears what comes next by itself, and when the next working morning is past', async () => {
  await until('the stand has heard', async () => (await stand.control('GET', 'clock')).body.pastMorning !== undefined);
  expect((await stand.control('GET', 'clock')).body).toMatchObject({
    next: { at: '2026-11-30T05:15:00.000Z', title: 'утренние списки дел' },
    pastMorning: '2026-11-30T05:31:00.000Z',
  });
});

test('whoever was added and has no account yet gets a phone that nobody else has, and roles are followed', async () => {
  await hears(1001, { role: 'Координатор' });
  await hears(1003, { name: 'Новикова Нина', started: false });
  expect((await people()).find(({ id }) => id === 1002)?.name).toBe('Гость');

  office = {
    ...office,
    people: office.people.map((one) => ({ ...one, phone: { ...one.phone, role: 'Исполнитель' } })),
  };
  await hears(1003, { role: 'Исполнитель' });
  await hears(1001, { role: 'Исполнитель' });
  expect(await people()).toHaveLength(3);
});

test('of whoever is in MAX, the phone there is told, whoever has the same number in Telegram', async () => {
  await until('the stand has heard', async () => (await stand.control('GET', 'max/state')).body.people.length === 1);
  expect((await stand.control('GET', 'max/state')).body.people).toMatchObject([
    { id: 1001, name: 'Каримова Лилия', role: 'Куратор', started: false },
  ]);
});
