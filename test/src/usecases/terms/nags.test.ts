import { createMessengers } from '../../../../bots/conversation/kit/messengers';
import { createSpeech } from '../../../../bots/conversation/speech';
import { databaseOf, statement } from '../../../../src/database/database';
import type { ClaimedMessage } from '../../../../src/outbox/delivery';
import { NO_BUDGETS } from '../../../../src/outbox/budgets';
import type { Log } from '../../../../src/process/log';
import { runDueReminders } from '../../../../src/jobs/tick';
import { changeDay } from '../../../../src/usecases/terms/calendar';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { readNags } from '../../../../src/usecases/terms/nags';
import { snooze } from '../../../../src/usecases/terms/snooze';
import { officialById } from '../../../../src/usecases/kit/officials';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { noCharts } from '../../../support/charts';
import { paceOf } from '../../../support/outbox-world';
import { recordingLog } from '../../../support/recording-log';
import { ToyMessenger } from '../../../support/toy-messenger';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';
import { noFolders, noPapers, noStore } from '../../../support/unused-ports';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const id = (name: PersonName) => office.people[name];
/** With the morning lists of that day told already: what waits for one is a matter of its own. */
async function tick(log?: Log): Promise<number> {
  await office.rows(
    `insert into digest (subject, day, numbers) select 'person:' || id, ($1::timestamptz at time zone 'Europe/Moscow')::date,
       '{"overdue": 0, "due": 0, "escalated": 0}' from person on conflict do nothing`,
    [office.desk.clock.now()],
  );
  return runDueReminders(office.desk, log);
}
const shown = (at: string | Date | null) =>
  at && new Date(new Date(at).getTime() + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Missed terms as the office would tell them: what, where, until, who held it, when it ended. */
const facts = async (appealId: number) =>
  (
    await office.rows<{
      kind: string;
      stage: string;
      due_at: Date;
      holder: string | null;
      holder_ids: number[];
      ended_at: Date | null;
    }>('select * from overdue where appeal_id = $1 order by due_at, id', [appealId])
  ).map(({ kind, stage, due_at, holder_ids, ended_at }) => [
    kind,
    stage,
    shown(due_at),
    holder_ids.map((one) => office.nameOf(one)).join(),
    shown(ended_at),
  ]);
const told = (appealId: number) =>
  office.rows<{ who: string; what: string }>(
    `select p.name as who, r.reason || ' ' || r.threshold as what from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id
   where r.appeal_id = $1 and n.message_key is not null order by r.due_at, r.id, p.id`,
    [appealId],
  );
const gathered = async (appealId: number) =>
  (
    await office.rows<{ who: string }>(
      `select p.name as who from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id
       where r.appeal_id = $1 and n.gathered and n.message_key is null order by p.id`,
      [appealId],
    )
  ).map(({ who }) => who);
/** But for the minute after which a button goes. */
const planned = (appealId: number) =>
  office.rows<{ what: string; at: string }>(
    `select reason || coalesce(' ' || threshold, '') as what, to_char(due_at at time zone 'Europe/Moscow', 'MM-DD HH24:MI') as at
   from reminder where appeal_id = $1 and state = 'planned' and reason <> 'undo_over' order by due_at, id`,
    [appealId],
  );
const lines = (rows: { what: string; at: string }[]) => rows.map(({ what, at }) => `${at} ${what}`);

async function assigned(): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
  return appealId;
}
async function atWork(): Promise<number> {
  const appealId = await assigned();
  await office.must('executor', 'takeIntoWork', appealId);
  return appealId;
}

/** The agreed draft is entered into ПОС, and the approver has signed it there. */
async function enteredAndSigned(appealId: number, answers = {}): Promise<void> {
  await office.must('coordinator', 'markEntered', appealId);
  await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered', ...answers });
}

describe('the seven days', () => {
  const REDIRECT = { organizationId: 0, reason: 'дорога республиканская', notice: 'Перенаправлено' };
  async function askedToRedirect(at: string): Promise<number> {
    const appealId = await office.register('appeal59');
    office.setTime(msk(at));
    await tick();
    await office.must('coordinator', 'redirect', appealId, {
      ...REDIRECT,
      organizationId: office.organizations.highways,
      redirectBy: 'approval',
      approvingId: id('approving'),
    });
    return appealId;
  }

  const ofSevenDays = async (appealId: number) =>
    (await told(appealId)).flatMap(({ who, what }) => (what === 'redirect today' ? [who] : []));

  test('«сегодня» comes to whoever has it when its last day opens', async () => {
    const before = await askedToRedirect('2026-12-01 16:30');
    office.setTime(msk('2026-12-02 08:00'));
    await tick();
    expect(await ofSevenDays(before)).toEqual(['coordinator', 'coordinator2', 'approving']);
  });

  test('asked for on its last day it is told of an hour before the closing, and of each visit of that day', async () => {
    const appealId = await askedToRedirect('2026-12-02 09:00');
    expect(await ofSevenDays(appealId)).toEqual(['coordinator', 'coordinator2']);
    expect(lines(await planned(appealId))).toContain('12-02 16:00 redirect today');
    office.setTime(msk('2026-12-02 14:00'));
    await office.must('approving', 'approveRedirect', appealId, { confirmed: true });
    office.setTime(msk('2026-12-02 16:00'));
    await tick();
    // In delivery it is the coordinators'.
    expect(await ofSevenDays(appealId)).toEqual(['coordinator', 'coordinator2', 'coordinator', 'coordinator2']);
    office.setTime(msk('2026-12-03 08:00'));
    await tick();
    expect((await facts(appealId)).filter(([kind]) => kind === 'redirect')).toHaveLength(1);
  });
});

describe('a missed term is a fact', () => {
  test('with whoever held the appeal then, at any hour; it ends with what was late and stays', async () => {
    const appealId = await office.register();
    // a tenth of the 205 hours from 25.11 10:00 to 25.12: 7 hours on Wednesday, 9 on Thursday, 4 h 30 min on Friday
    office.setTime(msk('2026-11-28 15:30'));
    await tick();
    expect(await facts(appealId)).toEqual([
      ['stage', 'coordination', '2026-11-27 12:30:00', 'coordinator,coordinator2', null],
    ]);
    office.setTime(msk('2026-11-30 09:00'));
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    expect(await facts(appealId)).toEqual([
      ['stage', 'coordination', '2026-11-27 12:30:00', 'coordinator,coordinator2', '2026-11-30 09:00:00'],
    ]);
    expect(
      await office.rows(
        `select action, details ->> 'kind' as kind from journal_entry where appeal_id = $1 and action = 'missTerm'`,
        [appealId],
      ),
    ).toEqual([{ action: 'missTerm', kind: 'stage' }]);
  });

  test('the act that comes a second late finds it for itself, before the tick', async () => {
    const appealId = await atWork();
    office.setTime(msk('2026-11-26 10:00:01'));
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    expect(await facts(appealId)).toEqual([
      ['duty', 'in_progress', '2026-11-26 10:00:00', 'executor', '2026-11-26 10:00:01'],
    ]);
    await tick();
    expect(await facts(appealId)).toHaveLength(1);
    expect((await told(appealId)).filter(({ what }) => what.startsWith('duty'))).toEqual([]);
  });

  test('a second earlier there is none', async () => {
    const appealId = await atWork();
    office.setTime(msk('2026-11-26 10:00:00'));
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    office.setTime(msk('2026-11-27 10:00'));
    await tick();
    expect(await facts(appealId)).toEqual([]);
  });

  test('an assignment that is undone brings it back', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-11-30 09:00'));
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    await office.must('coordinator', 'undoAssignment', appealId);
    expect(await facts(appealId)).toEqual([
      ['stage', 'coordination', '2026-11-27 12:30:00', 'coordinator,coordinator2', null],
    ]);
  });

  test('an appeal that comes in too late has missed its term in nobody’s hands here, and nobody is nagged of that', async () => {
    const [registered] = await registerAppeals(
      office.desk,
      [{ number: 'LATE-1', kind: 'appeal59', registeredAt: msk('2026-10-01 09:00') }],
      'sample',
    );
    const appealId = registered!.id;
    expect(await facts(appealId)).toEqual([['whole', 'coordination', '2026-10-31 23:59:59', '', null]]);
    expect(await planned(appealId)).toEqual([]);
  });

  test('nothing erases it or changes who held it', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-11-30 09:00'));
    await tick();
    await expect(office.rows('delete from overdue where appeal_id = $1', [appealId])).rejects.toThrow(
      'A missed term is a fact',
    );
    await expect(office.rows('truncate overdue cascade')).rejects.toThrow('A missed term is a fact');
    await expect(office.rows(`update overdue set holder_ids = '{}' where appeal_id = $1`, [appealId])).rejects.toThrow(
      'A missed term is a fact',
    );
  });

  test('a draft sent to the supervisor ends the duty: rejected later, it is not missed', async () => {
    const appealId = await atWork();
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Дорога федеральная',
      agreeingId: id('agreeing'),
    });
    office.setTime(msk('2026-11-27 10:00'));
    await tick();
    await office.must('agreeing', 'rejectAnswer', appealId, { reason: 'уточните' });
    await tick();
    expect((await facts(appealId)).filter(([kind]) => kind === 'duty')).toEqual([]);
  });

  test('seven days that pass while an organization has it are missed by nobody', async () => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    office.setTime(msk('2026-12-07 10:00'));
    await office.must(
      'coordinator',
      'organizationAnswered',
      appealId,
      { text: 'Не наш участок', answeredOn: day('2026-12-04') },
      { documents: 1 },
    );
    await tick();
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    expect(await facts(appealId)).toEqual([]);
  });

  test('nor when it has answered the applicant and the appeal is returned', async () => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    office.setTime(msk('2026-12-07 10:00'));
    await office.must(
      'coordinator',
      'organizationAnsweredApplicant',
      appealId,
      { answeredOn: day('2026-12-04') },
      { documents: 1 },
    );
    await office.must('curator', 'returnForReexamination', appealId, {
      reexaminationReason: 'formal_answer',
      reexaminationText: 'нет фактов',
    });
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    expect(await facts(appealId)).toEqual([]);
  });

  test('resumed early, an appeal that was late before is late again, and the executor has it', async () => {
    const appealId = await atWork();
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    office.setTime(msk('2026-12-26 10:00'));
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'postponed',
      answerText: 'Ждём подрядчика',
      postponedUntil: day('2027-01-20'),
      agreeingId: id('agreeing'),
    });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await enteredAndSigned(appealId, { doneOn: day('2026-12-26') });
    office.setTime(msk('2027-01-12 10:00'));
    await office.must('executor', 'resume', appealId);
    // 25.12 and the 17 days that really passed
    expect((await facts(appealId)).filter(([kind]) => kind === 'whole')).toEqual([
      ['whole', 'in_progress', '2026-12-25 23:59:59', 'executor', '2026-12-26 10:00:00'],
      ['whole', 'in_progress', '2027-01-11 23:59:59', 'executor', null],
    ]);
  });
});

describe('what is planned', () => {
  test('is all that will come of the appeal as it stands, and follows every act', async () => {
    const appealId = await atWork();
    expect(lines(await planned(appealId))).toEqual([
      '11-25 14:30 duty half',
      '11-26 09:00 duty hour',
      '11-26 10:00 duty overdue',
      '11-26 10:00 lapse',
      '12-10 09:24 stage most',
      '12-14 16:00 stage overdue',
      '12-14 16:00 lapse',
      '12-22 08:00 overall threeDays',
      '12-24 08:00 overall oneDay',
      '12-25 08:00 overall today',
      '12-26 00:00 lapse',
      '12-28 08:00 overall overdue',
    ]);
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    expect(lines(await planned(appealId)).filter((line) => line.includes('duty'))).toEqual([]);
    await office.must('executor', 'requestDocuments', appealId, {
      requestBody: 'Росреестр',
      requestWhat: 'выписка',
      requestBy: day('2026-11-30'),
    });
    expect(lines(await planned(appealId))).toContain('11-30 08:00 documents today');
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Дорога федеральная',
      agreeingId: id('agreeing'),
    });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await enteredAndSigned(appealId);
    expect(await planned(appealId)).toEqual([]);
  });

  test('an extension moves the whole and lets go of the old days', async () => {
    const appealId = await office.register('appeal59');
    await office.must('approving', 'extendTerm', appealId, {
      reason: 'ждём материалы',
      notice: 'Срок продлён',
      extensionDays: 5,
      confirmed: true,
    });
    expect(lines(await planned(appealId)).filter((line) => line.includes('overall'))).toEqual([
      '12-25 08:00 overall threeDays',
      '12-29 08:00 overall oneDay',
      '12-30 08:00 overall today',
      '01-11 08:00 overall overdue',
    ]);
  });

  test('a day that an admin makes a day off moves the duty and every nag on it, for all open appeals', async () => {
    const appealId = await atWork();
    const admin = await officialById(office.desk, id('admin'));
    await changeDay(office.desk, admin!, { day: day('2026-11-26'), kind: 'off' });
    await tick();
    expect(lines(await planned(appealId)).slice(0, 4)).toEqual([
      '11-25 14:30 duty half',
      '11-27 09:00 duty hour',
      '11-27 10:00 lapse',
      '11-27 10:00 duty overdue',
    ]);
    expect(
      await office.rows(
        `select details ->> 'kind' as kind from journal_entry where appeal_id = $1 and action = 'replan'`,
        [appealId],
      ),
    ).toEqual([{ kind: 'stage' }, { kind: 'duty' }]);
    await changeDay(office.desk, admin!, { day: day('2026-11-26'), kind: 'asInFile' });
    await tick();
    expect(lines(await planned(appealId)).slice(0, 3)).toEqual([
      '11-25 14:30 duty half',
      '11-26 09:00 duty hour',
      '11-26 10:00 duty overdue',
    ]);
  });
});

describe('what is planned anew', () => {
  test('a day off that becomes a working one when it is over ends no duty of that day: nobody could keep it', async () => {
    office.setTime(msk('2026-11-27 20:00'));
    const appealId = await atWork();
    office.setTime(msk('2026-11-28 18:00'));
    const admin = await officialById(office.desk, id('admin'));
    await changeDay(office.desk, admin!, { day: day('2026-11-28'), kind: 'working' });
    await tick();
    expect(lines(await planned(appealId)).slice(0, 4)).toEqual([
      '11-30 08:00 duty half',
      '11-30 16:00 duty hour',
      '11-30 17:00 lapse',
      '12-01 08:00 duty overdue',
    ]);
    expect(await facts(appealId)).toEqual([]);
  });
});

describe('what is told', () => {
  test('after hours without the bot: what still stands, once, and of one term only the latest', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-11-30 11:00'));
    await tick();
    expect(await told(appealId)).toEqual(
      ['coordinator', 'coordinator2'].map((who) => ({ who, what: 'coordination overdue' })),
    );
    // Whoever only watches has it in the next list.
    expect(await gathered(appealId)).toEqual(['curator', 'everything']);
    const [message] = await office.rows(
      `select count(*)::int as count from outbox_message where kind = 'nags' and chat_id = '1001'`,
    );
    expect(message).toEqual({ count: 1 });
  });

  test('what falls within a quarter of an hour for one person is one message: the earlier one goes', async () => {
    const first = await atWork();
    office.setTime(msk('2026-11-25 10:10'));
    const second = await atWork();
    const inMessages = () =>
      office.rows<{ message: string; appeals: number[] }>(
        `select coalesce(n.joined_key, n.message_key) as message, array_agg(r.appeal_id order by r.appeal_id) as appeals from nag n join reminder r on r.id = n.reminder_id
         where n.person_id = $1 and n.withdrawn_at is null and r.reason = 'duty' group by 1`,
        [id('executor')],
      );
    office.setTime(msk('2026-11-25 14:30'));
    await tick();
    const [before] = await inMessages();
    expect(before?.appeals).toEqual([first]);
    // half of the second's working day
    office.setTime(msk('2026-11-25 14:40'));
    await tick();
    expect((await inMessages()).map(({ appeals }) => appeals)).toEqual([[first, second]]);
    expect(
      await office.rows(`select 1 from outbox_message where kind = 'redrawNags' and params ->> 'root' = $1`, [
        before!.message,
      ]),
    ).toHaveLength(1);
    expect(
      await readNags(databaseOf(office.desk), circumstances(office.desk), id('executor'), before!.message),
    ).toEqual([]);
  });

  test('what is escalated names nobody for what is nobody’s, though whoever has it is back', async () => {
    await office.rows(
      `insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, '2026-11-26', '2026-11-26', $2, $3)`,
      [id('executor'), id('admin'), msk('2026-11-25 09:00')],
    );
    office.setTime(msk('2026-11-26 09:30'));
    const appealId = await assigned();
    office.setTime(msk('2026-11-27 09:31'));
    await tick();
    const [nag] = await office.rows<{ message: string }>(
      `select coalesce(n.joined_key, n.message_key) as message from nag n join reminder r on r.id = n.reminder_id
       where r.appeal_id = $1 and n.person_id = $2 and r.threshold = 'overdue'`,
      [appealId, id('coordinator')],
    );
    expect(
      await readNags(office.fresh.database, circumstances(office.desk), id('coordinator'), nag!.message),
    ).toMatchObject([{ reason: 'duty', escalated: true, nameless: 'absent', holder: null }]);
  });

  describe('what falls within a quarter of an hour of the morning list is one message with it', () => {
    let appealId: number;
    let toy: ToyMessenger;
    beforeEach(async () => {
      toy = new ToyMessenger(async () => undefined);
      await office.rows(`update account set messenger = 'toy', chat_id = $2 where person_id = $1`, [
        id('executor'),
        ToyMessenger.chatOf('executor'),
      ]);
      office.setTime(msk('2026-11-25 20:00'));
      appealId = await office.register();
      await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
      await office.rows('delete from outbox_message');
    });
    /** The duty of this evening ends on Thursday at 17:00; the morning after it is overdue. */
    const morning = async (nagsAt: string, listAt: string) => {
      office.setTime(msk(nagsAt));
      await runDueReminders(office.desk);
      office.setTime(msk(listAt));
      await office.fresh.database.transaction((tx) => tellMornings(tx, office.desk, msk('2026-11-27 12:00')));
    };
    /** What waits for the executor is sent, one after the other, as the outbox does. */
    async function send(most = Infinity): Promise<string[]> {
      const { messenger } = createSpeech({
        desk: office.desk,
        voice: toy.voice,
        defaultLocale: 'ru',
        heardIn: () => null,
        pace: paceOf(NO_BUDGETS, async () => true),
        log: recordingLog(),
        writeWorkbook: () => Promise.reject(new Error('There is no workbook here')),
        papers: noPapers,
        files: noStore,
        folders: noFolders,
        charts: noCharts,
        messengers: createMessengers(),
      });
      const outcomes: string[] = [];
      for (;;) {
        const [message] = await office.rows<ClaimedMessage>(
          `select id, key, messenger, chat_id as "chatId", kind, params, silent, mergeable, 1 as attempt, 0 as "ambiguousSends"
           from outbox_message where messenger = 'toy' and state = 'new' and (due_at is null or due_at <= $1) order by id limit 1`,
          [office.desk.clock.now()],
        );
        if (!message || outcomes.length === most) return outcomes;
        const delivery = await messenger.deliver(message);
        if (delivery.outcome === 'sent') await delivery.remember?.();
        await office.rows('update outbox_message set state = $2, message_ref = $3, reason = $4 where id = $1', [
          message.id,
          delivery.outcome === 'retry' ? 'new' : delivery.outcome,
          delivery.outcome === 'sent' ? (delivery.message ?? null) : null,
          delivery.outcome === 'skipped' ? delivery.reason : null,
        ]);
        outcomes.push(`${message.kind} ${delivery.outcome}`);
      }
    }
    const seen = () => toy.messages('executor').map(({ text, silent }) => [text, silent]);

    const IN_LIST = expect.stringMatching(/^<b>Дела на пт 27\.11<\/b>[^]*Доклад руководителю: просрочка/);

    test.each([
      ['a nag of the opening waits for the list, which then sounds', '2026-11-27 08:00'],
      ['so does one of the same minute, after an outage too', '2026-11-27 08:15'],
    ])('%s', async (_, nagsAt) => {
      await morning(nagsAt, '2026-11-27 08:15');
      expect(await send()).toEqual(['morning sent']);
      expect(seen()).toEqual([[IN_LIST, false]]);
    });

    test('a list that comes too late to be said leaves what one was to be reminded of', async () => {
      await morning('2026-11-27 08:00', '2026-11-27 08:15');
      office.setTime(msk('2026-11-27 12:30'));
      expect(await send()).toEqual(['morning sent']);
      expect(seen()).toEqual([[expect.stringContaining('Руководителю не доложено, срок истёк'), false]]);
    });

    test('a list that never comes keeps nobody waiting', async () => {
      office.setTime(msk('2026-11-27 08:00'));
      await runDueReminders(office.desk);
      office.setTime(msk('2026-11-27 08:18'));
      await runDueReminders(office.desk);
      expect(await send()).toEqual(['nags sent']);
      expect(seen()).toEqual([[expect.stringContaining('Руководителю не доложено, срок истёк'), false]]);
    });
  });

  test('at night the end of a term is a fact and nobody hears of it before the morning', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-11-28 12:00'));
    await tick();
    expect((await facts(appealId)).length).toBe(1);
    expect((await told(appealId)).filter(({ what }) => what.includes('overdue'))).toEqual([]);
  });

  test('a former executor hears nothing of a visit, the present one does', async () => {
    const appealId = await atWork();
    await office.must('executor', 'planVisit', appealId, {
      visitAt: msk('2026-11-27 14:00').toISOString(),
      visitPlace: 'двор',
      visitPeople: [id('curator')],
    });
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor2') });
    office.setTime(msk('2026-11-26 18:00'));
    await tick();
    expect(
      (
        await office.rows<{ name: string }>(
          `select p.name from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id where r.reason = 'visit_evening' order by p.id`,
        )
      ).map(({ name }) => name),
    ).toEqual(['executor2', 'curator']);
  });

  test('whoever has no chat yet keeps nobody else from hearing', async () => {
    await office.rows('delete from account where person_id = $1', [id('coordinator')]);
    const appealId = await office.register();
    office.setTime(msk('2026-11-27 08:00'));
    await tick();
    expect(await office.rows(`select chat_id::int as chat from outbox_message where kind = 'nags'`)).toEqual([
      { chat: 1002 },
    ]);
    expect((await told(appealId)).map(({ who }) => who)).toEqual(['coordinator', 'coordinator2']);
  });

  test('two instances at the same moment tell everything once', async () => {
    const appeals = await Promise.all(Array.from({ length: 12 }, () => office.register()));
    office.setTime(msk('2026-11-27 08:00'));
    await Promise.all([tick(), tick(), tick()]);
    const all = await Promise.all(appeals.map(told));
    expect(all.every((one) => one.length === 2)).toBe(true);
    const unread = await office.rows(`select from nag where message_key is null`);
    expect(unread).toEqual([]);
  });

  test('while another instance still notes what is due, nothing is told: what falls together is one message', async () => {
    await office.register();
    const second = await office.register();
    await tick();
    office.setTime(msk('2026-11-27 08:00'));
    await office.fresh.database.transaction(async (tx) => {
      await tx.query(statement('test.hold-reminders', 'select from reminder where appeal_id = $1 for update'), [
        second,
      ]);
      await tick();
    });
    await tick();
    expect(await office.rows(`select chat_id::int as chat from outbox_message where kind = 'nags' order by 1`)).toEqual(
      [{ chat: 1001 }, { chat: 1002 }],
    );
  });

  test('one reminder that cannot be carried out keeps no other from being told; the admins hear of it once, and it is tried again', async () => {
    const [bad, good] = [await office.register(), await office.register()];
    office.setTime(msk('2026-11-27 08:00'));
    // a fault of ours, played by the database: this one can't be written down
    await office.rows(`create function fail_one() returns trigger language plpgsql as $$ begin
      if exists (select from reminder r where r.id = new.reminder_id and r.appeal_id = ${bad}) then raise exception 'played'; end if; return new; end $$`);
    await office.rows('create trigger fail_one before insert on nag for each row execute function fail_one()');
    const log = recordingLog();
    await tick(log);
    expect((await told(good)).length).toBe(2);
    expect(await told(bad)).toEqual([]);
    office.setTime(msk('2026-11-27 08:05:01'));
    await tick(log);
    expect(
      await office.rows(`select count(*)::int as count from outbox_message where kind = 'reminderFailed'`),
    ).toEqual([{ count: 2 }]);
    await office.rows('drop trigger fail_one on nag');
    office.setTime(msk('2026-11-27 08:10:02'));
    await tick(log);
    expect((await told(bad)).length).toBe(2);
  });

  test('more than a batch at once', async () => {
    const records = Array.from({ length: 300 }, (_, index) => ({
      number: `MANY-${index}`,
      kind: 'message' as const,
      registeredAt: msk('2026-11-25 10:00'),
    }));
    // Not more than twenty at once: what comes so has its first terms later.
    for (let from = 0; from < records.length; from += 20)
      await registerAppeals(office.desk, records.slice(from, from + 20), 'sample');
    office.setTime(msk('2026-11-27 08:00'));
    await tick();
    expect(
      await office.rows(
        `select chat_id::int as chat, count(*)::int as messages from outbox_message where kind = 'nags' group by 1 order by 1`,
      ),
    ).toEqual([
      { chat: 1001, messages: 1 },
      { chat: 1002, messages: 1 },
    ]);
    expect(await office.rows('select count(*)::int as count from nag')).toEqual([{ count: 600 }]);
  });

  test('a supervisor who has passed the agreement on is not reminded of it again, nor does the message stay', async () => {
    const appealId = await atWork();
    office.setTime(msk('2026-12-21 10:00'));
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Дорога федеральная',
      agreeingId: id('agreeing'),
    });
    // 80 % of the agreement, and the last working day but one of the whole
    office.setTime(msk('2026-12-24 08:00'));
    await tick();
    const [nag] = await office.rows<{ id: number; root: string }>(
      'select reminder_id as id, message_key as root from nag where person_id = $1',
      [id('agreeing')],
    );
    const stillRead = async () =>
      (await readNags(office.fresh.database, circumstances(office.desk), id('agreeing'), nag!.root)).length;
    expect([await stillRead(), (await snooze(office.desk, id('agreeing'), nag!.id, 'hour')).ok]).toEqual([2, true]);
    await office.must('agreeing', 'passAgreement', appealId, { agreeingId: id('agreeing2') });
    expect(await stillRead()).toBe(0);
    expect(
      await office.rows(`select 1 from outbox_message where kind = 'redrawNags' and params ->> 'root' = $1`, [
        nag!.root,
      ]),
    ).toHaveLength(1);
    office.setTime(msk('2026-12-24 09:00'));
    await tick();
    expect(
      await office.rows(`select 1 from outbox_message where kind = 'nags' and params ->> 'personId' = $1`, [
        String(id('agreeing')),
      ]),
    ).toHaveLength(1);
  });

  test('a reminder that was put off silences no other of its appeal whose term ends before it comes again', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-12-21 14:00'));
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    office.setTime(msk('2026-12-22 08:00:05'));
    await tick();
    const [nag] = await office.rows<{ id: number }>(`select reminder_id as id from nag where person_id = $1`, [
      id('executor'),
    ]);
    expect(await snooze(office.desk, id('executor'), nag!.id, 'tomorrow')).toEqual({
      ok: true,
      at: msk('2026-12-23 08:15'),
    });
    office.setTime(msk('2026-12-22 09:30:05'));
    await tick();
    // of the duty, which ends at 14:00
    expect(
      await office.rows(`select 1 from outbox_message where kind = 'nags' and params ->> 'personId' = $1`, [
        String(id('executor')),
      ]),
    ).toHaveLength(2);
  });

  test('what was put off and comes after hours without the bot waits for the morning', async () => {
    const appealId = await atWork();
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    office.setTime(msk('2026-12-22 08:00:05'));
    await tick();
    const [nag] = await office.rows<{ id: number }>(
      `select n.reminder_id as id from nag n join reminder r on r.id = n.reminder_id where n.person_id = $1 and r.threshold = 'threeDays'`,
      [id('executor')],
    );
    expect(await snooze(office.desk, id('executor'), nag!.id, 'hour')).toEqual({
      ok: true,
      at: msk('2026-12-22 09:00:05'),
    });
    const again = () =>
      office.rows(`select 1 from outbox_message where kind = 'nags' and key like $1`, [`nags:${nag!.id}:%`]);
    expect(await again()).toHaveLength(1);
    office.setTime(msk('2026-12-22 22:00'));
    await tick();
    expect(await again()).toHaveLength(1);
    office.setTime(msk('2026-12-23 08:00'));
    await tick();
    expect(await again()).toHaveLength(2);
  });

  test('an appeal that somebody acts on at this moment resumes by the next tick: neither waits for the other', async () => {
    const appealId = await atWork();
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'postponed',
      answerText: 'Ждём подрядчика',
      postponedUntil: day('2026-12-01'),
      agreeingId: id('agreeing'),
    });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await enteredAndSigned(appealId);
    office.setTime(msk('2026-12-01 08:00'));
    await office.fresh.database.transaction(async (tx) => {
      await tx.query(statement('test.hold-appeal', 'select from appeal where id = $1 for no key update'), [appealId]);
      await tick();
    });
    expect(await office.stage(appealId)).toBe('postponed');
    await tick();
    expect(await office.stage(appealId)).toBe('in_progress');
  });
});
