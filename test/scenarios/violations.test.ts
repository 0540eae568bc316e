import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { statement, databaseOf } from '../../src/database/database';
import { notSealedYet } from '../../src/usecases/proof/sealed';
import { rows } from '../support/evidence';
import { runJournal } from '../support/journal-command';
import { assign, card } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import { until } from '../support/until';
import { PEOPLE, World, type Who } from '../support/world';

let world: World;
const numbers: string[] = [];
/** A history with its proof, from before the month has passed. */
let printedThen: Buffer;
const byId = statement('scenario-person-id', 'select id from person where name = $1');
const idOf = async (who: Who): Promise<number> => {
  const [row] = await world.fresh.database.query<{ id: number }>(byId, [PEOPLE[who].name]);
  return row?.id ?? 0;
};
const manager = () => world.phone('secondCoordinator');
const title = (number: string) => `Нарушение по обращению № ${number}`;

/** Seven executors' one working days are missed in November; the appeals are closed then, and a month passes. */
beforeAll(async () => {
  world = await World.start({ now: '2026-11-02T09:00:00+03:00' });
  for (let index = 0; index < 7; index += 1) {
    const number = await world.appeal({ kind: 'appeal59', address: `ул. Советская, ${index + 1}` });
    await assign(world, number, index < 4 ? 'executor' : 'otherExecutor');
    numbers.push(number);
  }
  await world.passTo('2026-11-05T10:00:00+03:00');
  const coordinator = world.phone('coordinator');
  for (const number of numbers) {
    await coordinator.say(`/find ${number}`);
    await coordinator.press('Закрыть без ответа', card(number));
    await coordinator.press('отозвано заявителем', card(number));
    await coordinator.say('Заявитель отозвал');
    await coordinator.press('Подтвердить', card(number));
  }
  printedThen = await historyPaper(numbers[0] ?? '');
  // As the office closes the curators have the day's head.
  await world.passTo('2026-11-05T17:01:00+03:00');
  await world.passTo('2026-11-30T09:00:00+03:00');
});
afterAll(() => world.stop());

/** The bot seals by itself, as far as no other test on this server has an older transaction under way. */
const sealed = () =>
  until('the journal is sealed', async () => {
    await world.application.tick();
    return (await notSealedYet(databaseOf(world.desk))).count === 0;
  });

async function historyPaper(number: string): Promise<Buffer> {
  const phone = world.phone('executor');
  await sealed();
  await phone.say(`/find ${number}`);
  await phone.press('История', card(number));
  await phone.press('📄 История в PDF', 'История №');
  const papers = async () =>
    (await phone.messages()).flatMap(({ document }) =>
      document?.file_name.endsWith('istoriya.pdf') ? [document] : [],
    );
  await until('the paper is there', async () => (await papers()).length > 0);
  return world.stand.download((await papers()).at(-1)?.file_id ?? '');
}

const inJournal = statement(
  'scenario-violations',
  'select v.id, a.number from violation v join appeal a on a.id = v.appeal_id order by v.id',
);
const violations = () => world.fresh.database.query<{ id: number; number: string }>(inJournal);

/** As from the journal, whose lines stand on two pages. */
async function open(who: Who, number: string): Promise<void> {
  const phone = world.phone(who);
  await phone.say('/menu');
  const { id } = (await violations()).find((one) => one.number === number) ?? { id: 0 };
  await phone.pressData(await phone.lastId(), `x:caseOne:${id.toString(36)}`);
  await phone.sees(title(number));
}

test('an admin names the Управляющий делами, who hears of it and has the journal', async () => {
  await world.phone('supervisor').say('/admin');
  await world
    .phone('supervisor')
    .pressData(
      await world.phone('supervisor').lastId(),
      `x:affairs:${(await idOf('secondCoordinator')).toString(36)}:1`,
    );
  await manager().sees('Администратор отметил вас как управляющего делами');
  await manager().say('/menu');
  expect(await manager().buttons('Меню')).toContain('Журнал нарушений');
});

test('seven violations stand in the journal of November, each with whose it is', async () => {
  await manager().press('Журнал нарушений', 'Меню');
  const text = await manager().text('Журнал нарушений: ноябрь 2026 года');
  expect(text).toContain('7 нарушений');
  expect(text).toContain('Не доложено за один рабочий день');
  expect(text).toMatch(/Сидоров С\.С\. · открыто/);
  expect((await violations()).map(({ number }) => number)).toEqual(numbers);
  await manager().press('По сотрудникам', 'Журнал нарушений: ноябрь 2026 года');
  await manager().press('Петров П.П. · 4', 'Журнал нарушений: ноябрь 2026 года');
  expect(await manager().text('Сотрудник: Петров П.П.')).toContain('4 нарушения');
});

test('an executor sees their own, and not the others’', async () => {
  const phone = world.phone('otherExecutor');
  await phone.say('/menu');
  await phone.press('Мои нарушения · 3', 'Меню');
  const text = await phone.text('Мои нарушения');
  expect(text).toContain(`№ ${numbers[6]}`);
  expect(text).not.toContain(`№ ${numbers[0]}`);
  const [first] = await violations();
  const toast = await phone.pressData(await phone.lastId(), `x:caseOne:${first?.id.toString(36)}`);
  expect(toast.text).toBe('Такого нарушения нет или оно не ваше.');
});

test('for each an explanation is asked, with a sound to that person alone', async () => {
  const last = { own: await world.phone('executor').lastId(), others: await world.phone('coordinator').lastId() };
  for (const number of numbers) {
    await open('secondCoordinator', number);
    expect(await manager().text(title(number))).toContain('До срока бот');
    expect((await manager().press('Запросить объяснение', title(number))).text).toBe('Объяснение запрошено');
  }
  await world.quiet();
  expect(await world.phone('executor').soundsSince(last.own)).toBe(4);
  expect(await world.phone('coordinator').soundsSince(last.others)).toBe(0);
  expect(await world.phone('executor').text(`Нужно ваше объяснение по нарушению`)).toContain(
    'ответ до конца дня 02.12.2026',
  );
});

async function explain(who: Who, number: string, text: readonly string[]): Promise<string> {
  const phone = world.phone(who);
  await open(who, number);
  await phone.press('Дать объяснение', title(number));
  for (const part of text) await phone.say(part);

  return (await phone.press('Готово', 'Написано:')).text ?? '';
}

test('five explain: in words, at length, with a photo and a file; the applicant’s data are refused', async () => {
  for (const number of numbers.slice(0, 3))
    expect(await explain('executor', number, ['Был на выезде, связи не было.'])).toBe('Объяснение принято');
  // 5,000 characters come as two messages.
  const long = 'Подрядчик не отвечал. '.repeat(114).trim();
  expect(await explain('otherExecutor', numbers[4] ?? '', [long, long])).toBe('Объяснение принято');

  const phone = world.phone('otherExecutor');
  const number = numbers[5] ?? '';
  // While the days run no paper may say that there is no explanation.
  await open('otherExecutor', number);
  expect(await phone.buttons(title(number))).not.toContain('Документ на подпись');
  const { id } = (await violations()).find((one) => one.number === number) ?? { id: 0 };
  const early = await phone.pressData(await phone.lastId(), `x:casePaper:${id.toString(36)}`);
  expect(early.text).toBe('Два рабочих дня ещё не прошли.');
  await open('otherExecutor', number);
  await phone.press('Дать объяснение', title(number));
  await phone.sendPhotos(1);
  await phone.sendFile(Buffer.from('%PDF-1.4 справка'), 'справка.pdf', 'application/pdf');
  await phone.say('Телефон заявителя +7 917 123-45-67, звонил ему.');
  await phone.sees('данные, которым здесь не место');
  await phone.say('Справка приложена.');
  expect((await phone.press('Готово', 'Написано:')).text).toBe('Объяснение принято');
  await open('secondCoordinator', number);
  expect(await manager().text(title(number))).toContain('Приложено файлов: 2');
  expect((await violations()).length).toBe(7);
  // It can wait: a line of the next list, and no message.
  await world.quiet();
  expect((await manager().messages()).filter(({ text }) => text?.includes('Получено объяснение'))).toEqual([]);
});

test('two are reminded on the last day, once, and then it is written that there is no explanation', async () => {
  await world.passTo('2026-12-02T08:10:00+03:00');
  await world.phone('executor').sees('Сегодня последний день, чтобы дать объяснение');
  await world.passTo('2026-12-02T15:00:00+03:00');
  const reminders = (await world.phone('executor').messages()).filter(({ text }) =>
    text?.includes('Сегодня последний день, чтобы'),
  );
  expect(reminders).toHaveLength(1);
  await world.passTo('2026-12-03T08:20:00+03:00');
  const list = await manager().text('Дела на чт 03.12');
  expect(list.match(/Получено объяснение/g)).toHaveLength(5);
  expect(list.match(/Объяснения нет, два рабочих дня прошли/g)).toHaveLength(2);
});

const named = statement(
  'scenario-letterhead',
  `insert into setting (key, value) values ('letterhead', '{"nameRu": "ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\\nТЕСТОВОГО РАЙОНА"}')`,
);
const givePost = statement('scenario-post', `update person set position = 'ведущий специалист' where name = $1`);

test('the answer, or that there was none, is a paper to be signed', async () => {
  await world.fresh.database.query(named);
  await world.fresh.database.query(givePost, [PEOPLE.executor.name]);
  for (const [number, words] of [
    [numbers[4] ?? '', 'Объяснение'],
    [numbers[3] ?? '', 'объяснение не представлено'],
  ] as const) {
    await open('secondCoordinator', number);
    await manager().press('Документ на подпись', title(number));
    await world.quiet();
    const text = await lastPaper();
    expect(text).toContain(words);
    expect(text).toContain(number);
    expect(text).toContain('Дата');
    // Read in another year, by those who do not know the people.
    expect(text).toContain('Управляющему делами ИСПОЛНИТЕЛЬНОГО КОМИТЕТА ТЕСТОВОГО РАЙОНА Насибулиной Г.Р.');
    expect(text).toContain('два рабочих дня, до конца дня 02.12.2026 (ст. 193 ТК)');
    expect(text).toContain('Взыскание возможно до 07.12.2026');
    expect(text).toContain('шесть месяцев со дня нарушения (ст. 193 ТК)');
    expect(text).not.toMatch(/\d\d\.\d\d(?!\.?\d)/);
    expect(text).not.toMatch(/Иванов|123-45-67/);
  }
});

async function lastFile(): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const sent = (await manager().messages()).flatMap(({ document }) => document ?? []).at(-1);
  return { name: sent?.file_name ?? '', bytes: await world.stand.download(sent?.file_id ?? '') };
}
const lastPaper = async () => readPdf((await lastFile()).bytes).pages.join(' ');

async function decide(number: string, decision: string, answers: readonly string[]): Promise<string> {
  await open('secondCoordinator', number);
  await manager().press('Принять решение', title(number));
  await manager().press(decision, 'Что решено?');
  for (const answer of answers) await manager().say(answer);
  if (decision !== 'Иное') await manager().press('Пропустить', 'Добавить комментарий');
  return (await manager().press('Записать решение', 'Записать решение?')).text ?? '';
}

test('the Управляющий делами decides, and the person hears of it without a sound', async () => {
  const before = await world.phone('executor').lastId();
  expect(await decide(numbers[0] ?? '', 'Без взыскания', [])).toBe('Решение записано');
  expect(await decide(numbers[3] ?? '', 'Замечание', ['=12+3-к', '03.12.2026'])).toBe('Решение записано');
  expect(await decide(numbers[4] ?? '', 'Выговор', ['14-к', 'сегодня'])).toBe('Решение записано');
  expect(await decide(numbers[5] ?? '', 'Иное', ['Беседа'])).toBe('Решение записано');
  await world.quiet();
  expect(await world.phone('executor').soundsSince(before)).toBe(0);
  expect(await world.phone('executor').text('По нарушению принято решение')).toContain(
    'Распоряжение № =12+3-к от 03.12.2026',
  );
});

test('an explanation after the decision is answered with where it is, and what was typed is in the chat', async () => {
  const number = numbers[3] ?? '';
  const phone = world.phone('executor');
  await open('executor', number);
  expect(await phone.buttons(title(number))).not.toContain('Дать объяснение');
  const { id } = (await violations()).find((one) => one.number === number) ?? { id: 0 };
  const toast = await phone.pressData(await phone.lastId(), `x:caseTell:${id.toString(36)}`);
  expect(toast.text).toBe('Состояние изменилось: решение принято. Карточка обновлена.');
});

test('the journal is printed: a workbook in which a formula is text, and a paper', async () => {
  await manager().say('/menu');
  await manager().press('Журнал нарушений', 'Меню');
  await manager().press('◀', 'Журнал нарушений: декабрь 2026 года');
  await manager().press('XLSX', 'Журнал нарушений: ноябрь 2026 года');
  await world.quiet();
  const workbook = await lastFile();
  expect(workbook.name).toBe('Журнал нарушений 01.11–30.11.2026.xlsx');
  const [sheet] = (await readXlsx(workbook.bytes)).sheets;
  expect(sheet?.rows).toHaveLength(8);
  const cells = JSON.stringify(sheet?.rows);
  expect(cells).toContain('"=12+3-к"');
  expect(cells).toContain('Сидоров С.С.');
  expect(cells).toContain('Был на выезде, связи не было.');
  expect(cells).not.toMatch(/Иванов|123-45-67/);
  await manager().press('PDF', 'Журнал нарушений: ноябрь 2026 года');
  await world.quiet();
  const paper = await lastPaper();
  expect(paper).toContain('Журнал нарушений: ноябрь 2026 года');
  expect(paper).toContain('Подготовлено: Насибулина Г.Р.');
  // How many of what, then each with whose it is, the words of the explanation and the decision.
  expect(paper).toContain('Доклад 0 0 2 1 4 0 7 Всего 0 0 2 1 4 0 7');
  expect(paper).toContain('Петров П.П. (ведущий специалист) Получено 30.11.2026 09:00: Был на выезде, связи не было.');
  expect(paper).toContain('Иное Беседа');
  // One that is too long for a cell stands whole below.
  expect(paper).toContain('(полностью ниже)');
  expect(paper.match(/Подрядчик не отвечал\./g)!.length).toBeGreaterThan(200);
  expect(paper).not.toMatch(/\.\. |\d\d\.\d\d(?!\.?\d)/);
});

test('the journal is printed for days of one’s own, of all and of one person', async () => {
  const screen = 'Журнал нарушений: ноябрь 2026 года';
  await manager().say('/menu');
  await manager().press('Журнал нарушений', 'Меню');
  await manager().press('◀', 'Журнал нарушений: декабрь 2026 года');
  await manager().press('По сотрудникам', screen);
  await manager().press('Сидоров С.С. · 3', screen);
  await manager().press('Свои даты', screen);
  await manager().say('03.11.2026');
  await manager().say('05.11.2026');
  const own = 'Журнал нарушений: 03.11–05.11.2026';
  expect(await manager().text(own)).toMatch(/Сотрудник: Сидоров С\.С\.\n3 нарушения/);
  await manager().press('PDF', own);
  await world.quiet();
  expect((await lastFile()).name).toBe('Журнал нарушений 03.11–05.11.2026.pdf');
  // The days before it have as many.
  await manager().press('◀', own);
  expect(await manager().text('Журнал нарушений: 31.10–02.11.2026')).toContain('нарушений не записано');
});

// It breaks the journal, so it is the last.
test('a byte that is changed in the database is named; what curators have and a paper from before tell the truth', async () => {
  await sealed();
  await world.passTo('2026-12-03T17:01:00+03:00');
  const folder = world.dataDir;
  const verify = (...args: readonly string[]) => runJournal('verify', args, { url: world.fresh.url, folder });
  const told = (await manager().messages()).flatMap(({ text }) => {
    const [, size, root] = /Записей: (\d+)[\s\S]*?([0-9a-f]{64})/.exec(text ?? '') ?? [];
    return size === undefined ? [] : [JSON.stringify({ size: Number(size), root })];
  });
  const heads = path.join(folder, 'heads.jsonl');
  await writeFile(heads, [...new Set(told)].join('\n'));
  const paper = path.join(folder, 'istoriya.pdf');
  await writeFile(paper, printedThen);
  // The report of the week tells the latest once more.
  expect(new Set(told).size).toBe(2);
  expect(await verify('--heads', heads)).toMatchObject({ code: 0, complaints: '' });

  const [entry] = await rows<{ id: number }>(
    world,
    `select id from journal_entry where details ->> 'act' = 'decide' order by id limit 1`,
  );
  await rows(world, 'alter table journal_entry disable trigger all');
  await rows(
    world,
    `update journal_entry set details = jsonb_set(details, '{decision}', '"noPenaltY"') where id = $1`,
    [entry?.id],
  );
  await rows(world, 'alter table journal_entry enable trigger all');
  expect(await verify()).toMatchObject({ code: 1, complaints: expect.stringContaining(`Запись ${entry?.id} (место `) });
  expect(await verify('--proof', paper)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Доказательство сходится'),
  });
});
