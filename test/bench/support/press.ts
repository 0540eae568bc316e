import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { pause } from '../../support/until';
import { encode } from '../../../bots/conversation/button-table';
import type { Button } from '../../../bots/conversation/kit/buttons';
import { WEBHOOK_SECRET } from './bot-process';
import type { Waiting } from './busy-office';
import type { Sink } from './sink';

export const CONNECTIONS = 16;

/** Whose finger, on which message. */
type Finger = Pick<Waiting, 'chatId' | 'messageId'>;

/** How a messenger brings a press to its webhook. */
export interface PressWay {
  readonly path: string;
  readonly secretHeader: string;
  update(this: void, updateId: number, finger: Finger, button: Button): object;
}

/** What Telegram sends when somebody presses a button, as large as that of a card. */
function pressUpdate(updateId: number, { chatId, messageId }: Finger, button: Button): object {
  const from = {
    id: chatId,
    is_bot: false,
    first_name: 'Пётр',
    last_name: 'Исполнителев',
    username: `executor_${chatId}`,
    language_code: 'ru',
  };
  return {
    update_id: updateId,
    callback_query: {
      id: String(updateId),
      from,
      chat_instance: '-5512341234123412341',
      message: {
        message_id: messageId,
        from: { id: 334000111, is_bot: true, first_name: 'Bench', username: 'bench_bot' },
        chat: {
          id: chatId,
          type: 'private',
          first_name: from.first_name,
          last_name: from.last_name,
          username: from.username,
        },
        date: 1_764_000_000,
        text: 'Обращение 327441000\nДороги → Содержание дорог → Яма\nНазначено вам, срок 02.12.2026',
        reply_markup: { inline_keyboard: [[{ text: 'Взять в работу', callback_data: 'a:tk:0:0' }]] },
      },
      data: encode(button),
    },
  };
}

const TELEGRAM_WAY: PressWay = {
  path: '/telegram/webhook',
  secretHeader: 'x-telegram-bot-api-secret-token',
  update: pressUpdate,
};

/** Runs `work` for every item, as many at once as there are connections, each taking the next when it is done with one. */
async function overConnections<Item>(
  items: readonly Item[],
  work: (item: Item, connection: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item, connection);
    }),
  );
}

export interface Round {
  readonly perSecond: number;
  /** From the POST to the arrival of the toast, milliseconds. */
  readonly latencies: readonly number[];
}

/** Times `work` over the items as one round. */
export async function timed<Item>(
  items: readonly Item[],
  work: (item: Item, connection: number) => Promise<void>,
): Promise<Round> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  await overConnections(items, async (item, connection) => {
    const begun = performance.now();
    await work(item, connection);
    latencies.push(performance.now() - begun);
  });
  return { perSecond: (items.length * 1_000) / (performance.now() - startedAt), latencies };
}

/** Never used twice: what the inbox knows already is not handled again. */
let lastUpdateId = 330_000_000;

/** Presses of people at a bot behind a webhook; each resolves when the toast has arrived at the sink and the POST is answered. */
export function presser(
  port: number,
  sink: Pick<Sink, 'onToast'>,
  { path, secretHeader, update }: PressWay = TELEGRAM_WAY,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const toasts = new Map<string, () => void>();
  sink.onToast = (queryId) => toasts.get(queryId)?.();

  const post = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        [secretHeader]: WEBHOOK_SECRET,
      };
      request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`The webhook answers ${response.statusCode}`)),
        );
      })
        .on('error', reject)
        .end(body);
    });

  async function pressButton(finger: Finger, button: Button): Promise<number> {
    const id = (lastUpdateId += 1);
    const toast = new Promise<void>((resolve) => toasts.set(String(id), resolve));
    await Promise.all([post(JSON.stringify(update(id, finger, button))), toast]);
    toasts.delete(String(id));
    return id;
  }

  return {
    pressButton,
    /** «Взять в работу» on the card. */
    press: (waiting: Waiting): Promise<number> =>
      pressButton(waiting, {
        kind: 'act',
        action: 'takeIntoWork',
        appealId: waiting.appealId,
        version: waiting.version,
      }),
    close: () => agent.destroy(),
  };
}

const BREATH_MS = 50;

/** One person after another, with a breath between them. @returns how long each took, in milliseconds */
export async function pressInTurn(
  people: Pick<ReturnType<typeof presser>, 'press'>,
  appeals: Waiting[],
  count: number,
  isOver = () => false,
): Promise<number[]> {
  const latencies: number[] = [];
  while (latencies.length < count && !isOver()) {
    const waiting = appeals.shift();
    if (!waiting) throw new Error('There are no more appeals to press on');
    const begun = performance.now();
    await people.press(waiting);
    latencies.push(performance.now() - begun);
    await pause(BREATH_MS);
  }
  return latencies;
}
