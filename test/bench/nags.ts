import { TATARSTAN } from '../../src/regulation/district';
import { performance } from 'node:perf_hooks';
import { systemClock } from '../../src/clock';
import { loadConfig } from '../../src/config';
import { type Database, type Transaction, DATABASE } from '../../src/database/database';
import { runDueReminders } from '../../src/jobs/tick';
import type { OfficeCalendar } from '../../src/regulation/calendar';
import { REASONS } from '../../src/usecases/terms/note-nags';
import { claimBatch } from '../../src/usecases/kit/reminders';
import { pause } from '../support/until';
import { startBotProcess } from './support/bot-process';
import { fillOffice, type Waiting } from './support/busy-office';
import { printTable, quantile, type Row } from './support/figures';
import { APPEALS, DUE_IN_A_MINUTE, fillPastReminders, fillYears, noonOffice, OPEN, plan } from './support/large-office';
import { openOffice, type Office } from './support/office';
import { presser } from './support/press';
import { startSink } from './support/sink';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const TICK = 15_000;
const DUE_IN_A_TICK = DUE_IN_A_MINUTE / 4;
/** Somebody of the office presses so often, whatever the answer takes. */
const PRESS_EVERY = 50;
/** Presses go on from 7 s before a tick to 7 s after it. */
const BESIDE_A_TICK = 7_000;
const PRESSES = (2 * BESIDE_A_TICK) / PRESS_EVERY;
const MINUTE = 60_000;

/** As somebody would ask who keeps no rows: every threshold of the table of nags from the columns, days without the calendar. */
const DUE_BY_SCAN = `
  select a.id as "appealId", t.reason, t.threshold, t.moment as "dueAt"
  from appeal a cross join lateral (values
    ('coordination', 'half', case when a.stage = 'coordination' then a.stage_entered_at + 0.5 * (a.stage_due_at - a.stage_entered_at) end),
    ('stage', 'most', case when a.stage in ('coordination', 'assigned', 'in_progress', 'answer_agreement', 'answer_approval',
      'redirect_agreement', 'redirect_approval') then a.stage_entered_at + 0.8 * (a.stage_due_at - a.stage_entered_at) end),
    ('stage', 'overdue', case when a.stage in ('coordination', 'assigned', 'in_progress', 'answer_agreement', 'answer_approval',
      'redirect_agreement', 'redirect_approval') then a.stage_due_at + interval '1 second' end),
    ('duty', 'half', case when a.reported_at is null then a.duty_began_at + 0.5 * (a.duty_due_at - a.duty_began_at) end),
    ('duty', 'hour', case when a.reported_at is null then a.duty_due_at - interval '1 hour' end),
    ('duty', 'overdue', case when a.reported_at is null then a.duty_due_at + interval '1 second' end),
    ('overall', 'threeDays', ((a.due_at at time zone $3)::date - 3 + time '08:00') at time zone $3),
    ('overall', 'oneDay', ((a.due_at at time zone $3)::date - 1 + time '08:00') at time zone $3),
    ('overall', 'today', ((a.due_at at time zone $3)::date + time '08:00') at time zone $3),
    ('overall', 'overdue', a.due_at + interval '1 second'),
    ('postponed', 'threeDays', (a.postponed_until - 3 + time '08:00') at time zone $3)
  ) t (reason, threshold, moment)
  where a.finished_at is null and t.moment > $1 and t.moment <= $2
  order by t.moment, a.id`;

const DUE_BY_ROWS = claimBatch.text.replace('for update skip locked', '');

async function main(): Promise<void> {
  const office = await openOffice({ commitTimes: true });
  const startedAt = performance.now();
  try {
    const calendar = noonOffice(systemClock.now());
    const waiting = await fill(office, calendar);
    console.log(`\n${APPEALS} appeals, ${OPEN} of them open: made in ${seconds(performance.now() - startedAt)}`);
    const appealIds = await appealsToNag(office);
    await selecting(office, appealIds.splice(0, DUE_IN_A_MINUTE), calendar);
    await working(office, appealIds, waiting, calendar);
  } finally {
    await office.close();
  }
}

/** People, appeals that wait for their presses, the years behind them, and what is planned of all that is open. */
async function fill({ database }: Office, calendar: OfficeCalendar): Promise<Waiting[]> {
  const now = systemClock.now();
  const waiting = await fillOffice(database, PRESSES * (2 * ROUNDS + 2), calendar);
  await fillYears(database, now, Math.max(OPEN - waiting.length, OPEN / 2));
  await fillPastReminders(database);
  await plan(database, await openAppeals(database), now, calendar);
  await database.dataSource.query('vacuum analyze');
  return waiting;
}

const openAppeals = async ({ dataSource }: Database): Promise<number[]> => {
  const rows: { id: number }[] = await dataSource.query('select id from appeal where finished_at is null order by id');
  return rows.map(({ id }) => id);
};

/** Appeals all over the table that are in a stage whose term reminds. */
async function appealsToNag({ database }: Office): Promise<number[]> {
  const rows: { id: number }[] = await database.dataSource.query(
    `select id from appeal where finished_at is null and id <= ${APPEALS} and stage_entered_at < $1
       and stage not in ('with_organization', 'postponed') order by md5(id::text)`,
    [new Date(systemClock.now().getTime() - 60 * MINUTE)],
  );
  return rows.map(({ id }) => id);
}

/** Moves the terms of these appeals so that each has a nag between the two moments: six tenths «80 %», the rest the end itself. */
async function arrange(
  { database }: Office,
  appealIds: readonly number[],
  from: Date,
  until: Date,
  calendar: OfficeCalendar,
): Promise<void> {
  const step = (until.getTime() - from.getTime()) / appealIds.length;
  await database.dataSource.query(
    `with moved as (
       update appeal a set stage_due_at = date_trunc('milliseconds',
         case when m.place % 10 < 6 then a.stage_entered_at + (m.at - a.stage_entered_at) / 0.8 else m.at - interval '1 second' end)
       from unnest($1::int[], $2::timestamptz[]) with ordinality as m (id, at, place) where a.id = m.id returning a.id, a.stage_due_at)
     update open_work w set stage_due_at = moved.stage_due_at from moved where w.appeal_id = moved.id`,
    [appealIds, appealIds.map((_, index) => new Date(from.getTime() + step * (index + 1)).toISOString())],
  );
  await plan(database, appealIds, from, calendar);
}

// ── Selecting ───────────────────────────────────────────────────────────────

async function selecting(office: Office, appealIds: readonly number[], calendar: OfficeCalendar): Promise<void> {
  const until = systemClock.now();
  const from = new Date(until.getTime() - MINUTE);
  await arrange(office, appealIds, from, until, calendar);
  await office.database.dataSource.query('vacuum analyze');

  const sides = {
    rows: {
      sql: DUE_BY_ROWS,
      values: [until, REASONS, 10 * DUE_IN_A_MINUTE],
      server: [] as number[],
      whole: [] as number[],
    },
    scan: { sql: DUE_BY_SCAN, values: [from, until, calendar.zone], server: [] as number[], whole: [] as number[] },
  };
  const { rows, scan } = sides;
  for (let round = 0; round < ROUNDS + 2; round += 1)
    for (const side of [rows, scan]) {
      side.server.push(await onServer(office, side.sql, side.values));
      const begun = performance.now();
      await office.database.dataSource.query(side.sql, side.values);
      side.whole.push(performance.now() - begun);
    }
  for (const side of [rows, scan]) for (const figures of [side.server, side.whole]) figures.splice(0, 2);

  const [byRows, byScan]: { appealId: number; threshold: string }[][] = [
    await office.database.dataSource.query(rows.sql, rows.values),
    await office.database.dataSource.query(scan.sql, scan.values),
  ];
  const keys = new Set(byScan?.map(({ appealId, threshold }) => `${appealId}:${threshold}`));
  const same = byRows?.filter(({ appealId, threshold }) => keys.has(`${appealId}:${threshold}`)).length;
  const ratio = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((figure, index) => figure / (other[index] ?? Number.NaN));
  printTable(
    `nags: ${DUE_IN_A_MINUTE} due in one minute, of ${APPEALS} appeals`,
    [
      { what: 'selecting planned rows, on the server', rounds: rows.server, unit: 'ms', digits: 1 },
      { what: 'computing them by a scan, on the server', rounds: scan.server, unit: 'ms', digits: 1 },
      { what: 'scan / rows', rounds: ratio(scan.server, rows.server), unit: '', digits: 1, aim: '≥ 50' },
      { what: 'selecting planned rows, until they are in the bot', rounds: rows.whole, unit: 'ms', digits: 1 },
      { what: 'computing them by a scan, until they are in the bot', rounds: scan.whole, unit: 'ms', digits: 1 },
      { what: 'scan / rows', rounds: ratio(scan.whole, rows.whole), unit: '', digits: 1 },
    ],
    [
      `found by rows ${byRows?.length}, by the scan ${byScan?.length}, the same ${same}`,
      await settling(office, calendar),
    ],
  );
}

/** Execution as the server itself counts it. */
async function onServer({ database }: Office, sql: string, values: readonly unknown[]): Promise<number> {
  const [row]: { 'QUERY PLAN': [{ 'Execution Time': number }] }[] = await database.dataSource.query(
    `explain (analyze, timing off, format json) ${sql}`,
    [...values],
  );
  return row?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN;
}

/** The whole of what a tick does about them, once, and what of it were locks and marks. */
async function settling({ database }: Office, calendar: OfficeCalendar): Promise<string> {
  const spent = new Map<string, number>();
  const timing =
    (queries: Pick<Transaction, 'query'>): Transaction['query'] =>
    async (statement, values) => {
      const begun = performance.now();
      const rows = await queries.query<never>(statement, values);
      spent.set(statement.name, (spent.get(statement.name) ?? 0) + performance.now() - begun);
      return rows;
    };
  const { stageShares: shares } = loadConfig({ BOT_TOKEN: '1:bench' });
  const begun = performance.now();
  const count = await runDueReminders({
    [DATABASE]: {
      ...database,
      query: timing(database),
      transaction: (work) => database.transaction((tx) => work({ manager: tx.manager, query: timing(tx) })),
    },
    clock: systemClock,
    office: {
      calendar: () => calendar,
      shares,
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
    },
  });
  const whole = performance.now() - begun;
  const statements = [...spent]
    .sort(([, one], [, other]) => other - one)
    .map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
  return `worked off by one tick (${count} done) in ${seconds(whole)}; by statements, ms: ${statements.join(', ')}`;
}

// ── Working them off ────────────────────────────────────────────────────────

interface Window {
  readonly tick: Date;
  readonly nags: boolean;
  readonly presses: number[];
}

async function working(
  office: Office,
  appealIds: number[],
  waiting: Waiting[],
  calendar: OfficeCalendar,
): Promise<void> {
  const { database } = office;
  // A round is a tick with nothing to do and one with a quarter of a minute's nags; the first round warms up.
  const planned = tickAfter(10 * MINUTE);
  const windows = Array.from({ length: 2 * (ROUNDS + 1) }, (_, index): Window => ({
    tick: new Date(planned.getTime() + index * TICK),
    nags: index % 2 === 1,
    presses: [],
  }));
  const nagged = appealIds.slice(0, DUE_IN_A_TICK * (ROUNDS + 1));
  for (const { tick, nags } of windows)
    if (nags)
      await arrange(office, appealIds.splice(0, DUE_IN_A_TICK), new Date(tick.getTime() - TICK), tick, calendar);
  await database.dataSource.query(
    'insert into outbox_hold (messenger, chat_id, held_until) select messenger, chat_id, $1 from account on conflict do nothing',
    [new Date(systemClock.now().getTime() + 1_440 * MINUTE)],
  );
  await database.dataSource.query(
    `insert into calendar_day (day, kind, entered_by_id, entered_at) select $1, 'working', min(id), $2 from person`,
    [[...calendar.days].find(([, { reason }]) => reason === 'local')?.[0], systemClock.now()],
  );
  await database.dataSource.query('vacuum analyze');

  const sink = await startSink();
  const bot = await startBotProcess(office.url, sink.apiRoot, office.folder, { OFFICE_TIMEZONE: calendar.zone });
  const people = presser(bot.port, sink);
  // Only now is it known when: everything moves by whole ticks.
  const first = tickAfter(TICK);
  const shift = `${first.getTime() - planned.getTime()} milliseconds`;
  await database.dataSource.query(
    `with term as (update appeal set stage_due_at = stage_due_at + $2::interval where id = any($1::int[]))
     update reminder set due_at = due_at + $2::interval where appeal_id = any($1::int[]) and term like 'stage:%' and state = 'planned'`,
    [nagged, shift],
  );
  const measured = windows.map((window, index) => ({ ...window, tick: new Date(first.getTime() + index * TICK) }));
  for (const { tick, presses } of measured) {
    await pause(tick.getTime() - BESIDE_A_TICK - systemClock.now().getTime());
    const taken = waiting.splice(0, PRESSES);
    await Promise.all(
      taken.map(async (one, index) => {
        await pause(index * PRESS_EVERY);
        const begun = performance.now();
        await people.press(one);
        presses.push(performance.now() - begun);
      }),
    );
  }
  people.close();
  await bot.stop();
  await sink.stop();
  await report(office, measured.slice(2));
}

async function report({ database }: Office, windows: readonly Window[]): Promise<void> {
  const alone = windows.filter(({ nags }) => !nags);
  const meanwhile = windows.filter(({ nags }) => nags);
  const late: number[][] = [];
  const took: number[] = [];
  for (const { tick } of meanwhile) {
    const rows: { lateness: number; took: number }[] = await database.dataSource.query(
      `select extract(epoch from pg_xact_commit_timestamp(m.xmin) - r.due_at)::float as lateness,
         extract(epoch from pg_xact_commit_timestamp(m.xmin) - $2)::float as took
       from reminder r join nag n on n.reminder_id = r.id join outbox_message m on m.key = n.message_key
       where r.due_at > $1 and r.due_at <= $2`,
      [new Date(tick.getTime() - TICK), tick],
    );
    late.push(rows.map(({ lateness }) => lateness));
    took.push(Math.max(...rows.map((row) => row.took)));
  }
  const share = (of: readonly Window[], part: number): number[] => of.map(({ presses }) => quantile(presses, part));
  const pooled = (of: readonly Window[], part: number): string =>
    quantile(
      of.flatMap(({ presses }) => presses),
      part,
    ).toFixed(1);
  const ratio = meanwhile.map(
    ({ presses }, index) => quantile(presses, 0.99) / quantile(alone[index]?.presses ?? [], 0.99),
  );
  printTable(
    `nags: ${DUE_IN_A_MINUTE} a minute, a tick every 15 s, in a bot that takes ${1_000 / PRESS_EVERY} presses a second; sending off`,
    [
      { what: 'lateness, p50', rounds: late.map((figures) => quantile(figures, 0.5)), unit: 's', digits: 1 },
      {
        what: 'lateness, p99',
        rounds: late.map((figures) => quantile(figures, 0.99)),
        unit: 's',
        digits: 1,
        aim: '≤ 17',
      },
      { what: 'from the tick to the last message', rounds: took, unit: 's', digits: 2 },
      { what: 'press alone, p50', rounds: share(alone, 0.5), unit: 'ms', digits: 1 },
      { what: 'press meanwhile, p50', rounds: share(meanwhile, 0.5), unit: 'ms', digits: 1 },
      { what: 'press alone, p99', rounds: share(alone, 0.99), unit: 'ms', digits: 1 },
      { what: 'press meanwhile, p99', rounds: share(meanwhile, 0.99), unit: 'ms', digits: 1 },
      { what: 'p99 meanwhile / alone', rounds: ratio, unit: '', digits: 2, aim: '≤ 1.2' },
    ] satisfies Row[],
    [
      `nags told in a tick: ${late.map(({ length }) => length).join(', ')} (a nag of the end of a term goes to several people)`,
      `all presses: alone p50 ${pooled(alone, 0.5)}, p99 ${pooled(alone, 0.99)}; meanwhile p50 ${pooled(meanwhile, 0.5)}, p99 ${pooled(meanwhile, 0.99)} ms`,
    ],
  );
}

/** The first wake-up of the bot's cron at least so long from now. */
const tickAfter = (ms: number): Date => new Date(Math.ceil((systemClock.now().getTime() + ms) / TICK) * TICK);

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
