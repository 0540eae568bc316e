import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import 'reflect-metadata';
import { makeFolders } from '../adapters/closed-folder';
import { withOfficeDatabase } from '../adapters/office-database';
import { ConfigError, loadConfig, officeLocale } from '../config';
import { readEnvironment } from './environment';
import type { Queries } from '../database/database';
import { codeOf, isOfDisk, OF_FILES } from '../errors';
import { wordsOf, type Words } from '../i18n';
import { canonicalJson } from '../proof/canonical';
import { headLine } from '../proof/head';
import { headOf, headsAfter, lastHead, type KeptHead } from '../usecases/proof/sealed';
import { formerTreeHeads } from '../usecases/proof/former-tree';
import { walkSealed } from '../usecases/proof/walk';
import { complain, INTERRUPTED, interruption, progressLine, say } from './terminal';
import { troubleText } from './trouble';

const ENTRIES = 'entries.jsonl';
const WORDS = 'words.jsonl';
const HEADS = 'heads.jsonl';
/** Of the tree of before; there where there was one. */
const FORMER_HEADS = 'former-heads.jsonl';
const HEADS_AT_ONCE = 2_000;

/** What the caller must mend: the arguments, the folder. */
class Misused extends Error {
  override readonly name = 'Misused';
}
/** An entry is not what was sealed: what would be written is no leaf. */
class NotWhole extends Error {
  override readonly name = 'NotWhole';
}

/**
 * `npm run journal:export -- DIR`: all that is sealed, to be checked by somebody else's program. Both files stand there whole, or not at all.
 * @returns exit code: 0 done, 130 for one that was interrupted
 * @throws Misused for what the caller must mend; NotWhole when `journal:verify` has more to say
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  const { plain } = words;
  const [folder, ...more] = args;
  if (folder === undefined || more.length > 0 || folder.startsWith('-'))
    throw new Misused(plain('journal:export.usage'));
  await mustBeFree(folder, words);
  const bar = progressLine((count) => plain('journal:export.progress', { count }));
  const signal = interruption();
  return withOfficeDatabase(
    config,
    async (database) => {
      const last = await lastHead(database);
      if (!last) throw new Misused(plain('journal:verify.empty'));
      const parts = new Parts(folder);
      try {
        await parts.write(ENTRIES, entryLines(database, last, words, bar.draw), signal);
        await parts.write(WORDS, wordLines(database, last, words), signal);
        await parts.write(HEADS, headLines(database, last), signal);
        if (await hasFormerTree(database)) await parts.write(FORMER_HEADS, formerHeadLines(database), signal);
        await parts.complete();
      } catch (error) {
        await parts.remove();
        if (!signal.aborted) throw error;
        complain(plain('journal:export.interrupted'));
        return INTERRUPTED;
      } finally {
        bar.clear();
      }
      say(plain('journal:export.done', { count: last.size, folder: path.resolve(folder) }));
      return 0;
    },
    'jobs',
  );
}

/** What was exported before is perhaps the only copy: it is not written over. */
async function mustBeFree(folder: string, { plain }: Words): Promise<void> {
  makeFolders(folder, 0o777);
  for (const name of [ENTRIES, WORDS, HEADS, FORMER_HEADS]) {
    const file = path.join(folder, name);
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (isThere) throw new Misused(plain('journal:export.isThere', { file }));
  }
}

async function* entryLines(
  queries: Queries,
  last: KeptHead,
  { plain }: Words,
  onProgress: (count: number) => void,
): AsyncGenerator<string> {
  let count = 0;
  for await (const { entries, flaw } of walkSealed(queries, last)) {
    if (flaw) throw new NotWhole(plain('journal:export.notWhole', { place: flaw.place }));
    yield entries.map(({ line }) => `${line}\n`).join('');
    count += entries.length;
    onProgress(count);
  }
  if (count !== last.size) throw new NotWhole(plain('journal:export.notWhole', { place: count }));
}

/** A line for each entry that has words, whatever became of them. */
async function* wordLines(queries: Queries, last: KeptHead, { plain }: Words): AsyncGenerator<string> {
  for await (const { entries, flaw } of walkSealed(queries, last)) {
    if (flaw) throw new NotWhole(plain('journal:export.notWhole', { place: flaw.place }));
    yield entries
      .flatMap(({ words }) =>
        words
          ? [
              `${canonicalJson({ id: words.id, salt: hexOf(words.salt), words: words.words, changedSalt: hexOf(words.changedSalt) })}\n`,
            ]
          : [],
      )
      .join('');
  }
}
const hexOf = (salt: Buffer | null): string | null => salt && salt.toString('hex');

const hasFormerTree = async (queries: Queries): Promise<boolean> =>
  (await formerTreeHeads(queries).next()).done === false;

async function* formerHeadLines(queries: Queries): AsyncGenerator<string> {
  for await (const head of formerTreeHeads(queries)) yield `${headLine(head)}\n`;
}

async function* headLines(queries: Queries, last: KeptHead): AsyncGenerator<string> {
  for (let size = 0; size < last.size;) {
    const heads = (await headsAfter(queries, size, HEADS_AT_ONCE)).filter((head) => head.size <= last.size);
    if (heads.length === 0) return;
    yield heads.map((head) => `${headLine(headOf(head))}\n`).join('');
    size = heads.at(-1)?.size ?? last.size;
  }
}

/** Files that get their names once all of them are whole. */
class Parts {
  private readonly written: string[] = [];

  constructor(private readonly folder: string) {}

  async write(name: string, lines: AsyncGenerator<string>, signal: AbortSignal): Promise<void> {
    const file = path.join(this.folder, name);
    this.written.push(file);
    await pipeline(Readable.from(lines), createWriteStream(`${file}.part`, { mode: 0o600, flush: true }), { signal });
  }

  async complete(): Promise<void> {
    for (const file of this.written) await rename(`${file}.part`, file);
  }

  async remove(): Promise<void> {
    for (const file of this.written) await rm(`${file}.part`, { force: true });
  }
}

/** A path that is wrong, and a disk that is full, are the caller's. */
const isOfFolder = (error: unknown): boolean => isOfDisk(error) || OF_FILES.test(codeOf(error));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isOurs = error instanceof ConfigError || error instanceof Misused;
    const isTold = isOurs || error instanceof NotWhole;
    complain(isTold ? error.message : troubleText(error, wordsOf(officeLocale(process.env))));
    process.exitCode = isOurs || isOfFolder(error) ? 2 : 1;
  },
);
