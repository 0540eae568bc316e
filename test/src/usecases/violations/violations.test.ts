import { violationScreen } from '../../../../bots/conversation/violations/violation-screen';
import { wordsOf } from '../../../../src/i18n';
import { forget } from '../../../../src/jobs/forget';
import { changePerson } from '../../../../src/usecases/office/change-person';
import { noteReceiving } from '../../../../src/usecases/upkeep/silence';
import { addAbsence } from '../../../../src/usecases/absences/absences';
import type { JournalNarrowing } from '../../../../src/usecases/kit/account-params';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import {
  actOnViolation,
  type ViolationRequest,
  followExplanations,
} from '../../../../src/usecases/violations/act-on-violation';
import { readViolation } from '../../../../src/usecases/violations/read-violation';
import { readJournal, readOwnViolations } from '../../../../src/usecases/violations/read-violations';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let now = MORNING;
beforeAll(async () => {
  office = await openOffice();
  const { desk, people } = office;
  // Everybody has begun to talk with the bot.
  await office.rows('update account set started_at = $1', [MORNING]);
  const admin = await official('admin');
  for (const who of ['curator', 'everything'] as const)
    await changePerson(desk, admin, people[who], { kind: 'managesAffairs', named: true });
});
afterAll(() => office.fresh.drop());
beforeEach(() => setTime(MORNING));

function setTime(moment: Date) {
  now = moment;
  office.setTime(moment);
}
async function official(who: PersonName): Promise<Official> {
  const found = await officialById(office.desk, office.people[who]);
  if (!found) throw new Error(`${who} has no account`);
  return found;
}
const lapse = (moment: string) => {
  setTime(msk(moment));
  return noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
};
const act = async (who: PersonName, violationId: number, request: ViolationRequest) =>
  actOnViolation(office.desk, await official(who), violationId, request);
interface Row {
  readonly id: number;
  readonly kind: string;
  readonly held_by_ids: number[];
  readonly person_id: number | null;
  readonly state: string;
}
const violationsOf = (appealId: number) =>
  office.rows<Row>('select id, kind, held_by_ids, person_id, state from violation where appeal_id = $1 order by id', [
    appealId,
  ]);
const told = (violationId: number) =>
  office.rows<{ news: string; person: number; silent: boolean }>(
    `select params ->> 'news' as news, (params ->> 'personId')::int as person, silent from outbox_message
     where kind = 'violation' and (params ->> 'violationId')::int = $1 order by id`,
    [violationId],
  );
let forms = 700_000;
const explanation = (text = 'Ждал подрядчика'): ViolationRequest => ({ act: 'explain', formId: (forms += 1), text });
const DECISION = {
  act: 'decide',
  decision: 'remark',
  orderNumber: '12-к',
  orderDay: day('2026-12-08'),
  words: null,
} as const;

/** An appeal whose executor has missed the one working day: one violation. */
async function missedDuty(): Promise<{ readonly appealId: number; readonly id: number }> {
  setTime(MORNING);
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await lapse('2026-11-26 17:30');
  const [violation] = await violationsOf(appealId);
  if (!violation) throw new Error('no violation was opened');
  return { appealId, id: violation.id };
}

describe('a fact opens a violation in its own transaction', () => {
  test('the one working day that was missed is the executor’s, once', async () => {
    const { appealId } = await missedDuty();
    await lapse('2026-11-26 17:40');
    expect(await violationsOf(appealId)).toMatchObject([
      { kind: 'duty', person_id: office.people.executor, held_by_ids: [office.people.executor], state: 'opened' },
    ]);
  });

  test('a stage that all coordinators held is of none of them until somebody says whose', async () => {
    const appealId = await office.register();
    await lapse('2026-12-02 10:00');
    const { coordinator, coordinator2 } = office.people;
    expect(await violationsOf(appealId)).toMatchObject([
      { kind: 'stage', person_id: null, held_by_ids: [coordinator, coordinator2] },
    ]);
  });

  test('of somebody away it is the deputy’s, who was there and had two working hours', async () => {
    const { desk, people } = office;
    setTime(MORNING);
    const absence = { personId: people.executor2, fromDay: day('2026-11-26'), untilDay: day('2026-11-27') };
    await addAbsence(desk, await official('admin'), { ...absence, deputies: { executor: people.deputy } });
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: people.executor2 });
    await lapse('2026-11-26 17:30');
    const [violation] = await violationsOf(appealId);
    expect(violation).toMatchObject({ person_id: people.deputy, held_by_ids: [people.deputy] });
    await office.rows('delete from deputy');
    await office.rows('delete from absence');
  });

  test('of somebody away in whose stead nobody is it is nobody’s, and no case', async () => {
    const { desk, people } = office;
    setTime(MORNING);
    const absence = { personId: people.executor2, fromDay: day('2026-11-26'), untilDay: day('2026-11-27') };
    await addAbsence(desk, await official('admin'), { ...absence, deputies: {} });
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: people.executor2 });
    await lapse('2026-11-26 17:30');
    expect(await violationsOf(appealId)).toEqual([]);
    expect(await office.rows('select kind, holder, unnamed from overdue where appeal_id = $1', [appealId])).toEqual([
      { kind: 'duty', holder: null, unnamed: 'absent' },
    ]);
    await office.rows('delete from absence');
  });

  test('of a duty that ended while the bot stood still it is nobody’s', async () => {
    const { people } = office;
    setTime(MORNING);
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: people.executor2 });
    await office.rows(`insert into outage (messenger, since, until) values ('telegram', $1, $2)`, [
      msk('2026-11-26 09:30'),
      msk('2026-11-26 11:00'),
    ]);
    await lapse('2026-11-26 17:30');
    expect(await violationsOf(appealId)).toEqual([]);
    expect(await office.rows('select unnamed from overdue where appeal_id = $1', [appealId])).toEqual([
      { unnamed: 'unheard' },
    ]);
    await office.rows('delete from outage');
  });

  test('by shares that nobody has confirmed there is none', async () => {
    await office.rows(`delete from setting where key = 'stage_shares'`);
    setTime(MORNING);
    const appealId = await office.register();
    await lapse('2026-12-02 10:00');
    expect(await violationsOf(appealId)).toEqual([]);
    await office.rows(`insert into setting (key, value) values ('stage_shares', $1)`, [
      JSON.stringify(office.desk.office.shares),
    ]);
  });
});

/** An answer that is under agreement. */
async function sentAnswer(): Promise<number> {
  setTime(MORNING);
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'submitAnswer', appealId, {
    answerType: 'not_resolved',
    answerText: 'Яма на ул. Советской, 15 будет заделана 30.11.2026.',
    agreeingId: office.people.agreeing,
  });
  return appealId;
}

describe('an answer that comes back', () => {
  test.each([
    ['formal_answer', 'formal'],
    ['photo_other_time', 'photo'],
    ['photo_other_place', 'photo'],
    ['photo_used_before', 'photo'],
  ] as const)('for «%s» is a violation of its author', async (reexaminationReason, kind) => {
    const appealId = await sentAnswer();
    await office.must('curator', 'returnForReexamination', appealId, {
      reexaminationReason,
      reexaminationText: 'Нет даты',
    });
    expect(await violationsOf(appealId)).toMatchObject([{ kind, person_id: office.people.executor }]);
    const [violation] = await violationsOf(appealId);
    expect(await readViolation(office.desk, await official('curator'), violation?.id ?? 0)).toMatchObject({
      reason: reexaminationReason,
      words: 'Нет даты',
    });
  });

  test('for another reason, or rejected as a draft, is none', async () => {
    const returned = await sentAnswer();
    await office.must('curator', 'returnForReexamination', returned, {
      reexaminationReason: 'other',
      reexaminationText: 'Ошибка',
    });
    const rejected = await sentAnswer();
    await office.must('agreeing', 'rejectAnswer', rejected, { reason: 'Переписать' });
    expect([...(await violationsOf(returned)), ...(await violationsOf(rejected))]).toEqual([]);
  });
});

test('a violation tells when the bot heard nobody while the term ran, and of no other outage', async () => {
  const outage = async (from: string, until: string) => {
    await office.rows(`delete from setting where key like 'receiving:%'`);
    const telegram = { messenger: 'telegram', name: 'Telegram', keptMs: 86_400_000, isCertain: true };
    for (const moment of [from, until]) {
      const at = msk(moment);
      await noteReceiving({ ...office.desk, clock: { now: () => at } }, { ...telegram, at });
    }
  };
  await outage('2026-11-20 10:00', '2026-11-20 14:00');
  await outage('2026-11-25 10:30', '2026-11-25 10:34');
  await outage('2026-11-25 11:10', '2026-11-25 13:30');
  const { id } = await missedDuty();
  const view = await readViolation(office.desk, await official('curator'), id);
  expect(view?.circumstances.unheard).toEqual([{ from: msk('2026-11-25 11:10'), until: msk('2026-11-25 13:30') }]);
});

test('a fact that is answered by «срок соблюдён» takes its violation out of force, and back', async () => {
  const { appealId, id } = await missedDuty();
  const view = async () => readViolation(office.desk, await official('curator'), id);
  expect(await view()).toMatchObject({ inForce: true, acts: ['ask', 'decide'] });
  await office.rows(
    `update overdue set answered_at = $2, answered_by = '{"reason": "corrected", "day": null}' where appeal_id = $1`,
    [appealId, now],
  );
  expect(await view()).toMatchObject({ inForce: false, acts: [], answeredBy: { reason: 'corrected' } });
  expect(await act('curator', id, { act: 'ask', personId: office.people.executor })).toMatchObject({
    ok: false,
    refusal: 'termKept',
  });
});

describe('an explanation', () => {
  const ask = async (id: number) => act('curator', id, { act: 'ask', personId: office.people.executor });

  test('is asked for with a sound, reminded of once, and its silence is told to the Управляющий делами', async () => {
    const { id } = await missedDuty();
    setTime(msk('2026-11-27 10:00'));
    expect(await ask(id)).toMatchObject({ ok: true, state: 'asked' });
    const { executor, curator, everything } = office.people;
    expect(await told(id)).toEqual([{ news: 'asked', person: executor, silent: false }]);
    setTime(msk('2026-11-30 10:00'));
    await followExplanations(office.desk);
    expect(await told(id)).toHaveLength(1);
    setTime(msk('2026-12-01 08:00'));
    await followExplanations(office.desk);
    await followExplanations(office.desk);
    expect((await told(id)).slice(1)).toEqual([{ news: 'reminded', person: executor, silent: false }]);
    // Nobody is told at midnight.
    setTime(msk('2026-12-02 00:01'));
    await followExplanations(office.desk);
    expect(await told(id)).toHaveLength(2);
    setTime(msk('2026-12-02 08:00'));
    await followExplanations(office.desk);
    await followExplanations(office.desk);
    expect((await told(id)).slice(2)).toEqual([
      { news: 'silent', person: curator, silent: true },
      { news: 'silent', person: everything, silent: true },
    ]);
    expect(await violationsOfId(id)).toMatchObject({ state: 'silent' });
    // Later it is taken all the same, and said to be late.
    expect(await act('executor', id, explanation())).toEqual({ ok: true, state: 'explained', late: true });
  });

  test('has its two days stand still while the person is away', async () => {
    const { id } = await missedDuty();
    setTime(msk('2026-11-27 10:00'));
    await ask(id);
    const absence = { personId: office.people.executor, fromDay: day('2026-11-30'), untilDay: day('2026-12-04') };
    await addAbsence(office.desk, await official('admin'), { ...absence, deputies: {} });
    setTime(msk('2026-12-03 10:00'));
    await followExplanations(office.desk);
    expect(await violationsOfId(id)).toMatchObject({ state: 'asked' });
    expect(await readViolation(office.desk, await official('executor'), id)).toMatchObject({
      explanationDue: msk('2026-12-08 23:59:59'),
    });
    await office.rows('delete from deputy');
    await office.rows('delete from absence');
  });

  test('asked of somebody away is told without a sound, and with one when they are back, once', async () => {
    const { id } = await missedDuty();
    setTime(msk('2026-11-27 10:00'));
    const absence = { personId: office.people.executor, fromDay: day('2026-11-27'), untilDay: day('2026-11-29') };
    await addAbsence(office.desk, await official('admin'), { ...absence, deputies: {} });
    await ask(id);
    await followExplanations(office.desk);
    setTime(msk('2026-11-30 07:00'));
    await followExplanations(office.desk);
    const asked = { news: 'asked', person: office.people.executor };
    expect(await told(id)).toEqual([{ ...asked, silent: true }]);
    setTime(msk('2026-11-30 08:01'));
    await followExplanations(office.desk);
    await followExplanations(office.desk);
    expect(await told(id)).toEqual([
      { ...asked, silent: true },
      { ...asked, silent: false },
    ]);
    await office.rows('delete from absence');
  });

  test('is a line of the Управляющий делами’s next morning list, at whatever hour it comes', async () => {
    const { id } = await missedDuty();
    setTime(msk('2026-11-27 10:00'));
    await ask(id);
    await act('executor', id, explanation());
    setTime(msk('2026-11-27 20:00'));
    await act('executor', id, explanation('И ещё'));
    const explained = await office.rows<{ state: string; silent: boolean }>(
      `select state, silent from outbox_message where kind = 'violation' and params ->> 'news' = 'explained'
         and (params ->> 'violationId')::int = $1`,
      [id],
    );
    expect(explained).toEqual(Array.from({ length: 4 }, () => ({ state: 'gathered', silent: true })));
  });

  test('is the person’s own: neither a deputy nor the Управляющий делами gives it', async () => {
    const { id } = await missedDuty();
    await ask(id);
    for (const who of ['deputy', 'curator', 'coordinator', 'admin'] as const)
      expect(await act(who, id, explanation())).toMatchObject({ ok: false, refusal: 'notYours' });
    expect(await office.rows('select from violation_explanation where violation_id = $1', [id])).toEqual([]);
  });

  test('by one form is one, however often it comes; another form adds another', async () => {
    const { id } = await missedDuty();
    await ask(id);
    const first = explanation();
    await Promise.all([act('executor', id, first), act('executor', id, first)]);
    await act('executor', id, first);
    await act('executor', id, explanation('И ещё: дождь'));
    const view = await readViolation(office.desk, await official('executor'), id);
    expect(view?.explanations.map(({ text }) => text)).toEqual(['Ждал подрядчика', 'И ещё: дождь']);
    expect((await told(id)).filter(({ news }) => news === 'explained')).toHaveLength(4);
  });

  test('of two who ask at once one asks', async () => {
    const { id } = await missedDuty();
    const results = await Promise.all([ask(id), ask(id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await told(id)).filter(({ news }) => news === 'asked')).toHaveLength(1);
  });

  test('that was asked for by mistake is asked for no more', async () => {
    const { id } = await missedDuty();
    await ask(id);
    expect(await act('curator', id, { act: 'withdrawAsk' })).toMatchObject({ ok: true, state: 'opened' });
    expect((await told(id)).at(-1)).toEqual({ news: 'withdrawn', person: office.people.executor, silent: true });
    expect(await act('executor', id, explanation())).toMatchObject({ ok: false, refusal: 'otherState', at: 'opened' });
  });

  test('of one of several who was named by mistake stays theirs, and another is asked', async () => {
    setTime(MORNING);
    const appealId = await office.register();
    await lapse('2026-12-02 10:00');
    const id = (await violationsOf(appealId))[0]?.id ?? 0;
    const { coordinator, coordinator2 } = office.people;
    await act('curator', id, { act: 'ask', personId: coordinator });
    await act('coordinator', id, explanation('Меня тогда не было'));
    expect(await act('curator', id, { act: 'withdrawAsk' })).toMatchObject({ ok: true, state: 'opened' });
    expect(await act('curator', id, { act: 'ask', personId: coordinator2 })).toMatchObject({ ok: true });
    const seenBy = async (who: PersonName) => readViolation(office.desk, await official(who), id);
    // Whoever is asked now sees nothing of what the other has said, and no paper says that they have explained.
    expect(await seenBy('coordinator2')).toMatchObject({ state: 'asked', explanations: [], hasPaper: false });
    expect(await seenBy('curator')).toMatchObject({ hasPaper: false, explanations: [{ personId: coordinator }] });
    expect(await seenBy('coordinator')).toBeNull();
    await act('coordinator2', id, explanation('Не успел'));
    expect(await seenBy('coordinator2')).toMatchObject({ hasPaper: true, explanations: [{ text: 'Не успел' }] });
    expect(await act('curator', id, { ...DECISION, decision: 'noPenalty' })).toMatchObject({ state: 'decided' });
    expect(await act('curator', id, { act: 'reopen' })).toMatchObject({ ok: true, state: 'explained' });
  });

  test('is asked of nobody who left', async () => {
    const { id } = await missedDuty();
    await office.rows('update person set disabled_at = $2 where id = $1', [office.people.executor, now]);
    expect(await ask(id)).toMatchObject({ ok: false, refusal: 'unreachable' });
    // On paper then: the decision is written here.
    setTime(msk('2026-12-08 10:00'));
    expect(await act('curator', id, DECISION)).toMatchObject({ ok: true, state: 'decided' });
    await office.rows('update person set disabled_at = null where id = $1', [office.people.executor]);
  });
});

describe('a decision', () => {
  async function silent(): Promise<number> {
    const { id } = await missedDuty();
    setTime(msk('2026-11-27 10:00'));
    await act('curator', id, { act: 'ask', personId: office.people.executor });
    setTime(msk('2026-12-02 08:00'));
    await followExplanations(office.desk);
    setTime(msk('2026-12-08 10:00'));
    return id;
  }

  test('is of the curator whom an admin has named, and of nobody else', async () => {
    const id = await silent();
    for (const who of ['executor', 'coordinator', 'admin', 'approving'] as const)
      expect(await act(who, id, DECISION)).toMatchObject({ ok: false, refusal: 'notYours' });
    const { desk, people } = office;
    await changePerson(desk, await official('admin'), people.curator, { kind: 'managesAffairs', named: false });
    expect(await act('curator', id, DECISION)).toMatchObject({ ok: false, refusal: 'notYours' });
    await changePerson(desk, await official('admin'), people.curator, { kind: 'managesAffairs', named: true });
    expect(await act('curator', id, DECISION)).toMatchObject({ ok: true, state: 'decided' });
    expect(await act('curator', id, DECISION)).toMatchObject({ ok: false, refusal: 'otherState', at: 'decided' });
    expect((await told(id)).filter(({ news }) => news === 'decided')).toEqual([
      { news: 'decided', person: people.executor, silent: true },
    ]);
  });

  test('that was a slip is taken back to where it was, and the journal keeps both', async () => {
    const id = await silent();
    await act('curator', id, DECISION);
    expect(await act('curator', id, { act: 'reopen' })).toMatchObject({ ok: true, state: 'silent' });
    const entries = await office.rows<{ act: string }>(
      `select details ->> 'act' as act from journal_entry where action = 'actOnViolation' and (journal_entry.told ->> 'violationId')::int = $1 order by id`,
      [id],
    );
    expect(entries.map((entry) => entry.act)).toEqual(['ask', 'noteSilence', 'decide', 'reopen']);
  });

  test('on one’s own is not theirs, though they are the Управляющий делами', async () => {
    setTime(MORNING);
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.everything });
    await lapse('2026-11-26 17:30');
    const [violation] = await violationsOf(appealId);
    const id = violation?.id ?? 0;
    const request = { ...DECISION, decision: 'noPenalty' } as const;
    expect(await act('everything', id, request)).toMatchObject({ ok: false, refusal: 'own' });
    expect(await act('curator', id, request)).toMatchObject({ ok: true });
  });
});

test('an admin names a curator, and nobody who is none; with the role it goes', async () => {
  const { desk, people } = office;
  const name = async (who: PersonName, by: PersonName, named = true) =>
    changePerson(desk, await official(by), people[who], { kind: 'managesAffairs', named });
  expect(await name('executor', 'admin')).toEqual({ ok: false, refusal: 'notCurator' });
  expect(await name('curator', 'coordinator')).toEqual({ ok: false, refusal: 'notAdmin' });
  const role = (held: boolean) => ({ kind: 'role', role: 'curator', held }) as const;
  await changePerson(desk, await official('admin'), people.curator, role(false));
  await changePerson(desk, await official('admin'), people.curator, role(true));
  expect((await official('curator')).managesAffairs).toBe(false);
  await name('curator', 'admin');
});

test('the journal is the Управляющий делами’s; everybody sees their own and nobody else’s', async () => {
  const { id } = await missedDuty();
  const november = { from: day('2026-11-01'), to: day('2026-11-30'), ofId: null, only: null };
  for (const who of ['executor', 'coordinator', 'admin'] as const)
    expect(await readJournal(office.desk, await official(who), november)).toBeNull();
  const journal = await readJournal(office.desk, await official('curator'), november);
  expect(journal?.lines.map((line) => line.id)).toContain(id);
  const ofOther = await readJournal(office.desk, await official('curator'), {
    ...november,
    ofId: office.people.agreeing,
  });
  expect(ofOther?.lines).toEqual([]);
  const kindsOf = async (only: JournalNarrowing) =>
    (await readJournal(office.desk, await official('curator'), { ...november, only }))!.lines.map((line) => line.kind);
  for (const kind of ['duty', 'photo'] as const)
    expect(await kindsOf(kind)).toEqual(journal!.lines.flatMap((line) => (line.kind === kind ? [kind] : [])));
  const opened = journal!.lines.filter(({ state, inForce }) => inForce && state === 'opened').map(({ kind }) => kind);
  expect(await kindsOf('opened')).toEqual(opened);
  expect((await readOwnViolations(office.desk, await official('executor'))).map((line) => line.id)).toContain(id);
  expect((await readOwnViolations(office.desk, await official('agreeing'))).map((line) => line.id)).toEqual([]);
  expect(await readViolation(office.desk, await official('executor'), id)).not.toBeNull();
  expect(await readViolation(office.desk, await official('executor2'), id)).toBeNull();
});

test('what came with an explanation stays, though its form is of no appeal; what came to nothing goes', async () => {
  const { id } = await missedDuty();
  await act('curator', id, { act: 'ask', personId: office.people.executor });
  const filed = async () => {
    const [form] = await office.rows<{ id: number }>(
      `insert into form (person_id, subject, answers, view, revision, expires_at, state) values ($1, 'explain', '{}', '{}', 0, $2, 'done') returning id`,
      [office.people.executor, now],
    );
    const formId = form?.id ?? 0;
    await office.rows(
      `insert into attachment (form_id, origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
       values ($1, 'official', 'document', false, 4, $2, 'telegram', 'ref', $2, $3, $4)`,
      [formId, `explained-${formId}`, office.people.executor, now],
    );
    return formId;
  };
  const [given, nothing] = [await filed(), await filed()];
  await act('executor', id, { act: 'explain', formId: given, text: 'Справка' });
  await forget({ database: office.fresh.database, now: msk('2027-11-26 03:00'), pauseMilliseconds: 0 });
  const left = await office.rows<{ form_id: number }>('select form_id from attachment where form_id = any($1::int[])', [
    [given, nothing],
  ]);
  expect(left).toEqual([{ form_id: given }]);
});

const violationsOfId = async (id: number) =>
  (await office.rows<Row>('select id, kind, held_by_ids, person_id, state from violation where id = $1', [id]))[0];

describe('what is late by one deed is one case with all numbers', () => {
  const numberOf = async (appealId: number) =>
    (await office.rows<{ number: string }>('select number from appeal where id = $1', [appealId]))[0]!.number;
  const casesOf = (appealIds: readonly number[]) =>
    office.rows<{ id: number; state: string; facts: string[] }>(
      `select v.id, v.state, array_agg(o.kind || ' ' || o.appeal_id order by o.due_at, o.id) as facts
       from violation v join violation_term f on f.violation_id = v.id join overdue o on o.id = f.overdue_id
       where o.appeal_id = any($1::int[]) group by v.id order by v.id`,
      [appealIds],
    );

  async function pair(): Promise<readonly [number, number]> {
    setTime(msk('2026-11-02 10:00'));
    const leading = await office.register('appeal59');
    setTime(msk('2026-11-05 10:00'));
    const follower = await office.register('appeal59');
    await office.must('coordinator', 'join', follower, { joinIds: [leading], confirmed: true });
    await office.must('coordinator', 'assign', leading, { executorId: office.people.executor });
    await office.must('executor', 'report', leading, { supervisorId: office.people.agreeing });
    await office.must('executor', 'takeIntoWork', leading);
    return [leading, follower];
  }

  test('stage and whole of a pair in one visit open one case, whose screen, journal and paper name both', async () => {
    const [leading, follower] = await pair();
    await lapse('2026-12-09 10:00');
    const cases = await casesOf([leading, follower]);
    expect(cases).toHaveLength(1);
    expect([...cases[0]!.facts].sort()).toEqual(
      ['stage', 'whole'].flatMap((kind) => [leading, follower].map((id) => `${kind} ${id}`)).sort(),
    );
    const numbers = [await numberOf(leading), await numberOf(follower)];
    const manager = await official('curator');
    const view = (await readViolation(office.desk, manager, cases[0]!.id))!;
    expect([...new Set([view.number, ...view.beside.map(({ number }) => number)])].sort()).toEqual([...numbers].sort());
    const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
    const text = violationScreen(view, reading, { news: null, isManager: true }).text;
    for (const number of numbers) expect(text).toContain(`№ ${number}`);
    expect(text).not.toContain('ведётся отдельно');
    const journal = await readJournal(office.desk, manager, {
      from: day('2026-11-01'),
      to: day('2026-12-09'),
      ofId: null,
      only: null,
    });
    const lines = journal!.lines.filter(({ number, beside }) =>
      [number, ...beside].some((one) => numbers.includes(one)),
    );
    expect(lines.map(({ number, beside }) => [number, ...beside].sort())).toEqual([[...numbers].sort()]);
  });

  test('what is missed after its decision is a new case', async () => {
    const [leading, follower] = await pair();
    await lapse('2026-12-03 10:00');
    const [first] = await casesOf([leading, follower]);
    const manager = 'curator';
    await act(manager, first!.id, {
      ...DECISION,
      decision: 'noPenalty',
      orderNumber: null,
      orderDay: null,
      words: 'Отсутствовал',
    });
    expect((await casesOf([leading, follower])).map(({ state }) => state)).toEqual(['decided']);
    await lapse('2026-12-09 10:00');
    const cases = await casesOf([leading, follower]);
    expect(cases.map(({ state }) => state)).toEqual(['decided', 'opened']);
    expect(cases[1]!.facts).toEqual([`whole ${follower}`]);
  });

  test('a number that leaves the group stays in the case with a word', async () => {
    const [leading, follower] = await pair();
    await lapse('2026-12-09 10:00');
    const [only] = await casesOf([leading, follower]);
    await office.must('coordinator', 'disjoin', follower, { confirmed: true });
    const view = (await readViolation(office.desk, await official('curator'), only!.id))!;
    const apart = view.beside.filter((one) => one.apart).map(({ number }) => number);
    expect([...new Set(apart)]).toEqual([await numberOf(follower)]);
    const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
    expect(violationScreen(view, reading, { news: null, isManager: true }).text).toContain(
      'Обращение с тех пор ведётся отдельно',
    );
    // Each is late by itself from now on.
    expect(await casesOf([leading, follower])).toHaveLength(1);
  });

  test('it is in force as long as one of its facts stands', async () => {
    const [leading, follower] = await pair();
    await lapse('2026-12-09 10:00');
    const [only] = await casesOf([leading, follower]);
    const answer = (appealId: number) =>
      office.rows(
        `with answered as (update overdue set answered_at = $2, answered_by = '{"reason": "corrected", "day": null}' where appeal_id = $1 returning appeal_id, stage)
         insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
         select $2, appeal_id, 'answerTerm', 'clock', stage, stage, '{}' from answered`,
        [appealId, now],
      );
    const inForce = async () => (await readViolation(office.desk, await official('curator'), only!.id))!.inForce;
    await answer(leading);
    expect(await inForce()).toBe(true);
    await answer(follower);
    expect(await inForce()).toBe(false);
  });
});
