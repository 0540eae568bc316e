import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { historyPaperOf } from '../../bots/conversation/proof/history-paper';
import { takeCopy } from '../../src/adapters/backup/take-copy';
import { markInstallation } from '../../src/adapters/installation';
import { writeHistory } from '../../src/adapters/papers/history';
import { wordsOf } from '../../src/i18n';
import { readHistoryPaper } from '../../src/usecases/proof/prove';
import { jpeg, StandClient } from '../src/stand/support';
import { headsOf, sealAll } from '../src/usecases/proof/sealing';
import { inWork, register } from '../src/usecases/statistics/counting';
import { openOffice, type WorkingOffice } from '../src/usecases/working-office';
import { freshDatabase, type FreshDatabase } from './database';
import { compileProgram, startProgram, type Program } from './program';
import { freePort } from './program-office';
import { FINISHED, LAYOUT_2026, OPEN, linesOf, registryXlsx, xlsxOf } from './registry-files';
import { GOST_TRUST, SIGNATURES } from './signatures';

const { launcher } = require('../../deploy/bundle/launcher.cjs') as { launcher: (arch: string) => string };
const ROOT = path.join(__dirname, '../..');
/** Where a machine has what the pages name: each lies under the sandbox' own folder. */
const PLACES = ['/opt/murajagat', '/var/lib/murajagat', '/mnt/copies', '/etc'];
const ARCHIVES = ['murajagat-ВЕРСИЯ-linux-x64', 'murajagat-НОВАЯ-linux-x64', 'murajagat-ПРЕЖНЯЯ-linux-x64'];
const TOKENS = { INTAKE_TOKEN: 'sandbox-intake-token', REPORT_TOKEN: 'sandbox-report-token' };

/** A machine of an office in a folder: its program, its archive unpacked, its copies and files, and a Telegram. */
export class DocsSandbox {
  private bot: Program | null = null;
  private readonly empties: FreshDatabase[] = [];

  private constructor(
    private readonly root: string,
    private readonly compiled: ReturnType<typeof compileProgram>,
    private readonly office: WorkingOffice,
    private readonly stand: StandClient,
    private readonly ports: { readonly http: number; readonly stand: number },
  ) {}

  static async open(): Promise<DocsSandbox> {
    const root = mkdtempSync(path.join(tmpdir(), 'murajagat-docs-'));
    // As root the embedded server of a training runs as another user, who must get in.
    chmodSync(root, 0o755);
    const ports = { http: await freePort(), stand: await freePort() };
    const sandbox = new DocsSandbox(root, compileProgram(), await openOffice(), await StandClient.start(), ports);
    await markInstallation(sandbox.office.fresh.database, 'office');
    sandbox.layOutMachine();
    sandbox.layOutCheckout();
    sandbox.layOutArchives();
    await sandbox.layOutFiles();
    await sandbox.takeCopies();
    return sandbox;
  }

  async close(): Promise<void> {
    await this.bot?.kill();
    await this.stand.close();
    for (const empty of this.empties) await empty.drop();
    await this.office.fresh.drop();
    this.compiled.remove();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** What a line of a page names, as it is here. */
  here(line: string): string {
    return PLACES.reduce((text, place) => text.replaceAll(place, `${this.root}${place}`), line).replaceAll(
      'http://127.0.0.1:8080',
      `http://127.0.0.1:${this.ports.http}`,
    );
  }

  /** An empty database, as an assignment of the shell. */
  async emptyDatabase(): Promise<string> {
    const empty = await freshDatabase({ empty: true, poolSize: 1 });
    this.empties.push(empty);
    return `DATABASE_URL='${empty.url}'`;
  }

  /** Of a training that begins: nothing of the office, a folder of its own. */
  training(): string {
    const dataDir = mkdtempSync(path.join(this.root, 'training-'));
    chmodSync(dataDir, 0o755);
    return `unset BOT_TOKEN DATABASE_URL; DATA_DIR='${dataDir}'`;
  }

  async startBot(): Promise<void> {
    this.bot ??= startProgram(this.compiled.folder, { ...this.env(), HTTP_PORT: String(this.ports.http) });
    await this.bot.ready();
  }

  async stopBot(): Promise<void> {
    await this.bot?.stop();
    this.bot = null;
  }

  /** Line by line until one fails, in the folder of the checkout, with nothing in the environment but the office's own settings. */
  run(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn('sh', ['-e', '-x', '-c', script], { cwd: this.compiled.folder, env: this.env() });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }

  private at(...names: readonly string[]): string {
    return path.join(this.root, ...names);
  }

  private env(): Record<string, string> {
    return {
      PATH: `${this.at('bin')}:${process.env.PATH ?? ''}`,
      HOME: this.at('home'),
      BOT_TOKEN: this.stand.stand.token,
      TELEGRAM_API_ROOT: this.stand.url,
      DATABASE_URL: this.office.fresh.url,
      DATA_DIR: this.at('var/lib/murajagat/data'),
      HTTP_PORT: '0',
      STAND_PORT: String(this.ports.stand),
      SIGNATURE_TRUST_DIR: this.at('trust'),
      npm_config_update_notifier: 'false',
      ...TOKENS,
    };
  }

  private layOutMachine(): void {
    const folders = ['bin', 'home', 'trust', 'opt/murajagat', 'mnt/copies', 'etc/systemd/system', 'etc/nginx/conf.d'];
    const more = ['etc/caddy', 'etc/murajagat', 'var/lib/murajagat/data/pg', 'var/lib/murajagat/data/files'];
    for (const folder of [...folders, ...more]) mkdirSync(this.at(folder), { recursive: true });
    // Whoever runs the tests is the only account there is.
    const sudo = '#!/bin/sh\n[ "$1" = -u ] && shift 2\nexec "$@"\n';
    writeFileSync(this.at('bin/sudo'), sudo, { mode: 0o755 });
    const untilReady = `#!/bin/sh\nexec '${process.execPath}' '${path.join(__dirname, 'until-ready.cjs')}' "$@"\n`;
    writeFileSync(this.at('bin/until-ready'), untilReady, { mode: 0o755 });
    cpSync(path.join(ROOT, 'roster.example.json'), this.at('etc/murajagat/roster.json'));
    // beside the copies, as for a machine that is lost
    cpSync(path.join(ROOT, '.env.example'), this.at('mnt/copies/.env'));
    for (const name of GOST_TRUST) cpSync(path.join(SIGNATURES, name), this.at('trust', name));
  }

  /** As after `npm ci --omit=dev`: without a compiler nothing is built anew. */
  private layOutCheckout(): void {
    const { folder } = this.compiled;
    for (const one of [
      'package.json',
      'package-lock.json',
      'build.cjs',
      'build-if-needed.cjs',
      '.env.example',
      'roster.example.json',
      'locales',
      'deploy',
    ])
      cpSync(path.join(ROOT, one), path.join(folder, one), { recursive: true });
    mkdirSync(path.join(folder, 'src/stand'), { recursive: true });
    cpSync(path.join(ROOT, 'src/stand/package.json'), path.join(folder, 'src/stand/package.json'));
    const packages = path.join(folder, 'node_modules');
    rmSync(packages);
    mkdirSync(packages);
    for (const name of packagesWithoutDev()) {
      mkdirSync(path.dirname(path.join(packages, name)), { recursive: true });
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(packages, name));
    }
  }

  /** What the launcher looks at, in the place of 100 MB: bundle.test.ts makes the archive itself. */
  private layOutArchives(): void {
    for (const name of ARCHIVES) {
      const to = this.at('opt/murajagat', name);
      mkdirSync(path.join(to, 'node/bin'), { recursive: true });
      writeFileSync(path.join(to, 'murajagat'), launcher(process.arch), { mode: 0o755 });
      symlinkSync(process.execPath, path.join(to, 'node/bin/node'));
      for (const part of ['dist', 'node_modules', 'deploy', 'locales', '.env.example', 'roster.example.json'])
        symlinkSync(path.join(this.compiled.folder, part), path.join(to, part));
      const archive = path.join(this.compiled.folder, `${name}.tar.gz`);
      mustRun('tar', ['--create', '--gzip', '--file', archive, '--directory', this.at('opt/murajagat'), name]);
      const sum = mustRun('sha256sum', [`${name}.tar.gz`], this.compiled.folder);
      writeFileSync(`${archive}.sha256`, sum);
    }
    symlinkSync(this.at('opt/murajagat', ARCHIVES[0] ?? ''), this.at('opt/murajagat/current'));
  }

  /** Files that the pages have beside them: an export and one with another heading, a signed answer, a proof, photos. */
  private async layOutFiles(): Promise<void> {
    const { folder } = this.compiled;
    const write = (name: string, bytes: string | Uint8Array) => writeFileSync(path.join(folder, name), bytes);
    write('выгрузка.xlsx', await registryXlsx([FINISHED, { ...OPEN, Номер: '327441807' }]));
    const lines = linesOf([{ ...OPEN, Номер: '327441840', ФЗ: '59-ФЗ' }], LAYOUT_2026);
    const [headings = [], ...rest] = lines;
    write('без-фз.xlsx', await xlsxOf([headings.map((one) => (one === 'ФЗ' ? 'Закон' : one)), ...rest]));
    cpSync(path.join(SIGNATURES, 'answer.pdf'), path.join(folder, 'ответ.pdf'));
    cpSync(path.join(SIGNATURES, 'good-g256-A.p7s'), path.join(folder, 'ответ.sig'));
    for (const photo of ['yama.jpg', 'dvor.jpg']) write(photo, jpeg(800, 600));

    const appealId = await register(this.office, { number: '327441806' });
    await inWork(this.office, appealId);
    await sealAll(this.office);
    const heads = (await headsOf(this.office)).map(({ size, root }) => `${JSON.stringify({ size, root })}\n`).join('');
    for (const name of ['суммы.jsonl', 'heads.jsonl']) write(name, heads);
    const proven = await readHistoryPaper(this.office.desk, await this.office.actor('executor'), appealId, true);
    if (typeof proven === 'string') throw new Error('There is no such appeal');
    const { clock, office } = this.office.desk;
    const reading = { words: wordsOf('ru'), now: clock.now(), calendar: office.calendar(), longest: 4096 };
    write('327441806-istoriya.pdf', await writeHistory({ ...historyPaperOf(proven, reading), head: null }));
  }

  /** Those that the pages name. */
  private async takeCopies(): Promise<void> {
    for (const now of [new Date('2026-11-29T02:30:00+03:00'), new Date('2026-11-29T18:30:00+03:00')])
      await takeCopy({
        url: this.office.fresh.url,
        dataDir: this.at('var/lib/murajagat/data'),
        directory: this.at('mnt/copies'),
        recipient: null,
        timeZone: 'Europe/Moscow',
        taken: 'hand',
        now,
      });
  }
}

/** Of what is installed here, as the lock has it; what lies within another package comes with it. */
function packagesWithoutDev(): readonly string[] {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { readonly dev?: true }>;
  };
  return Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([place]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1])
    .filter((name) => name !== undefined)
    .filter((name) => existsSync(path.join(ROOT, 'node_modules', name)));
}

function mustRun(program: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...(cwd !== undefined && { cwd }) });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

/** The archive, `install` and `tar` with long options: what the pages are written for. */
export const isMachineOfPages = process.platform === 'linux' && existsSync('/lib64/ld-linux-x86-64.so.2');
export const hasCurl = spawnSync('curl', ['--version']).status === 0;
