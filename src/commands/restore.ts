import path from 'node:path';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { checkCopy } from '../adapters/backup/check-copy';
import type { KeptCopy } from '../adapters/backup/copies-in';
import type { OnStep } from '../adapters/backup/load-copy';
import { CopyRefused } from '../adapters/backup/refused';
import { readCopy, restoreCopy, type Restored } from '../adapters/backup/restore-copy';
import { makeHome } from '../adapters/embedded-cluster';
import { withDatabaseAsItIs } from '../adapters/office-database';
import { withServer } from '../adapters/office-server';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, officeLocale, type Config } from '../config';
import { readEnvironment } from './environment';
import { wordsOf, type Words } from '../i18n';
import { longWork, type LongWork } from '../process/long-work';
import { offsetText } from '../regulation/zone';
import { readDecisions } from '../adapters/backup/decisions';
import { noteDecisions } from '../usecases/applicants/forget-questions';
import { noteRestored } from '../usecases/upkeep/after-restore';
import { complain, INTERRUPTED, interruption, say } from './terminal';
import { troubleText } from './trouble';

interface Order {
  /** The copy's folder. */
  readonly folder: string;
  /** Only said whether it would do. */
  readonly isCheck: boolean;
  readonly identity: string | null;
}

/**
 * `npm run restore -- COPY [--check] [--identity FILE]`, see `backup:restore.usage`.
 * @returns exit code: 2 for what the caller must mend; 130 for one that was interrupted: the database is as empty as before
 */
async function main(args: readonly string[]): Promise<number> {
  process.umask(0o077);
  readEnvironment();
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  const order = orderOf(args);
  if (!order) {
    complain(words.plain('backup:restore.usage'));
    return 2;
  }
  const signal = interruption();
  try {
    const copy = await readCopy(order.folder);
    await (order.isCheck ? check : restore)(config, words, order, copy, signal);
    return 0;
  } catch (error) {
    if (error instanceof CopyRefused) {
      complain(words.plain(`backup:refused.${error.why}`, error.params));
      return 2;
    }
    if (!signal.aborted) throw error;
    complain(words.plain('backup:restore.interrupted'));
    return INTERRUPTED;
  }
}

/** Which copy it is, and of what. */
function tellOf(what: 'begun' | 'checking', config: Config, { plain }: Words, copy: KeptCopy): void {
  say(plain(`backup:restore.${what}`, aboutCopy(config, copy)));
  if (copy.manifest.purpose === 'training') say(plain('backup:restore.training'));
}

type Work = (config: Config, words: Words, order: Order, copy: KeptCopy, signal: AbortSignal) => Promise<void>;

const restore: Work = async (config, words, { identity }, copy, signal) => {
  const { takenAt } = copy.manifest;
  requirePurpose(config, copy);
  tellOf('begun', config, words, copy);
  const home = path.resolve(config.dataDir);
  makeHome(home);
  const work = longWork();
  const decisions = await readDecisions(path.dirname(copy.folder));
  const restored = await withDatabaseAsItIs(
    config,
    (database) =>
      restoreCopy({
        database,
        files: path.join(home, 'files'),
        copy,
        identity,
        afterwards: async (tx) => {
          await noteRestored(tx, takenAt, systemClock.now());
          await noteDecisions(tx, decisions);
        },
        signal,
        onStep: stepsOf(work, words),
      }),
    'jobs',
  ).finally(work.end);
  tell('done', words, copy, restored);
  say(words.plain('backup:restore.next'));
};

const check: Work = async (config, words, { identity }, copy, signal) => {
  tellOf('checking', config, words, copy);
  makeHome(path.resolve(config.dataDir));
  const work = longWork();
  const onStep = stepsOf(work, words);
  const restored = await withServer(config, (url) => checkCopy({ url, copy, identity, signal, onStep })).finally(
    work.end,
  );
  tell('good', words, copy, restored);
};

const stepsOf =
  (work: LongWork, { plain }: Words): OnStep =>
  (step, done, of) =>
    work.at(plain(`backup:restore.at.${step}`, { done, of }));

const MOST_NAMED = 100;

function tell(
  what: 'done' | 'good',
  { plain }: Words,
  { manifest }: KeptCopy,
  { rows, files, damaged }: Restored,
): void {
  say(plain(`backup:restore.${what}`, { rows, files }));
  if (damaged.length > 0) complain(plain('backup:restore.damaged', { count: damaged.length }));
  for (const file of damaged.slice(0, MOST_NAMED)) complain(file);
  if (manifest.files.missing > 0) complain(plain('backup:restore.missing', { count: manifest.files.missing }));
}

const aboutCopy = ({ timeZone }: Config, { manifest: { takenAt, version } }: KeptCopy) => ({
  moment: offsetText(takenAt.getTime(), timeZone).local.slice(0, 16).replace('T', ' '),
  version,
});

/** @throws ConfigError: a training must never meet an office's data */
function requirePurpose({ mode, defaultLocale }: Config, { manifest: { purpose } }: KeptCopy): void {
  if (purpose === (mode === 'stand' ? 'training' : 'office')) return;
  const problem = wordsOf(defaultLocale).plain(`config:holds.${purpose}`);
  throw new ConfigError([{ variable: 'BOT_TOKEN', problem }], defaultLocale);
}

/** Null: it is none. */
function orderOf(args: readonly string[]): Order | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [folder, ...others] = positionals;
    if (folder === undefined || folder === '' || others.length > 0) return null;
    const { check: isCheck, identity } = values;
    return { folder: path.resolve(folder), isCheck, identity: identity === undefined ? null : path.resolve(identity) };
  } catch {
    return null;
  }
}
const OPTIONS = { check: { type: 'boolean', default: false }, identity: { type: 'string' } } as const;

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(error instanceof ConfigError ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
