import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pause } from '../../support/until';
import { scripts } from '../../../package.json';

const ROOT = path.join(__dirname, '../../..');
export const WEBHOOK_SECRET = 'bench-webhook-secret';
export const BOT_TOKEN = '334000111:bench-token-of-no-bot';

export interface BotProcess {
  readonly port: number;
  /** From the start of the process to the first 200 of /health, milliseconds. */
  readonly startedIn: number;
  /** Resident memory by its own /metrics, bytes. */
  memory(): Promise<number>;
  /** Of their own of the processes that it has begun, bytes: the program itself they share with it. Nothing where the machine is not Linux. */
  memoryOfOthers(): number;
  stop(): Promise<void>;
}

/**
 * The compiled bot as a process of its own, by webhook; resolves when /health says 200. It has the flags of `npm start`.
 * @param settings more variables of its environment
 */
export async function startBotProcess(
  databaseUrl: string,
  apiRoot: string,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<BotProcess> {
  const port = await freePort();
  const startedAt = performance.now();
  const bot = spawn(process.execPath, [...flags(), path.join(ROOT, 'dist/src/main.js')], {
    cwd: dataDir,
    stdio: ['ignore', process.env.BENCH_LOG ? 'inherit' : 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      BOT_TOKEN,
      TELEGRAM_API_ROOT: apiRoot,
      BOT_MODE: 'webhook',
      WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
      WEBHOOK_SECRET,
      HTTP_PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      ...settings,
    },
  });
  const gone = once(bot, 'exit');
  const kill = (): void => void bot.kill('SIGKILL');
  process.once('exit', kill);
  while ((await read(port, '/health')).status !== 200) {
    if (bot.exitCode !== null) throw new Error(`The bot ended with ${bot.exitCode}`);
    if (performance.now() - startedAt > 60_000) throw new Error('The bot is not ready within a minute');
    await pause(3);
  }
  const startedIn = performance.now() - startedAt;
  return {
    port,
    startedIn,
    async memory() {
      const { text } = await read(port, '/metrics');
      return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
    },
    memoryOfOthers: () => (bot.pid === undefined ? 0 : memoryOfChildren(bot.pid)),
    async stop() {
      bot.kill('SIGTERM');
      await gone;
      process.off('exit', kill);
    },
  };
}

function memoryOfChildren(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const resident = (child: string) =>
      Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0);
    return children.reduce((sum, child) => sum + resident(child) * 1_024, 0);
  } catch {
    return 0; // one of them is over by now
  }
}

/** Those of `npm start`, unless `NODE_FLAGS` names others. */
function flags(): string[] {
  const said = process.env.NODE_FLAGS;
  return said === undefined
    ? scripts.start.split(' ').filter((word) => word.startsWith('--'))
    : said.split(' ').filter(Boolean);
}

async function read(port: number, address: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: address, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', () => resolve({ status: 0, text: '' }));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
