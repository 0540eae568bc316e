import { TATARSTAN } from '../../../src/regulation/district';
import { loadCalendar } from '../../../src/adapters/calendars';
import { systemClock } from '../../../src/clock';
import { loadConfig } from '../../../src/config';
import { statement, type Database, DATABASE } from '../../../src/database/database';
import { TELEGRAM, telegramAccount } from '../../../src/intake/messenger-chats';
import type { OfficeCalendar } from '../../../src/regulation/calendar';
import { answerAct } from '../../../src/usecases/acts/answer-act';
import { startAct } from '../../../src/usecases/acts/start-act';
import { loadRoster } from '../../../src/usecases/office/load-roster';
import { registerAppeals } from '../../../src/usecases/intake/register-appeals';
import { officialByAccount } from '../../../src/usecases/kit/officials';
import { type Desk } from '../../../src/usecases/kit/ports';

/** Lanes that the bot works at once: a round of presses by as many people waits for nobody. */
export const EXECUTORS = 64;
const COORDINATORS = [9_000_001, 9_000_002] as const;
const FIRST_EXECUTOR = 9_100_001;

/** An appeal that waits for its executor's «Взять в работу». */
export interface Waiting {
  readonly appealId: number;
  readonly version: number;
  readonly personId: number;
  readonly chatId: number;
  readonly messageId: number;
}

/**
 * Two coordinators, whose phones show every appeal, and executors with assigned appeals. The first appeal lives through
 * real use cases; the others are its copies, so their rows look as the bot itself writes them.
 * Ids are long and unlike each other: a replay finds them wherever a statement carries them.
 */
export async function fillOffice(
  database: Database,
  appeals: number,
  calendar: OfficeCalendar = ordinaryCalendar(),
): Promise<Waiting[]> {
  const desk = benchDesk(database, calendar);
  await database.query(spreadIds);
  await database.query(spreadAppealIds);
  const person = (name: string, role: 'coordinator' | 'executor', id: number) => ({
    name,
    roles: [role],
    canApprove: false,
    accounts: [telegramAccount(id)],
  });
  await loadRoster(desk, {
    users: [
      ...COORDINATORS.map((id) => person(`Координатова Мария ${id}`, 'coordinator', id)),
      ...Array.from({ length: EXECUTORS }, (_, index) =>
        person(`Исполнителев Пётр ${index}`, 'executor', FIRST_EXECUTOR + index),
      ),
    ],
    organizations: [],
    categories: [],
    groups: [],
  });
  await database.query(everybodyStarted, [systemClock.now()]);
  await database.query(planNothingAnew);

  const now = systemClock.now();
  const [registered] = await registerAppeals(
    desk,
    [
      {
        number: '327441000',
        kind: 'message',
        registeredAt: new Date(now.getTime() - 3_600_000),
        category: 'Дороги',
        subcategory: 'Содержание дорог',
        fact: 'Яма',
        text: 'Яма напротив дома 15, глубокая, вчера там застряла машина скорой помощи. '.repeat(4),
        address: 'ул. Советская, 15',
        settlement: 'Мамадыш',
        applicant: { type: 'person', name: 'Иванов Пётр Сергеевич', phone: '+79171234567' },
      },
    ],
    'http',
  );
  const coordinator = await officialByAccount(desk, TELEGRAM, String(COORDINATORS[0]));
  const executor = await officialByAccount(desk, TELEGRAM, String(FIRST_EXECUTOR));
  if (!registered || !coordinator || !executor) throw new Error('The first appeal was not registered');
  const opened = await startAct(desk, {
    actor: coordinator,
    action: 'assign',
    appealId: registered.id,
    seenVersion: 1,
    message: `${COORDINATORS[0]}/1`,
  });
  if (opened.kind !== 'asking') throw new Error(`Assigning began with ${opened.kind}`);
  const assigned = await answerAct(desk, {
    actor: coordinator,
    formId: opened.form.id,
    revision: opened.form.revision,
    change: () => ({ answers: { executorId: executor.personId }, passes: true }),
  });
  if (assigned.kind !== 'performed') throw new Error(`Assigning ended with ${assigned.kind}`);

  const others = 'a.executor_id + n % $2';
  for (const [table, key, changed] of [
    ['appeal', 'id', { id: 'a.id + n', number: '(327441000 + n)::text', executor_id: others }],
    ['open_work', 'appeal_id', { appeal_id: 'a.appeal_id + n', executor_id: others }],
    ['applicant', 'appeal_id', { appeal_id: 'a.appeal_id + n' }],
    [
      'journal_entry',
      'appeal_id',
      { id: "nextval('journal_entry_id_seq')", appeal_id: 'a.appeal_id + n', form_id: 'null' },
    ],
    [
      'reminder',
      'appeal_id',
      {
        id: "nextval('reminder_id_seq')",
        appeal_id: 'a.appeal_id + n',
        key: "replace(a.key, ':' || a.appeal_id || ':', ':' || a.appeal_id + n || ':')",
      },
    ],
  ] as const)
    await copyRows(database, table, key, changed, registered.id, appeals);
  await database.query(passCopies);
  await database.query(showCards, [COORDINATORS]);
  await database.query(emptyQueues);
  await database.query(holdCoordinators, [COORDINATORS, new Date(now.getTime() + 86_400_000)]);
  await database.dataSource.query('vacuum analyze');
  return database.query<Waiting>(waitingAppeals);
}

export function benchDesk(database: Database, calendar: OfficeCalendar = ordinaryCalendar()): Desk {
  return {
    [DATABASE]: database,
    clock: systemClock,
    office: {
      calendar: () => calendar,
      shares: loadConfig({ BOT_TOKEN: '1:bench' }).stageShares,
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
    },
  };
}

function ordinaryCalendar(): OfficeCalendar {
  const { timeZone, workingHours } = loadConfig({ BOT_TOKEN: '1:bench' });
  return loadCalendar({ zone: timeZone, ...workingHours });
}

const spreadIds = statement('bench.person-ids', 'alter sequence person_id_seq restart 5000001');
const spreadAppealIds = statement('bench.appeal-ids', 'alter sequence appeal_id_seq restart 7000001');
/** Or the next appeal that comes in would have the number of a copy. */
const passCopies = statement('bench.pass-copies', `select setval('appeal_id_seq', (select max(id) from appeal))`);
const everybodyStarted = statement('bench.started', 'update account set started_at = $1');
/** What is planned comes with the copies; to plan it all once more would be work of the tick amid the presses. */
const planNothingAnew = statement('bench.no-replan', `delete from reminder where reason = 'replan'`);
const showCards = statement(
  'bench.cards',
  `insert into card (person_id, messenger, subject, subject_id, message_ref)
   select m.person_id, m.messenger, 'appeal', a.id, m.chat_id || '/' || a.id - 1000000
   from appeal a join account m on m.person_id = a.executor_id or m.user_id = any($1::text[])`,
);
const emptyQueues = statement('bench.empty', 'truncate outbox_message, inbox_update');
/** Rows for them are written and wait: what the sender makes of them is another measurement. */
const holdCoordinators = statement(
  'bench.hold',
  `insert into outbox_hold (messenger, chat_id, held_until) select '${TELEGRAM}', unnest($1::text[]), $2`,
);
const waitingAppeals = statement(
  'bench.waiting',
  `select a.id as "appealId", a.version, m.person_id as "personId", m.chat_id::bigint as "chatId", split_part(c.message_ref, '/', 2)::bigint as "messageId"
   from appeal a join account m on m.person_id = a.executor_id join card c on c.person_id = m.person_id and c.messenger = m.messenger and c.subject_id = a.id order by a.id`,
);

async function copyRows(
  database: Database,
  table: string,
  key: string,
  changed: Readonly<Record<string, string>>,
  appealId: number,
  count: number,
): Promise<void> {
  const columns: { name: string }[] = await database.dataSource.query(
    `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`,
  );
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? `a.${name}`);
  await database.dataSource.query(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ').replaceAll('$2', String(EXECUTORS))}
     from ${table} a, generate_series(1, ${count - 1}) n where a.${key} = ${appealId}`,
  );
}
