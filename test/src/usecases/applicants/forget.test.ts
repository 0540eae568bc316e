import { endContactTerms, forgetByDecision } from '../../../../src/usecases/applicants/forget';
import { endQuestionTerms } from '../../../../src/usecases/applicants/forget-questions';
import { forgetFormerRows } from '../../../../src/usecases/applicants/taking-out';
import { actOnQuestion } from '../../../../src/usecases/lines/act-on-question';
import { readStored } from '../../../../src/usecases/applicants/stored';
import { readCard } from '../../../../src/usecases/card/read-card';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { plainNumber } from '../../../../src/text/appeal-number';
import { officialById } from '../../../../src/usecases/kit/officials';
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
const decide = async (appealId: number) =>
  forgetByDecision(office.desk, await office.actor('coordinator'), appealId, 'Отозвано согласие');
const forget = async (appealId: number) => (await decide(appealId)).kind;
const entries = () =>
  office.rows(`select appeal_id as id from journal_entry where action = 'forgetContacts' order by id`);
const deeds = async () =>
  (
    await office.rows<{ action: string; capacity: string }>(
      `select action, capacity from journal_entry where action in ('decideToForget', 'forgetContacts') order by id`,
    )
  ).map(({ action, capacity }) => [action, capacity]);
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

test('the notice of a redirect loses them on the card of the appeal, too', async () => {
  const appealId = await finished({ applicant: true });
  await office.rows('update appeal set redirect_notice = $2 where id = $1', [appealId, ANSWERED]);
  expect(await forget(appealId)).toBe('forgotten');
  const { card } = (await readCard(office.desk, appealId, await office.actor('coordinator')))!;
  expect(card.redirectNotice).not.toMatch(/555-11-22|222-33-44/);
  expect(card.redirectNotice).toContain('Справки: 8 (85563) 3-15-00.');
});

interface Queued {
  readonly kind?: string;
  readonly draftId?: number | null;
  readonly isPlaced?: boolean;
}
const delivery = async (
  appealId: number,
  text: string,
  { kind = 'answer', draftId = null, isPlaced = true }: Queued,
): Promise<number> =>
  (
    await office.rows<{ id: number }>(
      `insert into delivery (appeal_id, kind, text, draft_id, queued_at, placed_at) values ($1, $6, $2, $3, $4, $5) returning id`,
      [appealId, text, draftId, MORNING, isPlaced ? MORNING : null, kind],
    )
  )[0]!.id;
const deliveries = async () =>
  (await office.rows<{ text: string }>('select text from delivery order by id')).map(({ text }) => text);
const place = (deliveryId: number) =>
  office.rows('update delivery set placed_at = $2 where id = $1', [deliveryId, MORNING]);

const shipment = (deliveryId: number, carrier: string, state: string) =>
  office.rows(
    `insert into shipment (delivery_id, carrier, state, key, queued_at, due_at, settled_at)
     values ($1, $2, $3, gen_random_uuid(), $4, $4, case when $3 in ('refused', 'unknown') then $4::timestamptz end)`,
    [deliveryId, carrier, state, MORNING],
  );
const held = async () =>
  (
    await office.rows<{ params: object }>(`select params from outbox_message where kind = 'contactsHeld' order by id`)
  ).map(({ params }) => params);
const DAY = 86_400_000;

test('the same answer loses them where it was placed, as it was edited for that, and in forms', async () => {
  const appealId = await finished({ applicant: true });
  const draftId = await answer(appealId, 'Яму засыпали.');
  await delivery(appealId, ANSWERED, { draftId });
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
  const [placed] = await deliveries();
  expect(placed).not.toMatch(/555-11-22|222-33-44/);
  expect(placed).toContain('Справки: 8 (85563) 3-15-00.');
  expect(await office.rows('select answers from form')).toEqual([
    { answers: { doneOn: '2026-11-25' } },
    { answers: { doneOn: '2026-11-25' } },
  ]);
});

test('comments and notices, of which there is no draft, lose them too, and so do the forms that they were written in', async () => {
  const appealId = await finished({ applicant: true });
  for (const kind of ['comment', 'redirect_notice', 'extension_notice']) await delivery(appealId, ANSWERED, { kind });
  await office.rows(
    `insert into form (person_id, subject, appeal_id, version, answers, view, revision, expires_at, state)
     values ($1, 'comment', $2, 1, $3, '{}', 1, $4, 'done')`,
    [office.people.executor, appealId, JSON.stringify({ comment: ANSWERED, progress: null }), MORNING],
  );
  expect(await forget(appealId)).toBe('forgotten');
  for (const text of await deliveries()) {
    expect(text).not.toMatch(/555-11-22|222-33-44/);
    expect(text).toContain('Справки: 8 (85563) 3-15-00.');
  }
  expect(await office.rows('select answers from form')).toEqual([{ answers: { progress: null } }]);
});

test('what has still to be placed is placed as it was approved; the decision is kept, and the night after it all is forgotten', async () => {
  const appealId = await finished({ applicant: true });
  const draftId = await answer(appealId, ANSWERED);
  const comment = await delivery(appealId, ANSWERED, { kind: 'comment', isPlaced: false });
  await delivery(appealId, ANSWERED, { draftId });
  const later = { kind: 'later', waiting: ['comment'] };
  expect(await decide(appealId)).toEqual(later);
  expect(await decide(appealId)).toEqual(later);
  expect(await endContactTerms(office.desk)).toBe(0);
  expect(await deliveries()).toEqual([ANSWERED, ANSWERED]);
  expect(await office.rows('select from applicant')).toHaveLength(1);
  expect(await deeds()).toEqual([['decideToForget', 'coordinator']]);
  const stored = await readStored(office.desk, await office.actor('coordinator'), appealId);
  expect(stored).toMatchObject({ isDecided: true, waiting: ['comment'], mayForget: false });

  await place(comment);
  const over = await file('done', 'over');
  expect(await endContactTerms(office.desk)).toBe(1);
  for (const text of [...(await deliveries()), await textOf(draftId)]) expect(text).not.toContain('555-11-22');
  expect(await office.rows('select from applicant')).toHaveLength(0);
  expect(await office.rows('select id from registry_file where emptied_at is not null')).toEqual([{ id: over }]);
  expect(await deeds()).toEqual([
    ['decideToForget', 'coordinator'],
    ['forgetContacts', 'clock'],
  ]);
  expect(await endContactTerms(office.desk)).toBe(0);
});

test('a letter that is on its way still has its address; by the term, too, nothing goes before it has come', async () => {
  const appealId = await finished({ applicant: true });
  const answered = await delivery(appealId, ANSWERED, { draftId: await answer(appealId, ANSWERED) });
  await office.rows(
    `insert into shipment (delivery_id, carrier, state, key, queued_at, due_at) values ($1, 'mail', 'waiting', gen_random_uuid(), $2, $2)`,
    [answered, MORNING],
  );
  expect(await decide(appealId)).toEqual({ kind: 'later', waiting: ['mail'] });
  office.setTime(msk('2032-01-10 03:00'));
  expect(await endContactTerms(office.desk)).toBe(0);
  await office.rows(`update shipment set state = 'delivered', settled_at = $1`, [MORNING]);
  expect(await endContactTerms(office.desk)).toBe(1);
});

test('a letter that has come back leaves two weeks to telephone or to write; then all is forgotten', async () => {
  const appealId = await finished({ applicant: true });
  const answered = await delivery(appealId, ANSWERED, { draftId: await answer(appealId, ANSWERED) });
  await shipment(answered, 'mail', 'refused');
  expect(await decide(appealId)).toEqual({ kind: 'later', waiting: ['failedMail'] });
  office.setTime(new Date(MORNING.getTime() + 13 * DAY));
  expect(await endContactTerms(office.desk)).toBe(0);
  expect(await held()).toEqual([]);
  office.setTime(new Date(MORNING.getTime() + 15 * DAY));
  expect(await endContactTerms(office.desk)).toBe(1);
});

test.each([
  ['placed by hand', 'placed_at'],
  ['taken back', 'withdrawn_at'],
])('what the gateway goes on saying of an answer that was %s holds nobody', async (_how, column) => {
  const appealId = await finished({ applicant: true });
  const answered = await delivery(appealId, ANSWERED, { isPlaced: false });
  await shipment(answered, 'gateway', 'accepted');
  expect(await decide(appealId)).toEqual({ kind: 'later', waiting: ['answer'] });
  await office.rows(`update delivery set ${column} = $1`, [MORNING]);
  expect(await endContactTerms(office.desk)).toBe(1);
});

test('a decision that stands is told, and is not offered once more, whether the appeal is open again or nothing waits', async () => {
  const appealId = await finished({ applicant: true });
  const comment = await delivery(appealId, ANSWERED, { kind: 'comment', isPlaced: false });
  await decide(appealId);
  await place(comment);
  const stored = async () => readStored(office.desk, await office.actor('coordinator'), appealId);
  expect(await stored()).toMatchObject({ isDecided: true, isOver: true, waiting: [], mayForget: false });
  await office.rows(`update appeal set stage = 'assigned', finished_at = null where id = $1`, [appealId]);
  expect(await stored()).toMatchObject({ isDecided: true, isOver: false, mayForget: false });
});

test('coordinators hear apart of those of whom only a letter has not left', async () => {
  const [letterOnly, unplaced] = [await finished(), await finished()];
  await shipment(await delivery(letterOnly, ANSWERED, {}), 'mail', 'waiting');
  await delivery(unplaced, ANSWERED, { kind: 'comment', isPlaced: false });
  for (const appealId of [letterOnly, unplaced]) await decide(appealId);
  office.setTime(msk('2026-12-07 03:17'));
  await endContactTerms(office.desk);
  expect(await held()).toMatchObject([
    { count: 2, letters: 1 },
    { count: 2, letters: 1 },
  ]);
});

test('coordinators hear once a week of whoever was to be forgotten and waits for what is not in ПОС', async () => {
  const [over, decided] = [await finished(), await finished()];
  await delivery(over, ANSWERED, { kind: 'comment', isPlaced: false });
  const waits = await delivery(decided, ANSWERED, { kind: 'comment', isPlaced: false });
  const told = async () =>
    (
      await office.rows<{ params: { personId: number; count: number; appeals: { id: number }[] } }>(
        `select params from outbox_message where kind = 'contactsHeld' order by id`,
      )
    ).map(({ params }) => [office.nameOf(params.personId), params.count, params.appeals.map(({ id }) => id)]);
  await decide(decided);
  await endContactTerms(office.desk);
  expect(await told()).toEqual([]);
  office.setTime(msk('2026-12-07 03:17'));
  await endContactTerms(office.desk);
  office.setTime(msk('2026-12-13 03:17'));
  await endContactTerms(office.desk);
  const once = [
    ['coordinator', 1, [decided]],
    ['coordinator2', 1, [decided]],
  ];
  expect(await told()).toEqual(once);
  office.setTime(msk('2032-01-10 03:00'));
  await place(waits);
  await endContactTerms(office.desk);
  expect(await told()).toEqual([...once, ['coordinator', 1, [over]], ['coordinator2', 1, [over]]]);
});

test('what is only to be taken out of ПОС needs no words of theirs', async () => {
  const appealId = await finished({ applicant: true });
  await delivery(appealId, '', { kind: 'removal', isPlaced: false });
  expect(await forget(appealId)).toBe('forgotten');
});

test('an appeal that comes back before all is placed keeps them until it is over once more', async () => {
  const appealId = await finished({ applicant: true });
  const comment = await delivery(appealId, ANSWERED, { kind: 'comment', isPlaced: false });
  await decide(appealId);
  await office.rows(`update appeal set stage = 'assigned', finished_at = null where id = $1`, [appealId]);
  await place(comment);
  expect(await endContactTerms(office.desk)).toBe(0);
  await office.rows(`update appeal set stage = 'closed', finished_at = $2 where id = $1`, [appealId, MORNING]);
  expect(await endContactTerms(office.desk)).toBe(1);
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

test('a letter that somebody has signed stays, byte by byte, and the words of its draft lose theirs', async () => {
  const appealId = await finished();
  const draftId = await answer(appealId, ANSWERED);
  await delivery(appealId, ANSWERED, { draftId });
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
  for (const text of [await textOf(draftId), ...(await deliveries())]) {
    expect(text).not.toContain('555-11-22');
    expect(text).toContain('Справки: 8 (85563) 3-15-00.');
  }
  expect(await office.rows('select sha256 from letter')).toEqual([{ sha256: 'signed-paper' }]);
  expect(await office.rows('select from removed_file')).toEqual([]);
});

describe('of appeals that were answered by one text', () => {
  const ANSWERED_BOTH = `${ANSWERED} Второму заявителю звонили на 8 (843) 999-33-44.`;
  /** The first is Сафиуллина's, the second Иванов's. */
  async function answeredAsOne(): Promise<[number, number]> {
    const { people, must } = office;
    const registered = await registerAppeals(
      office.desk,
      [
        { phone: '+7 843 222-33-44', text: TEXT },
        { phone: '+7 843 999-33-44', text: 'Тоже яма' },
      ].map(({ phone, text }, at) => {
        const applicant = { type: 'person', name: `Заявитель ${at}`, phone } as const;
        return { number: `1${at}`, kind: 'message', registeredAt: MORNING, text, applicant };
      }),
      'sample',
    );
    const [first, second] = registered.map(({ id }) => id) as [number, number];
    await must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
    await must('coordinator', 'assign', first, { executorId: people.executor });
    await must('executor', 'takeIntoWork', first);
    const answers = { answerType: 'resolved', answerText: ANSWERED_BOTH, agreeingId: people.agreeing };
    await must('executor', 'submitAnswer', first, answers, { photos: 1 });
    await must('agreeing', 'agreeAnswer', first, { approvingId: people.approving });
    return [first, second];
  }
  async function approve(appealId: number): Promise<void> {
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signature: 'qualified', signedText: 'as_entered' });
  }
  /** Everything in which an answer to either is kept. */
  const texts = async (of: readonly number[]) =>
    office.rows<{ at: string; text: string }>(
      `select 'draft' as at, text from answer_draft where appeal_id = any($1::int[])
       union all select 'delivery', text from delivery where appeal_id = any($1::int[]) and text <> ''
       union all select 'form', answers ->> 'answerText' from form where appeal_id = any($1::int[]) and answers ? 'answerText' order by at`,
      [of],
    );
  const [FIRST, SECOND] = [/555-11-22|222-33-44/, /999-33-44/];

  test.each([
    ['the one that leads', 0, FIRST, SECOND],
    ['one that goes along', 1, SECOND, FIRST],
  ] as const)(
    'whoever wrote %s is forgotten in the answers to all, and nobody else is',
    async (_which, at, own, others) => {
      const both = await answeredAsOne();
      await approve(both[0]);
      expect(await forget(both[at])).toBe('forgotten');
      const left = await texts(both);
      expect(left.map((one) => one.at)).toEqual(['delivery', 'delivery', 'draft', 'draft']);
      for (const { text } of left) {
        expect(text).not.toMatch(own);
        expect(text).toMatch(others);
        expect(text).toContain('Справки: 8 (85563) 3-15-00.');
      }
      expect(await entries()).toEqual([{ id: both[at] }]);
      expect(await office.rows('select appeal_id as id from applicant')).toEqual([{ id: both[1 - at] }]);
    },
  );

  test('so it is of one that went its own way after it was answered with the others', async () => {
    const both = await answeredAsOne();
    await approve(both[0]);
    await office.rows('delete from joined_appeal');
    expect(await forget(both[1])).toBe('forgotten');
    for (const { text } of await texts(both)) expect(text).not.toMatch(SECOND);
  });

  test('whoever’s answer is placed is forgotten once those to the others are', async () => {
    const both = await answeredAsOne();
    await approve(both[0]);
    await office.rows('update delivery set placed_at = null where appeal_id = $1', [both[0]]);
    expect(await decide(both[1])).toMatchObject({ kind: 'later' });
    for (const { text } of await texts(both)) expect(text).toMatch(SECOND);
    await office.rows('update delivery set placed_at = $2 where appeal_id = $1', [both[0], MORNING]);
    expect(await endContactTerms(office.desk)).toBe(1);
    for (const { text } of await texts(both)) expect(text).not.toMatch(SECOND);
  });

  test('what another is still to be answered by stays as it was agreed', async () => {
    const [first, second] = await answeredAsOne();
    await office.must('coordinator', 'close', second, { closure: 'withdrawn', reason: 'Отозвал', confirmed: true });
    expect(await forget(second)).toBe('forgotten');
    for (const { text } of await texts([first])) expect(text).toMatch(SECOND);
    for (const { text } of await texts([second])) expect(text).not.toMatch(SECOND);
  });
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

test('a file that is over is looked through once, and one that may still be brought in each night', async () => {
  const [done, ready] = [await file('done', 'over'), await file('ready', 'waits')];
  expect(await forgetFormerRows(office.desk)).toBe(2);
  expect(await forgetFormerRows(office.desk)).toBe(1);
  await office.rows(`update registry_file set state = 'dropped' where id = $1`, [ready]);
  expect([await forgetFormerRows(office.desk), await forgetFormerRows(office.desk)]).toEqual([1, 0]);
  // Whoever is forgotten later is found in it all the same, by their number.
  const appealId = await finished();
  await row(done, 2, 'fresh', said(`9000${numbers}`));
  await row(done, 3, 'bad', null, [`9000${numbers}`, 'не дата', TEXT]);
  office.setTime(msk('2032-01-10 03:00'));
  expect(await endContactTerms(office.desk)).toBe(1);
  expect(await entries()).toEqual([{ id: appealId }]);
  expect((await rowsLeft()).map((one) => one.said?.includes('555-11-22'))).toEqual([false]);
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

describe('a direct line', () => {
  const ASKED = 'Когда засыплют яму? Мой телефон 8 917 555-11-22.';
  const HIDDEN = 'Когда засыплют яму? Мой телефон +7 ••• •••-••-22.';

  async function line(stage = 'running'): Promise<number> {
    await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
    const [made] = await office.rows<{ id: number }>(
      `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
         values ('direct_line', 'municipal', $3, $2, 1, 1, $1, $2) returning id),
       v as (insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
         select id, 1, '{"title": "О дорогах", "pictures": []}', $1, $2 from e)
       select id from e`,
      [office.people.stranger, MORNING, stage],
    );
    return made!.id;
  }
  const asked = async (
    lineId: number,
    number: number,
    joinedToId: number | null = null,
    answer: string | null = null,
  ) => {
    const [made] = await office.rows<{ id: number }>(
      `insert into line_question (engagement_id, number, key, text, stems, settlement, address, asked_at, source, state, version, joined_to_id, answer)
       values ($1, $2::int, 'q' || $2::int, $3, '{телеф,917,555}', 'Мамадыш', 'ул. Ленина, 7, кв. 12', $4, 'http', $5, 1, $6, $7) returning id`,
      [lineId, number, ASKED, MORNING, joinedToId === null ? 'new' : 'joined', joinedToId, answer],
    );
    return made!.id;
  };
  const questions = () =>
    office.rows(
      `select number, text, settlement, address, answer, array_to_string(stems, ' ') as stems from line_question order by number`,
    );
  const hidden = (number: number) => ({
    ...{ number, text: HIDDEN, settlement: 'Мамадыш', address: null, answer: null },
    stems: expect.not.stringMatching(/917|555/) as string,
  });

  /** The first of these was made an appeal, the second repeats it, the third is another. */
  async function madeAppeal(): Promise<number> {
    const lineId = await line();
    const first = await asked(lineId, 1);
    await asked(lineId, 2, first);
    await asked(lineId, 3);
    const official = (await officialById(office.desk, office.people.stranger))!;
    expect(await actOnQuestion(office.desk, official, { id: first, version: 1, act: 'makeAppeal59' })).toMatchObject({
      ok: true,
    });
    const [appeal] = await office.rows<{ id: number }>(
      `update appeal set stage = 'closed', finished_at = $1 where number like 'ПЛ-%' returning id`,
      [MORNING],
    );
    return appeal!.id;
  }

  test('a question that was made an appeal is forgotten with it, and so are those that repeat it', async () => {
    const appealId = await madeAppeal();
    const coordinator = await office.actor('coordinator');
    expect(await readStored(office.desk, coordinator, appealId)).toMatchObject({ question: ASKED });
    // Somebody has taken the number out of the appeal: it stands in the question alone.
    await office.rows(`update appeal set text = 'Когда засыплют яму?' where id = $1`, [appealId]);
    expect(await forget(appealId)).toBe('forgotten');
    expect(await questions()).toEqual([hidden(1), hidden(2), expect.objectContaining({ number: 3, text: ASKED })]);
    expect(await entries()).toEqual([{ id: appealId }]);
    expect(await forget(appealId)).toBe('gone');
  });

  test('by the term, too', async () => {
    const appealId = await madeAppeal();
    office.setTime(msk('2031-11-26 03:17'));
    expect(await endContactTerms(office.desk)).toBe(1);
    expect((await questions()).slice(0, 2)).toEqual([hidden(1), hidden(2)]);
    expect(await entries()).toEqual([{ id: appealId }]);
  });

  test('what an earlier version has left of it, or is joined to it afterwards, goes the night after', async () => {
    const appealId = await madeAppeal();
    await office.rows('update appeal set forgotten_at = $2 where id = $1', [appealId, MORNING]);
    expect(await endQuestionTerms(office.desk)).toBe(2);
    expect((await questions()).slice(0, 2)).toEqual([hidden(1), hidden(2)]);
    await office.rows(
      `update line_question set state = 'joined', joined_to_id = (select id from line_question where number = 1) where number = 3`,
    );
    expect(await endQuestionTerms(office.desk)).toBe(1);
    expect((await questions())[2]).toEqual(hidden(3));
  });

  test('one that became no appeal is forgotten as long after its line as contacts are after their appeal', async () => {
    const lineId = await line('finished');
    const answered = 'Звонили вам на 8 917 555-11-22, справки 8 (85563) 3-15-00.';
    const first = await asked(lineId, 1, null, answered);
    await asked(lineId, 2, first);
    const going = await line('summing_up');
    await asked(going, 3);
    office.setTime(msk('2031-11-24 03:17'));
    expect(await endQuestionTerms(office.desk)).toBe(0);
    office.setTime(msk('2031-11-26 03:17'));
    expect(await endQuestionTerms(office.desk)).toBe(2);
    const [one, two, three] = await questions();
    expect(one).toEqual({
      ...hidden(1),
      answer: expect.stringMatching(/^Звонили вам на [^1]*-22, справки 8 \(85563\) 3-15-00\.$/) as string,
    });
    expect([two, three]).toEqual([hidden(2), expect.objectContaining({ text: ASKED })]);
    expect(await endQuestionTerms(office.desk)).toBe(0);
  });
});
