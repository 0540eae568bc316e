import { endContactTerms, forgetByDecision } from '../../../../src/usecases/administration/applicant/forget';
import { readStored } from '../../../../src/usecases/administration/applicant/stored';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { plainNumber } from '../../../../src/text/appeal-number';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const TEXT = 'Яма. Звоните 8 917 555-11-22 или на gulnara@example.ru.';
let numbers = 0;

/** An appeal that is over. */
async function finished({
  text = TEXT,
  applicant = false,
}: { text?: string; applicant?: boolean } = {}): Promise<number> {
  numbers += 1;
  const [registered] = await registerAppeals(
    office.desk,
    [
      {
        number: `9000${numbers}`,
        kind: 'message',
        registeredAt: MORNING,
        text,
        ...(applicant && { applicant: { type: 'person', name: 'Сафиуллина Г.Р.', phone: '+7 843 222-33-44' } }),
      },
    ],
    'sample',
  );
  await office.rows(`update appeal set stage = 'closed', finished_at = $2 where id = $1`, [registered!.id, MORNING]);
  return registered!.id;
}
const forget = async (appealId: number) =>
  forgetByDecision(office.desk, await office.actor('coordinator'), appealId, 'Отозвано согласие');
const entries = () =>
  office.rows(`select appeal_id as id from journal_entry where action = 'forgetContacts' order by id`);
const answer = async (appealId: number, text: string): Promise<number> =>
  (
    await office.rows<{ id: number }>(
      `insert into answer_draft (appeal_id, author_id, type, text, written_at) values ($1, $2, 'resolved', $3, $4) returning id`,
      [appealId, office.people.executor, text, MORNING],
    )
  )[0]!.id;
const letter = async (draftId: number, sha256: string): Promise<number> =>
  (
    await office.rows<{ id: number }>(
      `insert into letter (draft_id, names_applicant, is_draft, sha256, issued_at) values ($1, false, false, $2, $3) returning id`,
      [draftId, sha256, MORNING],
    )
  )[0]!.id;
const textOf = async (draftId: number) =>
  (await office.rows<{ text: string }>('select text from answer_draft where id = $1', [draftId]))[0]!.text;

const ANSWERED = 'Перезвонили по номеру 8 917 555-11-22 и 8 (843) 222-33-44. Справки: 8 (85563) 3-15-00.';

test('an answer that nobody has signed loses the applicant’s own numbers and keeps the office’s, with its paper', async () => {
  const appealId = await finished({ applicant: true });
  const draftId = await answer(appealId, ANSWERED);
  await letter(draftId, 'paper-of-draft');
  expect(await forget(appealId)).toBe('forgotten');
  const text = await textOf(draftId);
  expect(text).not.toMatch(/555-11-22|222-33-44/);
  expect(text).toContain('Справки: 8 (85563) 3-15-00.');
  expect(await office.rows('select from letter')).toHaveLength(0);
  expect(await office.rows(`select sha256 from removed_file`)).toEqual([{ sha256: 'paper-of-draft' }]);
});

const delivery = async (appealId: number, draftId: number, text: string, placedAt: Date | null): Promise<number> =>
  (
    await office.rows<{ id: number }>(
      `insert into delivery (appeal_id, kind, text, draft_id, queued_at, placed_at) values ($1, 'answer', $2, $3, $4, $5) returning id`,
      [appealId, text, draftId, MORNING, placedAt],
    )
  )[0]!.id;
const deliveries = async () =>
  (await office.rows<{ text: string }>('select text from delivery order by id')).map(({ text }) => text);

test('the same answer loses them where it was placed, as it was edited for that, and in forms; what still waits stays as approved', async () => {
  const appealId = await finished({ applicant: true });
  const draftId = await answer(appealId, 'Яму засыпали.');
  await delivery(appealId, draftId, ANSWERED, MORNING);
  await delivery(appealId, draftId, ANSWERED, null);
  for (const state of ['done', 'displaced'])
    await office.rows(
      `insert into form (person_id, subject, appeal_id, version, answers, view, revision, expires_at, state)
       values ($1, 'approveAnswer', $2, 1, $3, '{}', 1, $4, $5)`,
      [
        office.people.approving,
        appealId,
        JSON.stringify({ answerText: ANSWERED, editedText: ANSWERED, textInPos: ANSWERED, doneOn: '2026-11-25' }),
        MORNING,
        state,
      ],
    );
  expect(await forget(appealId)).toBe('forgotten');
  const [placed, waiting] = await deliveries();
  expect(placed).not.toMatch(/555-11-22|222-33-44/);
  expect(placed).toContain('Справки: 8 (85563) 3-15-00.');
  expect(waiting).toBe(ANSWERED);
  expect(await office.rows('select answers from form')).toEqual([
    { answers: { doneOn: '2026-11-25' } },
    { answers: { doneOn: '2026-11-25' } },
  ]);
});

test('the office’s own number, which the applicant has written down too, stays in the answer', async () => {
  const appealId = await finished({
    text: 'Звонил в исполком 3-15-00 и на 8 (85563) 3-16-00, писал на priem@mamadysh.example.ru. Мой телефон 8 917 555-11-22.',
  });
  await office.rows(`insert into setting (key, value) values ('letterhead', $1)`, [
    JSON.stringify({
      nameRu: 'Исполком',
      contacts: 'ул. Советская, 2, тел. 8 (85563) 3-15-00, priem@mamadysh.example.ru',
      phone: '3-16-00',
    }),
  ]);
  const draftId = await answer(
    appealId,
    'Звонили на 8 917 555-11-22. Справки: 8 (85563) 3-15-00 и тел. 3-16-00, priem@mamadysh.example.ru.',
  );
  expect(await forget(appealId)).toBe('forgotten');
  const text = await textOf(draftId);
  expect(text).not.toContain('555-11-22');
  expect(text).toContain('Справки: 8 (85563) 3-15-00 и тел. 3-16-00, priem@mamadysh.example.ru.');
});

test('what somebody has signed stays as it was signed', async () => {
  const appealId = await finished();
  const draftId = await answer(appealId, ANSWERED);
  await delivery(appealId, draftId, ANSWERED, MORNING);
  const letterId = await letter(draftId, 'signed-paper');
  const [attached] = await office.rows<{ id: number }>(
    `insert into attachment (appeal_id, origin, kind, compressed, size, sha256, uploaded_by_id, received_at)
     values ($1, 'official', 'document', false, 1, 'signature', $2, $3) returning id`,
    [appealId, office.people.approving, MORNING],
  );
  await office.rows(
    `insert into signature (letter_id, attachment_id, level, form, algorithm, hashes, serial, subject, issuer, valid_from, valid_to, chain,
       revocation, told_by, checked_at)
     values ($1, $2, 'qualified', 'detached', 'gost256', '{}', '7e', 'Владелец', 'Центр', $3, $3, '[]', '[]', 'snils', $3)`,
    [letterId, attached!.id, MORNING],
  );
  expect(await forget(appealId)).toBe('forgotten');
  expect(await textOf(draftId)).toBe(ANSWERED);
  expect(await deliveries()).toEqual([ANSWERED]);
  expect(await office.rows('select from letter')).toHaveLength(1);
});

async function file(state: string, sha256: string): Promise<number> {
  const [row] = await office.rows<{ id: number }>(
    `insert into registry_file (source, name, sha256, taken_at, state, read_row, loaded_row, counts, result, ended_at)
     values ('chat', $2, $2, $3, $1, 9, 9, '{}', '{}', case when $1 = 'done' then $3::timestamptz end) returning id`,
    [state, sha256, MORNING],
  );
  return row!.id;
}
const row = (
  fileId: number,
  at: number,
  verdict: string,
  said: object | null,
  cells: readonly string[] | null = null,
) =>
  office.rows('insert into registry_row (file_id, row, verdict, said, cells) values ($1, $2, $3, $4, $5)', [
    fileId,
    at,
    verdict,
    said && JSON.stringify(said),
    cells && JSON.stringify(cells),
  ]);
const said = (number: string) => ({ appeal: { number, text: TEXT }, there: { finished: true } });
const rowsLeft = () =>
  office.rows<{ said: string | null; cells: string | null }>(
    'select said::text as said, cells::text as cells from registry_row order by file_id, row',
  );

test('rows in error that name it go, others stay; bytes of exports that are over are struck off, of one under way not', async () => {
  const appealId = await finished();
  const [done, reading] = [await file('done', 'over'), await file('reading', 'under-way')];
  await row(done, 2, 'fresh', said(`9000${numbers}`));
  await row(done, 3, 'bad', null, [`9000${numbers}`, 'не дата', TEXT]);
  await row(done, 4, 'bad', null, ['777', 'не дата', 'Чужое']);
  await row(done, 5, 'fresh', said('another'));
  expect(await forget(appealId)).toBe('forgotten');
  const left = await rowsLeft();
  expect(left.map((one) => [one.said?.includes('555-11-22') ?? null, one.cells?.includes('Чужое') ?? null])).toEqual([
    [false, null],
    [null, true],
    [true, null],
  ]);
  const files = await office.rows<{ id: number; emptied: boolean }>(
    'select id, emptied_at is not null as emptied from registry_file order by id',
  );
  expect(files).toEqual([
    { id: done, emptied: true },
    { id: reading, emptied: false },
  ]);
  expect(await office.rows('select sha256 from removed_file')).toEqual([{ sha256: 'over' }]);
});

/** As people and tables write a number: the reader of exports takes each for the same. */
const WRITINGS = [
  '№ 900012345',
  '«№900012345»',
  "'900012345",
  '900 012 345',
  '900\u00a0012\u00a0345',
  'N° 900012345',
  '# 900012345 ',
];

test('a row in error names an appeal however its number is written, at once and by night', async () => {
  expect(WRITINGS.map(plainNumber)).toEqual(WRITINGS.map(() => '900012345'));
  const appealId = await finished();
  await office.rows(`update appeal set number = '900012345' where id = $1`, [appealId]);
  const write = async (fileId: number) => {
    for (const [at, written] of [...WRITINGS, '900012346', '1900012345'].entries())
      await row(fileId, at + 2, 'bad', null, [written, 'не дата', TEXT]);
  };
  const left = async () => (await rowsLeft()).map(({ cells }) => JSON.parse(cells ?? '[]')[0]);
  await write(await file('done', 'former'));
  expect(await forget(appealId)).toBe('forgotten');
  expect(await left()).toEqual(['900012346', '1900012345']);
  await write(await file('ready', 'later'));
  await endContactTerms(office.desk);
  expect(await left()).toEqual(['900012346', '1900012345', '900012346', '1900012345']);
});

test('rows that say something of one applicant are found by their number, and not by reading all of them', async () => {
  await office.rows(
    `insert into registry_row (file_id, row, verdict, said)
     select 1, n, 'fresh', jsonb_build_object('appeal', jsonb_build_object('number', n::text, 'text', repeat('слово ', 30))) from generate_series(1, 3000) n`,
  );
  await office.rows('analyze registry_row');
  const plan = await office.rows(
    `explain select count(*) from appeal a join registry_row r on r.said -> 'appeal' ->> 'number' = a.number
     where a.id = 1 and r.said -> 'appeal' ?| array['text', 'applicant']`,
  );
  expect(JSON.stringify(plan)).toMatch(/registry_row_words[^[]*Index Cond/);
});

test('a file that was read meanwhile brings nothing back for longer than a night', async () => {
  const appealId = await finished();
  await forget(appealId);
  const ready = await file('ready', 'meanwhile');
  await row(ready, 2, 'changed', said(`9000${numbers}`));
  expect(await endContactTerms(office.desk)).toBe(0);
  expect((await rowsLeft())[0]?.said).not.toContain('555-11-22');
});

test('a text without anything personal is no deed, and neither is a second night', async () => {
  const [plain, told] = [await finished({ text: 'Яма у дома 15.' }), await finished()];
  office.setTime(msk('2032-01-10 03:00'));
  expect(await endContactTerms(office.desk)).toBe(1);
  expect(await endContactTerms(office.desk)).toBe(0);
  expect(await entries()).toEqual([{ id: told }]);
  expect(await readStored(office.desk, await office.actor('coordinator'), plain)).toBeNull();
});

test('an appeal that came back after it was forgotten is forgotten anew, so many years after its new end', async () => {
  const appealId = await finished();
  expect(await forget(appealId)).toBe('forgotten');
  office.setTime(msk('2027-01-10 03:00'));
  await office.rows(`update appeal set text = $2, finished_at = $3 where id = $1`, [
    appealId,
    TEXT,
    msk('2027-01-10 03:00'),
  ]);
  expect(await readStored(office.desk, await office.actor('coordinator'), appealId)).toMatchObject({ text: TEXT });
  office.setTime(msk('2032-01-09 03:00'));
  expect(await endContactTerms(office.desk)).toBe(0);
  office.setTime(msk('2032-01-11 03:00'));
  expect(await endContactTerms(office.desk)).toBe(1);
});

test('forms that are over keep no words of the applicant', async () => {
  const appealId = await finished();
  await office.rows(
    `insert into form (person_id, subject, appeal_id, answers, view, revision, expires_at, state)
     values ($1, 'register', $2, $3, '{}', 0, $4, 'done')`,
    [
      office.people.coordinator,
      appealId,
      JSON.stringify({ number: '1', text: TEXT, corrected: { text: TEXT } }),
      MORNING,
    ],
  );
  await forget(appealId);
  expect(await office.rows('select answers from form where appeal_id = $1', [appealId])).toEqual([
    { answers: { number: '1', corrected: {} } },
  ]);
});
