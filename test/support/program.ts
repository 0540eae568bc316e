import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until';

const ROOT = path.join(__dirname, '../..');

const { build } = require('../../build.cjs') as { build: (to: string) => void };

/** The program as `npm run build` makes it, in a private folder. */
export function compileProgram(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-program-'));
  build(path.join(folder, 'dist'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Program {
  readonly pid: number;
  /** Address of its HTTP server; empty until it is ready. */
  readonly http: string;
  /** All that it has written, both ways. */
  readonly output: string;
  readonly exitCode: number | null;
  /** By itself or by a signal. */
  readonly isGone: boolean;
  /** Until it says that it works. */
  ready(): Promise<void>;
  gone(): Promise<number | null>;
  /** kill -9 */
  kill(): Promise<void>;
  /** SIGTERM; the exit code, null when a signal ended it. */
  stop(): Promise<number | null>;
  /** To whoever listens in a copy of the program that a test has changed. */
  tell(message: object): void;
}

/** @param command what starts Node, and with which of its flags: the program's own file comes last */
export function startProgram(
  folder: string,
  env: Readonly<Record<string, string>>,
  [command = process.execPath, ...flags]: readonly string[] = [],
): Program {
  // No variable of this machine's own, and no .env of the checkout.
  const child = spawn(command, [...flags, path.join(folder, 'dist/src/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HTTP_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  let isSaid = false;
  child.once('close', () => (isSaid = true));
  /** Its last words come behind its end. */
  const lastWords = async () => {
    await until('its last words are read', () => isSaid);
    return `code ${child.exitCode}, signal ${child.signalCode}: ${output.slice(-1_500)}`;
  };
  const gone = async () => {
    await until('the program has ended', isGone);
    return child.exitCode;
  };
  const http = () => /http:\/\/127\.0\.0\.1:\d+(?=\/api\/appeals)/.exec(output)?.[0] ?? '';
  return {
    pid: child.pid ?? 0,
    get http() {
      return http();
    },
    get output() {
      return output;
    },
    get exitCode() {
      return child.exitCode;
    },
    get isGone() {
      return isGone();
    },
    gone,
    async ready() {
      await until('the program works', async () => {
        if (isGone()) throw new Error(`It has ended, ${await lastWords()}`);
        return http() !== '';
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await gone();
    },
    async stop() {
      child.kill('SIGTERM');
      return gone();
    },
    tell(message) {
      if (child.connected) child.send(message);
    },
  };
}

/** A command of the program on its way: its exit code (null: a signal ended it) and all that it has said, both ways. */
export interface RunningCommand {
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  kill(): void;
}

/** As `npm run NAME -- ARGS` starts it. */
export function startCommand(
  folder: string,
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  [command = process.execPath, ...flags]: readonly string[] = [],
): RunningCommand {
  const child = spawn(command, [...flags, path.join(folder, `dist/src/commands/${name}.js`), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))),
    kill: () => void child.kill('SIGKILL'),
  };
}
