import { explainedOf, paperOf } from '../../../../bots/conversation/statistics/paper';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import type { Lateness } from '../../../../src/regulation/lateness';
import type { MissedRow } from '../../../../src/usecases/statistics/period-rows';
import type { Figures } from '../../../../src/usecases/statistics/figures';
import { AS_OF, details, figures, HELD, MONTH, report, row, statistics } from '../../../support/figures';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const reading = (locale: Locale = 'ru'): Reading => ({ words: wordsOf(locale), now: AS_OF, calendar, longest: 4096 });
const NOBODY = { office: { ru: '', tt: '' }, manager: null, head: null };
const OFFICE = {
  office: { ru: 'Исполнительный комитет\nТестового района', tt: 'Тест районы башкарма комитеты' },
  manager: null,
  head: 'Гарипов Рашит Мухаметдинович',
};
const paragraphs = (of: Figures, before = report().before) =>
  paperOf(details({ report: report({ figures: of, before }) }), [], NOBODY, reading()).paragraphs;

test('a month in two paragraphs', () => {
  const { title, addressee, paragraphs: said, note } = paperOf(details(), [], NOBODY, reading());
  expect(title).toBe('Отчёт о работе с обращениями за ноябрь 2026 года');
  expect(addressee).toBe('Руководителю');
  expect(said).toEqual([
    'За ноябрь 2026 года поступило 41 обращение (за 01.10–31.10.2026: 38). Ответы направлены на 24 обращения: решено 20, не решено 3, отклонено 1. Кроме того: перенаправлено 4, отложено 2, возвращено на повторное рассмотрение 1. На 30.11.2026 в работе остаётся 11 обращений. Из них 2 поступили ещё до запуска бота.',
    'Пропущено 7 сроков, из них общих 1, по этапам 5, доклада руководителю 1. Завершено в общий срок: 93 %. Доложено руководителям за один рабочий день: 11 из 12. Половина ответов готова за 3,9 рабочего дня, девять из десяти за 9,3 рабочего дня.',
  ]);
  expect(note).toContain('Данные по состоянию на 30.11.2026 17:00.');
});

test('it is addressed to the head of this office by name', () => {
  expect(paperOf(details(), [], OFFICE, reading()).addressee).toBe(
    'Руководителю\nИсполнительного комитета Тестового района\nГарипову Р.М.',
  );
  const strange = { ...OFFICE, office: { ru: 'Управление района', tt: '' }, head: 'Кравец Пётр Петрович' };
  expect(paperOf(details(), [], strange, reading()).addressee).toBe('Руководителю\nУправление района\n(Кравец П.П.)');
});

test('into what the time of missed terms went is said, the most first, and nothing of what took none', () => {
  const HOUR = 3_600_000;
  const causes = { beforeIntake: 0, organization: 0, documents: 12 * HOUR, absence: 0, rejections: 0, held: 40 * HOUR };
  expect(paperOf(details(), [], NOBODY, reading(), { causes, each: new Map() }).paragraphs.at(-1)).toMatch(
    / Рабочее время этих сроков: в работе у сотрудников 40 ч, ждали документы 12 ч\.$/,
  );
});

test('what polls, hearings and direct lines came to is a paragraph of its own', () => {
  const paper = paperOf(details({ report: report({ engagement: HELD }) }), [], NOBODY, reading());
  expect(paper.paragraphs.at(-1)).toBe(
    'Опросы, голосования, слушания и прямые линии: проведено 3 (опросы 2, слушания 1), участников 365, предложений жителей 7. Прямые линии: вопросов 40, ответов 31, в срок 93 %.',
  );
});

test('a month without anything is said plainly', () => {
  expect(paragraphs(figures(), null)).toEqual([
    'За ноябрь 2026 года новых обращений не поступило. Ответы за это время не направлялись. На 30.11.2026 в работе не осталось ни одного обращения.',
    'Пропущенных сроков нет.',
  ]);
});

describe('words agree with their numbers', () => {
  test.each([
    [1, 'поступило 1 обращение', 'остаётся 1 обращение.', 'Пропущен 1 срок,'],
    [2, 'поступило 2 обращения', 'остаётся 2 обращения.', 'Пропущено 2 срока,'],
    [5, 'поступило 5 обращений', 'остаётся 5 обращений.', 'Пропущено 5 сроков,'],
    [11, 'поступило 11 обращений', 'остаётся 11 обращений.', 'Пропущено 11 сроков,'],
    [21, 'поступило 21 обращение', 'остаётся 21 обращение.', 'Пропущен 21 срок,'],
    [122, 'поступило 122 обращения', 'остаётся 122 обращения.', 'Пропущено 122 срока,'],
  ])('%i', (count, received, open, missed) => {
    const [work, terms] = paragraphs(figures({ received: count, open: count, missed: { total: count, whole: count } }));
    expect(work).toContain(received);
    expect(work).toContain(open);
    expect(terms).toContain(missed);
  });

  test.each([
    [1, 'за 1 рабочую минуту'],
    [42, 'за 42 рабочие минуты'],
    [60, 'за 1 рабочий час'],
    [120, 'за 2 рабочих часа'],
    [318, 'за 5,3 рабочего часа'],
    [540, 'за 1 рабочий день'],
    [1_080, 'за 2 рабочих дня'],
    [2_700, 'за 5 рабочих дней'],
    [2_106, 'за 3,9 рабочего дня'],
    // rounded before its word is chosen: 2.98 days are 3
    [1_610, 'за 3 рабочих дня'],
  ])('%i minutes', (minutes, said) => {
    expect(paragraphs(figures({ working: { median: minutes, p90: minutes, of: 1 } }))[1]).toContain(said);
  });
});

test('in Tatar too no place is left empty', () => {
  const paper = paperOf(details(), [], OFFICE, reading('tt'));
  expect([paper.title, paper.note, ...paper.paragraphs].join(' ')).not.toMatch(/undefined|null|NaN|\{\{|[A-Za-z]{4}/);
});

test.each([
  [{ median: 0, p90: 0, of: 1 }, 'Один ответ, готов за рабочую минуту или меньше.'],
  [{ median: 120, p90: 900, of: 9 }, 'Половина ответов готова за 2 рабочих часа, ответов 9.'],
  [{ median: 120, p90: 900, of: 10 }, 'девять из десяти за'],
])('of few answers no nine of ten is told: %j', (working, said) => {
  expect(paragraphs(figures({ working }))[1]).toContain(said);
});

const OCTOBER = { from: day('2026-10-01'), to: day('2026-10-31') };
const lateBy = (days: number, more: Partial<MissedRow> = {}): MissedRow => ({
  ...{ id: String(days), number: `N${days}` },
  kind: 'whole',
  stage: 'in_progress',
  dueAt: new Date(AS_OF.getTime() - days * 24 * 60 * 60_000),
  endedAt: null,
  holder: 'Петров П.П.',
  organization: null,
  category: 'Дороги',
  settlement: 'Мамадыш',
  place: 'Мамадыш, ул. Лесная, 1',
  waitedFor: [],
  ...more,
});

test('executors and categories stand beside the days before, the others in one row', () => {
  const rows = Array.from({ length: 20 }, (_, index) =>
    row(String(index + 1), `Исполнитель ${index + 1}`, { received: 40 - index }),
  );
  const executors = {
    ...statistics('executor', rows, MONTH),
    before: { period: OCTOBER, rows: [row('1', 'Исполнитель 1', { received: 7 })], total: figures() },
  };
  const [table] = paperOf(details({ report: report({ yearBefore: null }), executors }), [], NOBODY, reading()).tables;
  expect(table?.title).toBe('По исполнителям');
  expect(table?.rows.map(([name, received]) => [name, received])).toEqual([
    ['Исполнитель 1', '40 (7)'],
    ...Array.from({ length: 14 }, (_, index) => [`Исполнитель ${index + 2}`, `${39 - index} (0)`]),
    ['Остальные (5)', '115'],
  ]);
  expect(table?.note).toBe('В скобках: 01.10–31.10.2026');
});

test('an appeal that was late is listed once: where, by how much, with whom, why', () => {
  const missed = [
    lateBy(2),
    lateBy(5, { number: 'BOTH', kind: 'stage', waitedFor: ['Росреестр'] }),
    lateBy(9, { number: 'BOTH', holder: null, organization: 'МБУ' }),
  ];
  const table = paperOf(details(), missed, NOBODY, reading()).tables.at(-1);
  expect(table?.title).toBe('Пропущены сроки: 2 обращения');
  expect(table?.rows).toEqual([
    [
      'BOTH',
      'Мамадыш, ул. Лесная, 1',
      '9',
      'МБУ, Петров П.П.',
      'общий срок; этап «В работе»; ждали документы: Росреестр',
    ],
    ['N2', 'Мамадыш, ул. Лесная, 1', '2', 'Петров П.П.', 'общий срок'],
  ]);
});

test('beside what was missed stands into what its time went, and a name only where one may stand', () => {
  const HOUR = 3_600_000;
  const lateness: Lateness = {
    whole: 40 * HOUR,
    causes: [
      { cause: 'documents', time: 12 * HOUR },
      { cause: 'held', time: 28 * HOUR },
    ],
    longest: { name: 'Петров П.П.', time: 28 * HOUR },
  };
  const missed = [lateBy(5), lateBy(4, { holder: null, kind: 'stage' }), lateBy(3)];
  const each = new Map([
    ['5', lateness],
    ['4', lateness],
  ]);
  const table = paperOf(details(), missed, NOBODY, reading(), { each, causes: null }).tables.at(-1);
  expect(table?.rows.map((cells) => cells.at(-1))).toEqual([
    'общий срок; в работе у сотрудников 28 ч, ждали документы 12 ч; дольше всего: Петров П.П., 28 ч',
    'этап «В работе»; в работе у сотрудников 28 ч, ждали документы 12 ч',
    'общий срок',
  ]);
  // of a hundred it is said of those alone that the paper lists, of each by its longest term
  const many = Array.from({ length: 100 }, (_, index) => lateBy(index + 1));
  expect(explainedOf([...many, lateBy(200, { number: 'N100' })], reading()).slice(0, 2)).toEqual(['200', '99']);
  expect(explainedOf(many, reading())).toHaveLength(40);
});

test('of a hundred late ones the longest stand there, and how many more there are is said', () => {
  const missed = Array.from({ length: 100 }, (_, index) => lateBy(index + 1));
  const table = paperOf(details(), missed, NOBODY, reading()).tables.at(-1);
  expect(table?.rows).toHaveLength(40);
  expect(table?.rows[0]?.[0]).toBe('N100');
  expect(table?.note).toBe('Ещё 60 в таблице XLSX этого отчёта.');
});
