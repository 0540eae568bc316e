import { TATARSTAN } from '../../../../src/regulation/district';
import { Client } from 'pg';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { statement, DATABASE } from '../../../../src/database/database';
import type { Stead } from '../../../../src/regulation/deputies';
import type { Actor } from '../../../../src/regulation/facts';
import { listsFor, type AppealList } from '../../../../src/regulation/rights';
import type { Role, Stage } from '../../../../src/regulation/vocabulary';
import { beginDialog } from '../../../../src/usecases/kit/form-engine';
import type { Official } from '../../../../src/usecases/kit/officials';
import { today, type Desk } from '../../../../src/usecases/kit/ports';
import { LIST_PAGE, type WorkOf } from '../../../../src/usecases/lists/selections';
import { countLists, readList, readWork } from '../../../../src/usecases/lists/lists';
import { readPeriod } from '../../../../src/usecases/statistics/period';
import { missedByReport, sumOfAnswers, unitAround } from '../../../../src/usecases/statistics/figures';
import { emptyTables, type FreshDatabase, freshDatabase } from '../../../support/database';
import { until } from '../../../support/until';

const now = new Date('2026-11-25T10:00:00+03:00');
const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const day = (days: number) => new Date(now.getTime() + days * 86_400_000);

let fresh: FreshDatabase;
let desk: Desk;
/** Statements as the code has sent them, to be explained. */
const sent = new Map<string, { text: string; values: readonly unknown[] }>();

beforeAll(async () => {
  fresh = await freshDatabase();
  const { database } = fresh;
  desk = {
    [DATABASE]: {
      dataSource: database.dataSource,
      transaction: (work) => database.transaction(work),
      query: (asked, values = []) => {
        sent.set(asked.name, { text: asked.text, values });
        return database.query(asked, values);
      },
    },
    clock: { now: () => now },
    office: {
      calendar: () => calendar,
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
      shares: { coordination: 0.1, assigned: 0.05, in_progress: 0.6, answer_agreement: 0.125, answer_approval: 0.125 },
    },
  };
  await database.query(
    statement(
      'test.people-of-lists',
      `insert into person (id, name, roles) values
    (1, 'Петров Пётр Петрович', '{executor}'), (2, 'Сидорова Анна Ивановна', '{executor}'), (3, 'Шафеев Ильдар Рустамович', '{supervisor}'),
    (4, 'Гарипов Рашит Мухаметдинович', '{supervisor}'), (5, 'Кузнецова Юлия Юрьевна', '{coordinator}'), (6, 'Насибулина Гульнара Ринатовна', '{curator}'),
    (7, 'Админов Адам Адамович', '{admin}'), (8, 'Заместителев Зуфар Зуфарович', '{executor,supervisor}')`,
    ),
  );
  await database.query(
    statement(
      'test.organization-of-lists',
      `insert into organization (id, name, kind) values (1, 'МУП «Тепловые сети»', 'subordinate')`,
    ),
  );
});
afterAll(() => fresh.drop());

const person = (personId: number, roles: readonly Role[], deputyFor: readonly Stead[] = []): Actor => ({
  personId,
  roles,
  canApprove: false,
  deputyFor,
});
const PEOPLE = {
  executor: person(1, ['executor']),
  otherExecutor: person(2, ['executor']),
  agreeing: person(3, ['supervisor']),
  approving: { ...person(4, ['supervisor']), canApprove: true },
  coordinator: person(5, ['coordinator']),
  curator: person(6, ['curator']),
  admin: person(7, ['admin']),
  deputy: {
    ...person(
      8,
      ['executor', 'supervisor'],
      [
        { absentId: 1, role: 'executor' },
        { absentId: 4, role: 'supervisor' },
      ],
    ),
    canApprove: true,
  },
  deputyWithoutRole: person(5, ['coordinator'], [{ absentId: 1, role: 'executor' }]),
  formerExecutor: person(1, ['supervisor']),
} as const;

interface Row {
  number: string;
  stage: Stage;
  due: Date;
  stageDue?: Date | null;
  executor?: number;
  agreeing?: number;
  approving?: number;
  organization?: number;
  settlement?: string;
  address?: string;
  category?: string;
}

async function insert(rows: readonly Row[]): Promise<void> {
  await fresh.database.query(
    statement(
      'test.insert-appeals',
      `with fresh as (
      insert into appeal (number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at, stage_due_at, first_due_at, due_at,
        executor_id, agreeing_id, approving_id, organization_id, settlement, address, category, extended, reexaminations, finished_at)
      select number, 'message', $2::timestamptz, $2::timestamptz, 30, stage, 1, $2::timestamptz, "stageDue", due, due, executor, agreeing, approving, organization, settlement, address, category, false, 0,
        case when stage in ('answered', 'redirected') then $2::timestamptz end
      from jsonb_to_recordset($1::jsonb) as r(number text, stage text, due timestamptz, "stageDue" timestamptz, executor int, agreeing int, approving int,
        organization int, settlement text, address text, category text)
      returning *),
      entries as (
        insert into journal_entry (at, appeal_id, action, to_stage, version, details) select received_at, id, 'register', stage, 1, '{"source":"file"}' from fresh)
      insert into open_work (appeal_id, stage, executor_id, agreeing_id, approving_id, due_at, stage_due_at)
      select id, stage, executor_id, agreeing_id, approving_id, due_at, stage_due_at from fresh where stage not in ('answered', 'redirected')`,
    ),
    [JSON.stringify(rows), day(-10)],
  );
}
/** A stage that was missed is a fact; the clock alone makes none. */
const missStage = statement(
  'test.miss-stage',
  `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at)
   select id, 'stage', 'stage:1', stage, stage_due_at, 'executor', '{}', 2, stage_due_at from appeal where number = $1`,
);
const describeAllBut = statement(
  'test.describe-appeals',
  `update appeal set text = 'Яма', address = 'ул. Ленина, 5' where number <> $1`,
);
const forget = () => emptyTables(fresh.database, 'appeal, open_work, delivery, form');
const placeable = statement(
  'test.to-place',
  `insert into delivery (appeal_id, kind, text, queued_at, placed_at) select id, 'answer', 'Сделано.', $2::timestamptz, $3::timestamptz from appeal where number = $1`,
);

const numbers = async (who: Actor, list: AppealList, page = 0) =>
  (await readList(desk, who, list, page))?.lines.map(({ number }) => number) ?? null;
const official = (actor: Actor): Official => ({
  ...actor,
  name: 'Кто-то',
  withoutSound: false,
  position: null,
  managesAffairs: false,
  isHome: true,
  isSpokenIn: true,
  messenger: 'telegram',
  userId: String(1000 + actor.personId),
  chatId: String(1000 + actor.personId),
  locale: null,
  disabled: false,
  held: false,
  startedAt: now,
  unreachable: null,
});
const search = async (actor: Actor, query: string) => {
  await beginDialog(desk, official(actor), 'find', { query });
  return readList(desk, actor, 'found', 0);
};

describe('who sees what', () => {
  beforeAll(async () => {
    await forget();
    await insert([
      { number: 'new', stage: 'coordination', due: day(20), stageDue: day(2) },
      { number: 'given', stage: 'assigned', due: day(19), stageDue: day(-1), executor: 1 },
      { number: 'works', stage: 'in_progress', due: day(-2), stageDue: day(-2), executor: 1 },
      { number: 'later', stage: 'postponed', due: day(18), stageDue: day(9), executor: 1 },
      { number: 'others', stage: 'in_progress', due: day(17), stageDue: day(9), executor: 2 },
      { number: 'agree', stage: 'answer_agreement', due: day(16), stageDue: day(9), executor: 1, agreeing: 3 },
      { number: 'pass', stage: 'redirect_agreement', due: day(15), stageDue: day(9), agreeing: 3 },
      {
        number: 'approve',
        stage: 'answer_approval',
        due: day(2),
        stageDue: day(1),
        executor: 2,
        agreeing: 3,
        approving: 4,
      },
      { number: 'away', stage: 'with_organization', due: day(14), stageDue: day(14), organization: 1 },
      { number: 'done', stage: 'answered', due: day(-5), executor: 1, agreeing: 3, approving: 4 },
      { number: 'gone', stage: 'redirected', due: day(-5) },
    ]);
    await fresh.database.query(describeAllBut, ['new']);
    await fresh.database.query(missStage, ['given']);
    await fresh.database.query(placeable, ['done', day(-1), null]);
    await fresh.database.query(placeable, ['gone', day(-2), day(-1)]);
  });

  const overdue = ['works', 'given'];
  // both stages end on one day: in the order of their registration
  const agreements = ['agree', 'pass'];
  const control = {
    unreported: [],
    postponed: ['later'],
    returned: [],
    selfApproved: [],
    formal: [],
    photoWarnings: [],
    lowMarks: [],
    closed: [],
  };
  test.each<[keyof typeof PEOPLE, Partial<Record<AppealList, readonly string[]>>]>([
    ['executor', { mine: ['works', 'given', 'later'], overdue }],
    ['otherExecutor', { mine: ['others'], overdue: [] }],
    // «На утверждении» is for whoever may approve.
    ['agreeing', { mine: agreements, agreement: agreements, overdue: [] }],
    ['approving', { mine: ['approve'], agreement: [], approval: ['approve'], overdue: [] }],
    [
      'coordinator',
      {
        incomplete: ['new'],
        coordination: ['new'],
        agreement: agreements,
        approval: ['approve'],
        overdue,
        soon: ['approve'],
        organizations: ['away'],
        ...control,
        placing: ['done'],
      },
    ],
    [
      'curator',
      {
        agreement: agreements,
        approval: ['approve'],
        overdue,
        soon: ['approve'],
        organizations: ['away'],
        ...control,
        placing: ['done'],
      },
    ],
    ['admin', {}],
    // Of the absent executor and of the absent approver, but not of others.
    ['deputy', { mine: ['works', 'given', 'approve', 'later'], agreement: [], approval: ['approve'], overdue }],
    [
      'deputyWithoutRole',
      {
        incomplete: ['new'],
        coordination: ['new'],
        agreement: agreements,
        approval: ['approve'],
        overdue,
        soon: ['approve'],
        organizations: ['away'],
        ...control,
        placing: ['done'],
      },
    ],
    ['formerExecutor', { mine: [], agreement: [], overdue: [] }],
  ])('%s', async (who, expected) => {
    const lists: AppealList[] = [
      'mine',
      'coordination',
      'agreement',
      'approval',
      'overdue',
      'soon',
      'unreported',
      'postponed',
      'organizations',
      'placing',
      'returned',
      'selfApproved',
      'formal',
      'photoWarnings',
      'lowMarks',
      'incomplete',
      'closed',
    ];
    const seen = await Promise.all(lists.map(async (list) => [list, await numbers(PEOPLE[who], list)] as const));
    expect(Object.fromEntries(seen.filter(([, found]) => found !== null))).toEqual(expected);
    expect(Object.fromEntries(await countLists(desk, PEOPLE[who], (list) => list !== 'work'))).toEqual(
      Object.fromEntries(Object.entries(expected).map(([list, found]) => [list, found.length])),
    );
  });

  test('everything in work is by the nearest of its terms, and by stage and by executor', async () => {
    const pages = [await numbers(PEOPLE.curator, 'work'), await numbers(PEOPLE.curator, 'work', 1)];
    expect(pages.flat()).toEqual(['works', 'given', 'approve', 'new', 'later', 'others', 'agree', 'pass', 'away']);
    expect((await readWork(desk, PEOPLE.curator, 'stage'))?.slice(0, 3)).toEqual([
      { of: { stage: 'coordination' }, name: null, count: 1, overdue: 0 },
      { of: { stage: 'assigned' }, name: null, count: 1, overdue: 1 },
      { of: { stage: 'in_progress' }, name: null, count: 2, overdue: 1 },
    ]);
    expect(await readWork(desk, PEOPLE.coordinator, 'executor')).toEqual([
      { of: { executorId: 1 }, name: 'Петров П.П.', count: 4, overdue: 2 },
      { of: { executorId: 0 }, name: null, count: 3, overdue: 0 },
      { of: { executorId: 2 }, name: 'Сидорова А.И.', count: 2, overdue: 0 },
    ]);
    const part = async (of: WorkOf) =>
      (await readList(desk, PEOPLE.curator, 'work', 0, of))?.lines.map(({ number }) => number);
    expect(await part({ stage: 'in_progress' })).toEqual(['works', 'others']);
    expect(await part({ executorId: 2 })).toEqual(['approve', 'others']);
    expect(await part({ executorId: 0 })).toEqual(['new', 'pass', 'away']);
    expect(await readWork(desk, PEOPLE.executor, 'stage')).toBeNull();
    expect(await readList(desk, PEOPLE.executor, 'work', 0, { stage: 'in_progress' })).toBeNull();
  });

  test('the union of several roles is the widest of them', () => {
    expect(listsFor(person(1, ['executor', 'curator'])).get('overdue')).toBe('all');
    expect(listsFor(person(1, ['curator', 'executor'])).get('mine')).toBe('own');
    expect([...listsFor(person(1, ['admin', 'engagement'])).keys()]).toEqual([]);
  });

  test('a line says whose move it is and what is overdue', async () => {
    const lines = new Map(
      (
        await Promise.all(
          (['overdue', 'organizations', 'approval', 'coordination', 'placing'] as const).map((list) =>
            readList(desk, PEOPLE.coordinator, list, 0),
          ),
        )
      )
        .flatMap((page) => page?.lines ?? [])
        .map((line) => [line.number, line]),
    );
    expect(lines.get('works')).toMatchObject({ overdue: { term: 'whole' }, holder: 'Петров П.П.' });
    expect(lines.get('given')).toMatchObject({ overdue: { term: 'stage', due: day(-1) }, holder: 'Петров П.П.' });
    expect(lines.get('away')).toMatchObject({ overdue: null, holder: 'МУП «Тепловые сети»' });
    expect(lines.get('approve')).toMatchObject({ holder: 'Гарипов Р.М.' });
    expect(lines.get('new')).toMatchObject({ holder: null });
    expect(lines.get('done')).toMatchObject({ overdue: null, holder: null, delivery: { kind: 'answer' } });
  });

  test('the report counts the month, and is no executor’s', async () => {
    const month = unitAround('month', today(desk));
    expect(await readPeriod(desk, PEOPLE.executor, month)).toBe('notYours');
    const read = () => readPeriod(desk, PEOPLE.curator, month);
    // Whatever another test of this server is at holds back what is counted.
    let report = await read();
    await until('nothing lags', async () => {
      report = await read();
      return typeof report === 'string' || report.lag === 0;
    });
    expect(report).toMatchObject({
      counted: { from: '2026-11-01' },
      lag: 0,
      overdueNow: 2,
      figures: { received: 11, redirected: 1, open: 9 },
    });
    if (typeof report === 'string') throw new Error(report);
    expect([sumOfAnswers(report.figures), missedByReport(report.figures)]).toEqual([1, 1]);
  });
});

describe('pages', () => {
  beforeAll(async () => {
    await forget();
    // Registered in one order, due in another.
    await insert(
      Array.from({ length: 16 }, (_, index) => ({
        number: `n${String(index).padStart(2, '0')}`,
        stage: 'assigned' as const,
        due: day(16 - index),
        stageDue: day(16 - index),
        executor: 1,
      })),
    );
  });

  test('are of seven, the nearest term first, and come to an end', async () => {
    const pages = await Promise.all([0, 1, 2].map((page) => readList(desk, PEOPLE.executor, 'mine', page)));
    expect(pages.map((page) => page?.lines.length)).toEqual([LIST_PAGE, LIST_PAGE, 2]);
    expect(pages.flatMap((page) => page?.lines ?? []).map(({ number }) => number)).toEqual(
      Array.from({ length: 16 }, (_, index) => `n${String(15 - index).padStart(2, '0')}`),
    );
    expect(pages[1]).toMatchObject({ page: 1, pages: 3, count: 16 });
  });

  test.each([
    [3, 2],
    [99, 2],
    [-1, 0],
    [Number.MAX_SAFE_INTEGER, 2],
  ])('page %d stays inside the list', async (asked, given) => {
    expect(await readList(desk, PEOPLE.executor, 'mine', asked)).toMatchObject({ page: given, pages: 3 });
  });

  test('an empty list has one page', async () => {
    expect(await readList(desk, PEOPLE.otherExecutor, 'mine', 5)).toEqual({
      list: 'mine',
      leftOut: [],
      narrows: false,
      lines: [],
      page: 0,
      pages: 1,
      count: 0,
      of: null,
      search: null,
      reflects: false,
    });
  });
});

describe('search', () => {
  beforeAll(async () => {
    await forget();
    await insert([
      {
        number: '327441806',
        stage: 'in_progress',
        due: day(3),
        executor: 1,
        settlement: 'Мамадыш',
        address: 'ул.Советская,12',
        category: 'Дороги',
      },
      {
        number: '327441999',
        stage: 'answered',
        due: day(4),
        executor: 2,
        settlement: 'Мамадыш',
        address: 'улица Пушкина, 3',
        category: 'Освещение',
      },
      {
        number: 'ОГ-12/5',
        stage: 'coordination',
        due: day(5),
        settlement: 'Соколка',
        address: 'Берёзовая, 7',
        category: 'Мусор',
      },
      {
        number: '900',
        stage: 'assigned',
        due: day(6),
        executor: 2,
        settlement: 'Зверево',
        address: 'Лесная',
        category: 'Дороги',
      },
    ]);
  });

  test.each<[string, string[]]>([
    ['327441806', ['327441806']],
    ['3274', ['327441806', '327441999']],
    ['№ 327441999', ['327441999']],
    ['ог-12', ['ОГ-12/5']],
    ['Советская 12', ['327441806']],
    ['СОВЕТСКОЙ', ['327441806']],
    ['совет', ['327441806']],
    ['берёзовая', ['ОГ-12/5']],
    ['березовой', ['ОГ-12/5']],
    ['дорога', ['327441806', '900']],
    ['дороги зверево', ['900']],
    ['Петров', ['327441806']],
    ['Сидорова А', ['900']],
    ['сидор', ['900']],
    ['мамадыш', ['327441806', '327441999']],
    ['Нигде', []],
    [`' & | ! :* <-> "`, []],
    ['%', []],
    ['на', []],
    ['😀😀😀', []],
  ])('«%s»', async (query, expected) => {
    const found = await search(PEOPLE.executor, query);
    expect(found?.lines.map(({ number }) => number).sort()).toEqual([...expected].sort());
    expect(found?.search).toEqual({ query, more: false, registers: false, engagements: 0 });
  });

  test('an open appeal comes before a finished one', async () => {
    expect((await search(PEOPLE.curator, 'мамадыш'))?.lines.map(({ number }) => number)).toEqual([
      '327441806',
      '327441999',
    ]);
  });

  test('fifty are enough, and it says when there are more', async () => {
    await insert(
      Array.from({ length: 60 }, (_, index) => ({
        number: `55500${index}`,
        stage: 'coordination' as const,
        due: day(index),
        settlement: 'Омга',
      })),
    );
    expect(await search(PEOPLE.curator, 'Омга')).toMatchObject({ count: 50, pages: 8, search: { more: true } });
    expect(await readList(desk, PEOPLE.curator, 'found', 7)).toMatchObject({ page: 7, lines: [expect.anything()] });
  });

  test('is not for those who take no part in processing, and needs a query', async () => {
    expect(await search(PEOPLE.admin, '3274')).toBeNull();
    expect(await readList(desk, PEOPLE.approving, 'found', 0)).toBeNull();
  });

  test('personal data in a place is masked', async () => {
    await insert([{ number: '777', stage: 'coordination', due: day(1), address: 'Лесная, звонить 8 917 123-45-67' }]);
    expect((await search(PEOPLE.curator, '777'))?.lines[0]?.place).not.toContain('123-45');
  });
});

/** Cannot be answered without all of the table. */
const everyAddress = statement('test.every-address', 'select count(distinct address) from appeal');

describe('with 20 000 appeals', () => {
  beforeAll(async () => {
    await forget();
    const stages: Stage[] = [
      'coordination',
      'assigned',
      'in_progress',
      'answer_agreement',
      'answer_approval',
      'postponed',
      'with_organization',
      'redirect_agreement',
      'redirect_approval',
    ];
    await insert(
      Array.from({ length: 20_000 }, (_, index) => ({
        number: String(300_000_000 + index * 7),
        stage: index % 10 === 0 ? 'answered' : (stages[index % stages.length] ?? 'coordination'),
        due: day((index % 400) / 10 - 5),
        stageDue: day((index % 50) / 10 - 2),
        executor: 1 + (index % 2),
        agreeing: 3,
        approving: 4,
        settlement: `Село ${index % 60}`,
        address: `Улица ${index % 300}, дом ${index % 90}`,
        category: 'Дороги',
      })),
    );
    await fresh.database.query(
      statement(
        'test.deliveries-of-20000',
        `insert into delivery (appeal_id, kind, text, queued_at, placed_at)
      select id, 'answer', 'Сделано.', registered_at, case when id % 100 > 0 then registered_at end from appeal where stage = 'answered'`,
      ),
    );
    await fresh.database.query(statement('test.analyze', 'analyze'));
    sent.clear();
    for (const actor of [PEOPLE.executor, PEOPLE.agreeing, PEOPLE.approving, PEOPLE.coordinator]) {
      for (const list of listsFor(actor).keys()) if (list !== 'found') await readList(desk, actor, list, 3);
    }
    for (const query of ['300001', 'Улица 120 дом 30', 'Петров']) await search(PEOPLE.coordinator, query);
  });

  test('no list and no search reads the table of appeals from end to end', async () => {
    const client = new Client({ connectionString: fresh.url });
    await client.connect();
    const literal = (value: unknown) =>
      client.escapeLiteral(
        Array.isArray(value) ? `{${value.join(',')}}` : value instanceof Date ? value.toISOString() : String(value),
      );
    const plans: [string, string][] = [];
    for (const [name, { text, values }] of sent) {
      await client.query(`prepare asked as ${text}`);
      // What PostgreSQL plans for these very values, and what it falls back to after some calls.
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        await client.query(`set plan_cache_mode = ${mode}`);
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `explain execute asked${values.length === 0 ? '' : `(${values.map(literal).join(', ')})`}`,
        );
        plans.push([`${name}, ${mode}`, rows.map((row) => row['QUERY PLAN']).join('\n')]);
      }
      await client.query('deallocate asked');
    }
    await client.end();
    const planOf = (name: string) => plans.filter(([of]) => of.startsWith(name)).map(([, plan]) => plan);
    expect(planOf('find-by-number').every((plan) => plan.includes('appeal_number_key'))).toBe(true);
    expect(planOf('find-by-words').every((plan) => plan.includes('appeal_words'))).toBe(true);
    expect(planOf('list-lines').every((plan) => plan.includes('appeal_pkey'))).toBe(true);
    expect(plans.filter(([, plan]) => /Seq Scan on appeal\b/.test(plan))).toEqual([]);
  });

  test('all of a menu is counted in the time of reading the appeals a few times from end to end', async () => {
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const before = performance.now();
      await work();
      return performance.now() - before;
    };
    // In turn, so that what else the machine does falls on both.
    const [read, counted]: [number[], number[]] = [[], []];
    for (let round = 0; round < 12; round += 1) {
      read.push(await timed(() => fresh.database.query(everyAddress)));
      counted.push(await timed(() => countLists(desk, PEOPLE.coordinator)));
    }
    expect(Math.min(...counted)).toBeLessThan(20 * Math.min(...read));
  });
});
