import { performance } from 'node:perf_hooks';
import { statement, type Database } from '../../src/database/database';
import { followJournal, rebuildStatistics } from '../../src/usecases/statistics/follow';
import { activeSet, entriesAfter } from '../../src/usecases/statistics/sets';
import { deskOf } from './support/desk';
import { printTable } from './support/figures';
import { openOffice } from './support/office';
import { fillYears } from './support/office-of-years';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 100_000);
/** Of the journal, the last; counting them all takes a while for each round. */
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 200_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** As the follower takes them. */
const AT_ONCE = 100;

// As if the last had come since: what they bring is counted again, and comes to the same.
const stepBack = statement(
  'bench.follow-again',
  `update statistics_set s set (epoch, txid, entry_id) = (select j.epoch, j.txid, j.id from journal_entry j order by j.id desc offset $1 limit 1) where s.state = 'active'`,
);
const selectStories = statement(
  'bench.stories',
  `select j.appeal_id, j.action, j.from_stage, j.to_stage, j.at, j.details from journal_entry j
   where j.appeal_id = any($1::int[]) order by j.appeal_id, j.id`,
);

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function count(database: Database): Promise<void> {
  const desk = deskOf(database);
  while ((await followJournal(desk)).more);
}

/** The control: the same pages of entries with the stories of their appeals, and nothing done with them. */
async function read(database: Database): Promise<void> {
  let at = await activeSet(database);
  while (at) {
    const from = at;
    const entries = await database.transaction(async (tx) => {
      const found = await entriesAfter(tx, from, AT_ONCE);
      await tx.query(selectStories, [[...new Set(found.flatMap(({ appealId }) => appealId ?? []))]]);
      return found;
    });
    const last = entries.at(-1);
    at = last && entries.length === AT_ONCE ? { ...from, ...last } : null;
  }
}

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await fillYears(office, APPEALS);
    const jobs = await office.database.apart('jobs');
    await rebuildStatistics(deskOf(jobs), { signal: new AbortController().signal, onProgress: () => undefined });
    await office.database.dataSource.query('vacuum analyze');
    const rounds: Record<'counting' | 'reading' | 'ratios', number[]> = { counting: [], reading: [], ratios: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Reading leaves the place where it is, so it may come first without making anything of it.
      await jobs.query(stepBack, [ENTRIES]);
      const before = round % 2 === 0 ? await timed(() => read(jobs)) : null;
      const counting = await timed(() => count(jobs));
      await jobs.query(stepBack, [ENTRIES]);
      const reading = before ?? (await timed(() => read(jobs)));
      rounds.counting.push(counting);
      rounds.reading.push(reading);
      rounds.ratios.push(counting / reading);
    }
    printTable(`follower: ${ENTRIES} entries, among ${APPEALS} appeals`, [
      { what: 'counting them', rounds: rounds.counting, unit: 'ms' },
      { what: 'reading them and their stories', rounds: rounds.reading, unit: 'ms' },
      { what: 'counting / reading', rounds: rounds.ratios, unit: '×', digits: 2, aim: '≤ 5' },
    ]);
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
