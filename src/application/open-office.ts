import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase, type OpenDatabase } from '../adapters/database';
import { startEmbedded, type Embedded } from '../adapters/embedded-postgres';
import { markInstallation } from '../adapters/installation';
import { migrate } from '../adapters/migrate';
import { systemClock } from '../clock';
import { ConfigError, type Config } from '../config';
import { type Database, DATABASE } from '../database';
import { wordsOf } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { readRoster } from '../intake/roster';
import { complaintLine, rosterReport } from '../intake/roster-report';
import { telegramAccount } from '../intake/telegram-chats';
import type { Log } from '../log';
import { loadRoster } from '../usecases/administration/load-roster';
import type { Shutdown } from './shutdown';

/** What every step of the start is told. */
export interface Start {
  readonly config: Config;
  readonly log: Log;
  readonly shutdown: Shutdown;
  /** Something that no waiting mends. */
  readonly onFatal: (error: Error) => void;
}

/** The database that DATABASE_URL names, else the embedded server's; migrated, and of this mode alone. */
export async function openOffice({ config, log, shutdown, onFatal }: Start): Promise<OpenDatabase> {
  let url = config.databaseUrl;
  if (url === null) {
    const embedded: Embedded = await startEmbedded({
      dataDir: config.dataDir,
      onExit: (reason) => {
        if (shutdown.hasBegun) return;
        log.error({ reason }, 'The embedded PostgreSQL stopped; it is started again');
        embedded.restart().catch(onFatal);
      },
    });
    shutdown.onStop(() => embedded.stop());
    url = embedded.url;
  }
  const database = await openDatabase({ url, log });
  shutdown.onStop(() => database.close());
  await migrate(database);
  await markInstallation(database, config.mode === 'stand' ? 'training' : 'office', config.defaultLocale);
  return database;
}

/**
 * Loads the people, as often as the bot starts; what is doubtful about them is logged.
 * @throws ConfigError with every fault of the file
 */
export async function loadRosterFile({ config, log }: Start, database: Database, file: string): Promise<void> {
  const words = wordsOf(config.defaultLocale);
  const bad = (problem: string) => new ConfigError([{ variable: 'ROSTER_FILE', problem }], config.defaultLocale);
  const text = await readFile(file, 'utf8').catch(() => {
    throw bad(words.plain('config:rosterUnreadable', { file }));
  });
  const reading = readRoster(text, intakeWords(words));
  if (!reading.ok) {
    const faults = reading.complaints.map((complaint) => `\n    ${complaintLine(complaint)}`);
    throw bad(words.plain('config:rosterFaults', { faults: faults.join('') }));
  }
  const loaded = await loadRoster({ [DATABASE]: database, clock: systemClock }, reading.value.roster, {
    admins: config.adminTelegramIds.map(telegramAccount),
  });
  const warnings = [...reading.value.warnings, ...rosterReport(loaded, words).warnings];
  for (const warning of warnings) log.warn({ file: path.basename(file) }, warning);
}
