import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf } from '../support/http-body';

/** What is done to the next downloads. */
export type Download = (response: ServerResponse) => void;

interface Waiting {
  readonly offset: number;
  readonly answer: ServerResponse;
  readonly timer: NodeJS.Timeout;
}

/**
 * What lies between the bot and its Telegram: it passes calls on, and hands out updates that no Telegram has ever sent, numbered with the
 * stand's own in one row.
 */
export class Wire {
  /** Answers in the place of the stand when a file is asked for; null: the stand does. */
  download: Download | null = null;
  private readonly updates: { readonly update_id: number }[] = [];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((incoming, answer) => void this.pass(incoming, answer));
  private next = 700_000_000;
  private waiting: Waiting | null = null;
  private standOffset: number | undefined;
  private isOver = false;

  constructor(private readonly stand: { readonly url: string; readonly port: number; readonly token: string }) {}

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    void this.fetchOn();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As they are, with numbers of their own where they have none. @returns the number of the first */
  inject(...updates: readonly object[]): number {
    const first = this.next;
    for (const update of updates) this.updates.push({ update_id: this.next++, ...update });
    this.serve();
    return first;
  }

  /** Whether the bot has confirmed all. */
  get isEmpty(): boolean {
    return this.updates.length === 0;
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.agent.destroy();
  }

  /** The stand's updates, one poll after the other. */
  private async fetchOn(): Promise<void> {
    while (!this.isOver) {
      try {
        const response = await fetch(`${this.stand.url}/bot${this.stand.token}/getUpdates`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ timeout: 20, limit: 100, ...(this.standOffset && { offset: this.standOffset }) }),
        });
        const { result = [] } = (await response.json()) as { result?: { update_id: number }[] };
        for (const update of result) this.standOffset = Math.max(this.standOffset ?? 0, update.update_id + 1);
        this.inject(...result.map((update) => ({ ...update, update_id: this.next++ })));
      } catch {
        // the stand is being closed
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  private async pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    if (body === null) return;
    const target = incoming.url ?? '/';
    if (target.endsWith('/getUpdates')) return this.poll(body, answer);
    if (target.startsWith('/file/') && this.download !== null) return this.download(answer);
    const { method, headers } = incoming;
    const onward = request(
      { host: '127.0.0.1', port: this.stand.port, method, path: target, headers, agent: this.agent },
      (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    onward.end(body);
  }

  private poll(body: Buffer, answer: ServerResponse): void {
    const { offset = 0, timeout = 0 } = parsed(body);
    while ((this.updates[0]?.update_id ?? Infinity) < offset) this.updates.shift();
    this.answerWith([]);
    const timer = setTimeout(() => this.answerWith([]), timeout * 1_000);
    this.waiting = { offset, answer, timer };
    this.serve();
  }

  private serve(): void {
    if (this.updates.length > 0) this.answerWith(this.updates.slice(0, 100));
  }

  private answerWith(result: readonly object[]): void {
    if (this.waiting === null) return;
    const { answer, timer } = this.waiting;
    this.waiting = null;
    clearTimeout(timer);
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
  }
}

function parsed(body: Buffer): { offset?: number; timeout?: number } {
  try {
    return JSON.parse(body.toString('utf8')) as never;
  } catch {
    return {};
  }
}
