import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createBot } from '../../bots/max/bot';
import { heardIn } from '../../bots/max/incoming';
import { createMaxGate, MAX_LIMITS } from '../../bots/max/limits';
import { openLine, type MaxLine } from '../../bots/max/line';
import { createPolling } from '../../bots/max/polling';
import { MAX_SERVICE } from '../../bots/max/service';
import { userOfLane } from '../../bots/max/update';
import { createShown } from '../../bots/max/shown';
import { createVoice } from '../../bots/max/voice';
import { registerWebhook } from '../../bots/max/webhook';
import { OPEN_GATE } from '../../bots/messenger/gate';
import { createMeeting } from '../../bots/messenger/meeting';
import { insist } from '../../bots/messenger/patience';
import type { Marks } from '../../bots/messenger/polling';
import type { Config, MaxSettings, WebhookSettings } from '../config';
import type { Database } from '../database/database';
import type { IncomingUpdate } from '../inbox/update';
import { MAX } from '../intake/messenger-chats';
import { createBudgets, NO_BUDGETS } from '../outbox/budgets';
import { describeError, type Log } from '../process/log';
import { pause } from '../process/pause';
import type { Receiving } from '../usecases/upkeep/silence';
import { keepSetting, settingOf } from '../usecases/kit/settings';
import { connectMessenger, type CommonOptions, type MessengerParts } from './messenger';

export interface MaxOptions extends CommonOptions {
  readonly config: Config;
  readonly settings: MaxSettings;
  /** Off for measuring the bot itself. */
  readonly budgets: 'on' | 'off';
  /** MAX goes on refusing the token: only the operator can help. */
  readonly onBadToken?: (() => void) | undefined;
}

/** What can be read of an update that was kept. */
const UPDATES = { heardIn, userOfLane };

/** MAX ends a subscription by itself after eight hours without an answer. */
const LOOK_AGAIN_MS = 3_600_000;

/** All that speaks with MAX. Nothing has started when it returns. */
export function createMax(options: MaxOptions): MessengerParts {
  const { settings, log, onBadToken, leadership, budgets, ...common } = options;
  const { token, apiRoot, webhook, fileHosts: hosts = [] } = settings;
  const line = openLine({ token, apiRoot, log, onBad: onBadToken });
  const gate = budgets === 'off' ? OPEN_GATE : createMaxGate();
  const shown = createShown(() => speaksAlone());
  const voice = createVoice({ call: line.call, gate, whoAmI: line.whoAmI, shown, filePlaces: { apiRoot, hosts } });
  const { conversation, sender, lanes, hearing, met, takeTurns, speaksAlone } = connectMessenger({
    voice,
    ...common,
    budgets: budgets === 'off' ? NO_BUDGETS : createBudgets(MAX_LIMITS),
    place: 'outbox:max',
    handle: (update) => bot.handle(update),
    ...UPDATES,
    onPlaceLost: () => shown.forget(),
    leadership,
    log,
  });
  const bot = createBot(conversation, voice, log, common.desk.clock);
  const receive = (updates: readonly IncomingUpdate[]) => lanes.receive(updates);
  const marks = marksOf(common.queues, token);
  const polling = webhook ? null : createPolling({ receive, log, line, marks });
  const meeting = createMeeting(line, log);
  const stopping = new AbortController();
  const looks = createLooks(() => common.desk.clock.now());

  return {
    service: line.service,
    isPushed: webhook !== null,
    sender,
    lanes,
    hearing,
    hindrance: meeting.hindrance,
    receiving: (now) => (webhook ? looks.receiving() : { ...RECEIVED, at: now, keptMs: FETCHED_WITHIN_MS }),
    registerOn(server) {
      if (webhook) registerWebhook(server, { receive, log, secret: webhook.secret });
    },
    async meet() {
      const me = await meeting.meet();
      if (!me) return null;
      await met(me.user_id, meeting.isStopped);
      takeTurns(polling);
      sender.start();
      await leadership.start();
      if (webhook) {
        const insistence = { service: line.service, stopped: stopping.signal, log };
        const wasThere = await insist('whether it brings updates', () => line.isSubscribed(webhook.url), insistence);
        if (wasThere === null || (await meeting.takeWebhook(webhook)) === null) return null;
        looks.saw(wasThere);
        void staySubscribed({ line, meeting, webhook, log, onLook: looks.saw, stopped: stopping.signal });
      }
      return { username: me.username };
    },
    async stopReceiving() {
      stopping.abort();
      meeting.stop();
      await polling?.stop();
    },
  };
}

interface Watching {
  readonly line: Pick<MaxLine, 'isSubscribed'>;
  readonly meeting: Pick<ReturnType<typeof createMeeting>, 'takeWebhook'>;
  readonly webhook: WebhookSettings;
  readonly log: Log;
  /** MAX brings updates now; `wasThere`: it did so all the time since the look before. */
  readonly onLook?: (wasThere: boolean) => void;
  readonly stopped: AbortSignal;
  readonly everyMs?: number;
}

const RECEIVED = { messenger: MAX, name: MAX_SERVICE.name, isCertain: false } as const;
/** Nobody knows how long MAX keeps what nobody has fetched; Telegram does so for a day. */
const FETCHED_WITHIN_MS = 24 * 3_600_000;

/** Whether MAX has brought updates to our address since the look before: it repeats for hours, and then ends the subscription. */
export function createLooks(now: () => Date) {
  let seenAt: Date | null = null;
  let wasMissing = false;
  return {
    saw: (wasThere: boolean): void => {
      seenAt = now();
      wasMissing ||= !wasThere;
    },
    receiving: (): Receiving | null => {
      if (seenAt === null) return null;
      return { ...RECEIVED, at: seenAt, keptMs: wasMissing ? 0 : null, noted: () => (wasMissing = false) };
    },
  };
}

/** Looks each hour whether MAX still brings updates; until it does again, /health says so. */
export async function staySubscribed({
  line,
  meeting,
  webhook,
  log,
  onLook,
  stopped,
  everyMs = LOOK_AGAIN_MS,
}: Watching) {
  for (;;) {
    await pause(everyMs, stopped);
    if (stopped.aborted) return;
    try {
      const wasThere = await line.isSubscribed(webhook.url);
      if (!wasThere) {
        log.error({}, 'MAX brings no updates to MAX_WEBHOOK_URL any more; it is asked to do so again');
        if ((await meeting.takeWebhook(webhook)) === null) return;
      }
      onLook?.(wasThere);
    } catch (error) {
      log.warn({ reason: describeError(error) }, 'Nobody knows whether MAX still brings updates to MAX_WEBHOOK_URL');
    }
  }
}

const marked = z.object({ mark: z.string() });

/** Of each bot its own: another one's marker would pass over what has come. */
function marksOf(database: Database, token: string): Marks<string> {
  const key = `mark:max:${createHash('sha256').update(token).digest('hex').slice(0, 12)}` as const;
  return {
    read: async () => marked.safeParse(await settingOf(database, key)).data?.mark,
    async keep(mark) {
      await database.transaction((tx) => keepSetting(tx, key, { mark }));
    },
  };
}
