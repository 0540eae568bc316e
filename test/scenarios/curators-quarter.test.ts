import { paperOf } from '../../bots/conversation/statistics/paper';
import { siteReview, type SiteReview } from '../../bots/conversation/statistics/site-review';
import { wordsOf } from '../../src/i18n';
import { toPlainDate } from '../../src/regulation/calendar';
import { circumstances, type ReportTable } from '../../src/usecases/kit/ports';
import { capitalised } from '../../src/text/capitalised';
import { readMissedRows } from '../../src/usecases/statistics/period-rows';
import { readDetails, type PeriodDetails } from '../../src/usecases/statistics/period';
import { readSiteReview, type ReviewedPeriod } from '../../src/usecases/statistics/site-review';
import { type Row, shifted, unitAround, type Named } from '../../src/usecases/statistics/figures';
import { row } from '../support/figures';
import { played } from '../support/random';
import { countAll } from '../src/usecases/statistics/counting';
import { play } from '../src/usecases/statistics/random-acts';
import { Onlooker, reckon, type Played, type RowOf } from '../src/usecases/statistics/reckoning';
import { msk, openOffice, type WorkingOffice } from '../src/usecases/working-office';

// A curator's quarter: what the paper of each month and of the quarter says is found again by going through the acts of the office one by one, as
// they were seen from outside.

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const NOBODY = { office: { ru: '', tt: '' }, manager: null, head: null };
const EXECUTORS = 'По исполнителям';
const CATEGORIES = 'По категориям';
const WITHOUT_CATEGORY = 'Без категории';

async function paperOfPeriod(named: Named) {
  const actor = await office.actor('curator');
  const details = await readDetails(office.desk, actor, named);
  if (typeof details === 'string') throw new Error(details);
  const missed = await readMissedRows(office.desk, details.report.counted, details.within);
  const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
  return { details, paper: paperOf(details, missed, NOBODY, reading) };
}

/** «12 (10; 9)»: the value, the days before, the year before, as far as there is something to stand beside. */
const numbersOf = (cell: string): number[] => [...cell.matchAll(/\d+/g)].map(([number]) => Number(number));

/** What a row of a paper's table tells of received, answered, missed and open, each beside the other days. */
function reckonRow(all: Played, { report }: PeriodDetails, row: RowOf): number[][] {
  const calendar = office.desk.office.calendar();
  const periods = [report.counted, report.before?.period, report.yearBefore?.period].flatMap((one) => one ?? []);
  const sums = periods.map(({ from, to }) => reckon(all, from, to, row, calendar));
  const of = (count: (sum: ReturnType<typeof reckon>) => number) => sums.map(count);
  return [
    of(({ received }) => received),
    of(({ answered }) => Object.values(answered).reduce((total, one) => total + one, 0)),
    of(({ missed }) => missed.total - missed.assumed),
    [sums[0]!.open],
  ];
}

const shown = ({ rows }: ReportTable): Map<string, number[][]> =>
  new Map(rows.map(([name, ...cells]) => [name!, cells.slice(0, 4).map(numbersOf)]));
const isThere = (cells: number[][]): boolean => cells.some(([value]) => value! > 0);

test('each number of a month’s and the quarter’s paper, and of the review for the site, is that of the acts, counted one by one', async () => {
  await played(async (random) => {
    const onlooker = new Onlooker(office);
    await play(office, random, onlooker);
    // However far chance has brought it, the quarter is over.
    if (office.desk.clock.now() < msk('2027-01-11 09:00')) office.setTime(msk('2027-01-11 09:00'));
    await countAll(office);
    const all = await onlooker.played();
    const day = (month: string) => toPlainDate(`2026-${month}-15`);
    const periods = [
      ...['09', '10', '11', '12'].map((month) => unitAround('month', day(month))),
      unitAround('quarter', day('11')),
    ];
    let [compared, reviewed] = [0, 0];
    for (const named of periods) {
      reviewed += await compareReview(all, named);
      const { details, paper } = await paperOfPeriod(named);
      const table = (title: string) => paper.tables.find((one) => one.title === title);
      const told = `${named.from} to ${named.to}`;

      const people = await office.rows<{ id: number; name: string }>('select id, name from person');
      const byPerson = new Map(
        people.map(({ id, name }) => [capitalised(name), reckonRow(all, details, { by: 'executor', key: id })]),
      );
      const byCategory = new Map(
        [...new Set(all.appeals.map(({ category }) => category))].map((key) => [
          key ?? WITHOUT_CATEGORY,
          reckonRow(all, details, { by: 'category', key }),
        ]),
      );
      for (const [title, reckoned] of [
        [EXECUTORS, byPerson],
        [CATEGORIES, byCategory],
      ] as const) {
        const rows = table(title);
        const found = rows ? shown(rows) : new Map<string, number[][]>();
        compared += found.size;
        expect({ told, title, rows: Object.fromEntries([...found].sort()) }).toEqual({
          told,
          title,
          rows: Object.fromEntries([...reckoned].filter(([, cells]) => isThere(cells)).sort()),
        });
      }

      const late = all.facts.filter(({ dueAt, answered, unnamed, holder }) => {
        const on = dueAt.getTime();
        const within = on >= msk(`${named.from} 00:00`).getTime() && on <= msk(`${named.to} 23:59`).getTime() + 59_999;
        return within && !answered && unnamed === null && holder !== null;
      });
      const numbers = paper.tables.find(({ title }) => title.startsWith('Пропущены сроки'))?.rows.map(([one]) => one);
      expect({ told, late: [...(numbers ?? [])].sort() }).toEqual({
        told,
        late: (await numbersOfAppeals(late.map(({ appealId }) => appealId))).sort(),
      });
    }
    expect(compared).toBeGreaterThan(10);
    expect(reviewed).toBeGreaterThan(10);
  });
});

/** A period as the acts have it, in the shape in which a review reads it. The median is that of buckets, and what ОГ held is counted again elsewhere. */
function reviewedByActs(all: Played, { from, to }: Named, read: ReviewedPeriod): ReviewedPeriod {
  const calendar = office.desk.office.calendar();
  const { received, answered, redirected, closed, inTerm } = reckon(all, from, to, { by: 'none', key: null }, calendar);
  const rowsBy = (by: 'category' | 'settlement') =>
    [...new Set(all.appeals.map((appeal) => appeal[by]))].map((key) =>
      row(key, key, { received: reckon(all, from, to, { by, key }, calendar).received }),
    );
  return {
    figures: { ...read.figures, received, answered, redirected, closed, inTerm },
    categories: rowsBy('category'),
    settlements: rowsBy('settlement'),
    engagement: read.engagement,
  };
}

/** Lines that are equally long stand in any order. */
const sorted = ({ sections, ...review }: SiteReview) => ({
  ...review,
  sections: sections.map(({ table, ...section }) => ({
    ...section,
    rows: [...(table?.rows ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1)),
  })),
});

/** @returns how many numbers it told */
async function compareReview(all: Played, named: Named): Promise<number> {
  const read = await readSiteReview(office.desk, await office.actor('curator'), named);
  if (typeof read === 'string') throw new Error(read);
  const { now, before } = read;
  const byActs = {
    named,
    now: reviewedByActs(all, named, now),
    before: before && reviewedByActs(all, shifted(named, -1), before),
  };
  const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
  const review = sorted(siteReview(read, reading));
  expect(review).toEqual(sorted(siteReview(byActs, reading)));
  const received = (rows: readonly Row[]) => Object.fromEntries(rows.map((one) => [one.key, one.received]).filter(([, count]) => count)); // prettier-ignore
  for (const [told, acts] of [
    [now, byActs.now],
    [before, byActs.before],
  ] as const)
    // prettier-ignore
    if (told && acts)
      expect([told.figures, received(told.categories), received(told.settlements)]).toEqual([
        acts.figures,
        received(acts.categories),
        received(acts.settlements),
      ]);
  return review.sections.flatMap(({ rows }) => rows.filter((one) => one.now?.as === 'exact')).length;
}

async function numbersOfAppeals(ids: readonly number[]): Promise<string[]> {
  const rows = await office.rows<{ number: string }>('select number from appeal where id = any($1::int[])', [
    [...new Set(ids)],
  ]);
  return rows.map(({ number }) => number);
}
