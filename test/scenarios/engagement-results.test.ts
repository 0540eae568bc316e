import { writeWorkbook } from '../../src/adapters/workbook';
import { statement } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import { COUNTED, endedEngagement, VOTE } from '../support/ended-engagement';
import { holds } from '../support/office-work';
import { until } from '../support/until';
import { unzip } from '../support/unzip';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
});
afterAll(() => world.stop());
const keeper = () => world.phone('worker');

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const table = async (headings: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  Buffer.from(
    await writeWorkbook([
      { name: 'Итоги', columns: headings.map((heading) => ({ heading, type: 'text', width: 20 })), rows },
    ]),
  );

/** From its draft to the day after its end. */
async function ended(kind: string, title: string, body: () => Promise<void>): Promise<void> {
  await keeper().say('/menu');
  await keeper().press('ОГ: ', 'Меню');
  await keeper().press('Создать', 'ОГ: в работе');
  await keeper().press(kind, 'Что создать?');
  await keeper().say(title);
  await keeper().say('Скажите, что вы об этом думаете.');
  await keeper().press('Готово', 'Написано:');
  await body();
  await keeper().press('Сохранить черновик', 'Так это увидит житель.');
  await keeper().press('Готово к размещению', title);
  await keeper().press('Разместить в ПОС', 'Этап: На размещении');
  await keeper().press('Размещено', 'Разместить в ПОС');
  await keeper().say('https://pos.gosuslugi.ru/votes/1');
  await keeper().sees(new RegExp(`${title}[\\s\\S]*Этап: Идёт`));
}
async function days(...all: readonly string[]): Promise<void> {
  for (const day of all) await keeper().say(day);
}
/** What the bot has sent beside words. */
async function sentTo(): Promise<{ readonly documents: readonly string[]; readonly pictures: number }> {
  await world.quiet();
  const messages = await keeper().messages();
  return {
    documents: messages.flatMap(({ document }) => (document ? [document.file_name] : [])),
    pictures: messages.filter(({ photo }) => photo).length,
  };
}
const openCard = async (title: string) => {
  await keeper().say('/menu');
  await keeper().press('ОГ: ', 'Меню');
  await keeper().press(title, 'ОГ: в работе');
};

test('results of a vote that is not over are not taken, whoever presses', async () => {
  await ended('Голосование по объектам благоустройства', 'Двор или парк', async () => {
    await keeper().say('Двор\nул. Ленина, 1\n\nПарк Победы\nул. Речная');
    await keeper().press('Готово', '2. Парк Победы');
    await keeper().press('Пропустить', 'Пришлите картинки');
    await days('01.12.2026', '04.12.2026', '10.12.2026');
  });
  expect(await keeper().buttons(/Двор или парк[\s\S]*Этап: Идёт/)).not.toContain('Внести итоги');
  expect(await keeper().pressAnywhere('x:ogTell:1')).toEqual({
    text: 'Последний день ещё не прошёл.',
    showAlert: true,
  });
  expect((await world.phone('executor').pressAnywhere('x:ogTell:1')).showAlert).toBe(true);
});

test('by file: what does not add up is told row by row, one number is mended by hand, and the shares are there', async () => {
  await world.passTo('2026-12-07T09:00:00+03:00');
  await openCard('Двор или парк');
  await keeper().press('Внести итоги', 'Этап: Подведение итогов');
  await keeper().press('Таблица для заполнения', '2. Парк Победы: не указано');
  expect((await sentTo()).documents).toEqual(['итоги-1.xlsx']);
  await keeper().sendFile(Buffer.from('не таблица'), 'итоги.txt', 'text/plain');
  expect(await keeper().text('Пришлите голоса')).toContain('нет столбцов «Вариант» и «Голоса»');
  const sent = await table(
    ['Объект', 'Голоса', 'Доля'],
    [
      ['Двор, ул. Ленина, 1', 300, '37 %'],
      ['Парк Победы', 'много', ''],
      ['Набережная', 5, ''],
      ['Итого', 812, ''],
      ['Участников', 812, ''],
    ],
  );
  await keeper().sendFile(sent, 'итоги.xlsx', XLSX);
  const faults = await keeper().text('Пришлите голоса');
  expect(faults).toContain('1. Двор: 300');
  expect(faults).toContain('Строка 3: у «Парк Победы» нужно целое число голосов, написано «много».');
  expect(faults).toContain('Строка 4: нет варианта «Набережная».');
  expect(await keeper().buttons('Пришлите голоса')).not.toContain('Готово');

  const better = await table(
    ['Объект', 'Голоса'],
    [
      ['Двор', 300],
      ['Парк Победы', 511],
      ['Итого', 812],
      ['Участников', 812],
    ],
  );
  await keeper().sendFile(better, 'итоги.xlsx', XLSX);
  expect(await keeper().text('Пришлите голоса')).toContain('итого 812, а по вариантам получается 811');
  await keeper().say('Набережная: 5');
  expect(await keeper().text('Пришлите голоса')).toContain('⚠️ Строка 1: нет варианта «Набережная».');
  await keeper().say('2: 512');
  await keeper().press('Готово', '2. Парк Победы: 512');
  const check = await keeper().text('Всё верно?');
  expect(check).toContain('Участников: 812');
  expect(check).toContain('Парк Победы: 512 (63,1 %)');
  await keeper().press('Записать итоги', 'Всё верно?');
  await keeper().sees('Итоги: Двор или парк');
  await keeper().press('Картинки на русском', 'Итоги: Двор или парк');
  await keeper().press('Татарча рәсемнәр', 'Итоги: Двор или парк');
  expect((await sentTo()).pictures).toBe(2);
  await keeper().press('К карточке', 'Итоги: Двор или парк');
  await keeper().press('История', 'Этап: Подведение итогов');
  await keeper().sees(/История[\s\S]*Внесены итоги: Мастеров М\.М\./);
});

test('for the site and channels there are texts to be copied, and a file with the pictures; the bot posts nothing', async () => {
  await openCard('Двор или парк');
  await keeper().press('Для сайта и каналов', 'Этап: Подведение итогов');
  const shown = await keeper().text('Для сайта и каналов: Двор или парк');
  expect(shown).toContain('Участвовать на Госуслугах: https://pos.gosuslugi.ru/votes/1');
  expect(shown).toContain('★ Парк Победы: 512 (63,1 %)');
  await keeper().press('Файлом с картинками', 'Для сайта и каналов');
  await until('the file comes', async () => (await sentTo()).documents.includes('для-публикации-1.zip'));
  const zip = (await keeper().messages()).findLast(({ document }) => document?.file_name.endsWith('.zip'))?.document;
  const files = await unzip(await world.stand.download(zip?.file_id ?? ''));
  expect([...files.keys()]).toEqual(['объявление.txt', 'итоги.txt', 'итоги-1-ru.png', 'итоги-1-tt.png']);
  expect(files.get('итоги.txt')?.toString()).toContain('Участников: 812');
});

test('a long announcement is there to be copied to its last line, in as many messages as it takes', async () => {
  const text = 'Приходите на слушания и скажите, что вы думаете. '.repeat(80).trim();
  const content = { ...VOTE, title: 'Длинное объявление', text };
  const id = await endedEngagement(world, 'site_vote', 'summing_up', content, COUNTED);
  const before = await keeper().lastId();
  await keeper().say('/menu');
  await keeper().pressAnywhere(`x:ogPost:${id.toString(36)}`);
  await keeper().sees('Для сайта и каналов: Длинное объявление');
  await world.quiet();
  const messages = (await keeper().messages()).filter(({ message_id: message }) => message > before);
  const copied = messages.map((message) => message.text ?? '').join('');
  expect(copied).toContain(text.slice(-300));
  expect(copied).toContain('Участвовать на Госуслугах: https://pos.gosuslugi.ru/votes/1');
  expect(copied).toContain('★ Парк Победы: 512 (63,1 %)');
});

test('typed: what was written wrong is told anew, and the numbers before stay in the journal', async () => {
  await openCard('Двор или парк');
  await keeper().press('Итоги', 'Этап: Подведение итогов');
  await keeper().press('Внести заново', 'Итоги: Двор или парк');
  await keeper().say('Двор: 310\nПарк Победы: 512');
  await keeper().press('Готово', '1. Двор: 310');
  await keeper().say('очень много');
  expect(await keeper().text('Сколько человек участвовало?')).toContain('⚠️ Напишите число от 0');
  await keeper().say('900');
  expect(await keeper().text('Сколько человек участвовало?')).toContain(
    '⚠️ Голосов 822, а участников 900: кто участвовал, тот голосовал.',
  );
  await keeper().say('822');
  await keeper().press('Записать итоги', 'Двор: 310 (37,7 %)');
  await keeper().sees(/Итоги: Двор или парк[\s\S]*Участников: 822/);
});

test('a poll has its own answers listed, hearings what was proposed and what became of it', async () => {
  await ended('Опрос', 'Каким быть парку', async () => {
    await keeper().say('Каким?\nТихим\nСпортивным');
    await keeper().press('1', '1. Каким?');
    await keeper().press('Свой ответ', '2. Спортивным');
    await keeper().press('Назад', '2. Спортивным');
    await keeper().say('Что поставить?\nСкамьи\nФонари');
    await keeper().press('Готово', '2. Что поставить?');
    await keeper().press('Пропустить', 'Пришлите картинки');
    await days('07.12.2026', '08.12.2026', '15.12.2026');
  });
  await world.passTo('2026-12-09T10:00:00+03:00');
  await openCard('Каким быть парку');
  await keeper().press('Внести итоги', 'Этап: Подведение итогов');
  await keeper().say('1.1: 40\n1.2: 35\n1. С прудом, +7 917 222-33-44: 4\n2.1: 30\n2.2: 45\nУчастников: 80');
  await keeper().press('Готово', '2.2. Фонари: 45');
  expect(await keeper().text('Всё верно?')).toMatch(/Свои ответы: 1\n— С прудом, \+7 ••• •••-••-44: 4 \(5,1 %\)/);
  await keeper().press('Записать итоги', 'Всё верно?');

  await ended('Общественное обсуждение', 'Проект площади', async () => {
    await keeper().press('Пропустить', 'Пришлите картинки');
    await days('09.12.2026');
    await keeper().press('Пропустить', 'Ссылка на материалы');
    await days('10.12.2026', '15.12.2026');
  });
  await world.passTo('2026-12-11T10:00:00+03:00');
  await openCard('Проект площади');
  await keeper().press('Внести итоги', 'Этап: Подведение итогов');
  await keeper().say('12');
  await keeper().say('Сделать больше парковок\nУчтено: 10 мест у школы');
  const long = await table(['Замечание', 'Решение'], [['Оставить липы. '.repeat(150), 'Учтено']]);
  await keeper().sendFile(long, 'предложения.xlsx', XLSX);
  expect(await keeper().text('Пришлите предложения')).toContain('⚠️ Строка 2: знаков 2 249, а можно не больше 2 000.');
  const without = await table(
    ['Замечание', 'Решение'],
    [
      ['Оставить липы', 'Учтено'],
      ['', 'Отклонено'],
    ],
  );
  await keeper().sendFile(without, 'предложения.xlsx', XLSX);
  expect(await keeper().text('Пришлите предложения')).toContain('⚠️ Строка 3: решение есть, а предложения нет.');
  const file = await table(['Замечание', 'Решение'], [['Оставить липы, звоните 8 917 222-33-44', 'Учтено']]);
  await keeper().sendFile(file, 'предложения.xlsx', XLSX);
  await keeper().press('Готово', 'Из файла: 1');
  const check = await keeper().text('Всё верно?');
  expect(check).toContain('Предложений и замечаний: 2');
  expect(check).toContain('Оставить липы, звоните +7 ••• •••-••-44: Учтено');
  await keeper().press('Записать итоги', 'Всё верно?');
  await keeper().sees('Итоги: Проект площади');
});

const toldOf = statement('test.results-told', 'select number from engagement_result where engagement_id = $1');

test('what an option was added to meanwhile is not kept as it was counted', async () => {
  await holds(world, 'otherExecutor', ['engagement'], false);
  const content = { ...VOTE, closesOn: toPlainDate('2026-11-27'), title: 'Двор, парк, сквер' };
  const id = await endedEngagement(world, 'site_vote', 'summing_up', content, null);
  await keeper().pressAnywhere(`x:ogTell:${id.toString(36)}`);
  await keeper().say('1: 300\n2: 512\nУчастников: 812');
  await keeper().press('Готово', '2. Парк Победы: 512');
  await keeper().sees('Всё верно?');
  const other = world.phone('otherExecutor');
  await other.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  await other.press('Изменить', 'Двор, парк, сквер');
  await other.press('варианты', 'Что изменить?');
  await other.say('Сквер\nул. Мира');
  await other.press('Готово', '3. Сквер');
  await world.quiet();
  expect((await keeper().press('Записать итоги', 'Всё верно?')).text).toContain('Нет голосов за «Сквер».');
  expect(await world.fresh.database.query(toldOf, [id])).toEqual([]);
  await keeper().press('Назад', 'Всё верно?');
  await keeper().say('Сквер: 20\nУчастников: 832');
  await keeper().press('Готово', '3. Сквер: 20');
  await keeper().press('Записать итоги', 'Участников: 832');
  expect(await world.fresh.database.query(toldOf, [id])).toHaveLength(1);
});

test('whose phone a citizen has written is nobody’s, in results that were told before, too', async () => {
  const [tally] = COUNTED.tallies;
  const id = await endedEngagement(
    world,
    'poll',
    'summing_up',
    { title: 'Каким быть скверу' },
    {
      participants: 900,
      tallies: [{ ...tally!, question: 'Каким?', own: [{ name: 'Спросите Ивана, 89172223344', votes: 5 }] }],
      proposals: [],
    },
  );
  await keeper().pressAnywhere(`x:ogRes:${id.toString(36)}`);
  expect(await keeper().text('Итоги: Каким быть скверу')).toContain('— Спросите Ивана, +7 ••• •••-••-44: 5');
});
