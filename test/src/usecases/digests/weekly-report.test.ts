import { readXlsx } from 'hucre/xlsx';
import { Telegram } from 'telegraf';
import { createMessengers } from '../../../../bots/conversation/kit/messengers';
import { weeklyScreen, weeklyFileName, weeklySheets } from '../../../../bots/conversation/digests/weekly';
import { createSpeech } from '../../../../bots/conversation/speech';
import { createVoice } from '../../../../bots/telegram/voice';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { writeWorkbook } from '../../../../src/adapters/workbook';
import { wordsOf } from '../../../../src/i18n';
import { NO_BUDGETS } from '../../../../src/outbox/budgets';
import { readAhead } from '../../../../src/usecases/terms/ahead';
import { officialById, shortName } from '../../../../src/usecases/kit/officials';
import { readHistory } from '../../../../src/usecases/card/history';
import { readWeeklyDetails, askForWeek, tellWeek, weekBefore } from '../../../../src/usecases/digests/weekly-report';
import { databaseOf } from '../../../../src/database/database';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { noCharts } from '../../../support/charts';
import { startBotApiSink } from '../../../support/bot-api-sink';
import { paceOf } from '../../../support/outbox-world';
import { recordingLog } from '../../../support/recording-log';
import { countAll } from '../statistics/counting';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';
import { noFolders, noPapers, noStore } from '../../../support/unused-ports';

test.each([
  ['an ordinary Monday', '2026-11-23', '2026-11-16', '2026-11-22'],
  ['a Tuesday after a holiday', '2027-02-24', '2027-02-15', '2027-02-21'],
  ['the first working day after New Year: both weeks since the last one', '2027-01-11', '2026-12-28', '2027-01-10'],
])('on %s the report tells of all days since the week before', (_, first, from, to) => {
  expect(weekBefore(day(first), loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }))).toEqual({
    from,
    to,
  });
});

describe('a week of the office', () => {
  let office: WorkingOffice;
  /** Still in coordination, and over its stage since the 20th. */
  let forgotten: number;
  beforeAll(async () => {
    office = await openOffice();
    const appeal = async (at: string) => {
      office.setTime(msk(at));
      return office.register();
    };
    const assigned = async (at: string) => {
      const appealId = await appeal(at);
      await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
      await office.must('executor', 'takeIntoWork', appealId);
      return appealId;
    };
    // the week before: one reported in time
    const kept = await assigned('2026-11-09 10:00');
    await office.must('executor', 'report', kept, { supervisorId: office.people.agreeing });
    // the week itself: one reported late, one not at all, one not distributed, one that ends next week
    const late = await assigned('2026-11-16 10:00');
    await assigned('2026-11-17 10:00');
    forgotten = await appeal('2026-11-16 11:00');
    office.setTime(msk('2026-11-18 09:00'));
    await noteLapses(office.desk, (_, error) => {
      throw error;
    });
    await office.must('executor', 'report', late, { supervisorId: office.people.agreeing });
    await office.rows('update appeal set due_at = $2 where id = $1', [kept, msk('2026-11-26 23:59:59')]);
    await office.rows('update open_work set due_at = $2 where appeal_id = $1', [kept, msk('2026-11-26 23:59:59')]);
    await office.rows(`update appeal set address = '=HYPERLINK("http://x"), тел. 8 917 123-45-67' where id = $1`, [
      forgotten,
    ]);
    office.setTime(msk('2026-11-23 09:00'));
    await noteLapses(office.desk, (_, error) => {
      throw error;
    });
    await countAll(office);
    await office.fresh.database.transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-23 17:00')));
  });
  afterAll(() => office.fresh.drop());

  const sent = () =>
    office.rows<{ messenger: string; chatId: string; kind: string; silent: boolean; params: Record<string, unknown> }>(
      `select messenger, chat_id as "chatId", kind, silent, params from outbox_message where kind like 'weekly%' order by id`,
    );

  test('goes to the curators, silently: one message, whose button gives the workbook', async () => {
    const curators = (await sent()).map(({ params, kind, silent }) => [
      office.nameOf(Number(params.personId)),
      kind,
      silent,
    ]);
    expect(curators).toEqual([
      ['curator', 'weekly', true],
      ['everything', 'weekly', true],
    ]);
  });

  test('is counted beside the week before', async () => {
    const { numbers, missed, people } = paramsOf('weekly', (await sent())[0]?.params);
    expect(numbers).toEqual({
      received: { count: 3, change: 2 },
      answered: { count: 0, change: 0 },
      redirected: { count: 0, change: 0 },
      reexaminations: { count: 0, change: 0 },
      dutyKept: { count: 0, change: -1 },
      missed: { count: 3, change: 3 },
      running: { count: 1, change: 1 },
      ending: { count: 1, change: 1 },
    });
    expect(missed).toMatchObject({
      duty: { count: 2, change: 2 },
      stage: { count: 1, change: 1 },
      whole: { count: 0 },
    });
    expect(people).toEqual([
      { name: 'executor', organization: false, deputy: null, count: 2 },
      { name: null, organization: false, deputy: null, count: 1 },
    ]);
  });

  test('is read at a glance', async () => {
    const { now, calendar } = circumstances(office.desk);
    const reading = { words: wordsOf('ru'), now, calendar, longest: 4_096 };
    const screen = weeklyScreen(paramsOf('weekly', (await sent())[0]!.params), reading);
    expect(screen?.text).toBe(`<b>Неделя 16.11–22.11.2026</b>
Поступило: 3 (+2)
Ответ направлен: 0
Перенаправлено: 0
Возвращено на повторное рассмотрение: 0
Доложено руководителю за один рабочий день (по дню срока): 0 (−1)

<b>Пропущено сроков: 3 (+3)</b>
этап: 1 (+1)
доклад руководителю: 2 (+2)
У кого: executor: 2, координаторы: 1

Просрочено сейчас: 1 (+1)
Срок истекает на этой неделе: 1 (+1)

<i>В скобках: насколько изменилось по сравнению с прошлой неделей.</i>`);
    expect(
      weeklyScreen(paramsOf('weekly', (await sent())[0]!.params), { ...reading, now: msk('2026-11-23 17:00') }),
    ).toBeNull();
  });

  test('reaches its reader as a text even when the workbook can’t be made', async () => {
    const sink = await startBotApiSink();
    const telegram = new Telegram('334:not-a-secret-of-anybody', { apiRoot: sink.apiRoot });
    const { messenger } = createSpeech({
      desk: office.desk,
      voice: createVoice(telegram),
      defaultLocale: 'ru',
      heardIn: () => null,
      pace: paceOf(NO_BUDGETS, async () => true),
      log: recordingLog(),
      writeWorkbook: () => Promise.reject(new Error('no such luck')),
      papers: noPapers,
      files: noStore,
      folders: noFolders,
      charts: noCharts,
      messengers: createMessengers(),
    });
    const deliver = ({ kind, params, messenger: name, chatId, silent }: Awaited<ReturnType<typeof sent>>[number]) =>
      messenger.deliver({
        id: 1,
        key: kind,
        messenger: name,
        chatId,
        kind,
        params,
        silent,
        mergeable: false,
        attempt: 1,
        ambiguousSends: 0,
      });
    const [text] = await sent();
    expect(await deliver(text!)).toMatchObject({ outcome: 'sent' });
    await expect(deliver({ ...text!, kind: 'weeklyFile' })).rejects.toThrow('no such luck');
    await sink.stop();
  });

  test('a second try changes nothing', async () => {
    const before = await sent();
    await countAll(office);
    await office.fresh.database.transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-23 17:00')));
    expect(await sent()).toEqual(before);
  });

  test('is a workbook too: numbers as they were, missed terms with who held them, open work; texts stay texts and are masked', async () => {
    const { now, calendar } = circumstances(office.desk);
    const reading = { words: wordsOf('ru'), now, calendar, longest: 4_096 };
    const official = async (who: PersonName) => (await officialById(office.desk, office.people[who]))!;
    const curator = await official('curator');
    expect(await askForWeek(office.desk, await official('coordinator'), day('2026-11-23'))).toBe('gone');
    expect(await askForWeek(office.desk, curator, day('2026-11-16'))).toBe('gone');
    expect(await askForWeek(office.desk, curator, day('2026-11-23'))).toBe('asked');
    expect(await askForWeek(office.desk, curator, day('2026-11-23'))).toBe('underWay');
    const [asked] = (await sent()).filter(({ kind }) => kind === 'weeklyFile');
    const report = paramsOf('weeklyFile', asked!.params);
    expect(weeklyFileName(report, reading)).toBe('Неделя 16.11.2026–22.11.2026.xlsx');
    const sheets = weeklySheets(report, await readWeeklyDetails(office.desk, report), reading);
    const [summary, missed, open] = (await readXlsx(await writeWorkbook(sheets))).sheets;
    expect([summary?.name, missed?.name, open?.name]).toEqual(['Сводка', 'Пропущенные сроки', 'В работе']);
    expect(summary?.rows.slice(0, 2)).toEqual([
      ['Показатель', 'За неделю', 'К прошлой неделе'],
      ['Поступило', 3, 2],
    ]);
    expect(summary?.rows).toContainEqual(['Пропущено сроков: доклад руководителю', 2, 2]);

    const ended = new Date('2026-11-18T09:00:00Z');
    expect(missed?.rows[0]).toEqual(['Номер', 'Срок', 'Этап', 'Истёк', 'Завершено', 'Просрочка, дней', 'У кого']);
    expect(missed?.rows.slice(1).map(([, ...rest]) => rest)).toEqual([
      ['доклад руководителю', 'В работе', new Date('2026-11-17T10:00:00Z'), ended, 1, 'executor'],
      ['доклад руководителю', 'В работе', new Date('2026-11-18T10:00:00Z'), null, 5, 'executor'],
      ['этап', 'На координации', expect.any(Date), null, expect.any(Number), 'координаторы'],
    ]);

    const row = open?.rows.find(([number]) => number === missed?.rows[3]?.[0]);
    expect(row?.slice(1, 4)).toEqual(['Сообщение', 'На координации', '=HYPERLINK("http://x"), тел. +7 ••• •••-••-67']);
    expect(open?.rows.length).toBe(5);
  });
});

describe('«за один рабочий день» is counted from what was done, whatever became of the appeal since', () => {
  let office: WorkingOffice;
  beforeAll(async () => {
    office = await openOffice();
    const assigned = async (at: string) => {
      office.setTime(msk(at));
      const appealId = await office.register();
      await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
      await office.must('executor', 'takeIntoWork', appealId);
      return appealId;
    };
    const drafted = (appealId: number) =>
      office.must('executor', 'submitAnswer', appealId, {
        answerType: 'resolved',
        answerText: 'Яма заделана 24.11',
        withoutPhoto: 'не нужно',
        agreeingId: office.people.agreeing,
      });
    const reported = (appealId: number) =>
      office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    const returned = await assigned('2026-11-16 10:00');
    await reported(returned);
    await drafted(returned);
    // its row of the appeal begins anew, and that duty is done again, this time by the draft alone
    office.setTime(msk('2026-11-17 10:00'));
    await office.must('curator', 'returnForReexamination', returned, {
      reexaminationReason: 'other',
      reexaminationText: 'не то',
    });
    await office.must('executor', 'takeIntoWork', returned);
    await drafted(returned);
    const byRedirect = await assigned('2026-11-17 11:00');
    await office.must('executor', 'redirect', byRedirect, {
      organizationId: office.organizations.highways,
      reason: 'их дорога',
      notice: 'Ваше обращение перенаправлено.',
      agreeingId: office.people.agreeing,
    });
    // twice told, once done
    const byBoth = await assigned('2026-11-17 12:00');
    await reported(byBoth);
    await drafted(byBoth);
    const late = await assigned('2026-11-17 13:00');
    office.setTime(msk('2026-11-19 09:00'));
    await drafted(late);
    office.setTime(msk('2026-11-23 09:00'));
    await countAll(office);
    await office.fresh.database.transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-23 17:00')));
  });
  afterAll(() => office.fresh.drop());

  test('a report, a draft and a redirect in time are each one, also on an appeal that was returned', async () => {
    const [told] = await office.rows<{ params: unknown }>(
      `select params from outbox_message where kind = 'weekly' limit 1`,
    );
    expect(paramsOf('weekly', told?.params).numbers.dutyKept).toMatchObject({ count: 4 });
  });

  test('with whoever was to do it, when, and when it was done', async () => {
    const rows = await office.rows<{ executor: number; late: boolean }>(
      'select executor_id as executor, done_at > due_at as late from duty_done order by done_at, appeal_id',
    );
    expect(rows).toEqual(
      [false, false, false, false, true].map((late) => ({ executor: office.people.executor, late })),
    );
  });
});

test('a fact of an organization is its own, by name; one of whoever was away is the deputy’s alone', async () => {
  const office = await openOffice();
  try {
    const { people } = office;
    office.setTime(msk('2026-11-16 10:00'));
    const theirs = await office.register();
    await office.must('coordinator', 'passToSubordinate', theirs, { organizationId: office.organizations.water });
    const absents = await office.register();
    await office.must('coordinator', 'assign', absents, { executorId: people.executor });
    await office.rows(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $2, $3, $4, $1, $5)`,
      [people.executor, '2026-11-17', '2026-11-20', people.executor2, msk('2026-11-16 10:00')],
    );
    await office.rows(
      `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, organization_id, rules, noted_at)
       values ($1, 'whole', 'whole:1', 'with_organization', $2, 'organization', '{}', $3, 2, $2)`,
      [theirs, msk('2026-11-18 23:59:59'), office.organizations.water],
    );
    office.setTime(msk('2026-11-19 09:00'));
    await noteLapses(office.desk, (_, error) => {
      throw error;
    });
    // They are back, and what was is not changed by it.
    office.setTime(msk('2026-11-23 09:00'));
    const names = new Map(
      (await office.rows<{ id: number; name: string }>('select id, name from person')).map(({ id, name }) => [
        id,
        name,
      ]),
    );
    const [organization] = await office.rows<{ name: string }>('select name from organization where id = $1', [
      office.organizations.water,
    ]);
    await countAll(office);
    await databaseOf(office.desk).transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-23 17:00')));
    const [row] = await office.rows(`select params from outbox_message where kind = 'weekly'`);
    const report = paramsOf('weekly', row!.params);
    const deputy = shortName(names.get(people.executor2)!);
    const named = report.people.map(({ name }) => name);
    expect(named).toContain(deputy);
    expect(named).not.toContain(shortName(names.get(people.executor)!));
    expect(report.people).toContainEqual({ name: organization!.name, organization: true, deputy: null, count: 1 });
    const words = wordsOf('ru');
    const { now, calendar } = circumstances(office.desk);
    const { text } = weeklyScreen(report, { words, now, calendar, longest: 4096 })!;
    expect(text).toContain(deputy);
    expect(text).toContain(words.plain('list:organization', { name: organization!.name }));

    const details = await readWeeklyDetails(office.desk, report);
    expect(details.missed.rows.map(({ holder }) => holder)).toContain(deputy);
    const history = await readHistory(office.desk, await office.actor('curator'), absents, 0, 20);
    expect(history!.lines.find(({ facts }) => facts.missed !== null)).toMatchObject({
      heldBy: [deputy],
      deputy: null,
    });
    const ahead = await readAhead(office.desk, absents, (await officialById(office.desk, people.coordinator))!);
    expect(ahead!.missed.find(({ kind }) => kind === 'duty')?.heldBy).toMatchObject({
      people: [{ name: deputy, insteadOf: null }],
    });
  } finally {
    await office.fresh.drop();
  }
});
