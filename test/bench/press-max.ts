import { performance } from 'node:perf_hooks';
import { MAX } from '../../src/intake/messenger-chats';
import { pause } from '../support/until';
import { startBotProcess, type BotProcess } from './support/bot-process';
import { EXECUTORS, fillOffice, type Waiting } from './support/busy-office';
import { median, printTable, quantile } from './support/figures';
import { MAX_WAY, maxSettings, startMaxSink } from './support/max';
import { openOffice, type Office } from './support/office';
import { presser, timed } from './support/press';
import { startSink, type Sink } from './support/sink';

/** Half of the people are in MAX. */
const A_SIDE = EXECUTORS / 2;
const WARM_UP = Number(process.env.BENCH_WARM_UP ?? 12);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);
/** Into one chat MAX lets two requests a second, and the bot waits for its turn. */
const BETWEEN_ROUNDS_MS = 600;

interface Side {
  readonly office: Office;
  readonly people: ReturnType<typeof presser>;
  readonly sink: Pick<Sink, 'onRedraw'>;
  readonly appeals: Waiting[];
}

interface Measured {
  /** To the toasts. */
  readonly perSecond: number;
  readonly latencies: readonly number[];
  /** To the last card that was drawn anew. */
  readonly drawnPerSecond: number;
}

async function main(): Promise<void> {
  const [office, sink, maxSink] = [await openOffice(), await startSink(), await startMaxSink()];
  try {
    const appeals = await fillOffice(office.database, 1 + EXECUTORS * (WARM_UP + ROUNDS) * 2);
    await moveHalfToMax(office);
    const isInMax = ({ chatId }: Waiting) => chatId % 2 === 0;
    const inMax = appeals.filter(isInMax);
    const inTelegram = appeals.filter((one) => !isInMax(one));
    const start = (settings = {}) => startBotProcess(office.url, sink.apiRoot, office.folder, settings);

    const alone = await start();
    const telegramAlone: Side = { office, people: presser(alone.port, sink), sink, appeals: inTelegram };
    const memoryAlone: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      await pressed(telegramAlone);
      if (round >= WARM_UP) memoryAlone.push(await megabytes(alone));
    }
    telegramAlone.people.close();
    await alone.stop();

    const both = await start(maxSettings(maxSink.apiRoot));
    const telegram: Side = { office, people: presser(both.port, sink), sink, appeals: inTelegram };
    const max: Side = { office, people: presser(both.port, maxSink, MAX_WAY), sink: maxSink, appeals: inMax };
    const rounds: { readonly telegram: Measured; readonly max: Measured; readonly memory: number }[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      // each first in turn
      const first = round % 2 === 0 ? await pressed(telegram) : await pressed(max);
      const second = round % 2 === 0 ? await pressed(max) : await pressed(telegram);
      const [ofTelegram, ofMax] = round % 2 === 0 ? [first, second] : [second, first];
      if (round >= WARM_UP) rounds.push({ telegram: ofTelegram, max: ofMax, memory: await megabytes(both) });
    }
    telegram.people.close();
    max.people.close();
    await both.stop();
    print(rounds, memoryAlone);
  } finally {
    await sink.stop();
    await maxSink.stop();
    await office.close();
  }
}

/** Each of the people of one messenger presses once, as many at once as there are connections. */
async function pressed({ office, people, sink, appeals }: Side): Promise<Measured> {
  const begun = performance.now();
  let drawn = 0;
  const allDrawn = new Promise<number>((resolve) => {
    sink.onRedraw = () => {
      if (++drawn === A_SIDE) resolve(performance.now());
    };
  });
  const { perSecond, latencies } = await timed(
    appeals.splice(0, A_SIDE),
    async (waiting) => void (await people.press(waiting)),
  );
  const drawnPerSecond = (A_SIDE * 1_000) / ((await Promise.race([allDrawn, allHandled(office)])) - begun);
  await pause(BETWEEN_ROUNDS_MS);
  return { perSecond, latencies, drawnPerSecond };
}

/** Where a card is left to the outbox, which draws it when it can, nothing is drawn: the update is done all the same. */
async function allHandled({ database }: Office): Promise<number> {
  for (;;) {
    const [row]: { waiting: number }[] = await database.dataSource.query(
      `select count(*)::int as waiting from inbox_update where state = 'new'`,
    );
    if (row?.waiting === 0) return performance.now();
    await pause(10);
  }
}

const megabytes = async (bot: BotProcess): Promise<number> => (await bot.memory()) / 1_048_576;

/** People with even numbers, with the cards that they have. */
async function moveHalfToMax({ database }: Office): Promise<void> {
  const { dataSource } = database;
  await dataSource.query(
    `update card c set message_ref = m.chat_id || '/mid.' || lpad(to_hex(m.chat_id::bigint), 16, '0')
       || lpad(to_hex(split_part(c.message_ref, '/', 2)::bigint), 16, '0')
     from account m where m.person_id = c.person_id and m.user_id::bigint % 2 = 0 and m.user_id::bigint > 9100000`,
  );
  await dataSource.query(
    `update account set messenger = '${MAX}' where user_id::bigint % 2 = 0 and user_id::bigint > 9100000`,
  );
}

function print(
  rounds: readonly { readonly telegram: Measured; readonly max: Measured; readonly memory: number }[],
  memoryAlone: readonly number[],
): void {
  const of = (messenger: 'telegram' | 'max', figure: (one: Measured) => number): number[] =>
    rounds.map((round) => figure(round[messenger]));
  const ratio = (figure: (one: Measured) => number) =>
    rounds.map(({ telegram, max }) => figure(max) / figure(telegram));
  const drawn = ({ drawnPerSecond }: Measured): number => drawnPerSecond;
  const answered = ({ perSecond }: Measured): number => perSecond;
  const p99 = ({ latencies }: Measured): number => quantile(latencies, 0.99);
  const memory = rounds.map((round) => round.memory);
  printTable('press-max: «Взять в работу» in MAX beside Telegram, in one bot', [
    { what: 'Telegram, to the card drawn anew', rounds: of('telegram', drawn), unit: '/s' },
    { what: 'MAX, to the card drawn anew', rounds: of('max', drawn), unit: '/s' },
    { what: 'MAX / Telegram', rounds: ratio(drawn), unit: '', digits: 2, aim: '≥ 0.95' },
    { what: 'Telegram, to the toast', rounds: of('telegram', answered), unit: '/s' },
    { what: 'MAX, to the toast, which comes with the card', rounds: of('max', answered), unit: '/s' },
    { what: 'Telegram, p99 to the toast', rounds: of('telegram', p99), unit: 'ms' },
    { what: 'MAX, p99 to the toast', rounds: of('max', p99), unit: 'ms' },
    { what: 'resident memory, Telegram alone', rounds: memoryAlone, unit: 'MB' },
    { what: 'resident memory, both', rounds: memory, unit: 'MB' },
    {
      what: 'both / Telegram alone',
      rounds: memory.map((one) => one / median(memoryAlone)),
      unit: '',
      digits: 2,
      aim: '≤ 1.10',
    },
  ]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
