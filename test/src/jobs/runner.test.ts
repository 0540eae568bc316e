import { loadCalendar } from '../../../src/adapters/calendars';
import { openDatabase, type OpenDatabase } from '../../../src/adapters/database';
import { statement, type Transaction } from '../../../src/database/database';
import type { Job, Occasion } from '../../../src/jobs/job';
import { Jobs } from '../../../src/jobs/runner';
import { occasionOn, SCHEDULE } from '../../../src/jobs/schedule';
import { forget } from '../../../src/jobs/forget';
import { enqueue } from '../../../src/outbox/enqueue';
import { tellOfFailedJob } from '../../../src/usecases/upkeep/after-restore';
import type { JobName } from '../../../src/usecases/kit/names';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { recordingLog } from '../../support/recording-log';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
/** «08:15» of the Wednesday that most of these tests live through. */
const today = (time: string) => msk(`2026-11-25 ${time}`);

const messages = statement(
  'test.jobs-messages',
  'select key, chat_id as "chatId", kind, params from outbox_message order by id',
);
const slots = statement(
  'test.jobs-slots',
  'select job, subject, slot, state, attempts, reason from job_slot order by slot, job, subject',
);
const empty = statement('test.jobs-empty', 'truncate outbox_message, job_slot');
const ownProcess = statement('test.jobs-pid', 'select pg_backend_pid() as pid');
const people = statement(
  'test.jobs-people',
  `with hired as (
     insert into person (name, roles) values ('Первый', '{admin}'), ('Второй', '{admin}'), ('Исполнитель', '{executor}') returning id
   )
   insert into account (person_id, messenger, user_id, chat_id) select id, 'telegram', 1000 + id, 1000 + id from hired`,
);

let fresh: FreshDatabase;
/** Another instance beside the first. */
let other: OpenDatabase;
let now = today('08:00');

beforeAll(async () => {
  fresh = await freshDatabase();
  other = await openDatabase({ url: fresh.url });
  await fresh.database.query(people);
});
afterEach(() => fresh.database.query(empty));
afterAll(async () => {
  await other.close();
  await fresh.drop();
});

const clock = { now: () => now };
const sayIt =
  (name: string) =>
  (tx: Transaction, { subject, at }: Occasion) =>
    enqueue(
      tx,
      [
        {
          key: `${name}:${subject}:${at.toISOString()}:${Math.random()}`,
          to: { messenger: 'telegram', chatId: '1' },
          kind: name,
          params: {},
          silent: true,
        },
      ],
      now,
    );
const scheduled = (name: JobName, run: Job['run'] = sayIt(name)): Job<JobName> => ({
  name,
  occasions: async (day) => {
    const slot = occasionOn(SCHEDULE[name], day, calendar);
    return slot ? [{ subject: '', ...slot }] : [];
  },
  run,
});
/** One that throws while it is told to. */
function frail(name: JobName) {
  let broken = true;
  let tries = 0;
  const job = scheduled(name, async (tx, occasion) => {
    tries += 1;
    await sayIt(name)(tx, occasion);
    if (broken) throw new Error('no such column: colour');
  });
  return { job, tries: () => tries, mend: () => void (broken = false) };
}
const runner = (jobs: readonly Job<JobName>[], database = fresh.database, log = recordingLog()) =>
  new Jobs({
    database,
    clock,
    calendar: () => calendar,
    jobs,
    log,
    onFailure: (tx, failure) => tellOfFailedJob(tx, failure, now),
  });
const said = async () => (await fresh.database.query<{ kind: string }>(messages)).map(({ kind }) => kind);
/** Ticks every `step` minutes from one moment to another, both included; says at which of them something was done. */
async function live(jobs: { runDue(): Promise<number> }, from: string, to: string, step = 1): Promise<string[]> {
  const done: string[] = [];
  for (let moment = today(from).getTime(); moment <= today(to).getTime(); moment += step * 60_000) {
    now = new Date(moment);
    if ((await jobs.runDue()) > 0) done.push(new Date(moment + 3 * 3_600_000).toISOString().slice(11, 16));
  }
  return done;
}

test('each slot runs once at its moment, whatever restarts happen', async () => {
  const jobs = [scheduled('group_digest'), scheduled('morning_list'), scheduled('weekly_report')];
  expect(await live(runner(jobs), '07:00', '08:20', 5)).toEqual(['08:15']);
  expect(await live(runner(jobs), '08:20', '20:00', 5)).toEqual(['08:30']);
  expect(await live(runner(jobs), '08:00', '20:00', 30)).toEqual([]);
  expect(await said()).toEqual(['morning_list', 'group_digest']);
});

test('on a day off nothing runs', async () => {
  now = msk('2026-11-28 09:00');
  expect(await runner([scheduled('morning_list'), scheduled('calendar_check')]).runDue()).toBe(0);
});

test.each<[back: string, sent: string[]]>([
  ['11:59', ['morning_list', 'group_digest']],
  ['12:00', []],
  ['18:00', []],
])('after an outage until %s: %j', async (back, sent) => {
  now = today(back);
  await runner([scheduled('group_digest'), scheduled('morning_list')]).runDue();
  expect(await said()).toEqual(sent);
});

test('two instances run every slot once, however they meet', async () => {
  const rounds = 40;
  const groups = Array.from({ length: 3 }, (_, index) => String(index + 1));
  const job: Job<JobName> = {
    name: 'group_digest',
    occasions: async () => groups.map((subject) => ({ subject, at: now, until: today('23:00') })),
    run: sayIt('group_digest'),
  };
  const instances = [runner([job]), runner([job], other)];
  let done = 0;
  for (let round = 0; round < rounds; round += 1) {
    now = new Date(today('09:00').getTime() + round * 1_000);
    done += (await Promise.all(instances.map((instance) => instance.runDue()))).reduce((sum, count) => sum + count, 0);
  }
  expect(done).toBe(rounds * groups.length);
  expect(await said()).toHaveLength(rounds * groups.length);
});

test('an instance that meets a slot in the hands of another waits, and takes it over when the other is killed', async () => {
  now = today('08:15');
  let pid!: number;
  let die!: () => void;
  let begun!: () => void;
  const begins = new Promise<void>((resolve) => (begun = resolve));
  const slow = scheduled('morning_list', async (tx, occasion) => {
    await sayIt('morning_list')(tx, occasion);
    pid = (await tx.query<{ pid: number }>(ownProcess))[0]!.pid;
    await new Promise((_, reject) => {
      die = () => reject(new Error('killed'));
      begun();
    });
  });
  const first = runner([slow]).runDue();
  await begins;
  const second = runner([scheduled('morning_list')], other).runDue();
  // As the server ends the transaction of a process that is no more, and writes nothing of its own end.
  await other.dataSource.query('select pg_terminate_backend($1)', [pid]);
  expect(await second).toBe(1);
  die();
  await first.catch(() => undefined);
  expect(await said()).toEqual(['morning_list']);
  expect(await fresh.database.query(slots)).toMatchObject([{ state: 'done', attempts: 0 }]);
});

test('a clock that jumps an hour back repeats nothing, one that jumps forward misses nothing', async () => {
  const jobs = runner([scheduled('morning_list'), scheduled('group_digest')]);
  expect(await live(jobs, '08:10', '08:20')).toEqual(['08:15']);
  expect(await live(jobs, '07:20', '08:25')).toEqual([]);
  expect(await live(jobs, '09:25', '09:40')).toEqual(['09:25']);
  expect(await live(jobs, '08:25', '09:40')).toEqual([]);
  expect(await said()).toEqual(['morning_list', 'group_digest']);
});

describe('a job that throws', () => {
  test('leaves nothing behind, is told to every admin once, and does not stop the others', async () => {
    const log = recordingLog();
    const jobs = runner([frail('morning_list').job, scheduled('group_digest')], fresh.database, log);
    expect(await live(jobs, '08:15', '08:40')).toEqual(['08:30']);
    expect(await fresh.database.query(messages)).toMatchObject([
      ...['1001', '1002'].map((chatId) => ({
        chatId,
        kind: 'jobFailed',
        params: { job: 'morning_list', at: today('08:15').toISOString(), until: today('12:00').toISOString() },
      })),
      { kind: 'group_digest' },
    ]);
    expect(await fresh.database.query(slots)).toMatchObject([
      { job: 'morning_list', state: 'failed', reason: 'no such column: colour' },
      { job: 'group_digest', state: 'done', reason: null },
    ]);
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      fields: { job: 'morning_list', reason: 'no such column: colour' },
    });
  });

  test('is tried again after pauses that double, also by another process, until its time is over', async () => {
    const { job, tries } = frail('morning_list');
    const counts: number[] = [];
    for (const time of [
      '08:15',
      '08:15:59',
      '08:16',
      '08:17:59',
      '08:18',
      '08:21',
      '08:22',
      '08:30',
      '11:59',
      '12:00',
      '13:00',
    ]) {
      now = today(time);
      await runner([job]).runDue();
      counts.push(tries());
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 6]);
    expect(await said()).toEqual(['jobFailed', 'jobFailed']);
  });

  test('is done as soon as a try succeeds, and its failures are still counted', async () => {
    const { job, mend } = frail('morning_list');
    const jobs = runner([job]);
    await live(jobs, '08:15', '08:17');
    mend();
    expect(await live(jobs, '08:18', '09:00')).toEqual(['08:18']);
    expect(await said()).toEqual(['jobFailed', 'jobFailed', 'morning_list']);
    expect(await jobs.status()).toEqual([
      { job: 'morning_list', lastSuccessAt: today('08:18'), latenessSeconds: 180, failures: 2 },
    ]);
  });

  test('does not wait for an hour when the clock goes an hour back', async () => {
    const { job, mend } = frail('morning_list');
    const jobs = runner([job]);
    await live(jobs, '09:30', '09:30');
    mend();
    expect(await live(jobs, '08:25', '08:35')).toEqual(['08:25']);
  });

  test('of several groups with one hour is one message', async () => {
    const job: Job<JobName> = {
      name: 'group_digest',
      occasions: async () => ['1', '2'].map((subject) => ({ subject, at: today('08:30'), until: today('12:00') })),
      run: () => Promise.reject(new Error('no')),
    };
    now = today('08:30');
    await runner([job]).runDue();
    expect(await said()).toEqual(['jobFailed', 'jobFailed']);
  });
});

test('a job that cannot even say what there is to do is told once, and does not stop the others', async () => {
  const job: Job<JobName> = { ...scheduled('group_digest'), occasions: () => Promise.reject(new Error('minute 1500')) };
  const jobs = runner([job, scheduled('morning_list')]);
  expect(await live(jobs, '08:15', '08:45')).toEqual(['08:15']);
  expect(await fresh.database.query(messages)).toMatchObject([
    ...['1001', '1002'].map((chatId) => ({ chatId, kind: 'jobFailed', params: { job: 'group_digest', at: null } })),
    { kind: 'morning_list' },
  ]);
});

test('what cannot be written down is thrown after the others have had their turn', async () => {
  now = today('08:30');
  const jobs = new Jobs({
    database: fresh.database,
    clock,
    calendar: () => calendar,
    jobs: [frail('morning_list').job, scheduled('group_digest')],
    log: recordingLog(),
    onFailure: () => Promise.reject(new Error('the outbox is full')),
  });
  await expect(jobs.runDue()).rejects.toThrow('the outbox is full');
  expect(await said()).toEqual(['group_digest']);
});

describe('the next moment', () => {
  const jobs = () => runner([scheduled('morning_list'), scheduled('weekend_list')]);
  test.each<[from: string, until: string, next: string | null]>([
    ['2026-11-25 07:00', '2026-11-25 09:00', '2026-11-25 08:15'],
    ['2026-11-25 07:00', '2026-11-25 08:14', null],
    ['2026-11-25 10:00', '2026-11-25 10:30', '2026-11-25 08:15'],
    ['2026-11-25 12:00', '2026-11-27 00:00', '2026-11-26 08:15'],
    ['2026-11-27 13:00', '2026-11-30 08:00', null],
    ['2026-12-30 12:30', '2027-01-20 00:00', '2026-12-30 14:00'],
    ['2026-12-30 17:00', '2027-01-20 00:00', '2027-01-11 08:15'],
    ['2026-11-25 09:00', '2026-11-24 09:00', null],
  ])('from %s up to %s: %s', async (from, until, next) => {
    now = msk(from);
    expect(await jobs().nextAt(msk(until))).toEqual(next && msk(next));
  });

  test('it is named, and may be asked for among some', async () => {
    now = msk('2026-11-25 07:00');
    const until = msk('2027-01-20 00:00');
    expect(await jobs().next(until)).toEqual({ job: 'morning_list', at: msk('2026-11-25 08:15') });
    expect(await jobs().next(until, ['weekend_list'])).toEqual({ job: 'weekend_list', at: msk('2026-12-30 14:00') });
  });

  test('a walk from one to the next does each slot, ends, and passes by what fails', async () => {
    const walking = runner([scheduled('morning_list'), frail('group_digest').job, scheduled('weekend_list')]);
    const [from, to] = [msk('2026-12-29 18:00'), msk('2027-01-11 18:00')];
    now = from;
    for (let at = await walking.nextAt(to); at; at = await walking.nextAt(to)) {
      if (at > now) now = at;
      await walking.runDue();
    }
    expect(
      (await fresh.database.query<{ job: string; state: string }>(slots)).map(({ job, state }) => `${job} ${state}`),
    ).toEqual([
      'morning_list done',
      'group_digest failed',
      'weekend_list done',
      'morning_list done',
      'group_digest failed',
    ]);
  });
});

test('the status of a job that has never run is empty, and is read from the rows after a restart', async () => {
  const jobs = [scheduled('morning_list'), scheduled('calendar_check')];
  await live(runner([scheduled('morning_list')]), '08:16', '08:16');
  expect(await runner(jobs).status()).toEqual([
    { job: 'morning_list', lastSuccessAt: today('08:16'), latenessSeconds: 60, failures: 0 },
    { job: 'calendar_check', lastSuccessAt: null, latenessSeconds: null, failures: 0 },
  ]);
});

test('slots are forgotten after 400 days', async () => {
  await live(runner([scheduled('morning_list')]), '08:15', '08:15');
  await forget({ database: fresh.database, now: msk('2027-12-30 08:15') });
  expect(await fresh.database.query(slots)).toHaveLength(1);
  await forget({ database: fresh.database, now: msk('2027-12-30 08:16') });
  expect(await fresh.database.query(slots)).toHaveLength(0);
});
