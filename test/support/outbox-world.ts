import { openDatabase } from '../../src/adapters/database';
import { systemClock, type Clock } from '../../src/clock';
import { statement, type Database } from '../../src/database/database';
import { createLeadership } from '../../src/database/leadership';
import { NO_BUDGETS, type Budgets } from '../../src/outbox/budgets';
import { Pace } from '../../src/outbox/pace';
import { Reach } from '../../src/outbox/reach';
import { enqueue, type OutgoingMessage } from '../../src/outbox/enqueue';
import { createSender, type Sender, type SenderOptions } from '../../src/outbox/sender';
import { startBotApiSink, type BotApiSink } from './bot-api-sink';
import { freshDatabase, type FreshDatabase } from './database';
import { recordingLog } from './recording-log';
import { TEXTS, textMessenger } from './text-messenger';

const selectRows = statement(
  'test.outbox-rows',
  `select key, chat_id::bigint as "chatId", state, attempts, ambiguous_sends as "ambiguousSends", message_ref as message, reason
   from outbox_message order by id`,
);

const allHolds = statement('test.holds', 'select chat_id from outbox_hold');
const emptyOutbox = statement('test.outbox-empty', 'truncate outbox_message, outbox_hold');

/** How often one that does not send asks whether it may. */
export const ASKS_EACH_MS = 200;

export interface OutboxRow {
  readonly key: string;
  readonly chatId: number;
  readonly state: string;
  readonly attempts: number;
  readonly ambiguousSends: number;
  readonly message: string | null;
  readonly reason: string | null;
}

export const outboxRows = (database: Database): Promise<OutboxRow[]> => database.query<OutboxRow>(selectRows);

/** An ordinary text; the key says all. */
export const text = (key: string, chatId: number, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key,
  to: { messenger: TEXTS, chatId: String(chatId) },
  kind: 'text',
  params: { text: key },
  silent: false,
  ...more,
});

export const commit = (database: Database, messages: readonly OutgoingMessage[]): Promise<void> =>
  database.transaction((tx) => enqueue(tx, messages, systemClock.now()));

export interface SenderProcess {
  readonly sender: Sender;
  readonly log: ReturnType<typeof recordingLog>;
  readonly unreachable: [number, string][];
  readonly migrated: [number, number][];
  readonly givenUp: [number, string][];
  /** As SIGTERM does. */
  stop(): Promise<boolean>;
  /** As far as the database sees: the process is gone, nothing was said. */
  vanish(): Promise<void>;
}

/** Asks soon whether it is reached again. */
export const paceOf = (budgets: Budgets, probe: () => Promise<boolean>): Pace =>
  new Pace(budgets, new Reach({ probe, log: recordingLog(), firstPauseMs: 10 }));

type StartOptions = Pick<SenderOptions, 'messenger'> & Partial<SenderOptions> & { clock?: Clock; budgets?: Budgets };

/** A sender with its own pool and session, as another process has. */
export async function startSender(
  url: string,
  { budgets = NO_BUDGETS, ...options }: StartOptions,
): Promise<SenderProcess> {
  const database = await openDatabase({ url, poolSize: 4 });
  const log = recordingLog();
  const leadership = createLeadership({ database, log, intervalMilliseconds: ASKS_EACH_MS });
  const unreachable: [number, string][] = [];
  const migrated: [number, number][] = [];
  const givenUp: [number, string][] = [];
  const sender = createSender({
    database,
    leadership,
    place: 'outbox:334',
    pace: paceOf(budgets, () => options.messenger.isReached()),
    clock: systemClock,
    log,
    firstBackoffSeconds: 0.1,
    onUnreachable: async ({ chatId }, reason) => void unreachable.push([Number(chatId), reason]),
    onGivenUp: async (_, { id }, why) => void givenUp.push([id, why]),
    onMigrated: async ({ chatId }, to) => void migrated.push([Number(chatId), Number(to)]),
    ...options,
  });
  sender.start();
  await leadership.start();
  let isOpen = true;
  return {
    sender,
    log,
    unreachable,
    migrated,
    givenUp,
    async stop() {
      if (!isOpen) return true;
      isOpen = false;
      const isDone = await sender.stop(60_000);
      await leadership.stop();
      await database.close();
      return isDone;
    },
    async vanish() {
      isOpen = false;
      await leadership.stop();
      // its marks reach nothing any more
      await database.close();
      void sender.stop(0);
    },
  };
}

/** Hooks for a test file: one database, and for each test an empty outbox, a Bot API of its own, and senders that end. */
export function outboxWorld() {
  let fresh: FreshDatabase;
  let sink: BotApiSink;
  let processes: SenderProcess[];

  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  beforeEach(async () => {
    sink = await startBotApiSink();
    processes = [];
  });
  afterEach(async () => {
    for (const process of processes) await process.stop();
    await sink.stop();
    await fresh.database.query(emptyOutbox);
  });
  afterAll(() => fresh.drop());

  const rows = (): Promise<OutboxRow[]> => outboxRows(fresh.database);
  const states = async (): Promise<string[]> => (await rows()).map(({ state }) => state);
  return {
    get database() {
      return fresh.database;
    },
    get url() {
      return fresh.url;
    },
    get sink() {
      return sink;
    },
    open: async (options: Partial<StartOptions> = {}): Promise<SenderProcess> => {
      const process = await startSender(fresh.url, { messenger: textMessenger(sink.apiRoot), ...options });
      processes.push(process);
      return process;
    },
    say: (...messages: readonly OutgoingMessage[]) => commit(fresh.database, messages),
    rows,
    holds: () => fresh.database.query<{ chat_id: string }>(allHolds),
    states,
    allAre: (state: string) => async () => (await states()).every((one) => one === state),
    textsTo: (chatId: number) =>
      sink.calls.filter(({ params }) => params['chat_id'] === chatId).map(({ params }) => params['text']),
  };
}
