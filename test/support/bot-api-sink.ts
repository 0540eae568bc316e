import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

/**
 * The least that looks like the Bot API over HTTP: answers what a test tells it to. For tests of the edges, where the
 * stand would be too good a citizen; everything else goes through the stand.
 */
export interface BotApiSink {
  readonly apiRoot: string;
  readonly calls: SinkCall[];
  /** Updates that getUpdates gives out until they are confirmed. */
  push(...updates: { update_id: number }[]): void;
  readonly unconfirmed: readonly number[];
  /** What a method answers from now on; default: `{ message_id }` for sends, true for the rest. */
  on(method: string, answer: (call: SinkCall) => SinkAnswer | Promise<SinkAnswer>): void;
  callsOf(method: string): SinkCall[];
  stop(): Promise<void>;
}

export interface SinkCall {
  readonly method: string;
  readonly params: Record<string, unknown>;
  /** performance.now() of arrival. */
  readonly at: number;
}

export type SinkAnswer =
  | { readonly result: unknown }
  | { readonly error: number; readonly description: string; readonly parameters?: object }
  /** Takes the request and cuts the line. */
  | 'reset';

export const CONFLICT: SinkAnswer = {
  error: 409,
  description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
};

export async function startBotApiSink(): Promise<BotApiSink> {
  const calls: SinkCall[] = [];
  const answers = new Map<string, (call: SinkCall) => SinkAnswer | Promise<SinkAnswer>>();
  let updates: { update_id: number }[] = [];
  let poll: { offset: number; answer: (answer: SinkAnswer) => void } | null = null;
  let lastMessageId = 0;

  const givePoll = (): void => {
    const batch = updates.filter(({ update_id }) => poll !== null && update_id >= poll.offset).slice(0, 100);
    if (poll === null || batch.length === 0) return;
    poll.answer({ result: batch });
    poll = null;
  };

  const getUpdates = (call: SinkCall): Promise<SinkAnswer> => {
    poll?.answer(CONFLICT);
    const offset = Number(call.params['offset'] ?? 0);
    updates = updates.filter(({ update_id }) => update_id >= offset);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ result: [] }), Number(call.params['timeout'] ?? 0) * 1_000).unref();
      poll = { offset, answer: (answer) => (clearTimeout(timer), resolve(answer)) };
      givePoll();
    });
  };

  const byDefault = (call: SinkCall): SinkAnswer | Promise<SinkAnswer> => {
    if (call.method === 'getUpdates') return getUpdates(call);
    return { result: call.method.startsWith('send') ? { message_id: ++lastMessageId } : true };
  };

  const server = createServer((request, response) => {
    void respond(request, response);
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const method = request.url?.split('/').at(-1) ?? '';
    const call = {
      method,
      params: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
      at: performance.now(),
    };
    calls.push(call);
    const answer = await (answers.get(method) ?? byDefault)(call);
    if (answer === 'reset') {
      request.socket.destroy();
      return;
    }
    const isOk = 'result' in answer;
    response.writeHead(isOk ? 200 : answer.error, { 'content-type': 'application/json' });
    const { error: error_code, ...rest } = isOk ? { ...answer, error: undefined } : answer;
    response.end(JSON.stringify({ ok: isOk, error_code, ...rest }));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    calls,
    push(...added) {
      updates.push(...added);
      givePoll();
    },
    get unconfirmed() {
      return updates.map(({ update_id }) => update_id);
    },
    on: (method, answer) => void answers.set(method, answer),
    callsOf: (wanted) => calls.filter(({ method }) => method === wanted),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
