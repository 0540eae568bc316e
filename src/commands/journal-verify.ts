import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { withOfficeDatabase } from '../adapters/office-database';
import { attachedTo } from '../adapters/papers/attached';
import { ConfigError, loadConfig, officeLocale, type Config } from '../config';
import { readEnvironment } from './environment';
import { wordsOf, type Words } from '../i18n';
import type { Head } from '../proof/head';
import { checkProof, PROOF_FILE, verifyJournal, type Fault, type Verdict } from '../usecases/proof/verify';
import { BadHeads, formerHeads, isSame, type FormerTree } from '../usecases/proof/former-tree';
import { complain, INTERRUPTED, interruption, progressLine, say } from './terminal';
import { troubleText } from './trouble';
import { verifyFolder } from './verify-folder';

/** What the caller must mend: the arguments, a file. */
class Misused extends Error {
  override readonly name = 'Misused';
}

interface Order {
  readonly heads: string | null;
  readonly proof: string | null;
  readonly folder: string | null;
}

/**
 * `npm run journal:verify [-- --heads FILE | --proof FILE [--heads FILE] | --folder DIR [--heads FILE]]`, see `journal:verify.usage`; a proof, and what was exported, is checked
 * without a database.
 * @returns exit code: 0 whole, 1 with what differs, 130 for one that was interrupted
 * @throws Misused, BadHeads for what the caller must mend
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
  const words = wordsOf(officeLocale(process.env));
  const order = orderOf(args);
  if (!order) throw new Misused(words.plain('journal:verify.usage'));
  if (order.heads !== null) await mustBeHeads(order.heads, words);
  if (order.folder !== null) return exported(order.folder, order.heads, words);
  return order.proof === null
    ? verified(loadConfig(process.env), order.heads, words)
    : proven(order.proof, order.heads, words);
}

/** Null: it is none. */
function orderOf(args: readonly string[]): Order | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { heads: { type: 'string' }, proof: { type: 'string' }, folder: { type: 'string' } },
    });
    const order = { heads: values.heads ?? null, proof: values.proof ?? null, folder: values.folder ?? null };
    return order.proof !== null && order.folder !== null ? null : order;
  } catch {
    return null;
  }
}

/** Better before a long walk than at its end. */
async function mustBeHeads(file: string, words: Words): Promise<void> {
  try {
    for await (const _ of headsIn(file));
  } catch (error) {
    throw error instanceof BadHeads ? error : unreadable(file, error, words);
  }
}

const unreadable = (file: string, error: unknown, { plain }: Words): Misused =>
  new Misused(plain('journal:verify.unreadable', { file, reason: error instanceof Error ? error.message : '' }));

/** Opened as the first line is asked for: a reader that nobody listens to yet would lose what it reads. */
async function* headsIn(file: string) {
  yield* formerHeads(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
}

async function verified(config: Config, heads: string | null, words: Words): Promise<number> {
  const bar = progressLine((count) => words.plain('journal:verify.progress', { count }));
  const verdict = await withOfficeDatabase(
    config,
    (database) =>
      verifyJournal(database, {
        signal: interruption(),
        onProgress: bar.draw,
        ...(heads !== null && { formerHeads: headsIn(heads) }),
      }),
    'jobs',
  ).finally(bar.clear);
  return told(verdict, heads, words);
}

/** What was exported, by its files alone. */
async function exported(folder: string, heads: string | null, words: Words): Promise<number> {
  const { plain } = words;
  const verdict = await verifyFolder(folder, heads === null ? null : headsIn(heads)).catch((error: unknown) => {
    throw error instanceof BadHeads ? error : unreadable(folder, error, words);
  });
  switch (verdict.outcome) {
    case 'whole':
      say(plain('journal:verify.whole', { count: verdict.head.size }));
      say(headLineOf(verdict.head, words));
      say(
        heads === null
          ? plain('journal:verify.notCompared')
          : plain('journal:verify.compared', { count: verdict.compared }),
      );
      return 0;
    case 'head':
    case 'rewritten':
    case 'notKept':
      complain(plain(`journal:fault.${verdict.outcome}`, { count: verdict.head.size, root: verdict.head.root }));
      return 1;
    default:
      complain(plain(`journal:fault.${verdict.outcome}`, { id: verdict.id, place: verdict.place }));
      return 1;
  }
}

function told(verdict: Verdict, heads: string | null, words: Words): number {
  const { plain } = words;
  switch (verdict.outcome) {
    case 'interrupted':
      complain(plain('journal:verify.interrupted'));
      return INTERRUPTED;
    case 'broken':
      complain(faultLine(verdict.fault, words));
      complain(verdict.since ? sinceLine(verdict.since, words) : plain('journal:verify.sinceNone'));
      return 1;
    case 'whole': {
      const { head, compared, former, waiting } = verdict;
      if (head) {
        say(plain('journal:verify.whole', { count: head.size }));
        say(headLineOf(head, words));
      } else say(plain('journal:verify.empty'));
      if (former) say(formerLine(former, words));
      if (waiting.count > 0) say(plain('journal:verify.waiting', { count: waiting.count }));
      say(
        heads === null
          ? plain('journal:verify.notCompared')
          : plain('journal:verify.compared', { count: compared + (former?.compared ?? 0) }),
      );
      return 0;
    }
  }
}

function faultLine(fault: Fault, { plain }: Words): string {
  switch (fault.what) {
    case 'rewritten':
    case 'head':
    case 'notKept':
    case 'formerTree':
      return plain(`journal:fault.${fault.what}`, { count: fault.head.size, root: fault.head.root });
    default:
      return plain(`journal:fault.${fault.what}`, { id: fault.entryId ?? '?', place: fault.place });
  }
}

const headLineOf = ({ size, root, sealedAt }: Head, { plain }: Words): string =>
  plain('journal:verify.head', { count: size, root, moment: sealedAt });
const formerLine = ({ head: { size, root }, begunAt }: FormerTree, { plain }: Words): string =>
  plain('journal:verify.former', { count: size, root, moment: begunAt.toISOString() });
const sinceLine = ({ size, root, sealedAt }: Head, { plain }: Words): string =>
  plain('journal:verify.since', { count: size, root, moment: sealedAt });

/** A proof by itself, and whether its head is among those that somebody has kept. */
async function proven(file: string, heads: string | null, words: Words): Promise<number> {
  const { plain } = words;
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error, words);
  });
  const proof = await attachedTo(new Uint8Array(bytes), PROOF_FILE);
  if (!proof) throw new Misused(plain('journal:proof.none', { file }));
  const checked = checkProof(Buffer.from(proof).toString('utf8'));
  switch (checked.outcome) {
    case 'no':
      throw new Misused(plain('journal:proof.bad', { file }));
    case 'broken':
      complain(plain('journal:proof.broken', { index: checked.index }));
      return 1;
    case 'holds':
      for (const { index, line, words: said } of checked.entries)
        say(`${index}: ${line}${said ? ` ${said.text}` : ''}`);
      say(plain('journal:proof.holds', { count: checked.entries.length }));
      say(headLineOf(checked.head, words));
      return heads === null ? notCompared(words) : compared(checked.head, heads, words);
  }
}

function notCompared({ plain }: Words): number {
  say(plain('journal:proof.notCompared'));
  return 0;
}

async function compared(head: Head, heads: string, { plain }: Words): Promise<number> {
  for await (const former of headsIn(heads)) {
    if (former.size < head.size) continue;
    if (former.size > head.size) break;
    if (!isSame(former, head)) {
      complain(plain('journal:proof.another', { count: head.size, root: former.root }));
      return 1;
    }
    say(plain('journal:proof.listed'));
    return 0;
  }
  complain(plain('journal:proof.notListed', { count: head.size }));
  return 1;
}

// Whatever ends this program before its verdict is no verdict.
process.exitCode = 1;
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const words = wordsOf(officeLocale(process.env));
    const isOurs = error instanceof ConfigError || error instanceof Misused;
    if (error instanceof BadHeads) complain(words.plain(`journal:verify.heads.${error.why}`, { line: error.line }));
    else complain(isOurs ? error.message : troubleText(error, words));
    process.exitCode = isOurs || error instanceof BadHeads ? 2 : 1;
  },
);
