import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createCopies } from '../adapters/backup/copies';
import { sealerFor } from '../adapters/backup/seal';
import { openDatabase, type OpenDatabase } from '../adapters/database';
import { createDisks } from '../adapters/disks';
import { clusterFolder, makeHome } from '../adapters/embedded-cluster';
import { startEmbedded, type Embedded } from '../adapters/embedded-postgres';
import { markInstallation } from '../adapters/installation';
import { beginEpochIfMoved } from '../adapters/journal-epoch';
import { migrate } from '../adapters/migrate';
import { systemClock } from '../clock';
import { ConfigError, type Config } from '../config';
import type { Database } from '../database/database';
import { wordsOf } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { readRoster } from '../intake/roster';
import { rosterReport } from '../intake/roster-report';
import { adminAccounts, messengerOfGroups } from '../intake/messenger-chats';
import { longWork } from '../process/long-work';
import type { Log } from '../process/log';
import { endsWithin } from '../process/pause';
import { loadRoster } from '../usecases/office/load-roster';
import type { Copies } from '../usecases/kit/ports';
import type { Surroundings } from './http';
import { openDesk } from './office-desk';
import { placeWarnings, requirePlaces } from './places';
import { rosterFaults } from './read-roster-file';
import type { Shutdown } from './shutdown';

/** What every step of the start is told. */
export interface Start {
  readonly config: Config;
  readonly log: Log;
  readonly shutdown: Shutdown;
  /** Something that no waiting mends. */
  readonly onFatal: (error: Error) => void;
  /** A line for whoever has started the program and waits. */
  readonly say: (line: string) => void;
}

const CLOSE_LIMIT_MS = 1_000;
/** The one command that gives the embedded server an account; a folder that it has is handed over by the next start. */
const MAKE_ACCOUNT = 'useradd --system --user-group --no-create-home --shell /usr/sbin/nologin postgres';

export interface OpenOffice {
  readonly database: OpenDatabase;
  readonly surroundings: Surroundings;
  /** In the office's language, for whoever has started it. */
  readonly warnings: readonly string[];
}

/** The database that DATABASE_URL names, else the embedded server's; migrated, and of this mode alone. */
export async function openOffice({ config, log, shutdown, onFatal, say }: Start): Promise<OpenOffice> {
  await requireRecipient(config);
  const doubts = await requirePlaces(config);
  let url = config.databaseUrl;
  let isShared = false;
  makeHome(path.resolve(config.dataDir));
  if (url === null) {
    const folder = clusterFolder(config.dataDir);
    const { plain } = wordsOf(config.defaultLocale);
    const isNew = !existsSync(folder);
    if (isNew) say(plain('common:start.newDatabase', { folder }));
    const work = longWork();
    if (isNew) work.at(plain('common:start.stillDatabase'));
    const embedded: Embedded = await startEmbedded({
      dataDir: config.dataDir,
      signal: shutdown.signal,
      onExit: (reason) => {
        if (shutdown.hasBegun) return;
        log.error({ reason }, 'The embedded PostgreSQL stopped; it is started again');
        embedded.restart().catch(onFatal);
      },
    }).finally(work.end);
    shutdown.onStop(() => embedded.stop());
    url = embedded.url;
    isShared = embedded.isShared;
  }
  const database = await openDatabase({ url, log });
  // one that a handler still holds would keep us from stopping the embedded server
  shutdown.onStop(() => endsWithin(CLOSE_LIMIT_MS, database.close()));
  await migrate(database);
  await markInstallation(database, config.mode === 'stand' ? 'training' : 'office', config.defaultLocale);
  await beginEpochIfMoved(database);
  const shared = isShared
    ? [wordsOf(config.defaultLocale).plain('common:start.sharedAccount', { command: MAKE_ACCOUNT })]
    : [];
  for (const warning of shared) log.warn({ account: 'nobody' }, warning);
  for (const doubt of doubts) log.warn({ setting: 'BACKUP_DIR' }, doubt);
  const warnings = [...shared, ...doubts];
  const surroundings = { ...surroundingsOf(config, isShared), copies: copiesOf(config, url, log) };
  return { database, warnings, surroundings };
}

function copiesOf({ backup: { dir, recipient }, dataDir, timeZone }: Config, url: string, log: Log): Copies | null {
  if (dir === null) return null;
  const directory = path.resolve(dir);
  return createCopies({
    url,
    dataDir: path.resolve(dataDir),
    directory,
    recipient,
    timeZone,
    log,
    now: () => systemClock.now(),
  });
}

/** @throws ConfigError: better now than at night */
async function requireRecipient({ backup: { recipient }, defaultLocale }: Config): Promise<void> {
  if (recipient === null) return;
  await sealerFor(recipient).catch(() => {
    const problem = wordsOf(defaultLocale).plain('config:ageRecipient');
    throw new ConfigError([{ variable: 'BACKUP_RECIPIENT', problem }], defaultLocale);
  });
}

function surroundingsOf(config: Config, isShared: boolean): Omit<Surroundings, 'copies'> {
  const { dataDir, databaseUrl, backup } = config;
  const files = path.join(path.resolve(dataDir), 'files');
  const copies = backup.dir === null ? [] : [path.resolve(backup.dir)];
  return {
    places: () => placeWarnings(config),
    disks: createDisks([files, ...(databaseUrl === null ? [clusterFolder(dataDir)] : []), ...copies]),
    warnings: isShared
      ? [
          `The embedded PostgreSQL runs as nobody, whose other processes could read it. Stop the bot, ${MAKE_ACCOUNT}, start it`,
        ]
      : [],
  };
}

/**
 * Loads the people, as often as the bot starts; what is doubtful about them is logged.
 * @throws ConfigError with every fault of the file
 */
export async function loadRosterFile({ config, log }: Start, database: Database, file: string): Promise<void> {
  const words = wordsOf(config.defaultLocale);
  const problem = await rosterFaults(file, words, config);
  if (problem !== null) throw new ConfigError([{ variable: 'ROSTER_FILE', problem }], config.defaultLocale);
  const reading = readRoster(await readFile(file, 'utf8'), intakeWords(words), messengerOfGroups(config));
  if (!reading.ok) throw new Error(`${file} was changed in this moment`);
  const { desk } = await openDesk({ config, database, clock: systemClock });
  const loaded = await loadRoster(desk, reading.value.roster, {
    admins: adminAccounts(config),
    atStart: true,
  });
  const warnings = [...reading.value.warnings, ...rosterReport(loaded, words).warnings];
  for (const warning of warnings) log.warn({ file: path.basename(file) }, warning);
}
