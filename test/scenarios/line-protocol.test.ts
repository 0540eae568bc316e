import { createHash } from 'node:crypto';
import { statement } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import { endedEngagement } from '../support/ended-engagement';
import { holds } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { until } from '../support/until';
import { unzip } from '../support/unzip';
import { World } from '../support/world';

const COUNT = 2_005;
const ask = statement(
  'test.many-questions',
  `insert into line_question (engagement_id, number, key, text, stems, asked_at, source, state, version, answer)
   select $1, n, 'q' || n, 'Вопрос о дворе дома ' || n || '?', '{}', $2, 'http', 'answered', 1, 'Сделаем к весне ' || n || '.'
   from generate_series(1, ${COUNT}) n`,
);
const keepLetterhead = statement('test.line-head', `insert into setting (key, value) values ('letterhead', $1)`);
const HEAD = { nameRu: 'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ РАЙОНА', nameTt: 'РАЙОН БАШКАРМА КОМИТЕТЫ', contacts: '', phone: '' };

let world: World;
let keeper: Phone;
let approver: Phone;
let id = '';
beforeAll(async () => {
  world = await World.start({ now: '2026-12-28T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  [keeper, approver] = [world.phone('worker'), world.phone('approver')];
  const days = { opensOn: toPlainDate('2026-12-01'), closesOn: toPlainDate('2026-12-25') };
  const content = { title: 'О дворах', answering: 'Гарипов Р.М.', ...days };
  const line = await endedEngagement(world, 'direct_line', 'finished', content, null);
  await world.fresh.database.query(ask, [line, world.desk.clock.now()]);
  await world.fresh.database.query(keepLetterhead, [JSON.stringify(HEAD)]);
  id = line.toString(36);
});
afterAll(() => world.stop());

/** What somebody was sent, once there are so many. */
async function documents(phone: Phone, count: number) {
  const sent = async () => (await phone.messages()).flatMap(({ document }) => (document ? [document] : []));
  await until(`${count} documents`, async () => (await sent()).length >= count);
  return Promise.all(
    (await sent()).map(async ({ file_name: name, file_id: file }) => ({
      name,
      bytes: await world.stand.download(file),
    })),
  );
}
const textOf = (bytes: Uint8Array): string => readPdf(new Uint8Array(bytes)).pages.join(' ').replace(/\s+/g, ' ');
const named = (files: readonly { readonly name: string; readonly bytes: Buffer }[], name: string): Buffer =>
  files.find((file) => file.name === name)?.bytes ?? Buffer.from('');

test('a protocol that is too long for one file comes in numbered parts, each question in one of them', async () => {
  await keeper.pressAnywhere(`x:linePaper:${id}`);
  const files = await documents(keeper, 4);
  expect(files.map(({ name }) => name)).toEqual([
    'протокол-1-часть-1.docx',
    'протокол-1-часть-1.pdf',
    'протокол-1-часть-2.docx',
    'протокол-1-часть-2.pdf',
  ]);
  const first = textOf(named(files, 'протокол-1-часть-1.pdf'));
  const second = textOf(named(files, 'протокол-1-часть-2.pdf'));
  expect(first).toContain('«О дворах», часть 1 из 2');
  expect(first).toContain('Вопросов: 2005. С ответом: 2005.');
  expect(first).toContain('В этой части вопросы № 1–2000. Часть 2: вопросы № 2001–2005.');
  expect(first).toContain('2000. Вопрос о дворе дома 2000? Ответ: Сделаем к весне 2000.');
  expect(first).not.toMatch(/SHA-256|Подпис|дома 2001/);
  expect(second).toContain('«О дворах», часть 2 из 2');
  expect(second).toContain('В этой части вопросы № 2001–2005.');
  expect(second).toContain('2005. Вопрос о дворе дома 2005? Ответ: Сделаем к весне 2005.');
  expect(second).not.toMatch(/SHA-256|Подпис|С ответом|дома 2000/);
  const parts = await unzip(named(files, 'протокол-1-часть-2.docx'), 'plain');
  const xml = parts.get('word/document.xml')?.toString() ?? '';
  expect(xml).toContain('часть 2 из 2');
  expect(xml).toContain('Вопрос о дворе дома 2005?');
});

test('its first part is signed, and names the sums of the others; whoever signs gets all of them', async () => {
  await keeper.say('/menu');
  await keeper.pressAnywhere(`x:ogSign:${id}:protocol`);
  await keeper.press('Гарипов Р.М.', 'Кто подпишет?');
  expect(await keeper.text('Ждёт подписи: Гарипов Р.М.')).toContain('Частей: 2. Подписывается первая');
  await approver.press('Открыть', 'Протокол вам на подпись');
  await approver.press('Файл', 'Частей: 2. Подписывается первая');
  const files = await documents(approver, 2);
  expect(files.map(({ name }) => name)).toEqual(['протокол-1-1-часть-1.pdf', 'протокол-1-1-часть-2.pdf']);
  const sum = createHash('sha256').update(named(files, 'протокол-1-1-часть-2.pdf')).digest('hex');
  const first = textOf(named(files, 'протокол-1-1-часть-1.pdf'));
  expect(first.replaceAll(' ', '')).toContain(`SHA-256:${sum}`);
  expect(first).toContain('Подпись под этой частью относится и к остальным');
  expect(first).toContain('Гарипов Р.М.');
  expect(textOf(named(files, 'протокол-1-1-часть-2.pdf'))).toContain('Подписывается часть 1: в ней названа');

  await approver.press('Подписать', 'Ждёт подписи: Гарипов Р.М.');
  expect(await approver.text('Подписать этот документ?')).toContain('Частей: 2.');
  await approver.press('Подписать', 'Подписать этот документ?');
  expect(await approver.text('Подписано: Гарипов Р.М.')).toContain('Частей: 2.');
});

const few = statement(
  'test.few-questions',
  `insert into line_question (engagement_id, number, key, text, stems, asked_at, source, state, version, answer)
   select $1, n, 'few' || n, 'Вопрос ' || n || ', идиоты? ' || repeat('О дворе. ', n % 9 * 9), '{}', $2, 'http', 'answered', 1,
     'Ответ ' || n || '. ' || repeat('Сделаем к весне. ', n % 7 * 9)
   from generate_series(1, 60) n`,
);

test('a question stands on the page of its answer, and an insult is a mark there', async () => {
  const content = { title: 'О парках', answering: 'Гарипов Р.М.' };
  const line = await endedEngagement(world, 'direct_line', 'finished', content, null);
  await world.fresh.database.query(few, [line, world.desk.clock.now()]);
  const before = (await documents(keeper, 0)).length;
  await keeper.say('/menu');
  await keeper.pressAnywhere(`x:linePaper:${line.toString(36)}`);
  const pdf = named(await documents(keeper, before + 2), `протокол-${line}.pdf`);
  const pages = readPdf(new Uint8Array(pdf)).pages.map((page) => page.replace(/\s+/g, ' '));
  expect(pages.length).toBeGreaterThan(3);
  const numbersIn = (page: string, word: string) =>
    [...page.matchAll(new RegExp(`${word} (\\d+)[.,]`, 'g'))].map(([, number]) => Number(number));
  for (const page of pages) expect(numbersIn(page, 'Ответ:? Ответ')).toEqual(numbersIn(page, 'Вопрос'));
  expect(pages[0]).toContain('Вопрос 1, [оскорбление скрыто]?');
  expect(pages.join(' ')).not.toContain('идиот');
  // Whoever works on it sees what was written.
  await keeper.say('/menu');
  await keeper.pressAnywhere(`x:line:${line.toString(36)}:answered:0`);
  await keeper.press('№ 1 Вопрос 1, идиоты?', 'Вопросы: О парках');
  await keeper.sees('Вопрос 1, идиоты?');
});
