import { statement } from '../../src/database/database';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await world.phone('supervisor').pressAnywhere(`x:role:${await idOf('Сидоров Сидор Сидорович')}:engagement:1`);
});
afterAll(() => world.stop());

const personNamed = statement('test.person-named', 'select id from person where name = $1');
/** As buttons name people. */
async function idOf(name: string): Promise<string> {
  const [person] = await world.fresh.database.query<{ id: number }>(personNamed, [name]);
  return (person?.id ?? 0).toString(36);
}
const documentsOf = async (phone: Phone) =>
  (await phone.messages()).flatMap(({ document }) => (document ? [document] : []));

/** For the office's site: a look of the widget with votes, and its code. */
async function widgetCode(admin: Phone): Promise<void> {
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Виджет голосований', 'Параметры');
  await admin.press('ОКТМО', 'Виджет голосований');
  await admin.say('92644000');
  await admin.sees('ОКТМО: 92644000');
  await official().say('/menu');
  await official().press('Виджеты голосований', 'Меню');
  await official().press('Новый виджет', 'Виджетов пока нет');
  await official().say('Главная страница');
  await official().press('Рамка', 'Какой код нужен?');
  await official().press('Готово', 'Что показывать?');
  await official().press('Светлый', 'Какие цвета?');
  await official().press('Код', 'Контраст текста');
  expect(await official().text('Скопируйте целиком')).toContain('municipality_id=92644000');
}

const official = () => world.phone('otherExecutor');

test('news is written, looked at as a citizen would see it, kept as a draft and placed in ПОС', async () => {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  expect(await official().text('ОГ: в работе 0')).toContain('Ничего не готовится и не идёт.');
  await official().press('Создать', 'ОГ: в работе 0');
  await official().press('Новость', 'Что создать?');
  await official().say('Открыт <b>каток</b>');
  expect(await official().text('Напишите заголовок.')).toContain('⚠️ В тексте есть разметка <b>.');
  await official().say('Открыт каток на улице Советской');
  await official().say('Каток работает с 10 до 21 часа & вход свободный.');
  await official().press('Готово', 'Написано:');
  await official().press('Пропустить', 'Пришлите картинки');
  const preview = await official().text('Так это увидит житель.');
  expect(preview).toContain('Открыт каток на улице Советской');
  expect(preview).toContain('Каток работает с 10 до 21 часа & вход свободный.');
  const save = await official().remember('Сохранить черновик', 'Так это увидит житель.');
  await Promise.all([save(), save()]);
  await world.quiet();
  expect(await official().text('Этап: Черновик')).toContain('Новость · муниципальный уровень');

  await official().press('Готово к размещению', 'Этап: Черновик');
  await official().press('Разместить в ПОС', 'Этап: На размещении');
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('http://pos.gosuslugi.ru/news/1');
  expect(await official().text('Пришлите адрес страницы')).toContain('⚠️ Нужен адрес страницы в ПОС');
  await official().say('https://pos.gosuslugi.ru/news/1');
  const card = await official().text('Этап: Завершено');
  expect(card).toContain('В ПОС: https://pos.gosuslugi.ru/news/1');

  await official().press('К списку', 'Этап: Завершено');
  expect(await official().text('ОГ: в работе 0')).toContain('ОГ');
  await official().press('Завершённые', 'ОГ: в работе 0');
  await official().press('Открыт каток на улице Советской', 'ОГ: завершено и снято 1');
  await official().press('История', 'Этап: Завершено');
  expect(await official().text('История: Открыт каток')).toMatch(/Размещено в ПОС: Сидоров С\.С\.[\s\S]*Создано/);
});

test('a vote for improvement sites names what it lacks, and no date that can’t be', async () => {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Создать', 'ОГ: в работе');
  await official().press('Голосование по объектам благоустройства', 'Что создать?');
  await official().say('Что благоустроить в 2027 году');
  await official().press('Заполнить позже', 'Напишите текст');
  await official().say('Парк Победы\nул. Ленина, 1');
  await official().press('Готово', '1. Парк Победы');
  expect(await official().text('1. Парк Победы')).toContain('⚠️ Нужно хотя бы два варианта');
  await official().say('Набережная\nул. Речная\n\nСквер у школы № 2');
  await official().say('парк победы');
  expect(await official().text('3. Сквер у школы № 2')).toContain('Уже есть: «парк победы». Заменить тем');
  await official().press('Оставить прежнее', '3. Сквер у школы № 2');
  await official().press('Готово', '1. Парк Победы');
  await official().press('Пропустить', 'Пришлите картинки');
  await official().say('30.11.2026');
  expect(await official().text('Когда откроется?')).toContain('⚠️ Этот день уже прошёл.');
  await official().say('05.12.2026');
  await official().say('04.12.2026');
  expect(await official().text('Последний день?')).toContain('⚠️ Последний день раньше открытия.');
  await official().say('25.12.2026');
  await official().say('30.12.2026');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  expect(await official().text('Этап: Черновик')).toContain('⚠️ Осталось заполнить: текст');
  expect(await official().buttons('Осталось заполнить')).not.toContain('Готово к размещению');
  await official().press('Заполнить: текст', 'Осталось заполнить');
  await official().say('Выберите, что благоустроить.');
  await official().press('Готово', 'Написано:');
  await official().press('Готово к размещению', 'Этап: Черновик');
  await official().sees('Этап: На размещении');
});

test('nobody without the role has the list, sees a card or forges an act', async () => {
  const executor = world.phone('executor');
  await executor.say('/menu');
  expect((await executor.buttons('Меню')).filter((caption) => caption.includes('ОГ'))).toEqual([]);
  expect((await executor.pressAnywhere('x:og:open:0')).showAlert).toBe(true);
  expect(await executor.pressAnywhere('x:ogOne:1')).toEqual({ text: 'Этого больше нет.', showAlert: true });
  expect((await executor.pressAnywhere('x:ogAct:2:2:td')).showAlert).toBe(true);
  // News has no venue, whoever asks for one.
  expect(await official().pressAnywhere('x:ogSet:1:venue')).toEqual({
    text: 'Кнопка устарела. Откройте карточку заново.',
    showAlert: true,
  });
  expect(await world.phone('otherExecutor').pressAnywhere('x:ogAct:2:1:tb')).toEqual({
    text: 'Карточка изменилась, посмотрите её ещё раз.',
    showAlert: true,
  });
});

test('over a month a vote goes from draft through a rejection, a change after placing and its end to its results', async () => {
  const admin = world.phone('supervisor');
  const approver = world.phone('approver');
  await admin.pressAnywhere('x:ogRules');
  await admin.press('Включить согласование', 'Согласование и утверждение выключены');
  expect(await admin.text('Готово к размещению: 1')).toContain(
    'Чтобы изменить его, придётся забрать обратно в черновик.',
  );
  await admin.press('Подтвердить изменение', 'Готово к размещению: 1');
  await world.passTo('2026-12-02T09:00:00+03:00');

  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Создать', 'ОГ: в работе');
  await official().press('Голосование по объектам благоустройства', 'Что создать?');
  await official().say('Двор или парк');
  await official().say('Выберите, что благоустроить.');
  await official().press('Готово', 'Написано:');
  await official().say('Двор\nул. Ленина, 1\n\nПарк\nул. Речная');
  await official().press('Готово', '2. Парк');
  await official().press('Пропустить', 'Пришлите картинки');
  for (const day of ['07.12.2026', '25.12.2026', '29.12.2026']) await official().say(day);
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  await official().press('Готово к размещению', 'Двор или парк');
  await official().press('Шафеев И.Р.', 'Кому из руководителей?');
  expect(await official().text('Этап: Согласование')).toContain('Ждёт решения: Шафеев И.Р.');

  // Another supervisor sees nothing of it, the named one rejects it with a reason.
  expect((await approver.pressAnywhere('x:ogOne:3')).showAlert).toBe(true);
  await admin.press('Открыть', 'Вам на согласование: Сидоров С.С.');
  await admin.press('Отклонить', 'Этап: Согласование');
  await admin.say('Назовите школу рядом.');
  // It is named, and may be read by whoever has decided.
  expect(await admin.text('Отклонено. Сообщено: Сидоров С.С.')).toMatch(/ОГ-3\n[\s\S]*Этап: Черновик/);
  expect(await official().text('Возвращено на доработку: Шафеев И.Р.')).toContain('причина: Назовите школу рядом.');
  await official().press('Открыть', 'Возвращено на доработку');
  await official().press('Изменить', 'Этап: Черновик');
  await official().press('текст', 'Что изменить?');
  await official().say('Выберите, что благоустроить у школы № 2.');
  await official().press('Готово', 'Написано:');
  await official().press('Готово к размещению', 'Двор или парк');
  await official().press('Шафеев И.Р.', 'Кому из руководителей?');
  await admin.press('Открыть', 'Вам на согласование: Сидоров С.С.');
  // What was asked for is seen at a glance, and what a supervisor changes by themselves is seen by the next.
  await admin.press('Что изменилось после отклонения', 'Этап: Согласование');
  const since = await admin.text('Что изменилось: Двор или парк');
  expect(since).toContain('Выберите, что благоустроить у школы № 2.');
  expect(since).not.toContain('заголовок');
  await admin.press('К карточке', 'Что изменилось: Двор или парк');
  await admin.press('Изменить', 'Этап: Согласование');
  await admin.press('срок итогов', 'Что изменить?');
  await admin.say('30.12.2026');
  await admin.sees(/Этап: Согласование[\s\S]*Итоги к/);
  await admin.press('Изменить', 'Этап: Согласование');
  await admin.press('срок итогов', 'Что изменить?');
  await admin.say('29.12.2026');
  await admin.press('Согласовать', 'Этап: Согласование');
  await admin.press('Гарипов Р.М.', 'Кому из руководителей?');
  await approver.press('Открыть', 'Вам на утверждение: Шафеев И.Р.');
  expect(await approver.buttons('Этап: Утверждение')).toEqual(
    expect.arrayContaining(['Что изменилось после отклонения', 'Правка руководителя']),
  );
  await approver.press('Правка руководителя', 'Этап: Утверждение');
  await approver.sees('Ничего не изменилось.');
  await approver.press('К карточке', 'Ничего не изменилось.');
  // Nobody says yes to what they have not read: it stands above the button.
  expect(await approver.text('Этап: Утверждение')).toMatch(/Выберите, что благоустроить у школы № 2\.[\s\S]*◻️ Двор/);
  await approver.press('Утвердить', 'Этап: Утверждение');
  expect(await approver.text('Утверждено. Сообщено: Сидоров С.С.')).toContain('ОГ-3');
  await official().press('Открыть', 'Утверждено, можно размещать в ПОС');
  await official().press('Разместить в ПОС', 'Этап: На размещении');
  expect(await official().text('Разместить в ПОС')).toContain('Двор, ул. Ленина, 1');
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('https://pos.gosuslugi.ru/votes/3');
  expect(await official().text('https://pos.gosuslugi.ru/votes/3')).toContain('Этап: На размещении');

  await world.passTo('2026-12-04T08:15:00+03:00');
  await official().sees(/Двор или парк: откроется пн 07\.12/);
  await world.passTo('2026-12-07T08:15:00+03:00');
  await official().sees(/Двор или парк: открылось/);
  await official().press('Двор или парк', /открылось/);
  await official().sees(/Двор или парк[\s\S]*Этап: Идёт/);
  await official().press('Изменить', 'Этап: Идёт');
  await official().press('последний день', 'Что изменить?');
  await official().say('06.12.2026');
  expect(await official().text('Последний день?')).toContain('⚠️ Этот день уже прошёл.');
  await official().say('23.12.2026');
  expect(await official().text('Этап: Идёт')).toContain('⚠️ В ПОС прежняя версия');
  await official().press('Чем отличается от ПОС', 'Этап: Идёт');
  expect(await official().text('Что изменилось: Двор или парк')).toContain('последний день\n25.12.2026\n23.12.2026');
  await official().press('К карточке', 'Что изменилось: Двор или парк');
  await official().press('Внести изменения в ПОС', 'Этап: Идёт');
  const change = await official().text('Внести изменения в ПОС');
  expect(change).toContain('23.12.2026');
  expect(change).not.toContain('Двор, ул. Ленина, 1');
  await official().press('Изменения внесены в ПОС', '23.12.2026');
  expect(await official().text('Этап: Идёт')).not.toContain('прежняя версия');

  await world.passTo('2026-12-18T08:15:00+03:00');
  await official().sees('Двор или парк: подходит к концу, последний день ср 23.12');
  await world.passTo('2026-12-22T08:15:00+03:00');
  await official().sees('Двор или парк: скоро закончится, последний день ср 23.12');
  await world.passTo('2026-12-24T00:00:00+03:00');
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Двор или парк · Подведение итогов', 'ОГ: в работе');
  await world.passTo('2026-12-29T08:15:00+03:00');
  await official().sees('Двор или парк: сегодня последний рабочий день, чтобы подвести итоги');
  await world.passTo('2026-12-30T08:15:00+03:00');
  await official().sees('Двор или парк: срок итогов вт 29.12 истёк');
  await official().press('Двор или парк', 'срок итогов вт 29.12 истёк');
  // What ПОС has counted comes by file, with the places as they were copied there.
  await official().press('Внести итоги', 'Этап: Подведение итогов');
  const counted = 'Объект;Голоса\nДвор, ул. Ленина, 1;300\nПарк, ул. Речная;512\nИтого;812\nУчастников;812\n';
  await official().sendFile(Buffer.from(counted), 'итоги.csv', 'text/csv');
  await official().press('Готово', '2. Парк: 512');
  await official().press('Записать итоги', 'Парк: 512 (63,1 %)');
  await official().press('К карточке', 'Итоги: Двор или парк');
  await official().press('Итоги подведены', /Двор или парк[\s\S]*Этап: Подведение итогов/);
  await official().say('Победил парк, 812 голосов.');
  await official().sees(/Двор или парк[\s\S]*Этап: Завершено/);
  await official().press('Итоги', /Двор или парк[\s\S]*Этап: Завершено/);
  await official().press('Протокол', 'Чем закончилось: Победил парк, 812 голосов.');
  await until('the protocol comes', async () => (await documentsOf(official())).length === 2);
  const pdf = (await documentsOf(official())).at(-1)?.file_id ?? '';
  const protocol = readPdf(new Uint8Array(await world.stand.download(pdf))).pages.join(' ');
  for (const part of [
    'Проведено с 07.12.2026 по 23.12.2026.',
    'https://pos.gosuslugi.ru/votes/3',
    'Победил парк, 812 голосов.',
  ])
    expect(protocol).toContain(part);
  await widgetCode(admin);
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Завершённые', 'ОГ: в работе');
  await official().press('Двор или парк', 'ОГ: завершено');
  await official().press('История', /Двор или парк[\s\S]*Этап: Завершено/);
  const history = await official().text('История: Двор или парк');
  for (const did of ['Подведены итоги', 'Закрыто', 'Внесено в ПОС изменение', 'Открыто', 'Размещено в ПОС'])
    expect(history).toContain(did);
  const [oldest] = (await official().buttons('История: Двор или парк')).filter((one) =>
    one.startsWith('Что изменилось'),
  );
  await official().press(oldest ?? '', 'История: Двор или парк');
  await official().sees('Что изменилось: Двор или парк');
  // Versions that are none, and a forged card of somebody else's.
  for (const forged of ['x:ogDiff:3:2:1', 'x:ogDiff:3:1:99', 'x:ogDiff:99:1'])
    expect(await official().pressAnywhere(forged)).toEqual({ text: 'Этого больше нет.', showAlert: true });
  expect((await world.phone('executor').pressAnywhere('x:ogDiff:3:1')).showAlert).toBe(true);
  // What was told once is told no more.
  const last = await official().lastId();
  await world.passTo('2026-12-31T08:15:00+03:00');
  expect(await official().soundsSince(last)).toBe(0);
  await admin.pressAnywhere('x:ogAgree:off');
});

test('a poll wants two answers of ten at most, hearings a working day, and too short a notice is said', async () => {
  await world.passTo('2027-01-11T10:00:00+03:00');
  await official().pressAnywhere('x:ogNew:poll');
  await official().say('Каким быть парку');
  await official().press('Заполнить позже', 'Напишите текст');
  await official().say('Каким?\nТихим');
  expect(await official().text('Пришлите вопросы')).toContain('⚠️ У вопроса нужно хотя бы два варианта');
  await official().say(`Каким?\n${Array.from({ length: 12 }, (_, index) => `Вариант ${index + 1}`).join('\n')}`);
  expect(await official().text('Пришлите вопросы')).toContain('⚠️ Можно не больше 10.');
  await official().say('Каким?\nТихим\nСпортивным');
  await official().press('1', '1. Каким?');
  await official().press('Можно выбрать несколько', '2. Спортивным');
  expect(await official().buttons('2. Спортивным')).toContain('✓ Можно выбрать несколько');
  await official().press('Отмена', '2. Спортивным');

  await official().pressAnywhere('x:ogNew:hearings');
  await official().say('Проект планировки улицы Речной');
  await official().press('Заполнить позже', 'Напишите текст');
  await official().press('Пропустить', 'Пришлите картинки');
  await official().say('18.01.2027');
  await official().press('Пропустить', 'Где и когда опубликовано оповещение?');
  await official().say('Село Зелёное');
  await official().say('24.01.2027');
  await official().say('15:00');
  expect(await official().text('Когда пройдут слушания?')).toContain('⚠️ Это нерабочий день.');
  await official().say('20.01.2027');
  await official().say('15:00');
  expect(await official().text('Где пройдут слушания?')).toContain(
    '⚠️ От оповещения до слушаний дней: 2, нужно не меньше 7. Срок предварительный',
  );
  await official().press('Отмена', 'Где пройдут слушания?');
});
