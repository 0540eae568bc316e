import { statement } from '../../src/database/database';
import { card, inWork, open } from '../support/office-work';
import type { Phone } from '../support/phone';
import { readPdf } from '../support/pdf-pages';
import { World } from '../support/world';

let world: World;
let coordinator: Phone;
let executor: Phone;
beforeAll(async () => {
  world = await World.start({ inMax: ['executor'] });
  coordinator = world.phone('coordinator');
  executor = world.phone('executor');
});
afterAll(() => world.stop());

const NAME = 'Сафиуллина Гөлнара Рәхимовна';
const applicant = { type: 'person', name: NAME, phone: '+7 917 555-11-22' };
const TEXT = `Пишет ${NAME}, телефон 8 917 555-11-22. ${'Дорога разбита, проехать нельзя, просим отремонтировать. '.repeat(60)}`;
const TITLE = (number: string) => `Данные заявителя по № ${number}`;
const NAMED = /Сафиуллин|Гөлнар|555-?11-?22/;

const told = async (phone: Phone) => (await phone.messages()).map(({ text, caption }) => text ?? caption ?? '');

async function read(number: string): Promise<void> {
  for (const who of ['coordinator', 'executor'] as const) {
    const phone = world.phone(who);
    await open(world, who, number);
    await phone.press('Весь текст', card(number));
  }
  await world.quiet();
}
async function close(number: string): Promise<void> {
  await open(world, 'coordinator', number);
  await coordinator.press('Закрыть без ответа', card(number));
  await coordinator.press('отозвано заявителем', card(number));
  await coordinator.say('Заявитель отозвал');
  await coordinator.press('Подтвердить', card(number));
  await coordinator.sees('Закрыто без ответа');
}
async function forget(number: string): Promise<string> {
  await coordinator.press('Данные заявителя', card(number));
  await coordinator.press('Удалить контакты', TITLE(number));
  await coordinator.say('Отозвано согласие');
  await coordinator.press('Удалить контакты', 'Вернуть их нельзя');
  await world.quiet();
  return coordinator.text('Контакты заявителя удалены');
}

test('long texts, notices and cards that stand in chats lose the applicant in both messengers', async () => {
  const number = await inWork(world, { applicant, text: TEXT });
  await read(number);
  for (const phone of [coordinator, executor]) expect((await told(phone)).some((text) => NAMED.test(text))).toBe(true);
  await close(number);
  await forget(number);
  for (const phone of [coordinator, executor])
    expect((await told(phone)).filter((text) => NAMED.test(text))).toEqual([]);
  expect((await told(executor)).some((text) => text.startsWith('Текст обращения'))).toBe(true);
});

test('what nobody but people can remove is named: whose chat, which days, which file, and no data', async () => {
  const number = await inWork(world, { applicant, text: TEXT });
  await read(number);
  await executor.sendFile(Buffer.from('%PDF-1.4'), 'Акт Сафиуллиной.pdf', 'application/pdf');
  await world.fresh.database.query(
    statement(
      'test.given-files',
      `insert into given_file (appeal_id, person_id, messenger, name, at)
       select a.id, p.id, 'telegram', a.number || '-istoriya.pdf', '2026-11-25T10:00:00+03' from appeal a, person p
       where a.number = $1 and p.name like 'Сидоров %'`,
    ),
    [number],
  );
  world.at('2026-11-28T10:00:00+03:00');
  await close(number);
  const said = await forget(number);
  expect(said).toMatch(
    /Сообщения, которые бот изменить не может[^\n]*\n• Петров П\.П\., MAX: 25\.11\.2026, сообщений: \d/,
  );
  expect(said).toContain(`«${number}-istoriya.pdf»:`);
  expect(said).not.toMatch(NAMED);
});

test('the act of destruction says what was destroyed, why and by whom, with the journal, and is the same bytes for ever', async () => {
  const number = await inWork(world, { applicant, text: TEXT });
  await close(number);
  await forget(number);
  const fetched: Buffer[] = [];
  for (const message of ['Контакты заявителя удалены', card(number)]) {
    world.later(86_400_000);
    await open(world, 'coordinator', number);
    await coordinator.press('Акт об уничтожении', message);
    await world.quiet();
    const documents = (await coordinator.messages()).flatMap(({ document }) => (document ? [document] : []));
    expect(documents.at(-1)!.file_name).toBe(`${number}-akt-ob-unichtozhenii.pdf`);
    fetched.push(await world.stand.download(documents.at(-1)!.file_id));
  }
  expect(fetched[1]).toEqual(fetched[0]);
  const text = readPdf(new Uint8Array(fetched[0]!)).pages.join(' ');
  for (const said of [
    'приказом Роскомнадзора от 28.10.2022 № 179',
    `заявителя по обращению № ${number}`,
    'фамилия, имя, отчество; номер телефона; данные заявителя в тексте обращения',
    'Отозвано согласие',
    'Кузнецова Юлия Юрьевна',
    'Удалены контакты заявителя',
    'хранятся три года',
  ])
    expect(text).toContain(said);
  expect(text).not.toMatch(NAMED);
});
