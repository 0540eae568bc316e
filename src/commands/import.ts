import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { withOfficeDatabase } from '../adapters/office-database';
import { createRegistryReader } from '../adapters/registry/registry-reader';
import { writeWorkbook } from '../adapters/workbook';
import { openDesk } from '../application/office-desk';
import { systemClock } from '../clock';
import { databaseOf } from '../database/database';
import { ConfigError, loadConfig, officeLocale, type Config } from '../config';
import { readEnvironment } from './environment';
import { wordsOf, type Words } from '../i18n';
import { bringIn, type BringingIn } from '../intake/registry/bring-in';
import { answerByOptions, columnOptions, type ColumnOptions } from '../intake/registry/column-options';
import { errorsName, errorsSheets } from '../intake/registry/errors-sheet';
import { badLines, endLines, previewLines } from '../intake/registry/file-words';
import { questionLines } from '../intake/registry/layout-words';
import { sha256OfFile } from '../intake/registry/sha256-of-file';
import { interruption } from './terminal';
import { troubleText } from './trouble';
import type { Desk } from '../usecases/kit/ports';
import {
  ageOf,
  isBehind,
  dropAsking,
  dropDryRun,
  startLoading,
  takeCommandFile,
  readBadRows,
  readShownFile,
} from '../usecases/registry/read-file';
import type { FileState } from '../usecases/registry/files';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** Of what whoever typed the name can mend at once. */
const REASONS = ['ENOENT', 'EISDIR', 'EACCES'] as const;
/** As a shell has it for what Ctrl+C has ended. */
const INTERRUPTED = 130;

interface Order {
  readonly file: string;
  readonly isDryRun: boolean;
  /** Also what is older than is known. */
  readonly isAnyway: boolean;
  readonly columns: ColumnOptions;
}

/**
 * `npm run import -- FILE [OPTIONS]`, see `registry:command.usage`, beside a running bot or without one.
 * @returns exit code: 2 for what the caller must mend, the file or the environment; 130 for one that was interrupted
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  const order = orderOf(args);
  if (!order) {
    complain(words.plain('registry:command.usage'));
    return 2;
  }
  const { file } = order;
  let sha256: string;
  try {
    const stats = await stat(file);
    // a pipe or a device gives bytes for ever
    if (!stats.isFile() && !stats.isDirectory()) throw Object.assign(new Error('It is no file'), { code: 'ESPIPE' });
    sha256 = await sha256OfFile(file);
  } catch (error) {
    const reason = reasonOf(error);
    const known = REASONS.find((one) => one === reason);
    complain(
      known
        ? words.plain(`registry:command.${known}`, { file })
        : words.plain('registry:command.unreadable', { file, reason }),
    );
    return 2;
  }
  return withOfficeDatabase(
    config,
    async (database) => {
      const { desk } = await openDesk({ config, database, clock: systemClock });
      return importFile(desk, config, words, order, sha256);
    },
    'jobs',
  );
}

/** Null: it is none. */
function orderOf(args: readonly string[]): Order | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [file, ...others] = positionals;
    const columns = columnOptions(values.column ?? [], values);
    if (file === undefined || others.length > 0 || !columns) return null;
    return { file, isDryRun: values['dry-run'], isAnyway: values.anyway, columns };
  } catch {
    return null;
  }
}
const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  anyway: { type: 'boolean', default: false },
  ordinary: { type: 'boolean', default: false },
  later: { type: 'boolean', default: false },
  column: { type: 'string', multiple: true },
} as const;

async function importFile(
  desk: Desk,
  { defaultLocale }: Config,
  words: Words,
  { file, isDryRun, isAnyway, columns }: Order,
  sha256: string,
): Promise<number> {
  const bar = progressBar(words);
  const read = createRegistryReader({
    pathOf: () => file,
    calendar: desk.office.calendar,
    district: desk.office.district,
    locale: defaultLocale,
    clock: desk.clock,
  });
  const bringing: BringingIn = { desk, read, wake: () => undefined, onProgress: bar.draw, signal: interruption() };
  const { id, state } = await takeCommandFile(desk, { name: path.basename(file), sha256, isDryRun });
  if (state === 'loading') say(words.plain('registry:command.resumed'));
  let now = await bringIn(bringing, id);
  while (now?.state === 'asking' && (await answerByOptions(desk, now, columns))) now = await bringIn(bringing, id);
  bar.clear();
  if (isCut(now, bringing)) return interrupted(desk, words, id, isDryRun);
  if (now?.refusal) {
    if (isDryRun) await dropDryRun(desk, id);
    for (const line of endLines(now, words.plain)) complain(line);
    return 2;
  }
  if (now?.asked) {
    await showQuestion(desk, words, id);
    await dropAsking(desk, id);
    return 2;
  }
  await showPreview(desk, words, id, file);
  if (isDryRun) {
    await dropDryRun(desk, id);
    say(words.plain('registry:command.dryRun'));
    return 0;
  }
  if (now?.state === 'ready') {
    await startLoading(desk, id, isBehind(await ageOf(databaseOf(desk), desk, id)) && !isAnyway);
    now = await bringIn(bringing, id);
    bar.clear();
    if (isCut(now, bringing)) return interrupted(desk, words, id, isDryRun);
  }
  if (now) for (const line of endLines(now, words.plain)) say(line);
  if (now?.onlyFresh && now.counts.changed > 0) complain(words.plain('registry:command.older'));
  return 0;
}

const isCut = (file: FileState | null, { signal }: BringingIn): boolean =>
  signal?.aborted === true && file?.state !== 'done' && file?.state !== 'refused';

async function interrupted(desk: Desk, words: Words, id: number, isDryRun: boolean): Promise<number> {
  if (isDryRun) await dropDryRun(desk, id);
  else complain(words.plain('registry:command.interrupted'));
  return INTERRUPTED;
}

/** Nobody can be asked here: what is to be said instead. */
async function showQuestion(desk: Desk, words: Words, id: number): Promise<void> {
  const shown = await readShownFile(desk, id);
  const [field] = shown?.file.asked?.fields ?? [];
  if (!shown?.file.asked || !field) return;
  const [question = ''] = questionLines(shown, words.plain);
  complain(words.plain('registry:command.asks', { question }));
  complain(words.plain(`registry:command.answer.${field}`));
  const names = shown.file.asked.headings.flatMap((heading) => (heading === null ? [] : [`«${heading}»`])).join(', ');
  if (names !== '') complain(words.plain('registry:command.columns', { names }));
}

/** What is in the file; its rows in error, as a file beside it. */
async function showPreview(desk: Desk, words: Words, id: number, file: string): Promise<void> {
  const shown = await readShownFile(desk, id);
  if (!shown) return;
  for (const line of previewLines(shown, words.plain)) say(line);
  for (const line of badLines(shown, words.plain)) complain(`  ${line}`);
  const { headings } = shown.file;
  if (!headings || shown.bad.length === 0) return;
  const target = path.join(path.dirname(file), errorsName(path.basename(file), words));
  const rows = await readBadRows(desk, id);
  const { bad } = shown.file.counts;
  const workbook = await writeWorkbook(errorsSheets(shown.file, rows, words));
  try {
    await writeFile(target, workbook);
  } catch (error) {
    // a share that is only to be read, or a workbook that is open in Excel: what is right in the file comes in all the same
    complain(words.plain('registry:command.errorsUnwritten', { file: target, reason: reasonOf(error) }));
    return;
  }
  complain(words.plain('registry:command.errorsAt', { file: target }));
  if (rows.length < bad) complain(words.plain('registry:errorsAtMost', { shown: rows.length, count: bad }));
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const BAR_WIDTH = 30;

/** In a terminal only: a log needs no line that is drawn over. */
function progressBar({ plain }: Words) {
  const { isTTY } = process.stderr;
  return {
    draw: ({ state, counts, result, readRow }: FileState): void => {
      if (!isTTY) return;
      const all = counts.fresh + counts.changed;
      const done = result.open + result.finished + result.changed;
      const share = state === 'loading' && all > 0 ? done / all : 0;
      const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
      process.stderr.write(
        state === 'loading'
          ? `\r${plain('registry:command.loadingBar')} ${bar} ${done} / ${all}`
          : `\r${plain('registry:command.readingBar')} ${readRow}`,
      );
    },
    clear: (): void => void (isTTY && process.stderr.write('\r\u001b[K')),
  };
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(error instanceof ConfigError ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
