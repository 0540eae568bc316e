import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock } from '../../src/clock';
import { bodyOf } from '../support/http-body';
import { pause } from '../support/until';
import type { Ledger } from './ledger';
import type { FaultMessenger } from './messengers';

/** What lies between the bot and its messenger. */
export const WEATHERS = [
  'fair',
  'refused',
  'reset-before',
  'reset-after',
  'silent',
  'slow',
  'page-200',
  'page-403',
  'page-407',
  'page-502',
  'empty-object',
  'flood',
  'no-files',
] as const;
export type Weather = (typeof WEATHERS)[number];

const SLOW_MS = 5_000;
const PAGE = '<html><head><title>Доступ ограничен</title></head><body><h1>Доступ ограничен</h1></body></html>';
/** What is answered in the messenger's place. */
const PAGES: Readonly<
  Partial<Record<Weather, { readonly status: number; readonly type: string; readonly body: string }>>
> = {
  'page-200': { status: 200, type: 'text/html', body: PAGE },
  'page-403': { status: 403, type: 'text/html', body: PAGE },
  'page-407': { status: 407, type: 'text/html', body: PAGE },
  'page-502': { status: 502, type: 'text/html', body: '<html><h1>502 Bad Gateway</h1></html>' },
  'empty-object': { status: 200, type: 'application/json', body: '{}' },
};

const FILES = '/max/files/';
/** Telegram's and MAX's. */
const isAnyFile = (pathname: string): boolean => /^\/(?:max\/files|file)\//.test(pathname);
/** What a page in the place of a picture would be, is told by the pictures' own tests. */
const isFile = (pathname: string): boolean => pathname.startsWith(FILES);

/** A proxy in front of the stand: it passes calls on, or does to them what networks do. Whose answers are lost, the ledger hears. */
export class Network {
  private readonly sockets = new Set<Socket>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((incoming, answer) => void this.pass(incoming, answer));
  private weather: Weather = 'fair';
  /** How far the messenger's clock is from the machine's. */
  clockIsWrongByMs = 0;
  private floodUntil = 0;
  private port = 0;

  constructor(
    private readonly stand: { readonly port: number },
    private readonly ledger: Ledger,
    private readonly messenger: FaultMessenger,
  ) {
    this.server.keepAliveTimeout = 60_000;
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
    this.agent.destroy();
  }

  /** @param floodSeconds of `flood`: how long speech is refused, with the seconds that are left as `retry_after` */
  async become(weather: Weather, floodSeconds = 0): Promise<void> {
    const before = this.weather;
    this.weather = weather;
    if (weather === 'flood') this.floodUntil = performance.now() + floodSeconds * 1_000;
    if (weather === 'refused') {
      const closed = new Promise((resolve) => this.server.close(resolve));
      this.cut();
      await closed;
    } else if (before === 'refused') await this.open();
    // What stands open now would not notice: these tear it.
    if (weather.startsWith('reset')) this.cut();
  }

  private cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private async pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    if (body === null) return;
    const { pathname } = new URL(incoming.url ?? '/', 'http://proxy');
    const method = this.messenger.methodOf(incoming.method ?? 'GET', pathname);
    while (this.weather === 'no-files' && isAnyFile(pathname)) await pause(50);
    const { weather } = this;
    if (weather === 'silent') return;
    if (weather === 'reset-before' || weather === 'refused') return void answer.socket?.resetAndDestroy();
    if (weather === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const page = isFile(pathname) ? undefined : PAGES[weather];
    if (page) return void answer.writeHead(page.status, { 'content-type': page.type }).end(page.body);
    if (weather === 'flood' && this.messenger.isSpeech(method)) return this.refuseFlood(answer);
    this.forward(incoming, { method, body }, answer);
  }

  /** MAX says with an update where its files are, and the bot fetches none from a stranger's address: they come by this way, too. */
  private filesByUs(said: Buffer, type = ''): Buffer {
    if (!type.includes('json')) return said;
    const files = (origin: string) => `${origin}${FILES}`;
    return Buffer.from(said.toString('utf8').replaceAll(files(`http://127.0.0.1:${this.stand.port}`), files(this.url)));
  }

  private refuseFlood(answer: ServerResponse): void {
    const seconds = Math.max(1, Math.ceil((this.floodUntil - performance.now()) / 1_000));
    const { headers, body } = this.messenger.tooMany(seconds);
    answer.writeHead(429, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }

  private forward(
    { method: verb, url, headers }: IncomingMessage,
    { method, body }: { readonly method: string; readonly body: Buffer },
    answer: ServerResponse,
  ): void {
    const onward = request(
      { port: this.stand.port, host: '127.0.0.1', method: verb, path: url, headers, agent: this.agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const said = Buffer.concat(chunks);
          const { weather } = this;
          const isLost =
            answer.destroyed || weather === 'reset-after' || weather === 'silent' || answer.socket?.destroyed === true;
          if (isLost) this.ledger.answerLost(this.messenger.sent(method, read(said)));
          if (weather === 'silent') return;
          if (isLost) return void answer.socket?.resetAndDestroy();
          const { 'content-length': _, ...kept } = response.headers;
          const date = new Date(systemClock.now().getTime() + this.clockIsWrongByMs).toUTCString();
          answer
            .writeHead(response.statusCode ?? 500, { ...kept, date })
            .end(this.filesByUs(said, kept['content-type']));
        });
      },
    );
    onward.on('error', () => answer.socket?.resetAndDestroy());
    // Whoever asked for updates and is no more must not be given any.
    answer.on('close', () => {
      if (!answer.writableFinished && this.messenger.isPolling(method)) onward.destroy();
    });
    onward.end(body);
  }
}

/** JSON as the stand writes it; what is none says nothing. */
function read(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return {};
  }
}
