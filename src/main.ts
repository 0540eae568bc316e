import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import dotenv from 'dotenv';
import { openDatabase, type OpenDatabase } from './adapters/database';
import { startEmbedded, type Embedded } from './adapters/embedded-postgres';
import { markInstallation } from './adapters/installation';
import { createLog } from './adapters/log';
import { migrate } from './adapters/migrate';
import { startApplication, type Application } from './application';
import { systemClock } from './clock';
import { ConfigError, loadConfig, type Config } from './config';
import { AppError } from './errors';
import { wordsOf, type Translate } from './i18n';
import { intakeWords } from './intake/complaints';
import { readRoster } from './intake/roster';
import { forkStand, type ForkedStand } from './training/fork-stand';
import { firstAppeals, trainingOptions } from './training/training';
import { assignStandIds, ensureAdmins } from './usecases/ensure-admins';
import { loadRoster, type RosterWarning } from './usecases/load-roster';
import { groupsOfOffice, peopleWithAccounts } from './usecases/officials';
import { lackingPeople } from './usecases/people-store';
import { registerAppeals } from './usecases/register-appeals';

const ROOT = path.join(__dirname, '../..');
const STOP_LIMIT_MS = 10_000;

/** What has been started, so that it can be stopped in the opposite order. */
const started: (() => Promise<unknown>)[] = [];
let stopping = false;

async function stopAll(code: number): Promise<never> {
  if (stopping) return new Promise<never>(() => undefined);
  stopping = true;
  setTimeout(() => process.exit(code || 1), STOP_LIMIT_MS).unref();
  for (const stop of started.reverse()) await stop().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  process.exit(code);
}

async function main(): Promise<void> {
  dotenv.config({ quiet: true });
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopAll(0));
  const fatal = (error: Error) => {
    log.fatal({ err: error }, error.message);
    void stopAll(1);
  };

  const database = await openOffice(config, log, fatal);
  await markInstallation(database, config.mode === 'stand' ? 'training' : 'office');

  // The stand needs people before the bot greets them, the bot needs the stand's token; the intake token ties both.
  const intakeTokens = config.intakeTokens.length > 0 ? config.intakeTokens : config.mode === 'stand' ? [randomBytes(18).toString('base64url')] : [];
  let stand: ForkedStand | null = null;
  let application: Application | null = null;
  const words = wordsOf(config.defaultLocale).plain;
  if (config.mode === 'stand') {
    await loadRosterFile(config, database, config.rosterFile ?? path.join(ROOT, 'roster.example.json'), log);
    await assignStandIds(database);
    stand = await forkStand(path.join(__dirname, 'stand/main.js'), trainingOptions({
      config, stand: config.stand, people: await peopleWithAccounts(database), groups: await groupsOfOffice(database), intakeToken: intakeTokens[0] ?? '',
      stateFile: path.join(config.embeddedDir, 'stand.json'),
    }), () => fatal(new Error('The training stand has stopped')));
    started.push(() => stand?.stop() ?? Promise.resolve());
  } else if (config.rosterFile !== null) {
    await loadRosterFile(config, database, config.rosterFile, log);
  }

  application = await startApplication({
    config, database, clock: systemClock, log, intakeTokens, onFatal: fatal,
    telegram: stand ? { token: stand.token, apiRoot: stand.url, proxy: null } : telegramOf(config),
    webhook: config.mode === 'webhook' ? config.webhook : null,
  });
  started.push(() => application?.stop() ?? Promise.resolve());
  await ensureAdmins(application.desk, config.adminTelegramIds, (id) => words('common:adminPlaceholder', { id }));
  for (const lack of await lackingPeople(database)) log.warn({ lack }, words(`common:lack.${lack}`));
  if (config.mode === 'stand') await registerAppeals(application.desk, await firstAppeals(database, application.desk.clock.now()), 'sample');
  await application.ready;

  console.log(stand ? words('common:startedStand', { page: stand.url, api: `${stand.url}/bot${stand.token}/`, http: application.address }) : words('common:started', { http: application.address }));
}

function telegramOf(config: Config) {
  if (config.mode === 'stand') throw new Error('The stand has not started');
  return config.telegram;
}

/** The embedded server, or the one that DATABASE_URL names; migrated. */
async function openOffice(config: Config, log: ReturnType<typeof createLog>, fatal: (error: Error) => void): Promise<OpenDatabase> {
  let url = config.databaseUrl;
  if (url === null) {
    const embedded: Embedded = await startEmbedded({
      dataDir: config.embeddedDir,
      onExit: (reason) => {
        if (stopping) return;
        log.error({ reason }, 'The embedded PostgreSQL stopped; it is started again');
        embedded.restart().catch(fatal);
      },
    });
    started.push(() => embedded.stop());
    url = embedded.url;
  }
  const database = await openDatabase({ url, poolSize: 20, log });
  started.push(() => database.close());
  await migrate(database);
  return database;
}

async function loadRosterFile(config: Config, database: OpenDatabase, file: string, log: ReturnType<typeof createLog>): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError([{ variable: 'ROSTER_FILE', problem: `names a file that can't be read: ${file}` }]);
  });
  const reading = readRoster(text, intakeWords(wordsOf(config.defaultLocale)));
  if (!reading.ok) {
    const faults = reading.complaints.map(({ path: place, reason, todo }) => `\n    ${place}: ${reason}${todo ? ` ${todo}` : ''}`);
    throw new ConfigError([{ variable: 'ROSTER_FILE', problem: `names a file with faults:${faults.join('')}` }]);
  }
  const { warnings } = await loadRoster({ database, clock: systemClock }, reading.value.roster, { adminTelegramIds: config.adminTelegramIds });
  for (const warning of reading.value.warnings) log.warn({ file: path.basename(file) }, warning);
  for (const warning of warnings) log.warn({ file: path.basename(file), ...warning }, rosterWarning(warning, wordsOf(config.defaultLocale).plain));
}

function rosterWarning(warning: RosterWarning, words: Translate): string {
  switch (warning.kind) {
    case 'nobodyApproves':
      return words('common:lack.nobodyApproves');
    case 'accountTaken':
      return words('common:roster.accountTaken', { name: warning.name, holder: warning.holder });
    case 'lastAdminKept':
      return words('common:roster.lastAdminKept', { name: warning.name });
  }
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else if (error instanceof AppError) console.error(`${error.code}: ${error.message}`);
  else console.error(error);
  void stopAll(error instanceof ConfigError ? 2 : 1);
});
