import path from 'node:path';
import { Telegram } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import type { Logger } from 'pino';
import { createBot } from '../bots/telegram/bot';
import { describeError } from './log';
import type { BotDeps } from '../bots/telegram/deps';
import { featuresOf } from '../bots/telegram/features';
import { Lanes } from './inbox/lanes';
import { createPolling } from '../bots/telegram/intake/polling';
import { registerWebhook } from '../bots/telegram/intake/webhook';
import { meet } from '../bots/telegram/meet';
import { createMessenger } from '../bots/telegram/messenger';
import { createReachability } from '../bots/telegram/reachability';
import type { OpenDatabase } from './adapters/database';
import { createDownload } from './adapters/download';
import { createFileStore } from './adapters/files';
import { createOfficeCalendar } from './adapters/office-calendar';
import { proxyAgent } from './adapters/proxy';
import { writeWorkbook } from './adapters/workbook';
import type { Clock } from './clock';
import type { Config, TelegramSettings } from './config';
import { AppError } from './errors';
import { wordsOf } from './i18n';
import { intakeWords } from './intake/complaints';
import { createHttpServer, type Health } from './intake/http';
import { officeJobs } from './jobs/office-jobs';
import { createJobs, deleteOldSlots } from './jobs/runner';
import { startTicker } from './jobs/ticker';
import { createLeadership } from './leadership';
import { createMetrics } from './metrics';
import { createBudgets, NO_BUDGETS } from './outbox/budgets';
import { isOfGroup } from './outbox/delivery';
import { outboxStatus } from './outbox/queue';
import { createSender } from './outbox/sender';
import { faultsOfTable } from './regulation/decide';
import { runDueReminders } from './jobs/tick';
import { CALENDAR_CHANNEL } from './usecases/calendar/local-days';
import { replanIfOfficeChanged } from './usecases/nags/replan';
import { createInbox, deleteOldUpdates, INBOX_CHANNEL } from './inbox/inbox';
import { groupIsUnreachable } from './usecases/groups/group-unreachable';
import type { Desk } from './usecases/ports';
import { readAppealStatus } from './usecases/reading/read-status';
import { registerAppeals } from './usecases/intake/register-appeals';
import { tellOfFailedJob } from './usecases/administration/tell-of-failed-job';
import { tellOfParked } from './usecases/administration/tell-of-parked';
import { personIsUnreachable } from './usecases/people/unreachable';
import { nextReminderAt } from './usecases/reminders/reminders-status';
import { groupMigrated } from './usecases/groups/groups-of-office';

export interface ApplicationOptions {
  readonly config: Config;
  readonly telegram: TelegramSettings;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly intakeTokens: readonly string[];
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Logger;
  /** Lifted for measuring the bot itself. */
  readonly budgets?: 'on' | 'off';
  /** Off for whoever moves the time and calls `tick` themselves. */
  readonly ticker?: 'on' | 'off';
  /** Something that no waiting mends, such as a refused token. */
  readonly onFatal: (error: Error) => void;
}

export interface Application {
  readonly desk: Desk;
  /** Of the HTTP server: http://host:port */
  readonly address: string;
  /** Does what is due now, without waiting for the next tick. */
  tick(): Promise<void>;
  /** When there is next something to do by itself, up to `until`: in the past when it is due already; null: nothing. */
  nextMomentAt(until: Date): Promise<Date | null>;
  /** Resolves when nothing waits to be sent, or after this long. For a clock that walks: what belongs to a day is told on it. */
  told(limitMs: number): Promise<void>;
  /** Resolves when the bot has met its Telegram and takes updates. */
  readonly ready: Promise<void>;
  /** Takes nothing new, finishes what is in hand, within 10 s. */
  stop(): Promise<void>;
}

const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;
/** A reset connection is everyday; this long without any answer is trouble. */
const SILENCE_SECONDS = 3;
const DRAIN_MS = 8_000;
const TOLD_POLL_MS = 40;
const CLEANING_MS = 6 * 3_600_000;

/**
 * Wires the whole: regulation, database, bot, intake, outbox, clockwork. The HTTP intake works before Telegram is reached;
 * `/health` says what is still missing.
 * @throws Error when the table of the regulation contradicts itself
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { config, telegram: settings, webhook, database, clock, log } = options;
  const faults = faultsOfTable();
  if (faults.length > 0) throw new Error(`The regulation's table contradicts itself:\n${faults.join('\n')}`);

  const calendar = createOfficeCalendar({ zone: config.timeZone, ...config.workingHours, database });
  await calendar.refresh();
  const desk: Desk = {
    database,
    clock,
    office: {
      calendar: calendar.current,
      shares: config.stageShares,
      fourEyes: config.fourEyes,
      personalDataInChat: config.personalDataInChat,
      signatures: config.signatures,
    },
  };

  const agent = await proxyAgent(settings.proxy);
  const reachability = createReachability();
  const client = () =>
    reachability.watch(
      new Telegram(settings.token, {
        apiRoot: `${settings.apiRoot}/`,
        webhookReply: false,
        ...(agent ? { agent } : {}),
      }),
    );
  const telegram = client();
  const budgets = options.budgets === 'off' ? NO_BUDGETS : createBudgets();
  const messenger = createMessenger({
    telegram,
    desk,
    defaultLocale: config.defaultLocale,
    spend: (chatId) => budgets.spend(chatId, performance.now()),
    writeWorkbook,
  });

  const leadership = createLeadership({ database, log });
  const inbox = createInbox({
    database,
    clock,
    log,
    onParked: (tx, parked) => tellOfParked(tx, parked, clock.now()),
  });
  const sender = createSender({
    database,
    leadership,
    tokenId: Number(settings.token.split(':')[0]),
    messenger,
    budgets,
    clock,
    log,
    onUnreachable: (chatId, reason, { threadId }) =>
      isOfGroup(reason)
        ? groupIsUnreachable(desk, chatId, typeof threadId === 'number' ? threadId : null, reason)
        : personIsUnreachable(desk, chatId, reason),
    onMigrated: (from, to) => groupMigrated(database, from, to),
  });

  const jobs = createJobs({
    database,
    clock,
    log,
    calendar: desk.office.calendar,
    jobs: officeJobs(desk),
    onFailure: (tx, failure) => tellOfFailedJob(tx, failure, clock.now()),
  });

  let me: UserFromGetMe | null = null;
  let handle: ((update: Update) => Promise<void>) | null = null;
  const lanes = new Lanes({
    inbox,
    clock,
    log,
    handle: async (update) => {
      if (!handle) throw new Error('An update came before the bot had met Telegram');
      await handle(update as Update);
    },
  });

  const health = async (): Promise<Health> => {
    const reasons: string[] = [];
    const alive = await database.dataSource.query('select 1').then(
      () => true,
      () => false,
    );
    if (!alive) reasons.push('The database does not answer');
    const silentFor = reachability.silentFor();
    if (!me) reasons.push('Telegram has not been reached yet');
    else if (silentFor !== null && silentFor > SILENCE_SECONDS)
      reasons.push(`Telegram has not answered for ${Math.round(silentFor)} s`);
    return { ready: reasons.length === 0, reasons };
  };
  const metrics = createMetrics({ database, clock, jobs, totals: () => sender.totals });

  const server = createHttpServer({
    clock,
    log,
    words: intakeWords(wordsOf(config.defaultLocale)),
    tokens: [...options.intakeTokens],
    registerAppeals: async (records) => {
      const results = await registerAppeals(desk, records, 'http');
      sender.wake();
      return results;
    },
    readAppealStatus: (number) => readAppealStatus(desk, number),
    health,
    metrics,
  });
  const receive = (updates: Parameters<Lanes['receive']>[0]) => lanes.receive(updates);
  if (webhook) registerWebhook(server, { secret: webhook.secret, receive, allowedUpdates: ALLOWED_UPDATES, log });
  const address = await server.listen({ host: config.http.host, port: config.http.port }).catch((error: unknown) => {
    throw new AppError(
      'http_not_started',
      `HTTP_HOST, HTTP_PORT: ${describeError(error)}. Choose another port, or stop whoever holds it`,
    );
  });

  const readDays = () =>
    void calendar
      .refresh()
      .catch((error: unknown) =>
        log.warn({ reason: describeError(error) }, 'The calendar was not read anew; the next tick does it'),
      );
  const stopping = new AbortController();
  const polling = webhook
    ? null
    : createPolling({ telegram: client(), receive, allowedUpdates: ALLOWED_UPDATES, log, onFatal: options.onFatal });
  sender.start();
  const ready = (async () => {
    me = await meet(telegram, stopping.signal, log, options.onFatal);
    if (!me) return;
    const deps: BotDeps = {
      desk,
      messenger,
      telegram,
      log,
      defaultLocale: config.defaultLocale,
      botUsername: me.username,
      environment: config.shown,
      files: createFileStore(path.join(config.embeddedDir, 'files')),
      download: createDownload(telegram, agent),
      wake: () => sender.wake(),
    };
    const bot = createBot(deps, me, settings.token, featuresOf(deps));
    handle = (update) => bot.handle(update);
    leadership.listen(INBOX_CHANNEL, () => lanes.wake());
    leadership.listen(CALENDAR_CHANNEL, readDays);
    leadership.compete('inbox', {
      gained: () => {
        lanes.gained();
        polling?.start();
      },
      lost: () => {
        lanes.lost();
        void polling?.stop();
      },
    });
    await leadership.start();
    if (webhook)
      await telegram.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: [...ALLOWED_UPDATES] });
  })();
  ready.catch((error: unknown) => options.onFatal(error instanceof Error ? error : new Error(describeError(error))));

  await replanIfOfficeChanged(desk);
  const tick = async () => {
    // a notice that came while the connection was broken is missed
    await calendar.refresh();
    try {
      if ((await runDueReminders(desk, log)) > 0) sender.wake();
    } finally {
      // whatever happens to the reminders
      if ((await jobs.runDue()) > 0) sender.wake();
    }
  };
  const ticker = options.ticker === 'off' ? null : startTicker(tick, log, config.timeZone);
  const clean = async () => {
    await deleteOldUpdates(database, clock.now());
    await deleteOldSlots(database, clock.now());
  };
  const cleaning = setInterval(
    () =>
      void clean().catch((error: unknown) => log.error({ reason: describeError(error) }, 'old rows were not cleaned')),
    CLEANING_MS,
  );

  return {
    desk,
    address,
    tick,
    async nextMomentAt(until) {
      const reminder = await nextReminderAt(desk, until);
      return (await jobs.nextAt(reminder ?? until)) ?? reminder;
    },
    async told(limitMs) {
      const deadline = performance.now() + limitMs;
      for (;;) {
        const { new: waiting, sending } = await outboxStatus(database, clock.now());
        if (waiting + sending === 0 || performance.now() > deadline) return;
        await new Promise((resolve) => setTimeout(resolve, TOLD_POLL_MS));
      }
    },
    ready,
    async stop() {
      clearInterval(cleaning);
      stopping.abort();
      await Promise.all([ticker?.stop(), polling?.stop(), server.close()]);
      await lanes.stop(DRAIN_MS);
      await sender.stop(DRAIN_MS);
      await leadership.stop();
    },
  };
}
