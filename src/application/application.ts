import path from 'node:path';
import type { Logger } from 'pino';
import type { Hindrance } from '../../bots/messenger/meeting';
import type { Service } from '../../bots/messenger/service';
import { createMessengers } from '../../bots/conversation/kit/messengers';
import type { OpenDatabase } from '../adapters/database';
import { fileIn, openFileStore } from '../adapters/files';
import { createFolders } from '../adapters/folders';
import { createCharts } from '../adapters/charts/charts';
import { createPapers } from '../adapters/papers/papers';
import { createFindAlike } from '../adapters/pictures/find-alike';
import { createSentTables } from '../adapters/sent-tables/sent-tables';
import { createPictures, type PicturesApart } from '../adapters/pictures/pictures';
import { openSignatureChecker, type SignatureChecker } from '../adapters/signature/signature-checker';
import type { Clock } from '../clock';
import type { Config, MaxSettings, TelegramSettings, WebhookSettings } from '../config';
import { databaseOf, DATABASE, type Database } from '../database/database';
import { watchConnections, type Connections } from '../intake/connections';
import { adminAccounts } from '../intake/messenger-chats';
import type { RegistryWork } from '../intake/registry/work';
import { createLeadership, type Leadership } from '../database/leadership';
import { describeError } from '../process/log';
import { outboxStatus } from '../outbox/queue';
import { endsWithin, pause } from '../process/pause';
import { faultsOfActs } from '../regulation/acts';
import { faultsOfEngagements } from '../regulation/engagement/faults';
import { faultsOfTable } from '../regulation/faults-of-table';
import { ACTS } from '../regulation/transitions';
import type { Receiving } from '../usecases/upkeep/silence';
import { CALENDAR_CHANNEL } from '../usecases/terms/calendar';
import type { Desk, FindAlike, Pictures } from '../usecases/kit/ports';
import { createClockwork, type Clockwork, type ComingUp } from './clockwork';
import { createOfficeServer, listen, type Surroundings } from './http';
import { createMetrics } from './metrics';
import { readRosterFile } from './read-roster-file';
import { openDesk } from './office-desk';
import { openRegistry } from './registry';
import { createHearing } from './hearing';
import { createMax } from './max';
import type { CommonOptions, Me, MessengerParts } from './messenger';
import { createTelegram } from './telegram';

export interface ApplicationOptions {
  readonly config: Config;
  /** Null: MAX alone. */
  readonly telegram: TelegramSettings | null;
  readonly webhook: WebhookSettings | null;
  /** Not given: what the configuration says. */
  readonly max?: MaxSettings | null;
  readonly intakeTokens: readonly string[];
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Logger;
  /** Not given: nobody watches the machine, as in tests, which must say the same on any. */
  readonly surroundings?: Surroundings;
  /** Lifted for measuring the bot itself. */
  readonly budgets?: 'on' | 'off';
  /** Off for whoever moves the time and calls `tick` themselves. */
  readonly ticker?: 'on' | 'off';
  /** Something that no waiting mends. */
  readonly onFatal: (error: Error) => void;
  /** A messenger goes on refusing the token: only the operator can help. */
  readonly onBadToken?: (variable: string) => void;
}

/** A messenger that the bot works with. */
export interface Met {
  readonly service: Service;
  /** It brings updates by itself. */
  readonly isPushed: boolean;
  /** Resolves when the bot has met it and takes updates; null: it was stopped before. */
  readonly ready: Promise<Me | null>;
  /** Why the bot can't speak with it now; null when it can. */
  readonly hindrance: () => Hindrance | null;
}

export interface Application {
  readonly desk: Desk;
  /** Of the HTTP server: http://host:port */
  readonly address: string;
  /** What bytes of pictures say, and which of them are alike. */
  readonly photos: { readonly pictures: Pictures; readonly findAlike: FindAlike };
  /** Does what is due now, without waiting for the next tick. */
  tick(): Promise<void>;
  /** When there is next something to do by itself, up to `until`: in the past when it is due already; null: nothing. */
  nextMomentAt(until: Date): Promise<Date | null>;
  /** The next of what people hear by itself; null: nothing within a fortnight. */
  comingUp(): Promise<ComingUp | null>;
  /** Resolves when nothing waits to be sent, or after this long. For a clock that walks: what belongs to a day is told on it. */
  told(limitMs: number): Promise<void>;
  readonly messengers: readonly Met[];
  /** Resolves when the bot has met all of them, or was stopped before. */
  readonly ready: Promise<unknown>;
  /** Takes nothing new, finishes what is in hand, within 10 s. */
  stop(): Promise<void>;
}

/** Of the 10 s that a stop has, the rest belongs to the database. */
const STOP_MS = 7_000;
/** Of these, a handler may have so much; what it says at the end goes out in what is left. */
const LANES_MS = 4_500;
const REQUESTS_MS = 3_000;
const LAST_STEPS_MS = 1_000;
const TOLD_POLL_MS = 40;
const UNWATCHED: Surroundings = { disks: async () => [], places: async () => [], warnings: [], copies: null };

/**
 * Wires the whole: regulation, database, bot, intake, outbox, clockwork. The HTTP intake works before any messenger is reached;
 * `/health` says what is still missing.
 * @throws Error when the table of the regulation contradicts itself
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { config, intakeTokens, database, clock, log, ticker = 'on', onFatal, surroundings = UNWATCHED } = options;
  requireSoundTable();
  const { queues, jobs, health } = await apartOf(database);
  const { desk, calendar } = await openDesk({ config, database, ofCalendar: jobs, clock });
  const leadership = createLeadership({ database: jobs, log, onUnfit: () => database.abandon() });
  // Nobody speaks before the clockwork below is there.
  const onCommit = () => clockwork.look();
  const { files, ...photos } = await photosOf(options, jobs);
  const signatures = await signaturesOf(options);
  const folders = createFolders(path.join(path.resolve(config.dataDir), 'folders'));
  const stored = { files, pictures: photos.pictures, folders };
  const { workers, ...drawing } = drawingOf(options);
  const given = { ...stored, ...drawing, checkSignature: signatures?.check ?? null };
  const messengers = await messengersOf(options, { ...given, queues, leadership, onCommit, desk });
  const wake = () => messengers.forEach(({ sender }) => sender.wake());
  const totals = totalsOf(messengers);
  const isWatched = ticker === 'on' && config.mode !== 'stand';
  const receiving = (now: Date) => (isWatched ? messengers.flatMap((one) => receivingFrom(one, now)) : []);
  const ofJobs = { ...desk, [DATABASE]: jobs };
  const ofClockwork = { ...stored, ...surroundings, examiner: photos, calendar, config, leadership, wake };
  const ofMessengers = { receiving, isWatched, heard: createHearing(messengers, clock) };
  const clockwork = createClockwork({ ...ofClockwork, ...ofMessengers, desk: ofJobs, log });
  const { defaultLocale: locale, reportTokens } = config;
  const ofServer = { ...stored, desk, health, log, locale, intakeTokens, reportTokens, wake, surroundings };
  const server = createOfficeServer({
    ...ofServer,
    lookAtPhotos: onCommit,
    messengers: () => messengers.map(({ hindrance }) => hindrance()?.reason ?? null),
    clockwork: clockwork.warnings,
    metrics: createMetrics({ ...surroundings, ...clockwork, database: health, clock, totals }),
  });
  const registry = await openRegistry({ config, desk: ofJobs, leadership, log, wake });
  const connections = watchConnections(server);
  for (const messenger of messengers) messenger.registerOn(server);
  leadership.listen(CALENDAR_CHANNEL, clockwork.readDays);

  // A port that is taken ends the start before anything has been said to anybody.
  const address = await listen(server, config.http);
  const met = meetAll(messengers, onFatal);
  await clockwork.start(ticker === 'on');

  return {
    desk,
    address,
    photos,
    tick: clockwork.tick,
    nextMomentAt: clockwork.nextMomentAt,
    comingUp: clockwork.comingUp,
    told: (limitMs) => untilTold(desk, limitMs),
    ...met,
    stop: () => stopAll({ clockwork, messengers, connections, ...photos, workers, signatures, leadership, registry }),
  };
}

async function messengersOf(
  { config, telegram, webhook, max = config.max, budgets = 'on', log, onBadToken }: ApplicationOptions,
  given: Omit<CommonOptions, 'log' | 'messengers'>,
): Promise<MessengerParts[]> {
  const common = { config, ...given, messengers: createMessengers(), budgets, log };
  const onBad = (variable: string) => () => onBadToken?.(variable);
  return [
    ...(telegram
      ? [await createTelegram({ ...common, settings: telegram, webhook, onBadToken: onBad('BOT_TOKEN') })]
      : []),
    ...(max ? [createMax({ ...common, settings: max, onBadToken: onBad('MAX_TOKEN') })] : []),
  ];
}

/** Not awaited: the intake and the clockwork need no messenger, and none waits for another. */
function meetAll(
  messengers: readonly MessengerParts[],
  onFatal: ApplicationOptions['onFatal'],
): Pick<Application, 'messengers' | 'ready'> {
  const met = messengers.map((messenger) => ({ ...messenger, ready: messenger.meet() }));
  const ready = Promise.all(met.map((messenger) => messenger.ready));
  ready.catch((error: unknown) => onFatal(error instanceof Error ? error : new Error(describeError(error))));
  return { messengers: met, ready };
}

const receivingFrom = ({ hindrance, receiving }: MessengerParts, now: Date): readonly Receiving[] =>
  hindrance() === null ? [receiving(now)].filter((one) => one !== null) : [];

/** What has become of messages, by all messengers. */
const totalsOf = (messengers: readonly Pick<MessengerParts, 'sender'>[]) => (): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { sender } of messengers)
    for (const [outcome, count] of Object.entries(sender.totals)) sums[outcome] = (sums[outcome] ?? 0) + count;
  return sums;
};

function requireSoundTable(): void {
  const faults = [...faultsOfActs(ACTS), ...faultsOfTable(), ...faultsOfEngagements()];
  if (faults.length > 0) throw new Error(`The regulation's table contradicts itself:\n${faults.join('\n')}`);
}

const apartOf = async (database: OpenDatabase) => ({
  queues: await database.apart('queues'),
  jobs: await database.apart('jobs'),
  health: await database.apart('health'),
});

async function photosOf({ config, log }: ApplicationOptions, database: Database) {
  const directory = path.join(config.dataDir, 'files');
  const files = await openFileStore(directory, log);
  const pictures = createPictures({ pathOf: (sha256) => fileIn(directory, sha256), log });
  return { files, pictures, findAlike: createFindAlike(database) };
}

/** What draws papers and charts and reads tables, each in a process of its own. */
function drawingOf({ config, log }: ApplicationOptions) {
  const papers = createPapers();
  const charts = createCharts();
  const pathOf = (sha256: string) => fileIn(path.join(config.dataDir, 'files'), sha256);
  const ofServer = () => readRosterFile(config);
  const { stop, ...tables } = createSentTables({ pathOf, admins: adminAccounts(config), ofServer, log });
  return { papers, charts, ...tables, workers: [papers, charts, { stop }] };
}

/** @throws TrustError when what is trusted is not in order: better now than when somebody has signed */
async function signaturesOf({ config }: ApplicationOptions): Promise<SignatureChecker | null> {
  const { signatures, signatureTrustDir: folder, signatureCrl: unknownRevocation } = config;
  if (signatures === 'mark' || folder === null) return null;
  return openSignatureChecker({ folder, unknownRevocation });
}

interface Parts {
  readonly clockwork: Pick<Clockwork, 'stop'>;
  readonly messengers: readonly Pick<MessengerParts, 'stopReceiving' | 'lanes' | 'sender'>[];
  readonly connections: Connections;
  readonly pictures: Pick<PicturesApart, 'stop'>;
  readonly workers: readonly { readonly stop: () => Promise<void> }[];
  readonly signatures: SignatureChecker | null;
  readonly leadership: Leadership;
  readonly registry: Pick<RegistryWork, 'stop'>;
}

/**
 * What brings work is stopped, what does it ends, then what tells of it; no caller's open socket holds that up. The place among
 * processes is given up when nothing needs it.
 */
async function stopAll(parts: Parts): Promise<void> {
  const { clockwork, messengers, connections, pictures, workers, signatures, leadership, registry } = parts;
  const end = performance.now() + STOP_MS;
  const noMoreWork = Promise.allSettled([
    clockwork.stop(),
    ...messengers.map((messenger) => messenger.stopReceiving()),
    connections.close(REQUESTS_MS),
    pictures.stop(),
    ...workers.map((worker) => worker.stop()),
    registry.stop(),
    signatures?.close(),
  ]);
  await Promise.all([...messengers.map(({ lanes }) => lanes.stop(LANES_MS)), endsWithin(LANES_MS, noMoreWork)]);
  await Promise.all(messengers.map(({ sender }) => sender.stop(end - performance.now())));
  await endsWithin(LAST_STEPS_MS, leadership.stop());
}

async function untilTold(desk: Desk, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const { new: waiting, sending } = await outboxStatus(databaseOf(desk), desk.clock.now());
    if (waiting + sending === 0 || performance.now() > deadline) return;
    await pause(TOLD_POLL_MS);
  }
}
