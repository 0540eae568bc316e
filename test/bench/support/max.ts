import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from '../../../bots/conversation/button-table';
import { WEBHOOK_SECRET } from './bot-process';
import type { PressWay } from './press';
import type { Sink } from './sink';

export const MAX_TOKEN = 'bench_token_of_no_bot_in_max';

/** A message's name, made of a number as Telegram has it. */
export const midOf = (chatId: number, messageId: number): string =>
  `mid.${chatId.toString(16).padStart(16, '0')}${messageId.toString(16).padStart(16, '0')}`;

/** How MAX brings a press, as large as that of a card. */
export const MAX_WAY: PressWay = {
  path: '/max/webhook',
  secretHeader: 'x-max-bot-api-secret',
  update: (updateId, { chatId, messageId }, button) => ({
    update_type: 'message_callback',
    timestamp: 1_764_000_000_000 + updateId,
    callback: {
      callback_id: String(updateId),
      payload: encode(button),
      timestamp: 1_764_000_000_000 + updateId,
      user: { user_id: chatId, first_name: 'Пётр', last_name: 'Исполнителев', is_bot: false, last_activity_time: 0 },
    },
    message: {
      sender: { user_id: 334_000_111, first_name: 'Bench', username: 'bench_bot', is_bot: true },
      recipient: { chat_type: 'dialog', user_id: chatId },
      timestamp: 1_764_000_000_000,
      body: {
        mid: midOf(chatId, messageId),
        seq: 1_764_000_000_000,
        text: 'Обращение 327441000\nДороги → Содержание дорог → Яма\nНазначено вам, срок 02.12.2026',
        attachments: [
          {
            type: 'inline_keyboard',
            callback_id: 'keyboard',
            payload: {
              buttons: [[{ type: 'callback', text: 'Взять в работу', payload: 'a:tk:0:0', intent: 'default' }]],
            },
          },
        ],
      },
    },
    user_locale: 'ru',
  }),
};

/** The least that a bot can take for MAX: says yes to everything. */
export async function startMaxSink(): Promise<Pick<Sink, 'apiRoot' | 'onToast' | 'onRedraw' | 'stop'>> {
  let lastMessageId = 1;
  let url = '';
  const answers: Readonly<Record<string, () => object>> = {
    'GET /me': () => ({ user_id: 334_000_111, username: 'bench_bot', is_bot: true }),
    'GET /subscriptions': () => ({ subscriptions: url === '' ? [] : [{ url }] }),
    'POST /messages': () => ({ message: { body: { mid: midOf(1, ++lastMessageId) } } }),
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sink');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const method = `${request.method} ${pathname}`;
      if (method === 'POST /subscriptions') ({ url } = JSON.parse(Buffer.concat(chunks).toString()) as { url: string });
      if (method === 'POST /answers') {
        // toast and redraw in one
        sink.onToast(searchParams.get('callback_id') ?? '');
        sink.onRedraw();
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[method]?.() ?? { success: true }));
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink = {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onToast: (_callbackId: string): void => undefined,
    onRedraw: (): void => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}

/** Variables of a bot that is in MAX by webhook, too. */
export const maxSettings = (apiRoot: string): Readonly<Record<string, string>> => ({
  MAX_TOKEN,
  MAX_API_ROOT: apiRoot,
  MAX_MODE: 'webhook',
  MAX_WEBHOOK_URL: 'http://127.0.0.1/max/webhook',
  MAX_WEBHOOK_SECRET: WEBHOOK_SECRET,
});
