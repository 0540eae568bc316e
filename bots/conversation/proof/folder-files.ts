import { createHash } from 'node:crypto';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import type { ClaimedMessage } from '../../../src/outbox/delivery';
import { safeFileName } from '../../../src/text/file-name';
import { type Official, shortName } from '../../../src/usecases/kit/officials';
import type {
  Desk,
  Enclosed,
  FileStore,
  Folders,
  MessageRef,
  Papers,
  PlainPaper,
} from '../../../src/usecases/kit/ports';
import { queueFolderParts, type FolderPart, readFolder, type FolderFacts } from '../../../src/usecases/proof/folder';
import { drawHistoryPaper } from './history-paper';
import { patiently } from '../kit/lately';
import { only } from '../kit/screen';
import { storedContents, type StoredContent, indexSections, onPaper, whySections, type CheckedContent } from './folder';
import { moment } from '../kit/calendar-words';
import type { Reading } from '../kit/turn';
import type { Voice } from '../kit/voice';
import { maySee } from '../../../src/regulation/rights';
import { done, skipped, toPerson, type DeliveringDeps, type Renderers } from '../kit/renderer';

export interface FolderDeps {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly papers: Papers;
  readonly folders: Folders;
  readonly readingFor: (official: Official) => Reading;
}

/** Bytes of a part at most: it is in memory while it goes out, and so is no more of the folder. */
const PART = 24 * 1024 * 1024;
/** Of a part, for its index, its directory and whatever did not become shorter. */
const SPARE = 1024 * 1024;
/** More messages than this are no folder any more: it stays on the server. */
const MOST_PARTS = 10;

/** What goes into the ZIP, and how large it is. */
interface Content extends Enclosed {
  readonly size: number;
}

/** The message that has asked for a folder. */
type Order = Pick<ClaimedMessage, 'id' | 'key' | 'chatId'>;

/**
 * «Папка для проверки»: made, and its parts queued, or laid on the server's disk and the chat told where.
 * @returns null: it is nobody's to have any more
 */
export function createFolderMaking(deps: FolderDeps) {
  const { desk, voice, readingFor } = deps;
  return async (official: Official, appealId: number, order: Order): Promise<Made | null> => {
    const reading = readingFor(official);
    const { words } = reading;
    const given = { ...deps, locale: words.locale, messenger: voice.name };
    const work = async () => {
      const facts = await readFolder(desk, appealId, official, given);
      return facts && laid(deps, facts, await contentsOf(deps, facts, official, reading), { official, reading, order });
    };
    return patiently(voice, order.chatId, words.html('folder:works'), work());
  };
}

/** `told`: where it lies, as the chat has it; null: its parts are queued. */
interface Made {
  readonly told: MessageRef | null;
}

interface To {
  readonly official: Official;
  readonly reading: Reading;
  readonly order: Order;
}

/**
 * In parts that the messenger takes. What names the applicant goes into no messenger of another country, nor does what no part holds:
 * that is on this server's disk then, and the chat is told where.
 */
async function laid(
  { desk, voice, folders }: FolderDeps,
  facts: FolderFacts,
  contents: readonly Content[],
  { official, reading, order }: To,
): Promise<Made> {
  const { plain, html } = reading.words;
  const number = safeFileName(facts.card.number);
  // Of the order: whatever breaks on the way, the same folder lies in the same place.
  const own = `${number}-${order.id}`;
  const parts = inParts(contents, Math.min(voice.limits.upload, PART) - SPARE);
  const staysHere = isPersonal(facts);
  if (staysHere || parts === null) {
    const { path } = await folders.write(`${own}.zip`, contents);
    const screen = only(html(staysHere ? 'folder:onDisk.personal' : 'folder:onDisk.large', { number, path }));
    return { told: await voice.send(order.chatId, screen) };
  }
  const queued: FolderPart[] = [];
  for (const [index, part] of parts.entries()) {
    const file = `${own}-${index + 1}.zip`;
    await folders.write(file, part);
    const of = { number, part: index + 1, parts: parts.length };
    queued.push({ file, name: safeFileName(plain(parts.length === 1 ? 'folder:file.whole' : 'folder:file.part', of)) });
  }
  await queueFolderParts(desk, official, facts.card.id, order, queued);
  return { told: null };
}

/** Each with the index, which comes first. Null: one of the files, or all of them, are more than a messenger takes. */
function inParts(contents: readonly Content[], most: number): Content[][] | null {
  const [index, ...others] = contents;
  if (index === undefined || others.some(({ size }) => size > most)) return null;
  const parts: Content[][] = [[index]];
  let room = most;
  for (const content of others) {
    if (content.size > room) {
      parts.push([index]);
      room = most;
    }
    parts.at(-1)?.push(content);
    room -= content.size;
  }
  return parts.length > MOST_PARTS ? null : parts;
}

// ── What lies in it ─────────────────────────────────────────────────────────

/** The index first, so that it is in each part. */
async function contentsOf(
  deps: FolderDeps,
  facts: FolderFacts,
  official: Official,
  reading: Reading,
): Promise<Content[]> {
  const { plain } = reading.words;
  const paper = onPaper(reading);
  const stored = await checked(deps.files, storedContents(facts, paper));
  const { id, number } = facts.card;
  const [index, why, past] = (['index', 'why', 'history'] as const).map((name) => plain(`folder:paper.${name}.name`));
  const draw = (name: 'index' | 'why', sections: PlainPaper['sections']) =>
    drawn(deps, plain(`folder:paper.${name}.title`, { number }), sections, official, reading);
  // What goes into no messenger keeps nothing back of what proves it. One that its seal contradicts is told of, and not printed.
  const history = await drawHistoryPaper(deps, official, id, reading, !isPersonal(facts));
  const listed = [
    plain('folder:content.paper', { name: why ?? '' }),
    typeof history === 'string' ? plain('history:paper.damaged') : plain('folder:content.paper', { name: past ?? '' }),
  ];
  return [
    ofPaper(index ?? '', await draw('index', indexSections(facts, stored, listed, paper)), reading),
    ofPaper(why ?? '', await draw('why', whySections(facts, paper)), reading),
    ...(typeof history === 'string' ? [] : [ofPaper(past ?? '', await history.draw(), reading)]),
    ...stored
      .filter(({ state }) => state !== 'missing')
      .map((content) => ({ ...content, bytes: () => deps.files.read(content.sha256) })),
  ];
}

const isPersonal = ({ papers }: FolderFacts): boolean => papers.some((paper) => paper.isPersonal);

async function drawn(
  { desk, papers }: FolderDeps,
  title: string,
  sections: PlainPaper['sections'],
  official: Official,
  { words, now, calendar }: Reading,
): Promise<Uint8Array> {
  const head = await letterheadOf(desk);
  const name = [head.nameRu, head.nameTt].filter((one) => one !== '');
  return papers.writePlain({
    locale: words.locale,
    head: name.length === 0 ? null : { name, contacts: head.contacts },
    title,
    sections,
    note: words.plain('folder:note', { name: shortName(official.name), moment: moment(now, new Date(0), calendar) }),
    issuedAt: now,
  });
}

const ofPaper = (name: string, bytes: Uint8Array, { now }: Reading): Content => ({
  name: safeFileName(name),
  at: now,
  packs: true,
  size: bytes.byteLength,
  async *bytes() {
    yield bytes;
  },
});

/** Read once before anything is said of them: the index stands first, and tells what is missing. */
async function checked(files: Pick<FileStore, 'read'>, contents: readonly StoredContent[]): Promise<CheckedContent[]> {
  const all: CheckedContent[] = [];
  for (const content of contents) all.push({ ...content, ...(await bytesState(files, content.sha256)) });
  return all;
}

async function bytesState(
  files: Pick<FileStore, 'read'>,
  sha256: string,
): Promise<Pick<CheckedContent, 'state' | 'size'>> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of files.read(sha256)) {
      hash.update(chunk);
      size += chunk.byteLength;
    }
  } catch {
    // Gone, or on a disk that does not give it: the index says so, and the rest is handed over.
    return { state: 'missing', size: 0 };
  }
  return { state: hash.digest('hex') === sha256 ? 'whole' : 'damaged', size };
}

const NOT_THEIRS = skipped('the folder is not theirs any more');

/** «Папка для проверки», made when it is sent; its parts follow, a message each. */
export function folders(deps: DeliveringDeps): Renderers<'folder' | 'folderPart'> {
  const { voice, folders: kept } = deps;
  const make = createFolderMaking(deps);
  return {
    folder: toPerson(deps, async (official, { appealId }, message) => {
      const made = await make(official, appealId, message);
      if (made === null) return NOT_THEIRS;
      return made.told === null ? done : { outcome: 'sent', message: made.told };
    }),
    folderPart: toPerson(deps, async (official, { file, name }, { chatId }) => {
      if (!maySee(official, 'folder')) return NOT_THEIRS;
      const bytes = await kept.read(file);
      // It goes as soon as it has arrived, so it has.
      if (bytes === null) return skipped('the part is gone');
      const message = await voice.sendFile(chatId, name, bytes);
      return { outcome: 'sent', message, remember: () => kept.remove(file).catch(() => undefined) };
    }),
  };
}
