import { createLog } from '../../src/adapters/log';
import { startApplication } from '../../src/application/application';
import { systemClock } from '../../src/clock';
import { loadConfig } from '../../src/config';
import { pause, until } from '../support/until';
import { BOT_TOKEN, startBotProcess, WEBHOOK_SECRET } from './support/bot-process';
import { EXECUTORS, fillOffice, type Waiting } from './support/busy-office';
import { median, printTable, quantile } from './support/figures';
import { openOffice, type Office } from './support/office';
import { presser, timed, type Round } from './support/press';
import { recording, retold, startReplayer, type Said } from './support/replay';
import { startSink, type Sink } from './support/sink';

const WARM_UP = 12;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);
const FULL = 10;

/** What a press leaves behind: the control is one only while it leaves the same. */
const WRITTEN = `select
  (select count(*) from journal_entry) as entries, (select count(*) from outbox_message) as messages,
  (select count(*) from reminder) as reminders, (select count(*) from reminder where state = 'cancelled') as cancelled`;
const written = ({ dataSource }: Office['database']): Promise<object[]> => dataSource.query(WRITTEN);

/** The sender's own statements: they belong to no press. */
const OF_THE_SENDER = ['outbox.claim', 'outbox.holds', 'outbox.interrupted', 'outbox.finish'];

async function main(): Promise<void> {
  const office = await openOffice();
  const sink = await startSink();
  try {
    await measure(office, sink);
  } finally {
    await sink.stop();
    await office.close();
  }
}

async function measure(office: Office, sink: Sink): Promise<void> {
  const appeals = await fillOffice(office.database, 1 + EXECUTORS * (WARM_UP + ROUNDS + FULL));
  const take = (count: number): Waiting[] => appeals.splice(0, count);
  const [model] = take(1);
  if (!model) throw new Error('There are no appeals');
  const { said, updateId } = await record(office, sink, model);
  const replayer = await startReplayer(await office.copy('replayed'));
  const [botsBefore, controlsBefore] = [await written(office.database), await replayer.query(WRITTEN)];

  const bot = await startBotProcess(office.url, sink.apiRoot, office.folder);
  const people = presser(bot.port, sink);
  const atCopy = [...appeals];
  let replayed = 0;

  const pressed = async (): Promise<Round> => {
    sink.hold(true);
    const round = await timed(take(EXECUTORS), async (waiting) => void (await people.press(waiting)));
    sink.hold(false);
    await settled(office);
    return round;
  };
  const control = async (): Promise<Round> => {
    const presses = atCopy.splice(0, EXECUTORS).map((waiting) =>
      retold(
        said,
        new Map([
          [String(updateId), String(430_000_000 + (replayed += 1))],
          [String(model.appealId), String(waiting.appealId)],
          [model.appealId.toString(36), waiting.appealId.toString(36)],
          [String(model.personId), String(waiting.personId)],
          [String(model.chatId), String(waiting.chatId)],
          [String(model.messageId), String(waiting.messageId)],
        ]),
      ),
    );
    const round = await timed(presses, (press, connection) => replayer.replay(press, connection));
    await replayer.forgetUpdates();
    return round;
  };

  for (let round = 0; round < WARM_UP; round += 1) {
    await pressed();
    await control();
  }
  const bots: Round[] = [];
  const controls: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bots.push(await pressed());
    controls.push(await control());
  }
  const memory: number[] = [];
  const whole: Round[] = [];
  for (let round = 0; round < FULL; round += 1) {
    whole.push(await timed(take(EXECUTORS), async (waiting) => void (await people.press(waiting))));
    memory.push((await bot.memory()) / 1_048_576);
  }
  await settled(office);
  const perPress = (before: readonly object[], after: readonly object[], presses: number): string =>
    Object.entries(after[0] ?? {})
      .map(([what, count]) => `${what} ${((Number(count) - Number(Object(before[0])[what])) / presses).toFixed(2)}`)
      .join(', ');
  const botWrote = perPress(botsBefore, await written(office.database), (WARM_UP + ROUNDS + FULL) * EXECUTORS);
  const controlWrote = perPress(controlsBefore, await replayer.query(WRITTEN), replayed);
  people.close();
  await replayer.close();
  await bot.stop();

  const rates = (rounds: readonly Round[]): number[] => rounds.map(({ perSecond }) => perSecond);
  const latency = (rounds: readonly Round[], share: number): number[] =>
    rounds.map(({ latencies }) => quantile(latencies, share));
  const ratio = bots.map(({ perSecond }, index) => perSecond / (controls[index]?.perSecond ?? Number.NaN));
  const pooled = (rounds: readonly Round[], share: number): string =>
    quantile(
      rounds.flatMap(({ latencies }) => latencies),
      share,
    ).toFixed(1);
  printTable(
    'press: «Взять в работу», from POST to the toast, 16 connections',
    [
      { what: 'bot', rounds: rates(bots), unit: '/s' },
      { what: 'bare pg, the same statements', rounds: rates(controls), unit: '/s' },
      { what: 'bot / bare pg', rounds: ratio, unit: '', digits: 2, aim: '≥ 0.50' },
      { what: 'bot, p50', rounds: latency(bots, 0.5), unit: 'ms', digits: 1 },
      { what: 'bare pg, p50', rounds: latency(controls, 0.5), unit: 'ms', digits: 1 },
      { what: 'bot with the redraw of the card', rounds: rates(whole), unit: '/s' },
      { what: 'resident memory under this load', rounds: memory, unit: 'MB', aim: '≤ 160' },
    ],
    [
      `all presses: bot p50 ${pooled(bots, 0.5)} ms, p99 ${pooled(bots, 0.99)} ms; bare pg p50 ${pooled(controls, 0.5)} ms, p99 ${pooled(controls, 0.99)} ms`,
      `medians' ratio ${(median(rates(bots)) / median(rates(controls))).toFixed(2)}; statements: ${said.map(({ statement }) => statement.name).join(', ')}`,
      `rows of a press: bot ${botWrote}; bare pg ${controlWrote}`,
    ],
  );
}

/** One press through an application in this process, so that its statements can be noted with their values. */
async function record(
  office: Office,
  sink: Sink,
  model: Waiting,
): Promise<{ said: readonly Said[]; updateId: number }> {
  const noted = recording(office.database);
  const config = loadConfig({ BOT_TOKEN, TELEGRAM_API_ROOT: sink.apiRoot, HTTP_PORT: '0', DATA_DIR: office.folder });
  if (config.mode !== 'polling') throw new Error('The recorded bot needs a token');
  const application = await startApplication({
    config,
    telegram: config.telegram,
    webhook: { url: 'http://127.0.0.1/telegram/webhook', secret: WEBHOOK_SECRET },
    intakeTokens: [],
    database: noted.database,
    clock: systemClock,
    log: createLog('warn'),
    onFatal: (error) => {
      throw error;
    },
  });
  await application.ready;
  await pause(200);
  noted.said.length = 0;
  sink.hold(true);
  const people = presser(Number(new URL(application.address).port), sink);
  const updateId = await people.press(model);
  const said = noted.said.filter(({ statement }) => !OF_THE_SENDER.includes(statement.name));
  sink.hold(false);
  await settled(office);
  people.close();
  await application.stop();
  return { said, updateId };
}

/** Every update is handled, its redraw included. */
async function settled({ database }: Office): Promise<void> {
  await until('the lanes are empty', async () => {
    const [row]: { waiting: number }[] = await database.dataSource.query(
      `select count(*)::int as waiting from inbox_update where state = 'new'`,
    );
    return row?.waiting === 0;
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
