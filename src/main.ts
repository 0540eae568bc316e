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
import { startApplication, type Application } from './application/application';
import { systemClock } from './clock';
import { ConfigError, loadConfig, type Config, type TelegramSettings } from './config';
import { AppError } from './errors';
import { wordsOf } from './i18n';
import { intakeWords } from './intake/complaints';
import { readRoster } from './intake/roster';
import { complaintLine, rosterReport } from './intake/roster-report';
import { forkStand, type ForkedStand } from './training/fork-stand';
import { tickOf } from './jobs/ticker';
import { createStandClock, type StandClock } from './training/stand-clock';
import { firstAppeals, trainingOptions } from './training/training';
import { assignStandIds, ensureAdmins } from './usecases/administration/ensure-admins';
import { loadRoster } from './usecases/administration/load-roster';
import { peopleWithAccounts } from './usecases/people/officials';
import { lackingPeople } from './usecases/people/people-store';
import { registerAppeals } from './usecases/intake/register-appeals';
import { groupsOfOffice } from './usecases/groups/groups-of-office';

/** A step of a walking clock waits for its messages, but not for a Telegram that is away. */
const STEP_LIMIT_MS = 5_000;

type Log = ReturnType<typeof createLog>;

const ROOT = path.join(__dirname, '../..');
const STOP_LIMIT_MS = 10_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** What has been started, so that it can be stopped in the opposite order. */
const started: (() => Promise<unknown>)[] = [];
let stopping = false;

async function stopAll(code: number): Promise<never> {
  if (stopping) return new Promise<never>(() => undefined);
  stopping = true;
  setTimeout(() => process.exit(code || 1), STOP_LIMIT_MS).unref();
  for (const stop of started.reverse())
    await stop().catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
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

  const words = wordsOf(config.defaultLocale).plain;
  const training = config.mode === 'stand' ? await openTraining(config, database, log, fatal) : null;
  if (!training && config.rosterFile !== null) await loadRosterFile(config, database, config.rosterFile, log);

  const application = await startApplication({
    config,
    database,
    log,
    onFatal: fatal,
    clock: training?.clock ?? systemClock,
    intakeTokens: training?.intakeTokens ?? config.intakeTokens,
    telegram: training?.telegram ?? telegramOf(config),
    webhook: config.mode === 'webhook' ? config.webhook : null,
  });
  started.push(() => application.stop());
  await ensureAdmins(application.desk, config.adminTelegramIds, (id) => words('common:adminPlaceholder', { id }));
  for (const lack of await lackingPeople(database)) log.warn({ lack }, words(`people:lack.${lack}`));
  await application.ready;
  if (training) await training.begin(application);

  const { address: http } = application;
  say(
    training
      ? words('common:startedStand', {
          page: training.stand.url,
          api: `${training.stand.url}/bot${training.stand.token}/`,
          http,
        })
      : words('common:started', { http }),
  );
}

interface Training {
  readonly stand: ForkedStand;
  readonly clock: StandClock;
  readonly telegram: TelegramSettings;
  readonly intakeTokens: readonly string[];
  begin(application: Application): Promise<void>;
}

/** The stand needs people before the bot greets them, the bot needs the stand's token and clock, samples the intake's token. */
async function openTraining(
  config: Extract<Config, { mode: 'stand' }>,
  database: OpenDatabase,
  log: Log,
  fatal: (error: Error) => void,
): Promise<Training> {
  await loadRosterFile(config, database, config.rosterFile ?? path.join(ROOT, 'roster.example.json'), log);
  await assignStandIds(database);
  const intakeToken = config.intakeTokens[0] ?? randomBytes(18).toString('base64url');
  const stand = await forkStand(
    path.join(__dirname, 'stand/main.js'),
    trainingOptions({
      config,
      intakeToken,
      stand: config.stand,
      people: await peopleWithAccounts(database),
      groups: await groupsOfOffice(database),
      stateFile: path.join(config.embeddedDir, 'stand.json'),
    }),
    () => fatal(new Error('The training stand has stopped')),
  );
  started.push(() => stand.stop());
  const clock = await createStandClock(stand.url, systemClock);
  return {
    stand,
    clock,
    telegram: { token: stand.token, apiRoot: stand.url, proxy: null },
    intakeTokens: config.intakeTokens.length > 0 ? config.intakeTokens : [intakeToken],
    async begin(application) {
      await registerAppeals(application.desk, await firstAppeals(database, clock.now()), 'sample');
      // Each reminder and job on the way fires at the tick of its moment, so that days can be played through in a minute,
      // and what falls within one tick is one message as in an office.
      clock.follow(async (to, moveTo) => {
        for (let at = await application.nextMomentAt(to); at; at = await application.nextMomentAt(to)) {
          if (at > clock.now()) moveTo(new Date(Math.min(tickOf(at).getTime(), to.getTime())));
          await application.tick();
          await application.told(STEP_LIMIT_MS);
        }
      }, log);
      started.push(() => clock.stop());
    },
  };
}

function telegramOf(config: Config) {
  if (config.mode === 'stand') throw new Error('The stand has not started');
  return config.telegram;
}

/** The embedded server, or the one that DATABASE_URL names; migrated. */
async function openOffice(config: Config, log: Log, fatal: (error: Error) => void): Promise<OpenDatabase> {
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

async function loadRosterFile(config: Config, database: OpenDatabase, file: string, log: Log): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError([{ variable: 'ROSTER_FILE', problem: `names a file that can't be read: ${file}` }]);
  });
  const words = wordsOf(config.defaultLocale);
  const reading = readRoster(text, intakeWords(words));
  if (!reading.ok) {
    const faults = reading.complaints.map(
      (complaint) => `
    ${complaintLine(complaint)}`,
    );
    throw new ConfigError([{ variable: 'ROSTER_FILE', problem: `names a file with faults:${faults.join('')}` }]);
  }
  const loaded = await loadRoster({ database, clock: systemClock }, reading.value.roster, {
    adminTelegramIds: config.adminTelegramIds,
  });
  const warnings = [...reading.value.warnings, ...rosterReport(loaded, words).warnings];
  for (const warning of warnings) log.warn({ file: path.basename(file) }, warning);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) complain(error.message);
  else if (error instanceof AppError) complain(`${error.code}: ${error.message}`);
  else complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  void stopAll(error instanceof ConfigError ? 2 : 1);
});
