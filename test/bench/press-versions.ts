import { existsSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/until';
import { median, printTable, quantile } from './support/figures';
import type { Round } from './support/press';

const HERE = path.join(__dirname, '../..');
const WARM_UP = 12;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);

/** What a checkout has for measuring itself: each version makes its office, starts its build and presses by its own words. */
interface Support {
  readonly office: typeof import('./support/office');
  readonly busy: typeof import('./support/busy-office');
  readonly bot: typeof import('./support/bot-process');
  readonly press: typeof import('./support/press');
  readonly sink: typeof import('./support/sink');
}

interface Side {
  readonly name: string;
  /** A press of each executor, up to the toast; the cards are drawn anew when it is over. */
  round(): Promise<Round>;
  /** Resident, MB. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

function supportOf(root: string): Support {
  const at = (name: string): unknown => require(path.join(root, 'test/bench/support', name));
  return {
    office: at('office.ts') as Support['office'],
    busy: at('busy-office.ts') as Support['busy'],
    bot: at('bot-process.ts') as Support['bot'],
    press: at('press.ts') as Support['press'],
    sink: at('sink.ts') as Support['sink'],
  };
}

async function open(name: string, root: string): Promise<Side> {
  if (!existsSync(path.join(root, 'dist/src/main.js')))
    throw new Error(`${root} is not built: npm ci && npm run build`);
  const { busy, bot, press, sink, ...its } = supportOf(root);
  const office = await its.office.openOffice();
  const appeals = await busy.fillOffice(office.database, busy.EXECUTORS * (WARM_UP + ROUNDS));
  const telegram = await sink.startSink();
  const running = await bot.startBotProcess(office.url, telegram.apiRoot, office.folder);
  const people = press.presser(running.port, telegram);
  const settled = (): Promise<void> =>
    until('the lanes are empty', async () => {
      const [row]: { waiting: number }[] = await office.database.dataSource.query(
        `select count(*)::int as waiting from inbox_update where state = 'new'`,
      );
      return row?.waiting === 0;
    });
  return {
    name,
    async round() {
      telegram.hold(true);
      const round = await press.timed(appeals.splice(0, busy.EXECUTORS), async (one) => void (await people.press(one)));
      telegram.hold(false);
      await settled();
      return round;
    },
    memory: async () => (await running.memory()) / 1_048_576,
    async close() {
      people.close();
      await running.stop();
      await telegram.stop();
      await office.close();
    },
  };
}

async function main(): Promise<void> {
  const other = process.env.BENCH_OTHER ?? '';
  if (other === '') throw new Error('With which version? npm run bench -- press-versions --other DIR');
  const [before, after] = [await open('other', path.resolve(other)), await open('this', HERE)];
  const rounds = new Map<Side, Round[]>([
    [before, []],
    [after, []],
  ]);
  try {
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      // each side first in turn
      for (const side of round % 2 === 0 ? [before, after] : [after, before]) {
        const measured = await side.round();
        if (round >= WARM_UP) rounds.get(side)?.push(measured);
      }
    }
    await print(before, after, rounds);
  } finally {
    await before.close();
    await after.close();
  }
}

async function print(before: Side, after: Side, rounds: ReadonlyMap<Side, readonly Round[]>): Promise<void> {
  const of = (side: Side, figure: (round: Round) => number): number[] => (rounds.get(side) ?? []).map(figure);
  const rates = (side: Side): number[] => of(side, ({ perSecond }) => perSecond);
  const p50 = (side: Side): number[] => of(side, ({ latencies }) => median(latencies));
  const p99 = (side: Side): string =>
    quantile(
      (rounds.get(side) ?? []).flatMap(({ latencies }) => latencies),
      0.99,
    ).toFixed(1);
  printTable(
    'press-versions: «Взять в работу», from POST to the toast, 16 connections, round by round in turn',
    [
      { what: 'this', rounds: rates(after), unit: '/s' },
      { what: 'other', rounds: rates(before), unit: '/s' },
      {
        what: 'this / other',
        rounds: rates(after).map((rate, index) => rate / (rates(before)[index] ?? Number.NaN)),
        unit: '',
        digits: 2,
        aim: '≥ 0.97',
      },
      { what: 'this, p50', rounds: p50(after), unit: 'ms', digits: 1 },
      { what: 'other, p50', rounds: p50(before), unit: 'ms', digits: 1 },
    ],
    [
      `all presses: p99 this ${p99(after)} ms, other ${p99(before)} ms`,
      `resident memory at the end: this ${(await after.memory()).toFixed(0)} MB, other ${(await before.memory()).toFixed(0)} MB`,
    ],
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
