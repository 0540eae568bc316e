import { whenAskedToStop } from './application/asked-to-stop';
import type { Logger } from 'pino';
import 'reflect-metadata';
import { createLog } from './adapters/log';
import { outputTo } from './adapters/output';
import { TrustError } from './adapters/signature/trust-error';
import { trustLines } from './adapters/signature/trust-words';
import { startApplication, type Application, type Met } from './application/application';
import type { Me } from './application/messenger';
import { loadRosterFile, openOffice } from './application/open-office';
import { openTraining, type Training } from './application/open-training';
import { AskedToStop, createShutdown } from './application/shutdown';
import { systemClock } from './clock';
import { ConfigError, loadConfig, officeLocale, type Config, type TelegramSettings } from './config';
import { readEnvironment } from './commands/environment';
import { wordsOf } from './i18n';
import { adminAccounts } from './intake/messenger-chats';
import { forgetTraining } from './training/forget-training';
import { ensureAdmins } from './usecases/office/admins';
import { troubleText } from './commands/trouble';
import { lackingPeople } from './usecases/people/store';

const [output, errors] = [outputTo(1), outputTo(2)];
const say = (line: string) => output.write(`${line}\n`);
const complain = (line: string) => errors.write(`${line}\n`);
const officeWords = () => wordsOf(officeLocale(process.env));
const shutdown = createShutdown(complain, () => officeWords().plain('common:stop.cut'));

interface Started {
  readonly config: Config;
  readonly application: Application;
  readonly training: Training | null;
  /** In the office's language, for whoever has started it. */
  readonly warnings: readonly string[];
}

async function main(): Promise<void> {
  whenAskedToStop(() => void shutdown.exit(0));
  // A rejection that nobody handles comes here, too. Node would print the error with its fields: the values of a query, a row of a table.
  const lastWords = createLog('fatal', output);
  process.on('uncaughtException', (error) => end(error, lastWords));
  const starting = start();
  shutdown.starting(starting);
  greeted = greetWhenReady(await starting);
  await greeted;
}

/** What is still begun once all has started. */
let greeted: Promise<void> = Promise.resolve();

/** The training as on its first day. */
async function startAnew(trainingFolder: string): Promise<void> {
  await greeted;
  const started = await shutdown.again(async () => {
    await forgetTraining(trainingFolder);
    return start();
  });
  if (started === null) return;
  greeted = greetWhenReady(started);
  await greeted;
}

async function start(): Promise<Started> {
  // Whatever this process and those that it starts will write holds people's data or secrets.
  process.umask(0o077);
  for (const doubt of readEnvironment()) complain(doubt);
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel, output);
  const onFatal = (error: Error) => end(error, log);
  const begin = { config, log, shutdown, onFatal, say };
  const words = wordsOf(config.defaultLocale).plain;

  const { database, surroundings, warnings } = await openOffice(begin);
  const training =
    config.mode === 'stand'
      ? await openTraining(
          { ...begin, config, startAnew: () => void startAnew(config.dataDir).catch(giveUp) },
          database,
        )
      : null;
  if (!training && config.rosterFile !== null) await loadRosterFile(begin, database, config.rosterFile);

  const application = await startApplication({
    config,
    database,
    surroundings,
    log,
    onFatal,
    onBadToken: (variable) =>
      say(words(variable === 'MAX_TOKEN' ? 'common:start.badMaxToken' : 'common:start.badToken')),
    clock: training?.clock ?? systemClock,
    intakeTokens: training?.intakeTokens ?? config.intakeTokens,
    telegram: training?.telegram ?? telegramOf(config),
    max: training?.max ?? config.max,
    webhook: config.mode === 'webhook' ? config.webhook : null,
  });
  shutdown.onStop(() => application.stop());
  const admins = adminAccounts(config);
  const { withheld } = await ensureAdmins(application.desk, admins, (id) => words('common:adminPlaceholder', { id }));
  for (const id of withheld) log.warn(words('people:roster.adminRemoved', { id }));
  for (const lack of await lackingPeople(database)) log.warn({ lack }, words(`people:lack.${lack}`));
  return { config, application, training, warnings };
}

/** Not a part of the start: a messenger may be away for days, and another works meanwhile. */
async function greetWhenReady(started: Started): Promise<void> {
  const { config, application, training, warnings } = started;
  const warn = () => warnings.forEach((warning) => complain(warning));
  let isFirst = true;
  const greet = (messenger: Met, me: Me): void => {
    say(isFirst ? greeting(config, application, messenger, me) : metWords(config, messenger, me));
    if (isFirst) warn();
    isFirst = false;
  };
  const met = await Promise.all(
    application.messengers.map(async (messenger) => {
      const impatience = training ? undefined : setTimeout(() => say(waitingWords(config, messenger)), PATIENCE_MS);
      const me = await messenger.ready.finally(() => clearTimeout(impatience));
      // Null: asked to stop before it has answered.
      if (me !== null && !training) greet(messenger, me);
      return me;
    }),
  );
  if (!training || met.includes(null)) return;
  await training.begin(application);
  say(standGreeting(config, application, training));
  warn();
}

/** A messenger mostly answers within a second; whoever waits longer is told for what. */
const PATIENCE_MS = 3_000;

function waitingWords({ defaultLocale, ...config }: Config, { service, hindrance }: Met): string {
  const { plain } = wordsOf(defaultLocale);
  const { name: messenger, tokenVariable, webhookVariable } = service;
  switch (hindrance()?.kind) {
    case 'refused':
      return plain('common:start.refused', { messenger, variable: tokenVariable });
    case 'webhook':
      return plain('common:start.noWebhook', { messenger, variable: webhookVariable });
    case 'untrusted':
      return plain('common:start.untrusted', { messenger });
    default: {
      const silent = plain('common:start.meeting', { messenger });
      const hasProxy = 'telegram' in config && tokenVariable === 'BOT_TOKEN';
      return hasProxy ? `${silent} ${plain('common:start.proxy')}` : silent;
    }
  }
}

function telegramOf(config: Config): TelegramSettings | null {
  if (config.mode === 'stand') throw new Error('The stand has not started');
  return config.mode === 'withoutTelegram' ? null : config.telegram;
}

/** Where to look while training: the page of the stand and its Bot API. */
function standGreeting({ defaultLocale }: Config, { address: http }: Application, { stand }: Training): string {
  const { url: page, token, max } = stand;
  return wordsOf(defaultLocale).plain('common:startedStand', {
    page,
    api: `${page}/bot${token}/`,
    max: max.apiRoot,
    http,
  });
}

/** Only what is so: who answered, by which way updates come, and what is switched on. */
function greeting(config: Config, application: Application, met: Met, { username }: Me): string {
  const { plain } = wordsOf(config.defaultLocale);
  const mode = modeWords(config, met);
  const signatures = plain(`common:start.signatures.${config.signatures}`);
  return plain('common:start.started', {
    messenger: met.service.name,
    username,
    mode,
    intake: intakeOf(config, application),
    mail: mailOf(config),
    gateway: gatewayOf(config),
    signatures,
  });
}

/** Of a messenger that has answered after another. */
function metWords(config: Config, met: Met, { username }: Me): string {
  const { plain } = wordsOf(config.defaultLocale);
  return plain('common:start.met', { messenger: met.service.name, username, mode: modeWords(config, met) });
}

function modeWords({ defaultLocale }: Config, { service, isPushed }: Met): string {
  const { plain } = wordsOf(defaultLocale);
  const { name: messenger, webhookVariable: variable } = service;
  return isPushed ? plain('common:start.mode.webhook', { messenger, variable }) : plain('common:start.mode.polling');
}

function mailOf({ defaultLocale, mail }: Config): string {
  const { plain } = wordsOf(defaultLocale);
  return mail ? plain('common:start.mailOn', { address: mail.from.address }) : plain('common:start.mailOff');
}

/** By its host alone: a path may have a secret in it. */
function gatewayOf({ defaultLocale, gateway }: Config): string {
  const { plain } = wordsOf(defaultLocale);
  return gateway
    ? plain('common:start.gatewayOn', { host: new URL(gateway.url).host })
    : plain('common:start.gatewayOff');
}

function intakeOf({ defaultLocale, intakeTokens }: Config, { address: http }: Application): string {
  const { plain } = wordsOf(defaultLocale);
  return plain(intakeTokens.length > 0 ? 'common:start.intakeOn' : 'common:start.intakeOff', { http });
}

/** Of what no waiting mends. */
function end(error: Error, log: Logger): void {
  log.fatal({ err: error }, error.message);
  void shutdown.exit(1);
}

function giveUp(error: unknown): void {
  // Asked to stop while it starts, it loses the database under its hands: that is no trouble, and nobody waits for its words.
  if (error instanceof AskedToStop || shutdown.hasBegun) return;
  const isOfSettings = error instanceof ConfigError || error instanceof TrustError;
  if (error instanceof ConfigError) complain(error.message);
  else if (error instanceof TrustError) complain(trustLines(error, officeWords()).join('\n'));
  else complain(troubleText(error, officeWords()));
  void shutdown.exit(isOfSettings ? 2 : 1);
}

main().catch(giveUp);
