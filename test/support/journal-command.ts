import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}

/** As `npm run journal:…` does, with nothing in the environment but what is given. @param folder where it is started, and DATA_DIR */
export async function runJournal(
  command: 'verify' | 'export',
  args: readonly string[],
  { url, folder }: { readonly url: string; readonly folder: string },
): Promise<Ran> {
  const program = path.join(ROOT, `src/commands/journal-${command}.ts`);
  const child = spawn(
    process.execPath,
    ['--require', path.join(ROOT, 'test/support/run-typescript.cjs'), program, ...args],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', DATABASE_URL: url, DATA_DIR: folder } },
  );
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, complaints };
}
