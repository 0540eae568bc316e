import { reviewHtml, reviewPaper, reviewTable } from '../../../../bots/conversation/statistics/review-files';
import { siteReview, type SiteReview } from '../../../../bots/conversation/statistics/site-review';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { writeMinutesAsDocx } from '../../../../src/adapters/papers/minutes-docx';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import type { Told } from '../../../../src/regulation/small-numbers';
import type { EngagementFigures } from '../../../../src/usecases/statistics/engagement-figures';
import type { ReviewedPeriod, ReviewFigures } from '../../../../src/usecases/statistics/site-review';
import { type Figures, type Row, unitAround } from '../../../../src/usecases/statistics/figures';
import { figures, row } from '../../../support/figures';
import { played } from '../../../support/random';
import { bareTable, tablesOfCsv, tablesOfDocx, tablesOfHtml, wordsOfDocx } from '../../../support/read-review';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const NOW = new Date('2026-12-01T06:00:00Z');
const reading = (locale: Locale = 'ru'): Reading => ({ words: wordsOf(locale), now: NOW, calendar, longest: 4096 });
const NOVEMBER = unitAround('month', day('2026-11-15'));

type Counts = Readonly<Record<string, number>>;
const rowsOf = (counts: Counts): Row[] =>
  Object.entries(counts).map(([name, received]) => row(name || null, name || null, { received }));
const period = (
  of: Figures,
  topics: Counts = {},
  places: Counts = {},
  held: Partial<EngagementFigures> = {},
): ReviewedPeriod => ({
  figures: of,
  categories: rowsOf(topics),
  settlements: rowsOf(places),
  engagement: { kinds: [], asked: 0, answered: 0, inTime: { kept: 0, of: 0 }, ...held },
});

const OF_NOVEMBER = period(
  figures({
    received: 41,
    answered: { resolved: 20, notResolved: 3, declined: 1 },
    redirected: 4,
    inTerm: { kept: 26, of: 28 },
    working: { median: 2_106, p90: 5_040, of: 24 },
  }),
  { Дороги: 20, 'Вода =1+1': 12, Свет: 4, Мусор: 3, '': 2 },
  { Мамадыш: 41 },
  {
    kinds: [
      { kind: 'news', held: 5, participants: 0, proposals: 0 },
      { kind: 'poll', held: 1, participants: 812, proposals: 0 },
    ],
    asked: 40,
    answered: 2,
  },
);
const OF_OCTOBER = period(
  figures({
    received: 29,
    answered: { resolved: 17 },
    closed: 3,
    inTerm: { kept: 12, of: 17 },
    working: { median: 2_268, p90: 5_040, of: 17 },
  }),
  { Дороги: 26, Мусор: 3 },
  { Мамадыш: 26, 'Нижняя Ошма': 3 },
);
const MONTH: ReviewFigures = { named: NOVEMBER, now: OF_NOVEMBER, before: OF_OCTOBER };

const words = (told: Told | null): string =>
  told === null ? '–' : told.as === 'few' ? 'few' : told.as === 'exact' ? String(told.count) : `>=${told.count}`;
/** «Дороги: 20 (48.8 %), 26 before, -6». */
const linesOf = ({ sections }: SiteReview): Record<string, string[]> =>
  Object.fromEntries(
    sections.map(({ heading, paragraphs, table }) => [
      heading,
      [
        ...paragraphs,
        ...(table?.rows ?? []).map(
          ({ name, now, share, before, difference }) =>
            `${name}: ${words(now)} (${share ?? '–'} %), ${words(before)}, ${difference ?? '–'}`,
        ),
      ],
    ]),
  );

test('a month is told in words and numbers, the small ones hidden, beside the month before', () => {
  const review = siteReview(MONTH, reading());
  expect([review.title, review.days, review.columns]).toEqual([
    'Обзор обращений граждан за ноябрь 2026 года',
    '01.11–30.11.2026',
    { now: 'Ноябрь 2026', before: 'Октябрь 2026' },
  ]);
  expect(linesOf(review)).toEqual({
    'Сколько обращений поступило и рассмотрено': [
      'За ноябрь 2026 года поступило 41 обращение, на 12 больше, чем в октябре.',
      'Рассмотрено 28 обращений, на 11 больше, чем в октябре.',
      'Поступило обращений: 41 (– %), 29, 12',
      'Рассмотрено: 28 (– %), 17, 11',
      'Закрыто без ответа, например отозвано: 0 (– %), 3, -3',
      'Рабочих дней до ответа, в половине случаев не больше: 3.9 (– %), 4.2, -0.3',
    ],
    // two without a topic are told with the three of «Мусор»: neither follows
    'О чём писали': [
      'Дороги: 20 (48.8 %), 26, -6',
      'Вода =1+1: 12 (29.3 %), 0, 12',
      'Свет: 4 (9.7 %), 0, 4',
      'Другие темы вместе: 5 (12.2 %), 3, –',
    ],
    'Откуда писали': ['Мамадыш: 41 (100 %), 26, 15', 'Другие населённые пункты вместе: 0 (0 %), 3, –'],
    'Чем закончилось рассмотрение': [
      'Решено: >=19 (– %), 17, –',
      'Не решено, дано разъяснение: 3 (10.7 %), 0, 3',
      'Отклонено, причина названа: few (– %), 0, –',
      'Передано тому, кто отвечает за вопрос: 4 (14.3 %), 0, 4',
    ],
    'Соблюдён ли срок': ['В срок: >=26 (– %), 12, –', 'Позже срока: few (– %), 5, –'],
    'Опросы, голосования, слушания, прямые линии': [
      'Опросы: 1 (– %), 0, 1',
      'Участников опросов, голосований и слушаний: 812 (– %), 0, 812',
      'Вопросов прямых линий: 40 (– %), 0, 40',
      'Ответов на вопросы прямых линий: few (– %), 0, –',
    ],
  });
});

test.each<[string, ReviewFigures, readonly string[]]>([
  [
    'an empty month with nothing before it',
    { named: NOVEMBER, now: period(figures()), before: null },
    ['За ноябрь 2026 года обращений не поступало.', 'Рассмотренных обращений не было.'],
  ],
  [
    'an empty month after a full one',
    { named: NOVEMBER, now: period(figures()), before: OF_OCTOBER },
    [
      'За ноябрь 2026 года обращений не поступало, на 29 меньше, чем в октябре.',
      'Рассмотренных обращений не было, на 17 меньше, чем в октябре.',
    ],
  ],
  [
    'two appeals: not even how many more they were than before',
    { named: NOVEMBER, now: period(figures({ received: 2 }), { Дороги: 2 }), before: OF_OCTOBER },
    [
      'За ноябрь 2026 года поступило менее трёх обращений.',
      'Рассмотренных обращений не было, на 17 меньше, чем в октябре.',
    ],
  ],
  [
    'as many as before, of another year',
    {
      named: unitAround('month', day('2027-01-15')),
      now: period(figures({ received: 29 })),
      before: OF_OCTOBER,
    },
    [
      'За январь 2027 года поступило 29 обращений, столько же, сколько в декабре 2026 года.',
      'Рассмотренных обращений не было, на 17 меньше, чем в декабре 2026 года.',
    ],
  ],
  [
    'a quarter',
    { named: unitAround('quarter', day('2026-11-15')), now: OF_NOVEMBER, before: OF_OCTOBER },
    [
      'За IV квартал 2026 года поступило 41 обращение, на 12 больше, чем в III квартале.',
      'Рассмотрено 28 обращений, на 11 больше, чем в III квартале.',
    ],
  ],
])('%s', (_, of, paragraphs) => {
  expect(siteReview(of, reading()).sections[0]?.paragraphs).toEqual(paragraphs);
});

test('where one or two are all that there was, nothing of them is told but that', () => {
  const now = period(
    figures({
      received: 2,
      answered: { resolved: 2 },
      inTerm: { kept: 2, of: 2 },
      working: { median: 540, p90: 540, of: 2 },
    }),
    { Дороги: 2 },
    { Мамадыш: 1, '': 1 },
  );
  const review = siteReview({ named: NOVEMBER, now, before: null }, reading());
  expect(JSON.stringify(review)).not.toMatch(/Дороги|Мамадыш|Рабочих дней/);
  expect(review.sections.slice(1).map(({ paragraphs, table }) => [...paragraphs, table])).toEqual(
    Array(4).fill(['Обращений слишком мало, чтобы показать подробности и никого не назвать.', null]),
  );
});

const filesOf = async (review: SiteReview, as: Reading) => {
  const docx = await writeMinutesAsDocx(reviewPaper(review, ['ИСПОЛКОМ <РАЙОНА>', 'БАШКАРМА КОМИТЕТ'], NOW, as));
  return { docx, html: reviewHtml(review, as), csv: reviewTable(review, as) };
};

test.each<Locale>(['ru', 'tt'])('all three files tell each number alike (%s)', async (locale) => {
  const as = reading(locale);
  for (const month of [MONTH, { ...MONTH, before: null }]) {
    const { docx, html, csv } = await filesOf(siteReview(month, as), as);
    const inDocx = (await tablesOfDocx(docx)).map(bareTable);
    expect(inDocx.flatMap(({ rows }) => rows).length).toBeGreaterThan(10);
    expect(tablesOfHtml(html).map(bareTable)).toEqual(inDocx);
    expect(tablesOfCsv(csv).map(bareTable)).toEqual(inDocx);
  }
});

test('the fragment is a section to be pasted: escaped, no page around it, no script, each cell of a line and a column', () => {
  const now = period(figures({ received: 30 }), { '<script>alert("1")</script> & Ко': 30 }, { Мамадыш: 30 });
  const html = reviewHtml(siteReview({ named: NOVEMBER, now, before: null }, reading()), reading());
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Ко');
  const names = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name]) => name);
  expect([...new Set(names)].sort()).toEqual(
    ['caption', 'h2', 'h3', 'p', 'section', 'small', 'table', 'tbody', 'td', 'th', 'thead', 'tr'].sort(),
  );
  expect(html).toMatch(/^<section lang="ru">[^]*<\/section>\n$/);
  for (const name of new Set(names))
    expect([name, names.length % 2, (html.match(new RegExp(`<${name}[ >]`, 'g')) ?? []).length]).toEqual([
      name,
      0,
      (html.match(new RegExp(`</${name}>`, 'g')) ?? []).length,
    ]);
});

test('a spreadsheet opens the table as numbers, and a topic that looks like a formula as a text', () => {
  const now = period(figures({ received: 1_234 }), { '=1+1': 1_000, '-5;"x"': 234 }, { Мамадыш: 1_234 });
  const csv = reviewTable(siteReview({ named: NOVEMBER, now, before: OF_OCTOBER }, reading()), reading());
  expect(csv.startsWith('\uFEFFРаздел;Показатель;Ноябрь 2026;Доля, %;Октябрь 2026;Разница\r\n')).toBe(true);
  expect(csv).toContain(`;'=1+1;1000;81;0;1000\r\n`);
  expect(csv).toContain(`;"'-5;""x""";234;19;0;234\r\n`);
  expect(csv).toContain(';Рассмотрено;0;;17;-17\r\n');
});

test('the same month is the same document, whenever it is written', async () => {
  const review = siteReview(MONTH, reading());
  const first = await filesOf(review, reading());
  jest.useFakeTimers({ now: new Date('2027-03-01T12:00:00Z'), advanceTimers: true });
  const second = await filesOf(review, reading());
  jest.useRealTimers();
  expect(Buffer.compare(first.docx, second.docx)).toBe(0);
  expect(await wordsOfDocx(second.docx)).toContain('ИСПОЛКОМ &lt;РАЙОНА&gt;');
  expect([first.html, first.csv]).toEqual([second.html, second.csv]);
});

test('shares come to a hundred together, and no number from 1 to 2 stands anywhere', async () => {
  await played(async (random) => {
    const some = () => Math.floor(random() * (random() < 0.4 ? 3 : 40));
    const lines = () =>
      Object.fromEntries(Array.from({ length: Math.floor(random() * 20) }, (_, at) => [`Строка ${at}`, some()]));
    const sum = (counts: Counts) => Object.values(counts).reduce((total, one) => total + one, 0);
    for (let time = 0; time < 300; time += 1) {
      const [now, before] = [0, 0].map(() => {
        const topics = Object.fromEntries(Object.entries(lines()).filter(([, count]) => count > 0));
        const answered = { resolved: some(), notResolved: some(), declined: some(), other: some() };
        const redirected = some();
        const of = sum(answered) + redirected;
        const late = Math.min(of, some());
        const working = { median: 540 * 5, p90: 540 * 9, of: sum(answered) };
        const all = {
          received: sum(topics),
          answered,
          redirected,
          closed: some(),
          inTerm: { kept: of - late, of },
          working,
        };
        return period(figures(all), topics, topics);
      }) as [ReviewedPeriod, ReviewedPeriod];
      for (const { table, heading } of siteReview({ named: NOVEMBER, now, before }, reading()).sections) {
        const rows = table?.rows ?? [];
        const told = rows
          .flatMap((one) => [one.now, one.before])
          .flatMap((one) => (one?.as === 'few' ? [] : (one?.count ?? [])));
        expect([heading, told.filter((count) => count === 1 || count === 2)]).toEqual([heading, []]);
        const shares = rows.flatMap(({ share }) => share ?? []);
        if (shares.length > 0 && rows.every(({ now: one }) => one?.as === 'exact'))
          expect(Math.round(shares.reduce((total, one) => total + one, 0) * 10)).toBe(1_000);
        for (const one of rows)
          if (one.now?.as !== 'exact' || one.before?.as !== 'exact')
            expect([one.name, one.difference]).toEqual([one.name, null]);
      }
    }
  });
});
