import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statement } from '../../src/database/database';
import {
  agree,
  appealId,
  assign,
  card,
  goesAway,
  inWork,
  open,
  submit,
  takeIntoWork,
  task,
} from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import { TestAuthority, type TestSigner } from '../support/signing';
import { PEOPLE, World, type Who } from '../support/world';

const SNILS = '11223344595';

let world: World;
let trust: string;
let accredited: TestAuthority;
let ofOffice: TestAuthority;
let approver: TestSigner;

const giveSnils = statement('test-give-snils', 'update person set snils = $2 where name = $1');
const letterhead = statement('test-letterhead', `select value from setting where key = 'letterhead'`);
const noLetterhead = statement('test-no-letterhead', `delete from setting where key = 'letterhead'`);
const keepLetterhead = statement('test-keep-letterhead', `insert into setting (key, value) values ('letterhead', $1)`);
const mayApprove = statement('test-may-approve', 'update person set can_approve = true where name = $1');
const stageOf = statement('test-stage', 'select stage from appeal where id = $1');
const signatures = statement(
  'test-signatures',
  `select g.level from signature g join attachment t on t.id = g.attachment_id where t.appeal_id = $1`,
);

const showings = statement(
  'test-showings',
  `select p.name from journal_entry j join person p on p.id = j.person_id
   where j.appeal_id = $1 and j.action = 'showContacts' and j.details ? 'letter' order by j.id`,
);

beforeAll(async () => {
  trust = await mkdtemp(path.join(tmpdir(), 'murajagat-trust-'));
  accredited = new TestAuthority('Аккредитованный УЦ');
  await accredited.trustIn(trust, 'qualified');
  ofOffice = new TestAuthority('УЦ района');
  await ofOffice.trustIn(trust, 'unqualified');
  approver = accredited.certify(PEOPLE.approver.name, SNILS);
  world = await World.start({ env: { SIGNATURE_TRUST_DIR: trust, PERSONAL_DATA_IN_CHAT: 'on_request' } });
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Бланк письма');
  await admin.press('Название', 'Бланк письма');
  await admin.say('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА');
  await world.fresh.database.query(giveSnils, [PEOPLE.approver.name, SNILS]);
});
afterAll(async () => {
  await world.stop();
  await rm(trust, { recursive: true, force: true });
});

/** Agreed by the supervisor; the approver is to sign. */
async function toSign(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const number = await inWork(world, fields);
  await submit(world, number);
  // Nothing is entered first where it is signed here.
  expect((await agree(world, number)).text).toBe('Согласовано, утверждает Гарипов Р.М.');
  return number;
}

/** Documents in somebody's chat, oldest first, by the ends of their names. */
const documents = async (who: Who, end: string) =>
  (await world.phone(who).messages()).flatMap(({ document }) => (document?.file_name.endsWith(end) ? [document] : []));
const bytesOf = (fileId: string): Promise<Buffer> => world.stand.download(fileId);

/** Presses «Утвердить» and gets the letter. */
async function letterOf(number: string, who: Who = 'approver'): Promise<Buffer> {
  await world.phone(who).press('Утвердить', card(number));
  await world.quiet();
  const letter = (await documents(who, '.pdf')).filter(({ file_name: name }) => name.startsWith(number)).at(-1);
  if (letter === undefined) throw new Error(`No letter of ${number}`);
  return bytesOf(letter.file_id);
}

const send = (signature: Buffer, who: Who = 'approver') => world.phone(who).sendFile(signature, 'ответ.pdf.sig');
const now = () => world.desk.clock.now();
async function standing(number: string) {
  const id = await appealId(world, number);
  const [appeal] = await world.fresh.database.query<{ stage: string }>(stageOf, [id]);
  const kept = await world.fresh.database.query<{ level: string }>(signatures, [id]);
  return { stage: appeal?.stage, signatures: kept.map(({ level }) => level) };
}

test('a good signature approves the answer, and the coordinators get the very files', async () => {
  const number = await toSign({ kind: 'appeal59' });
  const phone = world.phone('approver');
  const press = await phone.remember('Утвердить', card(number));
  await press();
  await press();
  await world.quiet();
  expect(await phone.text(card(number))).toContain('квалифицированной подписью (УКЭП)');
  const [first, ...more] = (await documents('approver', '.pdf')).filter(({ file_name: name }) =>
    name.startsWith(number),
  );
  expect(more).toEqual([]);
  const letter = await bytesOf(first!.file_id);
  await phone.press('Письмо (PDF)', card(number));
  await world.quiet();
  expect(await bytesOf((await documents('approver', '.pdf')).at(-1)!.file_id)).toEqual(letter);

  await send(approver.sign(letter, now()));
  const shown = await phone.text(/Подпись верна: квалифицированная/);
  expect(shown).toContain('Проверено ботом:');
  expect(shown).toContain(PEOPLE.approver.name);
  expect(await standing(number)).toEqual({ stage: 'answer_approval', signatures: [] });

  const approve = await phone.remember('✅ Утвердить', /Подпись верна/);
  const [one, other] = await Promise.all([approve(), approve()]);
  expect([one?.text, other?.text]).toEqual(['Утверждено', 'Утверждено']);
  expect(await standing(number)).toEqual({ stage: 'delivery', signatures: ['qualified'] });
  expect(await phone.text(card(number))).toContain(`подписано: ${PEOPLE.approver.name}, квалифицированная подпись`);
  await phone.press('Протокол проверки', card(number));
  await phone.press('Назад', card(number));
  await phone.press('История', card(number));
  expect(await phone.text('История')).toContain('проверено ботом');
  world.at('2026-11-25T14:00:00+03:00');
  await phone.press('Протокол проверки', 'История');
  await world.quiet();
  const [protocol, again] = await Promise.all(
    (await documents('approver', '-protokol.pdf')).map(({ file_id: id }) => bytesOf(id)),
  );
  expect(again).toEqual(protocol);
  const [page = ''] = readPdf(protocol!).pages;
  expect(page).toContain(PEOPLE.approver.name);
  expect(page.replaceAll(' ', '')).toContain(createHash('sha256').update(letter).digest('hex'));

  // To be printed: the same letter with the mark of its signature, each time the same bytes.
  const copies = await Promise.all((await documents('approver', '-kopiya.pdf')).map(({ file_id: id }) => bytesOf(id)));
  expect(copies).toHaveLength(2);
  expect(copies[1]).toEqual(copies[0]);
  const marked = readPdf(copies[0]!).pages.join(' ');
  expect(marked).toContain('Документ подписан усиленной квалифицированной электронной подписью Сертификат ');
  expect(marked).toContain(`Владелец ${PEOPLE.approver.name} Действителен с `);
  expect(marked).toContain(`На № ${number} от `);

  const coordinator = world.phone('coordinator');
  expect(await coordinator.text(task('Отправить в ПОС', number))).toContain('подписанное письмо и файл подписи');
  await coordinator.press('Файлы', task('Отправить в ПОС', number));
  await world.quiet();
  const placed = (await documents('coordinator', '.pdf')).at(-1);
  expect(await bytesOf(placed!.file_id)).toEqual(letter);
  expect(await documents('coordinator', '.sig')).toHaveLength(1);
  await coordinator.press('✅ Отправлено', task('Отправить в ПОС', number));
  expect(await standing(number)).toMatchObject({ stage: 'answered' });
});

test('one letter names all the appeals that it answers, is signed once, and goes with each of them', async () => {
  const coordinator = world.phone('coordinator');
  const first = await world.appeal();
  const second = await world.appeal({ kind: 'appeal59' });
  await coordinator.press('Объединить', card(first));
  await coordinator.say(`№ ${second}`);
  await coordinator.press('Готово', card(first));
  await coordinator.press('Подтвердить', card(first));
  await assign(world, first);
  await takeIntoWork(world, first);
  await submit(world, first);
  await agree(world, first);
  const letter = await letterOf(first);
  const [page = ''] = readPdf(letter).pages;
  for (const number of [first, second]) expect(page).toContain(`На № ${number} от `);
  // The other one is under 59-ФЗ: an unqualified signature, enough for a message, is none here.
  const ofMessage = ofOffice.certify(PEOPLE.approver.name, SNILS);
  await send(ofMessage.sign(letter, now()));
  expect(await standing(first)).toEqual({ stage: 'answer_approval', signatures: [] });
  await send(approver.sign(letter, now()));
  await world.phone('approver').press('✅ Утвердить', /Подпись верна/);
  for (const number of [first, second])
    expect(await standing(number)).toEqual({ stage: 'delivery', signatures: ['qualified'] });
  const sending = task('Отправить в ПОС', first);
  expect(await coordinator.text(sending)).toContain(`То же сделайте в ПОС по № ${second}`);
  await open(world, 'coordinator', second);
  expect(await coordinator.text(card(second))).toContain(`подписано: ${PEOPLE.approver.name}`);
  await coordinator.press('Письмо (PDF)', card(second));
  await world.quiet();
  expect(await bytesOf((await documents('coordinator', '.pdf')).at(-1)!.file_id)).toEqual(letter);
  await coordinator.press('✅ Отправлено', sending);
  for (const number of [first, second]) expect(await standing(number)).toMatchObject({ stage: 'answered' });
});

test('where the letterhead is empty no letter has come, and the form says what is missing and who fills it in', async () => {
  const phone = world.phone('approver');
  const number = await toSign();
  const { database } = world.fresh;
  const [kept] = await database.query<{ value: unknown }>(letterhead);
  await database.query(noLetterhead);
  await phone.press('Утвердить', card(number));
  const asked = await phone.text(card(number));
  expect(asked).toContain(
    'Письма для подписи ещё нет: не заполнен бланк. Его заполнит администратор (Шафеев И.Р.): /admin',
  );
  expect(asked).not.toContain('Подпишите PDF из чата');
  await database.query(keepLetterhead, [JSON.stringify(kept?.value)]);
  await phone.press('Отмена', card(number));
  await phone.press('Утвердить', card(number));
  expect(await phone.text(card(number))).toContain('Подпишите PDF из чата');
  await phone.press('Отмена', card(number));
});

test('each bad signature is refused by its own words, nothing changes, and a good one may still come', async () => {
  const number = await toSign({ kind: 'appeal59' });
  const former = await letterOf(number);
  await world.phone('approver').press('Отмена', card(number));
  await world.phone('approver').press('Изменить проект', card(number));
  await world.phone('approver').say('Яма на ул. Советской, 15 заделана 24 ноября 2026 года, работы приняты.');
  const [forward = ''] = await world.phone('approver').buttons('Написано:');
  await world.phone('approver').press(forward, 'Написано:');
  const letter = await letterOf(number);
  expect(letter).not.toEqual(former);

  const stranger = new TestAuthority('Неизвестный УЦ').certify(PEOPLE.approver.name, SNILS);
  const damaged = Buffer.from(approver.sign(letter, now()));
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  const bad: readonly (readonly [Buffer, RegExp])[] = [
    [approver.sign(former, now()), /прежн|другой верси|предыдущ/i],
    [
      approver.sign(Buffer.from('другой документ'), now()),
      /под другим|другого документа|другой документ|другим файлом/i,
    ],
    [letter, /документ|PDF/],
    [Buffer.from('не подпись'), /не подпись|не файл подписи|подпис/i],
    [stranger.sign(letter, now()), /Неизвестный УЦ/],
    [accredited.certify('Чужой Человек', '11622444595').sign(letter, now()), /Чужой Человек/],
    [
      accredited.certify(PEOPLE.approver.name, SNILS, new Date('2026-01-01')).sign(letter, now()),
      /истёк|закончил|действ/i,
    ],
    [damaged, /подпис/i],
    [Buffer.alloc(1024 * 1024 + 1), /больше 1 МБ/],
  ];
  const said: string[] = [];
  for (const [file, words] of bad) {
    await send(file);
    const text = await world.phone('approver').text(/Подпись не принята/);
    expect(text).toMatch(words);
    said.push(text.slice(text.indexOf('Подпись не принята')));
    expect(await standing(number)).toEqual({ stage: 'answer_approval', signatures: [] });
  }
  expect(new Set(said).size).toBe(bad.length);
  await world.phone('approver').sendPhotos(1);
  expect(await world.phone('approver').text(card(number))).toContain('Нужен файл подписи (.sig, .p7s), а не фото');

  await send(approver.sign(letter, now()));
  await world.phone('approver').press('✅ Утвердить', /Подпись верна/);
  expect(await standing(number)).toEqual({ stage: 'delivery', signatures: ['qualified'] });
});

test('a deputy signs by their own name, and whoever comes second is told what has happened', async () => {
  const number = await toSign();
  const given = await letterOf(number);
  await world.fresh.database.query(mayApprove, [PEOPLE.supervisor.name]);
  await goesAway(world, 'approver', '2026-11-25', '2026-11-30', 'supervisor');
  await open(world, 'supervisor', number);
  const letter = await letterOf(number, 'supervisor');
  expect(letter).not.toEqual(given);
  await send(approver.sign(letter, now()), 'supervisor');
  expect(await world.phone('supervisor').text(/Подпись не принята/)).toContain('вписать СНИЛС');
  // Of a «сообщение» either kind will do, and there the name tells the person.
  const deputy = ofOffice.certify(PEOPLE.supervisor.name);
  await send(deputy.sign(letter, now()), 'supervisor');
  await send(approver.sign(given, now()));
  const late = await world.phone('approver').remember('✅ Утвердить', /Подпись верна/);
  await world.phone('supervisor').press('✅ Утвердить', /Подпись верна/);
  expect((await late())?.text).toBe('Уже утверждено: Шафеев И.Р. (замещает: Гарипов Р.М.)');
  expect(await standing(number)).toEqual({ stage: 'delivery', signatures: ['unqualified'] });
});

test('a letter that names the applicant is shown to those who work on it, journaled, and goes from every chat; signed it is placed as it is', async () => {
  const name = 'Иванова Мария Петровна';
  const number = await toSign({ applicant: { type: 'person', name, address: 'г. Тест, ул. Пушкина, 3' } });
  const letter = await letterOf(number);
  expect(readPdf(letter).pages[0]).toContain(`${name} г. Тест, ул. Пушкина, 3`);
  await send(ofOffice.certify(PEOPLE.approver.name).sign(letter, now()));
  await world.phone('approver').press('✅ Утвердить', /Подпись верна/);

  const coordinator = world.phone('coordinator');
  await coordinator.press('Файлы', task('Отправить в ПОС', number));
  await world.quiet();
  const placed = (await documents('coordinator', `${number}-1.pdf`)).at(-1);
  expect(await bytesOf(placed!.file_id)).toEqual(letter);
  expect(await documents('coordinator', '.sig')).not.toEqual([]);
  await world.phone('executor').press('Письмо (PDF)', card(number));
  await world.quiet();
  const executors = await documents('executor', '.pdf');
  expect(executors.map(({ file_name: file }) => file)).toEqual([`${number}-1.pdf`]);
  expect(await bytesOf(executors[0]!.file_id)).toEqual(letter);

  const id = await appealId(world, number);
  const shown = await world.fresh.database.query<{ name: string }>(showings, [id]);
  expect(shown.map(({ name: who }) => who)).toEqual([
    PEOPLE.approver.name,
    PEOPLE.coordinator.name,
    PEOPLE.executor.name,
  ]);
  world.later(5 * 60_000);
  await world.application.tick();
  await world.quiet();
  for (const who of ['approver', 'coordinator', 'executor'] as const)
    expect(await documents(who, `${number}-1.pdf`)).toEqual([]);
  // What was checked names nobody but the signer.
  await world.phone('executor').press('Протокол проверки', card(number));
  await world.quiet();
  const [protocol] = await documents('executor', '-protokol.pdf');
  expect(readPdf(await bytesOf(protocol!.file_id)).pages.join()).not.toContain('Иванова');
});
