import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT_TOKEN } from './bot-process';

export interface Sink {
  readonly apiRoot: string;
  /** Called when answerCallbackQuery has arrived whole. */
  onToast: (queryId: string) => void;
  /** Called when a message was drawn anew. */
  onRedraw: () => void;
  /** While true, toasts arrive but are not confirmed, so the bot does not yet go on to what comes after them. */
  hold(isHeld: boolean): void;
  /** Calls that arrived, by method. */
  readonly counts: Map<string, number>;
  stop(): Promise<void>;
}

/** The least that a bot can take for Telegram: says yes to everything, and costs as little as HTTP can. */
export async function startSink(): Promise<Sink> {
  const counts = new Map<string, number>();
  const held: ServerResponse[] = [];
  let isHeld = false;
  let lastMessageId = 1;

  const confirm = (response: ServerResponse, result: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, result }));
  };
  const server = createServer((request, response) => {
    const method = request.url?.split('/').at(-1) ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      counts.set(method, (counts.get(method) ?? 0) + 1);
      if (method === 'answerCallbackQuery') {
        const { callback_query_id: queryId } = JSON.parse(Buffer.concat(chunks).toString()) as {
          callback_query_id: string;
        };
        sink.onToast(queryId);
        if (isHeld) held.push(response);
        else confirm(response, true);
      } else if (method === 'getMe') {
        confirm(response, {
          id: Number(BOT_TOKEN.split(':')[0]),
          is_bot: true,
          first_name: 'Bench',
          username: 'bench_bot',
        });
      } else {
        if (method.startsWith('edit')) sink.onRedraw();
        confirm(response, method.startsWith('send') ? { message_id: ++lastMessageId } : true);
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink: Sink = {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onToast: () => undefined,
    onRedraw: () => undefined,
    hold(now) {
      isHeld = now;
      if (!now) for (const response of held.splice(0)) confirm(response, true);
    },
    counts,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}
