import { readFileSync } from 'node:fs';
import { statement } from '../../src/database/database';
import { endContactTerms } from '../../src/usecases/applicants/forget';
import { assign, card, open } from '../support/office-work';
import { LAYOUT_2026, linesOf, OPEN, xlsxOf } from '../support/registry-files';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { until } from '../support/until';
import { unzip } from '../support/unzip';
import { World } from '../support/world';

let world: World;
let coordinator: Phone;
beforeAll(async () => {
  world = await World.start();
  coordinator = world.phone('coordinator');
});
afterAll(() => world.stop());

const NAME = 'Сафиуллина Гөлнара Рәхимовна';
const PHONE = '+7 917 555-11-22';
const MAIL = 'gulnara@example.ru';
const applicant = { type: 'person', name: NAME, phone: PHONE, email: MAIL, address: 'Мамадыш, ул. Ленина, 7, кв. 12' };
const TEXT = 'Яма у дома 15. Мой телефон 8 917 555-11-22.';

const selectAppeal = statement(
  'test.applicant',
  `select a.text, (select count(*)::int from applicant n where n.appeal_id = a.id) as applicants from appeal a where a.number = $1`,
);
const selectEntries = statement(
  'test.applicant-entries',
  `select j.action, j.capacity, j.told - 'destroyed' as details from journal_entry j join appeal a on a.id = j.appeal_id
   where a.number = $1 and j.action in ('forgetContacts', 'gatherApplicant') order by j.id`,
);
const wholeJournal = statement(
  'test.whole-journal',
  'select string_agg(row_to_json(j)::text, chr(10)) as text from journal_entry j',
);
const moveEnd = statement(
  'test.move-end',
  `update appeal set finished_at = finished_at - $2::interval where number = $1`,
);

const appealOf = async (number: string) =>
  (await world.fresh.database.query<{ text: string; applicants: number }>(selectAppeal, [number]))[0];
const entriesOf = (number: string) => world.fresh.database.query(selectEntries, [number]);
const journal = async () => (await world.fresh.database.query<{ text: string }>(wholeJournal))[0]?.text ?? '';

async function close(number: string): Promise<void> {
  await open(world, 'coordinator', number);
  await coordinator.press('Закрыть без ответа', card(number));
  await coordinator.press('отозвано заявителем', card(number));
  await coordinator.say('Заявитель отозвал');
  await coordinator.press('Подтвердить', card(number));
  await coordinator.sees('Закрыто без ответа');
}
const TITLE = (number: string) => `Данные заявителя по № ${number}`;

test('what is stored is told by its kinds in the chat, and lies as one file on the server', async () => {
  const number = await world.appeal({ applicant, text: TEXT });
  await open(world, 'coordinator', number);
  await coordinator.press('Данные заявителя', card(number));
  const told = await coordinator.text(TITLE(number));
  expect(told).toContain('Контакты: имя, телефон, почта, адрес\nТекст обращения\nМесто, о котором обращение');
  expect(told).toContain('Контакты будут удалены через 5 лет после завершения обращения.');
  expect(await coordinator.buttons(TITLE(number))).toEqual(['Собрать в файл']);
  await coordinator.press('Собрать в файл', TITLE(number));
  const said = await coordinator.text('собрано в один файл');
  const files = await unzip(readFileSync(/: (\/\S+\.zip)$/.exec(said)?.[1] ?? ''));
  const text = readPdf(files.get('Данные заявителя.pdf')!).pages.join(' ');
  for (const own of [NAME, PHONE, MAIL, 'кв. 12', '8 917 555-11-22', 'до 12 месяцев']) expect(text).toContain(own);
  expect(await entriesOf(number)).toEqual([{ action: 'gatherApplicant', capacity: 'coordinator', details: {} }]);
  const chat = JSON.stringify(await coordinator.messages());
  for (const own of [NAME, '555-11-22', MAIL]) expect(chat).not.toContain(own);
});

test('whoever does not answer for the course of appeals neither sees nor forgets', async () => {
  const number = await world.appeal({ applicant, text: TEXT });
  await assign(world, number);
  const other = world.phone('otherExecutor');
  await open(world, 'otherExecutor', number);
  expect(await other.buttons(card(number))).not.toContain('Данные заявителя');
  const [shown] = (await other.messages()).slice(-1);
  for (const code of ['x:applicant', 'x:applicantAll'])
    expect((await other.pressData(shown!.message_id, `${code}:2`)).showAlert).toBe(true);
});

test('contacts are forgotten at once by a decision with a reason, which may name nobody', async () => {
  const number = await world.appeal({ applicant, text: TEXT });
  await close(number);
  await coordinator.press('Данные заявителя', card(number));
  expect(await coordinator.text(TITLE(number))).toContain('Контакты будут удалены 25.11.2031.');
  await coordinator.press('Удалить контакты', TITLE(number));
  await coordinator.say(`По просьбе: Сафиуллина Г.Р., ${PHONE}`);
  await coordinator.sees('В причине есть личные данные');
  await coordinator.say('Отозвано согласие');
  const remains = await coordinator.text('Вернуть их нельзя');
  expect(remains).toContain('бот не смог обработать: до 24.02.2027');
  expect(remains).toContain('резервные копии бота: до 26.11.2027');
  expect((await appealOf(number))?.applicants).toBe(1);
  const again = await coordinator.remember('Удалить контакты', 'Вернуть их нельзя');
  expect((await coordinator.press('Удалить контакты', 'Вернуть их нельзя')).text).toBe('Контакты удалены');
  await again();
  expect(await appealOf(number)).toEqual({
    text: 'Яма у дома 15. Мой телефон +7 ••• •••-••-22.',
    applicants: 0,
  });
  expect(await entriesOf(number)).toEqual([
    { action: 'forgetContacts', capacity: 'coordinator', details: { reason: 'Отозвано согласие' } },
  ]);
  await open(world, 'coordinator', number);
  expect(await coordinator.buttons(card(number))).not.toContain('Данные заявителя');
});

test('while a comment waits for ПОС the decision is kept, and what is stored says so', async () => {
  const number = await world.appeal({ applicant, text: TEXT });
  await close(number);
  const query = <Row>(name: string, text: string) =>
    world.fresh.database.query<Row>(statement(`test.${name}`, text), [number]);
  await query(
    'waiting-comment',
    `insert into delivery (appeal_id, kind, text, queued_at) select id, 'comment', 'Перезвонили на 8 917 555-11-22', now() from appeal where number = $1`,
  );
  await coordinator.press('Данные заявителя', card(number));
  await coordinator.press('Удалить контакты', TITLE(number));
  await coordinator.say('Отозвано согласие');
  const waits = 'Не внесено в ПОС или не доставлено: комментарий об исполнении.';
  expect(await coordinator.text('Вернуть их нельзя')).toContain(waits);
  expect((await coordinator.press('Удалить контакты', 'Вернуть их нельзя')).text).toBe('Решение записано');
  expect(await coordinator.text('Решение записано в историю обращения')).toContain(waits);
  expect((await appealOf(number))?.applicants).toBe(1);
  await open(world, 'coordinator', number);
  await coordinator.press('Данные заявителя', card(number));
  expect(await coordinator.text(TITLE(number))).toContain(`Контакты решено удалить. ${waits}`);
  expect(await coordinator.buttons(TITLE(number))).toEqual(['Собрать в файл']);
  await query(
    'placed-comment',
    `update delivery y set placed_at = now() from appeal a where a.id = y.appeal_id and a.number = $1`,
  );
  expect(await endContactTerms(world.desk)).toBe(1);
  expect((await appealOf(number))?.applicants).toBe(0);
});

test('an appeal that a direct line has asked is told with its question, which is forgotten with it', async () => {
  const number = await world.appeal({ applicant, text: TEXT });
  const query = <Row>(name: string, text: string) =>
    world.fresh.database.query<Row>(statement(`test.${name}`, text), [number]);
  await query(
    'asked-in-line',
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       select 'direct_line', 'municipal', 'running', now(), 1, 1, min(id), now() from person returning id)
     insert into line_question (engagement_id, number, key, text, stems, address, asked_at, source, state, version, appeal_id)
     select e.id, 1, 'q-1', a.text, '{555}', 'ул. Ленина, 7, кв. 12', now(), 'http', 'appeal', 2, a.id from e, appeal a where a.number = $1`,
  );
  await close(number);
  await coordinator.press('Данные заявителя', card(number));
  expect(await coordinator.text(TITLE(number))).toContain('Вопрос прямой линии');
  await coordinator.press('Удалить контакты', TITLE(number));
  await coordinator.say('Отозвано согласие');
  expect(await coordinator.text('Вернуть их нельзя')).toContain('в текстах скрыты точками');
  await coordinator.press('Удалить контакты', 'Вернуть их нельзя');
  expect(
    await query(
      'question-of-appeal',
      `select q.text, q.address from line_question q join appeal a on a.id = q.appeal_id where a.number = $1 and not '555' = any(q.stems)`,
    ),
  ).toEqual([{ text: 'Яма у дома 15. Мой телефон +7 ••• •••-••-22.', address: null }]);
});

/** By the bot's own dialog, with a photo of theirs, up to what is to be confirmed. */
async function typedIn(number: string): Promise<void> {
  await coordinator.say(`/new ${number}`);
  await coordinator.press('Сообщение', 'Что это?');
  await coordinator.press('Сейчас', 'Когда зарегистрировано');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say(TEXT);
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
    await coordinator.press('Пропустить', question);
  await coordinator.sendPhotos(1);
  await coordinator.press('Готово', 'Есть фото');
}
const typedForms = async (number: string) =>
  (
    await world.fresh.database.query<{ answers: string }>(
      statement(
        'test.typed-forms',
        `select f.answers::text as answers from form f where f.subject = 'new' and f.answers ->> 'number' = $1 and f.state = 'done'`,
      ),
      [number],
    )
  ).map(({ answers }) => answers);

test('what was typed in to register an appeal with a photo is forgotten with it', async () => {
  const number = '7000905';
  await typedIn(number);
  await coordinator.press('Подтвердить', 'Проверьте');
  expect(await typedForms(number)).toEqual([expect.stringContaining('555-11-22')]);
  await close(number);
  await coordinator.press('Данные заявителя', card(number));
  await coordinator.press('Удалить контакты', TITLE(number));
  await coordinator.say('Отозвано согласие');
  await coordinator.press('Удалить контакты', 'Вернуть их нельзя');
  expect(await typedForms(number)).toEqual([expect.not.stringContaining('555-11-22')]);
});

test('what was typed in first and then changed is not kept once it is registered', async () => {
  const number = '7000906';
  await typedIn(number);
  await coordinator.press('✏️ Изменить', 'Проверьте');
  await coordinator.press('Текст', 'Проверьте');
  await coordinator.say('Яма у дома 15.');
  await coordinator.press('Готово', 'Напишите текст');
  await coordinator.press('Подтвердить', 'Проверьте');
  const [answers = ''] = await typedForms(number);
  expect(answers).toContain('Яма у дома 15.');
  for (const former of ['asItWas', 'reopened']) expect(answers).not.toContain(former);
});

test('whoever opens again what was forgotten hears that its texts have dots and no letter leaves', async () => {
  const said = 'Контакты заявителя удалены: телефоны и почта в текстах скрыты точками, письмо заявителю не отправится.';
  for (const isForgotten of [false, true]) {
    const number = await world.appeal({ applicant, text: TEXT });
    await close(number);
    if (isForgotten) {
      await coordinator.press('Данные заявителя', card(number));
      await coordinator.press('Удалить контакты', TITLE(number));
      await coordinator.say('Отозвано согласие');
      await coordinator.press('Удалить контакты', 'Вернуть их нельзя');
      await open(world, 'coordinator', number);
    }
    await coordinator.press('Открыть снова', card(number));
    await coordinator.sees('Подтвердите: «Открыть снова»');
    const asked = await coordinator.text(card(number));
    expect(asked.includes(said)).toBe(isForgotten);
    expect((await coordinator.press('Подтвердить', card(number))).text).toContain('Открыто снова');
  }
});

test('an export that still has the text does not bring it back', async () => {
  const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const [head = [], line = []] = linesOf([{ ...OPEN, Номер: '7000901' }], LAYOUT_2026);
  const sheet = (status: string) =>
    xlsxOf([
      [...head, 'Текст'],
      [...line.map((cell) => (cell === OPEN['Статус'] ? status : cell)), TEXT],
    ]);
  const kept = () =>
    world.fresh.database.query<{ said: string }>(
      statement(
        'test.kept-rows',
        `select r.said ->> 'appeal' as said from registry_row r where r.said -> 'appeal' ->> 'number' = '7000901' order by r.file_id`,
      ),
    );
  await coordinator.sendFile(await sheet('Назначен исполнитель'), 'первая.xlsx', XLSX);
  await coordinator.press('Загрузить', 'Файл «первая.xlsx»');
  await coordinator.sees('Загружено');
  expect((await kept()).map(({ said }) => said.includes('555-11-22'))).toEqual([true]);
  await close('7000901');
  // A contact that somebody has written down later: ПОС' export names none.
  await world.fresh.database.query(
    statement(
      'test.applicant-of',
      `insert into applicant (appeal_id, type, name) select id, 'person', $2 from appeal where number = $1`,
    ),
    ['7000901', NAME],
  );
  await world.fresh.database.query(moveEnd, ['7000901', '6 years']);
  expect(await endContactTerms(world.desk)).toBe(1);
  expect((await kept()).map(({ said }) => said.includes('555-11-22'))).toEqual([false]);

  await coordinator.sendFile(await sheet('Назначен исполнитель'), 'та же.xlsx', XLSX);
  await coordinator.sees('Нового ничего нет');
  expect(await kept()).toHaveLength(1);
  await coordinator.sendFile(await sheet('В работе у исполнителя'), 'вторая.xlsx', XLSX);
  await coordinator.press('Загрузить', 'Файл «вторая.xlsx»');
  await until('the second file is loaded', async () =>
    (await coordinator.text('Файл «вторая.xlsx»')).includes('Загружено'),
  );
  expect((await kept()).map(({ said }) => said.includes('555-11-22'))).toEqual([false, false]);
});

/** Two exports of one appeal that ПОС has brought with its words, and with nobody's contacts. */
async function broughtByExports(number: string): Promise<void> {
  const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const [head = [], line = []] = linesOf([{ ...OPEN, Номер: number }], LAYOUT_2026);
  for (const status of ['Назначен исполнитель', 'В работе у исполнителя']) {
    const name = `${number} ${status}.xlsx`;
    const row = [...line.map((cell) => (cell === OPEN['Статус'] ? status : cell)), TEXT];
    await coordinator.sendFile(await xlsxOf([[...head, 'Текст'], row]), name, XLSX);
    await coordinator.press('Загрузить', `Файл «${name}»`);
    await until('it is loaded', async () => (await coordinator.text(`Файл «${name}»`)).includes('Загружено'));
  }
}
const rowsOf = (number: string) =>
  world.fresh.database.query<{ said: string }>(
    statement(
      'test.rows-of-number',
      `select r.said ->> 'appeal' as said from registry_row r where r.said -> 'appeal' ->> 'number' = $1 order by r.file_id`,
    ),
    [number],
  );

test('an appeal of which nobody has told the contacts is forgotten with its words, in every export that has named it', async () => {
  await broughtByExports('7000902');
  await close('7000902');
  expect((await rowsOf('7000902')).map(({ said }) => said.includes('555-11-22'))).toEqual([true, true]);
  await coordinator.press('Данные заявителя', card('7000902'));
  const told = await coordinator.text(TITLE('7000902'));
  expect(told).toContain('Контакты: нет\nТекст обращения');
  expect(told).toContain('Тексты заявителя в 2 строках выгрузок');
  await coordinator.press('Удалить контакты', TITLE('7000902'));
  await coordinator.say('Заявление от 24.11.2026');
  expect((await coordinator.press('Удалить контакты', 'Вернуть их нельзя')).text).toBe('Контакты удалены');
  expect(await coordinator.text('Контакты заявителя удалены')).toContain(
    'удалённые письма и выгрузки на диске: до 03.12.2026',
  );
  expect(await appealOf('7000902')).toEqual({ text: 'Яма у дома 15. Мой телефон +7 ••• •••-••-22.', applicants: 0 });
  expect((await rowsOf('7000902')).map(({ said }) => said.includes('text'))).toEqual([false, false]);
  expect(await entriesOf('7000902')).toEqual([
    { action: 'forgetContacts', capacity: 'coordinator', details: { reason: 'Заявление от 24.11.2026' } },
  ]);
  const [{ kept } = { kept: -1 }] = await world.fresh.database.query<{ kept: number }>(
    statement(
      'test.kept-exports',
      `select count(*)::int as kept from registry_file where emptied_at is null and state = 'done'`,
    ),
  );
  expect(kept).toBe(0);
});

test('and years after its end by itself, in former rows, too', async () => {
  await broughtByExports('7000903');
  await close('7000903');
  await world.fresh.database.query(moveEnd, ['7000903', '6 years']);
  expect(await endContactTerms(world.desk)).toBe(1);
  expect(await endContactTerms(world.desk)).toBe(0);
  expect((await appealOf('7000903'))?.text).toContain('•••-••-22');
  expect((await rowsOf('7000903')).map(({ said }) => said.includes('text'))).toEqual([false, false]);
  expect(await entriesOf('7000903')).toEqual([{ action: 'forgetContacts', capacity: 'clock', details: {} }]);
});

test('the term ends by itself, appeal by appeal, and leaves alone what is open or younger', async () => {
  const [old, young, unfinished] = [
    await world.appeal({ applicant, text: TEXT }),
    await world.appeal({ applicant, text: TEXT }),
    await world.appeal({ applicant, text: TEXT }),
  ];
  await close(old);
  await close(young);
  await world.fresh.database.query(moveEnd, [old, '5 years 1 day']);
  await world.fresh.database.query(moveEnd, [young, '4 years']);
  expect(await endContactTerms(world.desk)).toBe(1);
  expect(await endContactTerms(world.desk)).toBe(0);
  expect((await appealOf(old))?.applicants).toBe(0);
  expect((await appealOf(young))?.applicants).toBe(1);
  expect((await appealOf(unfinished))?.applicants).toBe(1);
  expect(await entriesOf(old)).toEqual([{ action: 'forgetContacts', capacity: 'clock', details: {} }]);

  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Сроки и числа', 'Параметры');
  expect((await admin.buttons('Сроки и числа')).length).toBeLessThanOrEqual(8);
  await admin.press('Контакты: 5 лет', 'Сроки и числа');
  await admin.press('Контакты: 3 года', 'Сроки и числа');
  expect(await admin.text('Ночью удалятся')).toContain('Ночью удалятся контакты заявителя по 1 обращению.');
  await admin.press('Подтвердить изменение', 'Ночью удалятся');
  expect(await admin.text('Сроки и числа')).toContain('Контакты заявителей хранятся 3 года');
  expect(await endContactTerms(world.desk)).toBe(1);
});

test('the journal, which nobody can change, has nothing of what is forgotten', async () => {
  const kept = await journal();
  expect(kept).toContain('forgetContacts');
  for (const own of [NAME, 'Сафиуллина', '555-11-22', '9175551122', MAIL, 'кв. 12']) expect(kept).not.toContain(own);
});
