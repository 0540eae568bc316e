import { toPlainDate } from '../../src/regulation/calendar';
import { pause } from '../support/until';
import { startBotProcess } from './support/bot-process';
import { fillOffice, type Waiting } from './support/busy-office';
import { median, printTable, quantile } from './support/figures';
import { openOffice, type Office } from './support/office';
import { presser, pressInTurn } from './support/press';
import { startSink } from './support/sink';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 11);
const PRESSES = Number(process.env.BENCH_PRESSES ?? 120);
const REST_MS = 1_000;

type Side = 'alone' | 'followed' | 'drawn';
type People = ReturnType<typeof presser>;

/** While this is held nobody follows the journal: the follower waits for it, as behind another follower. */
async function withoutFollower<Result>(office: Office, work: () => Promise<Result>): Promise<Result> {
  const session = office.database.dataSource.createQueryRunner();
  await session.startTransaction();
  try {
    await session.query('lock table statistics_set in share update exclusive mode');
    return await work();
  } finally {
    await session.commitTransaction();
    await session.release();
  }
}

const entriesFollowed = async (office: Office): Promise<number> =>
  Number(
    (
      await office.database.dataSource.query<{ count: number }[]>(
        `select count(*) from journal_entry j join statistics_set s on s.state = 'active' and (j.epoch, j.txid, j.id) <= (s.epoch, s.txid, s.entry_id)`,
      )
    )[0]?.count,
  );

async function untilFollowed(office: Office): Promise<void> {
  for (;;) {
    const [row] = await office.database.dataSource.query<{ waiting: boolean }[]>(
      `select not exists (select from statistics_set s where s.state = 'active') or exists (select from journal_entry j, statistics_set s
        where s.state = 'active' and (j.epoch, j.txid, j.id) > (s.epoch, s.txid, s.entry_id)) as waiting`,
    );
    if (row?.waiting === false) return;
    await pause(100);
  }
}

/** A curator asks for albums of four, the next as soon as the last has gone. @returns how to end it, and how many went */
function albums(people: People, { chatId, messageId }: Waiting, sent: () => number) {
  let [isOver, went] = [false, 0];
  const running = (async () => {
    for (let day = 1; !isOver; day = (day % 27) + 1) {
      const before = sent();
      await people.pressButton(
        { chatId, messageId },
        {
          kind: 'statisticsFile',
          unit: 'own',
          from: toPlainDate(`2026-10-${String(day).padStart(2, '0')}`),
          to: toPlainDate('2026-11-28'),
          format: 'pictures',
        },
      );
      while (sent() === before && !isOver) await pause(20);
      went += Number(sent() > before);
    }
  })();
  return async (): Promise<number> => {
    isOver = true;
    await running;
    return went;
  };
}

async function main(): Promise<void> {
  const [office, sink] = [await openOffice(), await startSink()];
  try {
    const appeals = await fillOffice(office.database, (ROUNDS + 1) * 3 * PRESSES + 1);
    const [curator] = appeals.splice(0, 1);
    if (!curator) throw new Error('Nobody asks for pictures');
    await office.database.dataSource.query(`update person set roles = '{executor,curator}' where id = $1`, [
      curator.personId,
    ]);
    const bot = await startBotProcess(office.url, sink.apiRoot, office.folder);
    await untilFollowed(office);
    const people = presser(bot.port, sink);
    const press = () => pressInTurn(people, appeals, PRESSES);
    const done = { entries: [] as number[], albums: [] as number[] };
    const ways: Record<Side, () => Promise<number[]>> = {
      alone: () => withoutFollower(office, press),
      async followed() {
        const before = await entriesFollowed(office);
        const latencies = await press();
        done.entries.push((await entriesFollowed(office)) - before);
        return latencies;
      },
      async drawn() {
        const end = albums(people, curator, () => sink.counts.get('sendMediaGroup') ?? 0);
        const latencies = await withoutFollower(office, press);
        done.albums.push(await end());
        return latencies;
      },
    };
    const order = ['alone', 'followed', 'drawn'] as const satisfies readonly Side[];
    const rounds: Record<Side, number[]>[] = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      const taken: Partial<Record<Side, number[]>> = {};
      for (const index of order.keys()) {
        const side = order[(index + round + order.length) % order.length]!;
        taken[side] = await ways[side]();
        await untilFollowed(office);
        await pause(REST_MS);
      }
      const { alone = [], followed = [], drawn = [] } = taken;
      if (round >= 0) rounds.push({ alone, followed, drawn });
    }
    people.close();
    await bot.stop();
    print(rounds, done);
  } finally {
    await sink.stop();
    await office.close();
  }
}

const p99 = (sample: readonly number[]): number => quantile(sample, 0.99);

function print(
  rounds: readonly Record<Side, number[]>[],
  done: { readonly entries: readonly number[]; readonly albums: readonly number[] },
): void {
  const of = (side: Side, figure: (sample: readonly number[]) => number) => rounds.map((round) => figure(round[side]));
  const against = (side: Side, figure: (sample: readonly number[]) => number) =>
    rounds.map((round) => figure(round[side]) / figure(round.alone));
  const all = (side: Side) => rounds.flatMap((round) => round[side]);
  printTable(
    'one press after another, alone, while statistics follow it, and while albums of four pictures are drawn',
    [
      { what: 'median alone', rounds: of('alone', median), unit: 'ms', digits: 1 },
      { what: 'followed / alone', rounds: against('followed', median), unit: '×', digits: 2, aim: '≤ 1.05' },
      { what: 'entries followed meanwhile', rounds: done.entries, unit: '' },
      { what: 'p99 alone', rounds: of('alone', p99), unit: 'ms', digits: 1 },
      { what: 'p99 beside pictures / alone', rounds: against('drawn', p99), unit: '×', digits: 2, aim: '≤ 1.2' },
      { what: 'median beside pictures / alone', rounds: against('drawn', median), unit: '×', digits: 2 },
      { what: 'albums meanwhile', rounds: done.albums, unit: '' },
    ],
    (['alone', 'followed', 'drawn'] as const).map(
      (side) =>
        `${side}, of all presses together: p50 ${median(all(side)).toFixed(1)} ms, p99 ${p99(all(side)).toFixed(1)} ms`,
    ),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
