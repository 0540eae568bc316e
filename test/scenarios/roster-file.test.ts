import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toPlainDate as day } from '../../src/regulation/calendar';
import { keepEngagement, personIdOf } from '../support/engagements';
import { statement } from '../../src/database/database';
import type { Phone } from '../support/phone';
import { PEOPLE, ROSTER, World } from '../support/world';

// What an admin changes in the chat of somebody: what a file on the server will make of it, and what hangs on it.
const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-roster-'));
const file = path.join(folder, 'roster.json');
const write = (users: readonly object[]) => writeFileSync(file, JSON.stringify({ ...ROSTER, users }));

let world: World;
let admin: Phone;
beforeAll(async () => {
  write(ROSTER.users);
  world = await World.start({
    env: { ROSTER_FILE: file, ADMIN_TELEGRAM_IDS: String(PEOPLE.worker.telegramId) },
  });
  admin = world.phone('supervisor');
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const SIDOROV = 'Сидоров С.С.';
async function openPerson(name: string): Promise<void> {
  await admin.say('/admin');
  await admin.press('Сотрудники', 'Управление');
  await admin.press(name, 'Сотрудники:');
}

test('whoever gives a role that the file has not hears at once that it will be taken, and what to write there', async () => {
  await openPerson(SIDOROV);
  const given = await admin.press('Куратор', PEOPLE.otherExecutor.name);
  expect(given).toMatchObject({ showAlert: true });
  expect(given.text).toBe(
    'Роль дана: Куратор. В файле сотрудников на сервере этой роли нет: при следующем запуске она снимется. Допишите там в roles: curator.',
  );
  write([
    ...ROSTER.users.filter(({ name }) => name !== PEOPLE.otherExecutor.name),
    { ...PEOPLE.otherExecutor, roles: ['curator'] },
  ]);
  const again = await admin.press('Координатор', PEOPLE.otherExecutor.name);
  expect(again.text).toContain('Допишите там в roles: coordinator.');
  // What the file was told meanwhile is as it is here, and of one that nobody can read nothing is known.
  expect((await admin.press('Исполнитель', PEOPLE.otherExecutor.name)).text).toBe('Роль снята: Исполнитель');
  writeFileSync(file, '{');
  expect((await admin.press('Координатор', PEOPLE.otherExecutor.name)).text).toBe('Роль снята: Координатор');
});

test('whoever is renamed here and not in the file would come in once more: that is said, too', async () => {
  write(ROSTER.users);
  const rename = async (name: string) => {
    await admin.press('Имя', /^Мастеров/);
    await admin.say(name);
    await world.quiet();
  };
  await openPerson('Мастеров М.М.');
  await rename('Мастеров Марат Маратов');
  await admin.sees(`В файле сотрудников на сервере прежнее имя: «${PEOPLE.worker.name}».`);
  const before = await admin.lastId();
  await rename(PEOPLE.worker.name);
  const after = (await admin.messages()).filter(({ message_id: id }) => id > before);
  expect(after.filter(({ text }) => text?.includes('прежнее имя'))).toEqual([]);
});

test('what the file will do and what the office lacks are both told, as a message where an alert has no room', async () => {
  write(ROSTER.users);
  await openPerson('Гарипов Р.М.');
  const taken = await admin.press('Право утверждать', PEOPLE.approver.name);
  expect(taken.showAlert).toBe(true);
  const told = await admin.text('Запишите там canApprove: false.');
  expect(told).toContain('Никто не может утверждать ответы.');
  expect((await admin.press('Право утверждать', PEOPLE.approver.name)).text).not.toContain('Никто не может');
});

test('whose last role is taken away is asked about first where ОГ have given them something, whichever role it is', async () => {
  write(ROSTER.users);
  const holder = await personIdOf(world, 'otherExecutor');
  await world.fresh.database.query(
    statement('test.only-curator', `update person set roles = '{curator}' where id = $1 returning id`),
    [holder],
  );
  await openPerson(SIDOROV);
  await keepEngagement(world, { stage: 'approval', approvingId: holder }, { title: 'Парк' });
  await admin.press('Куратор', PEOPLE.otherExecutor.name);
  expect(await admin.text('Снять роль «Куратор»')).toContain('Карточки на утверждении: 1');
  expect((await admin.press('Подтвердить', 'Снять роль')).text).toContain('Роль снята: Куратор');
});

test('before somebody is switched off it is told what ОГ have given them, and after it how much waits', async () => {
  const holder = await personIdOf(world, 'approver');
  const line = await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/lines/1', placedNumber: 1 },
    { title: 'О дорогах', opensOn: day('2026-11-01'), closesOn: day('2026-12-31'), resultsBy: day('2027-01-20') },
  );
  await keepEngagement(world, { stage: 'approval', approvingId: holder }, { title: 'Каток' });
  await world.fresh.database.query(
    statement(
      'test.given-question',
      `insert into line_question (engagement_id, number, key, text, stems, asked_at, source, state, version, given_to_id, given_by_id, due_on)
       select $1, 1, 'q', 'Когда?', '{}', now(), 'by_hand', 'given', 1, $2, $2, '2026-12-01' returning id`,
    ),
    [line, holder],
  );
  await openPerson('Гарипов Р.М.');
  await admin.press('Право утверждать', PEOPLE.approver.name);
  const taking = await admin.text('Снять право утверждать');
  expect(taking).toContain('ОГ получит сообщение');
  expect(taking).toContain('Карточки на утверждении: 1');
  expect(taking).not.toContain('Вопросы прямых линий');
  await admin.press('Назад', 'Снять право утверждать');
  await admin.press('Отключить', PEOPLE.approver.name);
  const preview = await admin.text('Отключить: ');
  expect(preview).toContain('Открытых обращений за сотрудником нет.');
  expect(preview).toContain('Вопросы прямых линий: 1\nКарточки на утверждении: 1');
  expect((await admin.press('Подтвердить', 'Отключить: ')).text).toBe(
    'Доступ отключён. Дела ОГ, которые ждут передачи: 2. Никто не может утверждать ответы. Дайте одному из руководителей право утверждать.',
  );
});

test('whoever switches off somebody whom the environment names hears at once that the next start will let them in again', async () => {
  await openPerson('Мастеров М.М.');
  await admin.press('Отключить', PEOPLE.worker.name);
  const done = await admin.press('Подтвердить', 'Отключить: ');
  expect(done).toMatchObject({ showAlert: true });
  expect(await admin.text('есть в ADMIN_TELEGRAM_IDS')).toContain('запуск вернёт доступ');
});

test('of whoever was switched off the only messenger can be shut out, so that the phone is the next one’s', async () => {
  expect(await admin.buttons(PEOPLE.worker.name)).toContain('Отключить Telegram');
  await admin.press('Отключить Telegram', PEOPLE.worker.name);
  expect(await admin.text('Отключить Telegram: Мастеров М.М.')).toContain('аккаунт можно подключить другому');
  expect((await admin.press('Подтвердить', 'Отключить Telegram: ')).text).toBe('Telegram отключён');
  expect(await admin.text(PEOPLE.worker.name)).toContain('аккаунт не подключён');
});
