import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { databaseOf, type Database } from '../database/database';
import { SELECT_CLOSED } from '../database/leadership';
import { AppError, codeOf, isOfDatabase, isOfDisk } from '../errors';
import { wordsOf, type Locale } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { createHttpServer, type Health } from '../intake/http';
import type { Metric } from '../intake/metrics';
import { NoRoom, Unavailable } from '../intake/problems';
import { describeError } from '../process/log';
import { gatherQuestions } from '../usecases/lines/gather';
import { returnResults } from '../usecases/engagement/returned-results';
import { registerWithPhotos } from '../usecases/intake/applicant-photos';
import { registerAppeals } from '../usecases/intake/register-appeals';
import { isFull, isNearlyFull } from '../usecases/upkeep/after-restore';
import type { Copies, Desk, DiskSpace, FileStore, Pictures, ReadDisks, StoredBytes } from '../usecases/kit/ports';
import { officeCentre } from '../usecases/lists/same-house';
import { readStatistics } from '../usecases/statistics/statistics';
import { readAppealStatus } from '../usecases/card/status';
import { listUnneeded } from '../usecases/kit/files';

/** The machine that the bot works on. */
export interface Surroundings {
  readonly disks: ReadDisks;
  /** What settings name and is not to be had now, for whoever watches the bot. */
  readonly places: () => Promise<readonly string[]>;
  /** What is wrong with it from the start, for whoever watches the bot. */
  readonly warnings: readonly string[];
  /** Taken each night; null: there is no folder for them. */
  readonly copies: Copies | null;
}

export interface OfficeServerOptions {
  readonly desk: Desk;
  readonly files: Pick<FileStore, 'keep'>;
  readonly pictures: Pick<Pictures, 'examine'>;
  /** The database as whoever watches reaches it, however many wait for something in it. */
  readonly health: Database;
  readonly log: Logger;
  readonly locale: Locale;
  readonly intakeTokens: readonly string[];
  readonly reportTokens: readonly string[];
  /** After what has queued messages. */
  readonly wake: () => void;
  /** After photos have come. */
  readonly lookAtPhotos: () => void;
  /** Of each messenger why the bot can't speak with it; null when it can. */
  readonly messengers: () => readonly (string | null)[];
  readonly surroundings: Surroundings;
  /** What of the clockwork does not go on now, in words for whoever watches. */
  readonly clockwork: () => readonly string[];
  readonly metrics: () => Promise<readonly Metric[]>;
}

/** What the bot answers over HTTP: the intake of appeals, `/health`, `/metrics`. Not yet listening. */
export function createOfficeServer(options: OfficeServerOptions): FastifyInstance {
  const { desk, pictures, health, log, locale, intakeTokens, reportTokens, wake, lookAtPhotos } = options;
  const { messengers, surroundings, clockwork, metrics } = options;
  return createHttpServer({
    clock: desk.clock,
    log,
    words: intakeWords(wordsOf(locale)),
    tokens: [...intakeTokens],
    reportTokens: [...reportTokens],
    readStatistics: (wish) => readStatistics(desk, wish).catch(unavailable),
    zone: desk.office.calendar().zone,
    registerAppeals: async (records) => {
      const results = await registerAppeals(desk, records, 'http').catch(unavailable);
      wake();
      return results;
    },
    registerWithPhotos: async (record, photos) => {
      const result = await registerWithPhotos(desk, record, photos).catch(unavailable);
      wake();
      lookAtPhotos();
      return result;
    },
    gatherQuestions: (lineId, questions) => gatherQuestions(desk, null, lineId, questions, 'http').catch(unavailable),
    returnResults: async (id, sent) => {
      const returned = await returnResults(desk, id, sent).catch(unavailable);
      wake();
      return returned;
    },
    files: { keep: (bytes, atMost) => keepListed(options, bytes, atMost) },
    pictures,
    district: desk.office.district,
    officeCentre: () => officeCentre(desk).catch(unavailable),
    readAppealStatus: (number) => readAppealStatus(desk, number).catch(unavailable),
    health: () => healthOf(health, messengers, surroundings, clockwork),
    metrics,
  });
}

/** A caller is to come again, not to look for a fault of its own or ours. */
function unavailable(error: unknown): never {
  throw isOfDatabase(error) ? new Unavailable(error) : error;
}

/** Listed for the sweep before anybody knows whether their appeal is registered: a request may fail, and so may this process. */
async function keepListed(
  { desk, files }: OfficeServerOptions,
  bytes: AsyncIterable<Uint8Array>,
  atMost?: number,
): Promise<StoredBytes | null> {
  const kept = await files.keep(bytes, atMost).catch(noRoom);
  if (kept) await listUnneeded(databaseOf(desk), [kept.sha256], desk.clock.now()).catch(unavailable);
  return kept;
}

/** A photo that could not be stored is asked for again; its appeal is not registered without it. */
function noRoom(error: unknown): never {
  throw isOfDisk(error) ? new NoRoom(error) : error;
}

/**
 * @returns the address: http://host:port
 * @throws AppError that names the variables to change
 */
export function listen(server: FastifyInstance, at: { readonly host: string; readonly port: number }): Promise<string> {
  return server.listen(at).catch((error: unknown) => {
    if (codeOf(error) === 'EACCES')
      throw new AppError(
        'http_port_closed',
        `HTTP_PORT: ${at.port} is closed to this account. Choose one from 1024 on, or give it the right`,
        { port: at.port },
        { cause: error },
      );
    throw new AppError(
      'http_not_started',
      `HTTP_HOST, HTTP_PORT: ${describeError(error)}. Choose another port, or stop whoever holds it`,
      { reason: describeError(error) },
    );
  });
}

async function healthOf(
  { dataSource }: Database,
  messengers: () => readonly (string | null)[],
  { disks, places, warnings }: Surroundings,
  clockwork: () => readonly string[],
): Promise<Health> {
  const trouble = await dataSource.query<readonly { closed: boolean }[]>(SELECT_CLOSED).then(
    ([server]) => (server?.closed === true ? 'The database takes no writes: its server only reads' : null),
    () => 'The database does not answer',
  );
  const spaces = await disks().catch((error: unknown) => describeError(error));
  const known = typeof spaces === 'string' ? [] : spaces;
  const troubles = messengers();
  // while one of them works, so does the office
  const isCutOff = troubles.every((trouble) => trouble !== null);
  const silent = troubles.filter((trouble) => trouble !== null);
  const reasons = [
    trouble,
    ...(isCutOff ? silent : []),
    ...known.filter(isFull).map((disk) => `The disk is full: ${leftOf(disk)}`),
  ].filter((one) => one !== null);
  return {
    ready: reasons.length === 0,
    reasons,
    warnings: [
      ...warnings,
      ...(await places()),
      ...(isCutOff ? [] : silent),
      ...clockwork(),
      ...(typeof spaces === 'string' ? [`The free space of the disks cannot be read: ${spaces}`] : []),
      ...known
        .filter((disk) => isNearlyFull(disk) && !isFull(disk))
        .map((disk) => `The disk is nearly full: ${leftOf(disk)}`),
    ],
  };
}

const leftOf = ({ folder, free }: DiskSpace): string =>
  `${Math.floor(free / 1_000_000)} MB are left for ${folder}; make room or enlarge it`;
