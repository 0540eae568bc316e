import { databaseOf } from '../../../../src/database/database';
import { forgetByDecision, endContactTerms, readDoubtful } from '../../../../src/usecases/applicants/forget';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { readWholeHistory } from '../../../../src/usecases/card/history';
import { startChild } from '../../../support/child';
import { until } from '../../../support/until';
import { sealAll, verify } from '../proof/sealing';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const APPLICANT = {
  type: 'person',
  name: 'Сафиуллина Гульнара Рашидовна',
  phone: '+7 917 555-11-22',
  email: 'gulnara@example.ru',
  address: 'г. Мамадыш, ул. Садовая, д. 7, кв. 12',
} as const;
/** As people write it into every text that an act asks of them. */
const SAID =
  'Сафиуллиной Гульнаре Рашидовне (Г.Р. Сафиуллина) звонил на 8 (917) 555-11-22, писал на gulnara@example.ru; живёт: Садовая, 7, кв. 12, сосед из квартиры 13 — 8 987 444-55-66. Справки: 8 (85563) 3-15-00';
/** Forms of what is forgotten, and of what has its form. */
const NEEDLES = /Сафиуллин|Гульнар|555-?\s?11-?\s?22|gulnara|Садов\p{L}*,? (?:д\. )?7|кв\. 12|квартиры 13|444-55-66/iu;

async function appeal(
  number: string,
  text = `Я, Сафиуллина Гульнара Рашидовна, живу на Садовой, 7, кв. 12. Яма. ${SAID.replace(/ Справки.*/, '')}`,
) {
  const [registered] = await registerAppeals(
    office.desk,
    [{ number, kind: 'message', registeredAt: MORNING, text, address: 'ул. Ленина, 15', applicant: APPLICANT }],
    'sample',
  );
  return registered!.id;
}

/** Through acts that ask for words, up to its end. */
async function worked(appealId: number): Promise<void> {
  const { people, must } = office;
  await must('coordinator', 'assign', appealId, { executorId: people.executor, instruction: SAID });
  await must('executor', 'returnToCoordination', appealId, { reason: SAID });
  await must('coordinator', 'assign', appealId, { executorId: people.executor });
  await must('executor', 'takeIntoWork', appealId);
  await must('executor', 'comment', appealId, { comment: SAID, progress: null });
  await must('executor', 'requestDocuments', appealId, {
    requestBody: 'Росреестр',
    requestWhat: SAID,
    requestBy: '2026-12-01',
  });
  const answers = {
    answerType: 'resolved',
    answerText: SAID,
    agreeingId: people.agreeing,
    withoutPhoto: SAID,
  } as const;
  await must('executor', 'submitAnswer', appealId, answers);
  await must('agreeing', 'rejectAnswer', appealId, { reason: SAID });
  await end(appealId);
}
async function end(appealId: number): Promise<void> {
  await office.must('coordinator', 'close', appealId, { closure: 'withdrawn', reason: SAID, confirmed: true });
  await office.rows('update delivery set placed_at = coalesce(placed_at, $1)', [MORNING]);
}

/** In which columns of which tables the words still stand. */
async function whereStill(): Promise<string[]> {
  const columns = await office.rows<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await office.rows<{ value: string }>(
      `select "${column}"::text as value from "${table}" where "${column}" is not null`,
    );
    for (const { value } of rows) if (NEEDLES.test(value)) found.push(`${table}.${column}: ${value.slice(0, 200)}`);
  }
  return found;
}
const forget = async (appealId: number) =>
  (await forgetByDecision(office.desk, await office.actor('coordinator'), appealId, 'Отозвано согласие')).kind;

test('after a forgetting no column of the database has name, phone, mail, home or flat, and the journal is whole', async () => {
  const appealId = await appeal('7001');
  await worked(appealId);
  await sealAll(office);
  expect(await whereStill()).not.toEqual([]);
  expect(await forget(appealId)).toBe('forgotten');
  expect(await whereStill()).toEqual([]);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
  await sealAll(office);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
  const history = await readWholeHistory(office.desk, await office.actor('coordinator'), appealId);
  const comment = history!.lines.find(({ action }) => action === 'comment')!;
  expect(comment.words).toContain('Справки: 8 (85563) 3-15-00');
  expect(comment.forgotten).toMatchObject({ isDecided: true });
  expect(history!.lines.find(({ action }) => action === 'takeIntoWork')!.forgotten).toBeNull();
});

test('a row of words that no entry of a forgetting names fails the verification, and so does one changed after it', async () => {
  const appealId = await appeal('7002');
  await worked(appealId);
  await forget(appealId);
  await sealAll(office);
  await office.rows(
    `update journal_words set words = replace(words, '•••', 'иначе'), changed_salt = '\\x00' where salt is null`,
  );
  expect(await verify(office)).toMatchObject({ outcome: 'broken', fault: { what: 'wordsDiffer' } });
});

test('an appeal that was ever joined with it loses them too, and an open one as soon as it is over', async () => {
  const [first, second] = [await appeal('7003'), await appeal('7004', 'Тоже яма')];
  const { must } = office;
  await must('coordinator', 'join', second, { joinIds: [first], confirmed: true });
  await must('coordinator', 'disjoin', second, { confirmed: true });
  await office.rows('delete from joined_appeal');
  await office.rows('delete from applicant where appeal_id = $1', [second]);
  await must('coordinator', 'assign', second, { executorId: office.people.executor, instruction: SAID });
  await end(first);
  expect(await forget(first)).toBe('forgotten');
  expect(await whereStill()).not.toEqual([]);
  await end(second);
  await endContactTerms(office.desk);
  expect(await whereStill()).toEqual([]);
  await sealAll(office);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
});

test('a bare surname, and a name that is an official’s or a street’s too, goes only where a person has said so', async () => {
  const said = 'Звонила Сафиуллина. Вывоз: ул. Гульнары Сафиуллиной, 3.';
  for (const [number, doubtful, left] of [
    ['7101', 'keep', said],
    ['7102', 'hide', 'Звонила •••. Вывоз: ул. •••, 3.'],
  ] as const) {
    const appealId = await appeal(number, 'Яма.');
    await office.must('coordinator', 'close', appealId, { closure: 'withdrawn', reason: said, confirmed: true });
    const listed = await readDoubtful(office.desk, appealId);
    expect(listed.some((one) => one.startsWith('Звонила Сафиуллина'))).toBe(true);
    expect(listed.some((one) => one.includes('ул. Гульнары Сафиуллиной'))).toBe(true);
    await forgetByDecision(office.desk, await office.actor('coordinator'), appealId, 'Отозвано согласие', doubtful);
    const [entry] = await office.rows<{ reason: string }>(
      `select j.told ->> 'reason' as reason from journal_entry j where appeal_id = $1 and action = 'close'`,
      [appealId],
    );
    expect(entry!.reason).toBe(left);
  }
});

test('a forgetting that fails at its end has changed nothing', async () => {
  const appealId = await appeal('7103');
  await worked(appealId);
  const before = await whereStill();
  const { dataSource } = databaseOf(office.desk);
  await dataSource.query(
    `create function refuse_forgetting() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  );
  await dataSource.query(
    `create trigger refuse_forgetting before insert on journal_entry for each row when (new.action = 'forgetContacts') execute function refuse_forgetting()`,
  );
  await expect(forget(appealId)).rejects.toThrow('no');
  expect(await whereStill()).toEqual(before);
  await dataSource.query('drop trigger refuse_forgetting on journal_entry');
  expect(await forget(appealId)).toBe('forgotten');
  expect(await whereStill()).toEqual([]);
});

test('messages of many appeals lose them too, each its own, and tasks and lists in chats are drawn anew', async () => {
  const [first, second] = [await appeal('7105'), await appeal('7106', 'Тоже яма')];
  await worked(first);
  await office.rows('delete from applicant where appeal_id = $1', [second]);
  const appeals = [
    { appealId: first, number: '7105', place: SAID },
    { appealId: second, number: '7106', place: 'Набережная, 5, кв. 31' },
  ];
  await office.rows(
    `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at, state)
     values ('many', false, 'telegram', '1001', 'morningList', $1, true, $2, 'sent')`,
    [
      JSON.stringify({
        personId: office.people.coordinator,
        came: appeals,
        holders: [{ name: null, count: 2, appeals }],
      }),
      MORNING,
    ],
  );
  const [task] = await office.rows<{ id: number }>(
    `select id from delivery where appeal_id = $1 and kind = 'comment' limit 1`,
    [first],
  );
  await office.rows(
    `insert into card (person_id, messenger, subject, subject_id, message_ref)
     values ($1, 'telegram', 'delivery', $2, 'a'), ($1, 'telegram', 'comments', 0, 'b') on conflict do nothing`,
    [office.people.coordinator, task!.id],
  );
  await office.rows(`update outbox_message set state = 'sent' where state = 'new'`);
  expect(await forget(first)).toBe('forgotten');
  expect(await whereStill()).toEqual([]);
  const [many] = await office.rows<{ params: { came: unknown[] } }>(
    `select params from outbox_message where key = 'many'`,
  );
  expect(many!.params.came[1]).toEqual(appeals[1]);
  const drawn = await office.rows<{ subject: string; id: number }>(
    `select params ->> 'subject' as subject, (params ->> 'id')::int as id from outbox_message where kind = 'redraw' and state = 'new'`,
  );
  expect(drawn).toEqual(
    expect.arrayContaining([
      { subject: 'delivery', id: task!.id },
      { subject: 'comments', id: 0 },
    ]),
  );
});

test('texts in parts, the same said of many, and names of files lose them, and whatever stands in a chat is said anew', async () => {
  const appealId = await appeal('7107');
  await worked(appealId);
  const { coordinator: personId } = office.people;
  for (const [key, kind, params] of [
    ['part', 'textPart', { personId, html: SAID, opens: null, appealId }],
    [
      'many',
      'ofMany',
      { personId, about: 'takenAway', words: SAID, count: 1, appeals: [{ id: appealId, number: '7107' }] },
    ],
  ] as const)
    await office.rows(
      `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at, state, message_ref, finished_at)
       values ($1, false, 'telegram', '1001', $2, $3, true, $4, 'sent', $1, $4)`,
      [key, kind, JSON.stringify(params), MORNING],
    );
  await office.rows(
    `insert into given_file (appeal_id, person_id, messenger, name, at) values ($1, $2, 'telegram', 'Сафиуллиной Гульнаре Рашидовне.pdf', $3)`,
    [appealId, personId, MORNING],
  );
  expect(await forget(appealId)).toBe('forgotten');
  expect(await whereStill()).toEqual([]);
  const anew = await office.rows<{ key: string }>(
    `select t.key from outbox_message o join outbox_message t on t.id = (o.params ->> 'messageId')::bigint
     where o.kind = 'redrawSaid' and t.key in ('part', 'many') order by t.key`,
  );
  expect(anew.map(({ key }) => key)).toEqual(['many', 'part']);
});

test.each(
  (['forgotten-in-texts', 'forgotten-and-noted'] as const).flatMap((at) => [
    { at, by: 'a press' } as const,
    { at, by: 'the clock' } as const,
  ]),
)('killed at «$at» by $by, everything is as it was, and the next forgets all of it once', async ({ at, by }) => {
  const appealId = await appeal('7104');
  await worked(appealId);
  if (by === 'the clock') await office.rows('update appeal set forget_decided_at = $1', [MORNING]);
  const everything = () =>
    office.rows<{ json: string }>(
      [
        'appeal',
        'applicant',
        'answer_draft',
        'form',
        'journal_entry',
        'journal_words',
        'outbox_message',
        'removed_file',
      ]
        .map((table) => `select to_jsonb(t)::text as json from ${table} t`)
        .join(' union all ') + ' order by json',
    );
  const before = await everything();
  const actor = by === 'the clock' ? [] : [String(office.people.coordinator)];
  const child = await startChild('forgetting-process.ts', [`${at}:1`, office.fresh.url, String(appealId), ...actor]);
  await until('it was killed', () => child.process.signalCode === 'SIGKILL');
  expect(child.said).toEqual([{ ready: true }]);
  expect(await everything()).toEqual(before);
  if (by === 'the clock') expect(await endContactTerms(office.desk)).toBe(1);
  else expect(await forget(appealId)).toBe('forgotten');
  expect(await whereStill()).toEqual([]);
  expect(await office.rows(`select from journal_entry where action = 'forgetContacts'`)).toHaveLength(1);
  await sealAll(office);
  expect(await verify(office)).toMatchObject({ outcome: 'whole' });
});

test('the house stays where it is the place of the problem, and the flat goes', async () => {
  const appealId = await appeal('7005', 'Крыша течёт на Садовой, 7, кв. 12.');
  await office.rows(`update appeal set address = 'ул. Садовая, д. 7, кв. 12' where id = $1`, [appealId]);
  await end(appealId);
  await forget(appealId);
  const [left] = await office.rows<{ text: string; address: string }>(
    'select text, address from appeal where id = $1',
    [appealId],
  );
  expect(left!.address).toMatch(/^ул\. Садовая, д\. 7, .*•••/);
  expect(left!.text).toMatch(/Садовой, 7, .*•••/);
  expect(JSON.stringify(left)).not.toContain('12');
});
