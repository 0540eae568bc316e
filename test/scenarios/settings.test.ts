import { statement } from '../../src/database/database';
import { dayKind, toPlainDate } from '../../src/regulation/calendar';
import { addTemplate, changeTemplate, removeTemplate } from '../../src/usecases/office/templates';
import { keepOrganization } from '../../src/usecases/office/books';
import { changeGroup } from '../../src/usecases/digests/groups';
import { officialByAccount } from '../../src/usecases/kit/officials';
import type { Phone } from '../support/phone';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
let admin: Phone;
beforeAll(async () => {
  world = await World.start();
  admin = world.phone('supervisor');
  await world.appeal();
  await world.appeal();
});
afterAll(() => world.stop());

const kindOf = (day: string) => dayKind(toPlainDate(day), world.desk.office.calendar());
const stages = statement(
  'test.stage-dues',
  'select a.id, a.stage_due_at as "stageDueAt" from appeal a join open_work w on w.appeal_id = a.id order by a.id',
);
// Where nobody is: it is changed, and nothing is sent there.
const insertGroup = statement(
  'test.group',
  `insert into group_chat (title, messenger, chat_id, stopped_at) values ('Оперативка', 'telegram', '-100777', now()) returning id as "groupId"`,
);
const dues = () => world.fresh.database.query<{ id: number; stageDueAt: Date }>(stages);

// The whole term ends on its day: with a working day less before it a stage's share ends earlier.
test('a day that moves terms is shown with what it moves, left alone, and changed once it is confirmed', async () => {
  const before = await dues();
  await admin.say('/admin');
  await admin.press('Календарь', 'Управление');
  await admin.press('26', 'Календарь');
  await admin.press('Выходной', 'чт 26.11');
  expect(await admin.text('26.11 станет')).toBe(
    '26.11 станет выходной. У 2 открытых обращений сместится срок этапа или доклада.\nПозже: 0, раньше: 2.',
  );
  expect(kindOf('2026-11-26')).toBe('working');
  await admin.press('Назад', '26.11 станет');
  await admin.press('Выходной', 'чт 26.11');
  const again = await admin.remember('Подтвердить изменение', '26.11 станет');
  expect((await admin.press('Подтвердить изменение', '26.11 станет')).text).toBe('26.11: выходной');
  expect((await again()).text).toBe('День уже такой');
  await until('the bot counts with the new day', async () => kindOf('2026-11-26') === 'off');
  await world.application.tick();
  const after = await dues();
  expect(after.map(({ stageDueAt }, at) => stageDueAt < before[at]!.stageDueAt)).toEqual([true, true]);
});

test('a day that moves nobody’s term is changed by one press', async () => {
  await admin.say('/admin');
  await admin.press('Календарь', 'Управление');
  await admin.press('▶', 'Календарь');
  await admin.press('▶', 'Календарь');
  await admin.press('14', '15 рабочих дней');
  expect((await admin.press('Выходной', 'чт 14.01.2027')).text).toBe('14.01.2027: выходной');
});

test('another term of a category says for how many appeals the former one stays', async () => {
  await admin.say('/admin');
  await admin.press('Категории', 'Управление');
  await admin.press('Дороги / Содержание дорог / Яма', 'Категории');
  await admin.press('5 дн.', 'Дороги / Содержание дорог / Яма');
  expect(await admin.text('Новый срок действует')).toContain(
    'У 2 открытых обращений этой категории срок останется прежним.',
  );
  await admin.press('Подтвердить изменение', 'Новый срок действует');
  await admin.sees('Фаст-трек: 5');
});

test('who has changed what, from what to what, stands in one list, the latest first', async () => {
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Бланк', 'Параметры');
  await admin.press('Телефон', 'Бланк');
  await admin.say('8 (85563) 3-15-00');
  await admin.say('/admin');
  await admin.press('Изменения', 'Управление');
  const lines = (await admin.text('Изменения')).split('\n');
  expect(lines[1]).toMatch(/^25\.11 10:\d\d Шафеев И\.Р\.: бланк, [^:]+: 8 \(85563\) 3-15-00$/);
  expect(lines[2]).toMatch(/Шафеев И\.Р\.: срок категории, дней, Дороги \/ Содержание дорог \/ Яма: 10 → 5$/);
  expect(lines[3]).toMatch(/Шафеев И\.Р\.: день календаря, 14\.01\.2027: выходной$/);
  const executor = world.phone('executor');
  await executor.say('/menu');
  const [shown] = (await executor.messages()).slice(-1);
  expect((await executor.pressData(shown!.message_id, 'x:changes:0')).showAlert).toBe(true);
});

test('the shares of the stages are shown with whom they touch before an admin confirms just these', async () => {
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Подтвердить доли этапов', 'Параметры');
  const shown = await admin.text('Доли этапов');
  expect(shown).toContain('На координации: 10 %');
  expect(shown).toContain('У 2 открытых обращений сроки этапов посчитаны и не изменятся.');
  const stale = await admin.pressAnywhere('x:shares:00000000');
  expect(stale.text).toContain('С тех пор изменилось');
  await admin.press('Подтвердить изменение', 'На координации: 10 %');
  await admin.sees('Доли этапов подтверждены.');
});

test('of a template, a group and an organization the list has the former value beside the new one', async () => {
  const official = (await officialByAccount(world.desk, 'telegram', String(admin.id)))!;
  const template = await addTemplate(world.desk, official, { categoryId: null, name: 'Яма', text: 'Яма засыпана.' });
  const id = template.ok ? template.id : 0;
  await changeTemplate(world.desk, official, id, { text: 'Яма заделана.' });
  await changeTemplate(world.desk, official, id, { text: 'Яма заделана.' });
  await removeTemplate(world.desk, official, id, true);
  const [{ groupId } = { groupId: 0 }] = await world.fresh.database.query<{ groupId: number }>(insertGroup);
  await changeGroup(world.desk, official, groupId, { kind: 'hour', digestAt: 9 * 60 + 15 });
  await changeGroup(world.desk, official, groupId, { kind: 'part', part: 'results', shown: false });
  await keepOrganization(world.desk, official, 'Росавтодор', 'outside');
  await keepOrganization(world.desk, official, 'Росавтодор', 'subordinate');
  await admin.say('/admin');
  await admin.press('Изменения', 'Управление');
  const lines = (await admin.text('Изменения')).split('\n').map((line) => line.replace(/^.*?И\.Р\.: /, ''));
  expect(lines.slice(1, 8)).toEqual([
    'организация, Росавтодор: неподведомственная → подведомственная',
    'организация, Росавтодор: неподведомственная',
    'группа, Оперативка, раздел «Итоги»: да → нет',
    'группа, Оперативка, время сводки: через полчаса после начала дня → 09:15',
    'шаблон ответа, Яма, состояние: действует → удалён',
    'шаблон ответа, Яма, текст: Яма засыпана. → Яма заделана.',
    'шаблон ответа, Яма: новое',
  ]);
});
