import { performance } from 'node:perf_hooks';
import { DATABASE, statement, type Database } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import { systemClock } from '../../src/clock';
import {
  learn,
  nearVoices,
  SETTLEMENT,
  votesFor,
  whoseMayBe,
  settlementOf,
  wordsOf,
  type Worded,
} from '../../src/usecases/appeals/whose';
import { appealsOfDistrict, EXECUTORS, type MadeAppeal } from './support/appeals-of-district';
import { printTable, quantile } from './support/figures';
import { openOffice, type Office } from './support/office';

/** Half of them are former ones, the other half is held out. */
const APPEALS = Number(process.env.BENCH_HELD ?? 4_000);
const FORMER = Number(process.env.BENCH_APPEALS ?? 200_000);
const SEARCHES = 60;
/** Comparing with each takes seconds. */
const WHOLE_SEARCHES = 3;
const IN_ONE_STATEMENT = 2_000;
const TODAY = toPlainDate('2026-11-25');

const insertPeople = statement(
  'bench.people',
  `insert into person (name, roles, can_approve) select 'Исполнитель ' || n, '{executor}', false from generate_series(1, $1::int) n order by n returning id`,
);
const insertAppeals = statement(
  'bench.appeals-of-people',
  `with fresh as (insert into appeal (number, kind, registered_at, received_at, category, subcategory, fact, text, settlement, address, term_days,
       stage, version, stage_entered_at, first_due_at, due_at, extended, reexaminations, executor_id)
     select r.number, 'message', now(), now(), r.category, r.subcategory, r.fact, r.text, r.settlement, r.address, 30, 'answered', 1, now(), now(), now(),
       false, 0, r.executor_id
     from jsonb_to_recordset($1::jsonb) as r(number text, category text, subcategory text, fact text, text text, settlement text, address text, executor_id int)
     order by r.number::int returning id)
   insert into appeal_to_learn (appeal_id) select id from fresh`,
);
const selectWorded = statement(
  'bench.worded',
  `select id, executor_id as "executorId", category, subcategory, fact, text, settlement, address from appeal where id > $1 order by id limit 5000`,
);
const selectSizes = statement(
  'bench.sizes-of-words',
  `select (pg_total_relation_size('appeal_word') + pg_total_relation_size('word_count'))::float8 / 1e6 as words, pg_total_relation_size('appeal')::float8 / 1e6 as appeals`,
);

type Asked = Worded & { readonly id: number };
const NEWCOMER = 2_000_000_000;
const asked = ({ text, settlement, address, path }: MadeAppeal): Asked => ({
  id: NEWCOMER,
  text,
  settlement,
  address,
  category: path[0] ?? null,
  subcategory: path[1] ?? null,
  fact: path[2] ?? null,
});

/** By the bot's own way of learning. @returns ids of the executors, and milliseconds for each appeal learned from */
async function fill(database: Database, made: readonly MadeAppeal[], people: readonly number[]): Promise<number> {
  for (let from = 0; from < made.length; from += IN_ONE_STATEMENT) {
    const rows = made.slice(from, from + IN_ONE_STATEMENT).map((one, at) => {
      const { id: _, ...worded } = asked(one);
      return { number: String(from + at + 1), executor_id: people[one.executor], ...worded };
    });
    await database.query(insertAppeals, [JSON.stringify(rows)]);
  }
  const begun = performance.now();
  while ((await learn({ [DATABASE]: database, clock: systemClock })) > 0);
  const took = performance.now() - begun;
  await database.dataSource.query('vacuum analyze appeal, appeal_word, word_count');
  return took / made.length;
}

/** Executors of former appeals with this category, the commonest first; of one without any, of all. */
function usualOf(former: readonly MadeAppeal[]): (path: readonly string[]) => readonly number[] {
  const counts = new Map<string, Map<number, number>>();
  for (const { path, executor } of former)
    for (const key of ['', path.join('/')]) {
      const of = counts.get(key) ?? new Map<number, number>();
      counts.set(key, of.set(executor, (of.get(executor) ?? 0) + 1));
    }
  return (path) =>
    [...(counts.get(path.join('/')) ?? counts.get('') ?? [])]
      .sort((one, other) => other[1] - one[1])
      .map(([who]) => who);
}

async function hitRates(): Promise<void> {
  const office = await openOffice();
  try {
    const { database } = office;
    const people = (await database.query<{ id: number }>(insertPeople, [EXECUTORS])).map(({ id }) => id);
    const make = appealsOfDistrict(1);
    const made = Array.from({ length: APPEALS }, make);
    const [former, heldOut] = [made.slice(0, APPEALS / 2), made.slice(APPEALS / 2)];
    await fill(database, former, people);
    const usual = usualOf(former);
    const hits = { first: 0, three: 0, offered: 0, right: 0, usual: 0, usualThree: 0 };
    for (const one of heldOut) {
      const voices = await nearVoices(database, asked(one), TODAY);
      const ranked = votesFor(voices).map(([{ row }]) => people.indexOf(row.executorId));
      const offer = await whoseMayBe(database, asked(one), TODAY);
      const known = usual(one.path);
      hits.first += Number(ranked[0] === one.executor);
      hits.three += Number(ranked.slice(0, 3).includes(one.executor));
      hits.offered += Number(offer !== null);
      hits.right += Number(offer !== null && people.indexOf(offer.executorId) === one.executor);
      hits.usual += Number(known[0] === one.executor);
      hits.usualThree += Number(known.slice(0, 3).includes(one.executor));
    }
    const share = (count: number, of = heldOut.length) => `${((100 * count) / of).toFixed(1)} %`;
    console.log(
      [
        `\nwhose: ${heldOut.length} held-out appeals after ${former.length} former ones, of a district that was made up`,
        `                                        the first is right   one of three is`,
        `  by former appeals that are near       ${share(hits.first).padEnd(20)} ${share(hits.three)}`,
        `  the category's usual executor alone   ${share(hits.usual).padEnd(20)} ${share(hits.usualThree)} (its three commonest)`,
        `  Offered ${share(hits.offered)} of them; of these the one who is offered is right in ${share(hits.right, hits.offered)}.`,
        `  One in fifteen went to somebody by chance, so nobody can be right in all.`,
      ].join('\n'),
    );
  } finally {
    await office.close();
  }
}

/** The control: the same measure, each former appeal read and compared. */
async function compareWithEach(
  { database }: Office,
  one: Asked,
  weights: ReadonlyMap<number, number>,
): Promise<number | null> {
  const mine = wordsOf(one);
  const mineToo = new Set(mine);
  const squared = (words: readonly number[]) => words.reduce((sum, word) => sum + (weights.get(word) ?? 0) ** 2, 0);
  const whole = squared(mine);
  let nearest: { likeness: number; executorId: number }[] = [];
  for (let after = 0; ;) {
    const rows = await database.query<Asked & { executorId: number }>(selectWorded, [after]);
    for (const row of rows) {
      const theirs = wordsOf(row);
      const likeness = squared(theirs.filter((word) => mineToo.has(word))) / Math.sqrt(whole * squared(theirs));
      if (likeness > (nearest[14]?.likeness ?? 0))
        nearest = [...nearest, { likeness, executorId: row.executorId }]
          .sort((a, b) => b.likeness - a.likeness)
          .slice(0, 15);
    }
    after = rows.at(-1)?.id ?? 0;
    if (rows.length === 0) break;
  }
  const voices = new Map<number, number>();
  for (const { likeness, executorId } of nearest) voices.set(executorId, (voices.get(executorId) ?? 0) + likeness ** 2);
  return [...voices].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

async function speed(): Promise<void> {
  const office = await openOffice();
  const { database } = office;
  try {
    const people = (await database.query<{ id: number }>(insertPeople, [EXECUTORS])).map(({ id }) => id);
    const make = appealsOfDistrict(2);
    const made = Array.from({ length: FORMER }, make);
    const perAppeal = await fill(database, made, people);
    const places = new Set(made.map(settlementOf));
    const counts = await database.dataSource.query<{ word: number; weight: number }[]>(
      `select c.word, ln((1 + e.appeals::float8) / c.appeals) as weight from word_count c, word_count e where e.word = 0`,
    );
    const weights = new Map(counts.map(({ word, weight }) => [word, weight * (places.has(word) ? SETTLEMENT : 1)]));
    const [byWords, withEach, ratios]: [number[], number[], number[]] = [[], [], []];
    let same = 0;
    const before = process.memoryUsage().rss;
    for (let at = 0; at < SEARCHES; at += 1) {
      const one = asked(make());
      let begun = performance.now();
      const offer = await whoseMayBe(database, one, TODAY);
      byWords.push(performance.now() - begun);
      if (at >= WHOLE_SEARCHES) continue;
      begun = performance.now();
      same += Number((await compareWithEach(office, one, weights)) === offer?.executorId);
      withEach.push(performance.now() - begun);
      ratios.push((withEach.at(-1) ?? Number.NaN) / (byWords.at(-1) ?? Number.NaN));
    }
    const [sizes] = await database.query<{ words: number; appeals: number }>(selectSizes);
    printTable(
      `whose: an offer among ${FORMER} former appeals`,
      [
        { what: 'by the words kept', rounds: byWords, unit: 'ms', digits: 1 },
        { what: 'comparing with each', rounds: withEach, unit: 'ms' },
        { what: 'with each / by the words', rounds: ratios, unit: '×', aim: '≥ 20' },
      ],
      [
        `Both name the same executor in ${same} of ${WHOLE_SEARCHES}. p99 of an offer: ${quantile(byWords, 0.99).toFixed(1)} ms.`,
        `Learned from one appeal in ${perAppeal.toFixed(2)} ms; the words take ${sizes?.words.toFixed(0)} MB of the database beside ${sizes?.appeals.toFixed(0)} MB of appeals.`,
        `The process grew by ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB meanwhile, the comparisons with each included: nothing is kept in it.`,
      ],
    );
  } finally {
    await office.close();
  }
}

hitRates()
  .then(speed)
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
