import { Attachment } from '../../../entities/attachments';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import type { Language } from '../../regulation/language';
import { isOneOf } from '../../regulation/lists';
import { maySee, roleBy } from '../../regulation/rights';
import { GIVING_BACK } from '../../regulation/vocabulary';
import { issueLetter, letterName, type LetterRefusal } from '../answers/letters';
import { issueProtocol } from '../answers/protocols';
import { readAnswersThere, readVersions, type AnswerThere, type AnswerVersion } from '../answers/version-files';
import { readHolders, type Holding } from '../appeals/holders';
import { APPEALS_NAMED } from '../appeals/pending';
import { readAccounts, readPastAccounts, type Accounts, type PastAccounts } from '../card/account';
import type { AppealCard } from '../card/card';
import { readWholeHistory, type HistoryLine } from '../card/history';
import { readCard } from '../card/read-card';
import { addEntry } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import { type Official, shortName } from '../kit/officials';
import { type Desk, circumstances, type FileStore, type Papers } from '../kit/ports';
import { readPhotos, type ShownPhoto } from '../photos/shown-photos';
import { readAhead, type Ahead } from '../terms/ahead';

const isUnderWay = statement(
  'folder-is-under-way',
  `select a.number, exists (select from outbox_message where messenger = $2 and chat_id = $3 and state in ('new', 'sending')
     and kind in ('folder', 'folderPart') and (params ->> 'appealId')::int = a.id) as "underWay"
   from appeal a where a.id = $1 for key share`,
);

/** `underWay`: the same was asked for before, and is being made. */
export type AskedFolder = 'asked' | 'underWay' | 'notFound';

/**
 * «Папка для проверки»: it is made when the outbox comes to it, so that whoever has asked may press on, and a restart loses nothing.
 * Who had it made is in the journal of the appeal.
 * @idempotent while it is being made
 */
export async function askForFolder(desk: Desk, official: Official, appealId: number): Promise<AskedFolder> {
  if (!maySee(official, 'folder')) return 'notFound';
  const { personId, messenger, chatId } = official;
  return databaseOf(desk).transaction(async (tx) => {
    const [appeal] = await tx.query<{ underWay: boolean }>(isUnderWay, [appealId, messenger, chatId]);
    if (!appeal) return 'notFound';
    if (appeal.underWay) return 'underWay';
    const now = desk.clock.now();
    const key = `folder:${appealId}:person:${personId}:${now.toISOString()}`;
    await addEntry(tx, appealId, {
      at: now,
      action: 'gatherFolder',
      personId,
      capacity: roleBy(official, 'control'),
      details: {},
    });
    await say(
      tx,
      [{ key, to: { messenger, chatId }, kind: 'folder', params: { personId, appealId }, silent: true }],
      now,
    );
    return 'asked';
  });
}

/** Of a folder that is made: a file on this server's disk, and what the chat calls it. */
export interface FolderPart {
  readonly file: string;
  readonly name: string;
}

/**
 * A message a part: what breaks on its way costs no part that has arrived.
 * @param order the message that has asked for the folder
 * @idempotent by it
 */
export async function queueFolderParts(
  desk: Desk,
  { personId, messenger, chatId }: Official,
  appealId: number,
  order: { readonly key: string },
  parts: readonly FolderPart[],
): Promise<void> {
  const messages = parts.map((part, index): Message => ({
    key: `${order.key}:part:${index + 1}`,
    to: { messenger, chatId },
    kind: 'folderPart',
    params: { personId, appealId, ...part },
    silent: true,
  }));
  await databaseOf(desk).transaction((tx) => say(tx, messages, desk.clock.now()));
}

/** Everything of an appeal, but for its history, that whoever checks it is handed: words to be put on paper, and stored bytes. */
export interface FolderFacts {
  readonly card: AppealCard;
  readonly holders: readonly Holding[];
  /** Those of them who are people, in the order in which they first had it. */
  readonly people: readonly HolderOfFolder[];
  readonly accounts: Accounts;
  readonly past: PastAccounts;
  readonly missed: Ahead['missed'];
  /** By whom and why work was given back, the oldest first. */
  readonly givenBack: readonly HistoryLine[];
  /** Every version of the answer, the oldest first. */
  readonly versions: readonly AnswerVersion[];
  /** Answers that ПОС had, without words here. */
  readonly there: readonly AnswerThere[];
  readonly photos: readonly FolderPhoto[];
  readonly files: readonly FolderFile[];
  readonly papers: readonly FolderPaper[];
  /** Why there is no letter; null: there is one, or no answer yet. */
  readonly noLetter: LetterRefusal | null;
}

/** Whoever reads a folder knows nobody of the office. */
export interface HolderOfFolder {
  readonly name: string;
  readonly position: string | null;
}
const readPeople = statement(
  'people-of-folder',
  `select n.name, (select p.position from person p where p.name = n.name order by p.id limit 1) as position
   from unnest($1::text[]) with ordinality n (name, place) order by n.place`,
);

const OF_FILE = columns(
  Attachment,
  ['id', 'kind', 'paper', 'fileName', 'mimeType', 'size', 'sha256', 'receivedAt', 'originalDeletedAt'],
  't',
);
interface FileRow extends Readonly<RowOf<typeof OF_FILE>> {
  readonly by: string | null;
  readonly signatureId: number | null;
}
/** A photo, with the bytes that are left of it. */
export interface FolderPhoto extends ShownPhoto {
  readonly mimeType: string | null;
}
/** Of an answer, an act or a visit; `paper`: an internal one; `signatureId`: the file of a signature. */
export type FolderFile = Omit<FileRow, 'kind' | 'originalDeletedAt'>;

/** Of the office's own making: a letter, the protocol of a signature. */
export interface FolderPaper {
  readonly what: 'letter' | 'draftLetter' | 'protocol';
  readonly fileName: string;
  readonly sha256: string;
  /** The applicant's name or address is in it. */
  readonly isPersonal: boolean;
  /** Of a letter: when the version that it prints went to the applicant; null: it has not. */
  readonly sentAt: Date | null;
}

const readFiles = statement(
  'files-of-folder',
  `select ${OF_FILE}, p.name as by, (select g.id from signature g where g.attachment_id = t.id) as "signatureId"
   from attachment t left join person p on p.id = t.uploaded_by_id where t.appeal_id = $1 order by t.id`,
);

interface LetterRow {
  readonly sha256: string;
  readonly draftId: number;
  /** Of the version that it prints: another one of those that are worked as one, or this one. */
  readonly ofAppealId: number;
  readonly isPersonal: boolean;
  readonly isDraft: boolean;
  readonly isPresent: boolean;
  readonly number: string;
  readonly version: number;
  readonly signatureIds: readonly number[];
}
/** One letter answers all that are joined: its signature is the appeal's, whosever draft it was. */
const readLetters = statement(
  'letters-of-folder',
  `select l.sha256, d.id as "draftId", d.appeal_id as "ofAppealId", l.names_applicant as "isPersonal", l.is_draft as "isDraft", d.id is not distinct from a.draft_id and l.appeals_named = ${APPEALS_NAMED} as "isPresent", a.number,
     (select count(*)::int from answer_draft v where v.appeal_id = d.appeal_id and v.id <= d.id) as version,
     array(select g.id from signature g join attachment t on t.id = g.attachment_id where g.letter_id = l.id and t.appeal_id = a.id order by g.id) as "signatureIds"
   from appeal a, letter l join answer_draft d on d.id = l.draft_id
   where a.id = $1 and (d.appeal_id = a.id or exists (select from signature g join attachment t on t.id = g.attachment_id
     where g.letter_id = l.id and t.appeal_id = a.id)) order by l.id`,
);

export interface Gathering {
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly papers: Pick<Papers, 'writeLetter' | 'writeProtocol'>;
  /** Of the papers that are made for it. */
  readonly locale: Language;
  /** By which the reader's messenger names files. */
  readonly messenger: string;
}

/** Null: there is no such appeal, or it is not this person's to hand over. */
export async function readFolder(
  desk: Desk,
  appealId: number,
  viewer: Actor,
  given: Gathering,
): Promise<FolderFacts | null> {
  if (!maySee(viewer, 'folder')) return null;
  const database = databaseOf(desk);
  const { now, calendar } = circumstances(desk);
  const seen = await readCard(desk, appealId, viewer);
  const accounts = await readAccounts(desk, appealId, viewer);
  const ahead = await readAhead(desk, appealId, viewer);
  const past = await readPastAccounts(desk, appealId, viewer);
  if (!seen || !accounts || !past || !ahead) return null;
  const { card, appeal } = seen;
  const rows = await database.query<FileRow>(readFiles, [appealId]);
  const photos = await readPhotos(desk, viewer, appealId, given.messenger);
  const versions = await readVersions(database, appealId);
  const until = appeal.state.finishedAt ?? now;
  const history = await readWholeHistory(desk, viewer, appealId);
  const holders = await readHolders(database, appealId, { until, calendar, signatures: desk.office.signatures });
  const names = [...new Set(holders.flatMap(({ fullName }) => fullName ?? []))];
  return {
    card,
    accounts,
    past,
    missed: ahead.missed,
    givenBack: history?.lines.filter(({ action }) => isOneOf(GIVING_BACK, action)) ?? [],
    holders,
    people: await database.query<HolderOfFolder>(readPeople, [names]),
    versions,
    there: await readAnswersThere(database, appealId),
    photos: photos.map((photo) => ({ ...photo, mimeType: rows.find(({ id }) => id === photo.id)?.mimeType ?? null })),
    files: rows
      .filter(({ kind, originalDeletedAt }) => kind === 'document' && originalDeletedAt === null)
      .map(({ by, ...file }) => ({ ...file, by: by === null ? null : shortName(by) })),
    ...(await papersOf(desk, appealId, viewer, card, given)),
  };
}

/** What was signed, with its protocol; else the letter as it stands now, made where nobody has asked for it yet. */
async function papersOf(
  desk: Desk,
  appealId: number,
  viewer: Actor,
  card: AppealCard,
  given: Gathering,
): Promise<Pick<FolderFacts, 'papers' | 'noLetter'>> {
  const rows = await databaseOf(desk).query<LetterRow>(readLetters, [appealId]);
  const signed = rows.filter(({ signatureIds }) => signatureIds.length > 0);
  if (signed.length > 0) {
    const papers: FolderPaper[] = [];
    for (const letter of signed)
      papers.push(await letterOf(desk, letter), ...(await protocolsOf(desk, viewer, letter, given)));
    return { papers, noLetter: null };
  }
  const present = rows.filter(({ isPresent }) => isPresent).at(-1);
  if (present) return { papers: [await letterOf(desk, present)], noLetter: null };
  if (card.draft === null) return { papers: [], noLetter: null };
  const issued = await issueLetter(desk, viewer, appealId, given);
  if (!issued.ok) return { papers: [], noLetter: issued.refusal };
  const { fileName, sha256, isPersonal } = await issued.issue();
  const sentAt = (await readVersions(databaseOf(desk), appealId)).at(-1)?.sentAt ?? null;
  return { papers: [{ what: 'draftLetter', fileName, sha256, isPersonal, sentAt }], noLetter: null };
}

async function letterOf(desk: Desk, letter: LetterRow): Promise<FolderPaper> {
  const { isDraft, signatureIds, number, version, sha256, isPersonal, draftId, ofAppealId } = letter;
  const versions = await readVersions(databaseOf(desk), ofAppealId);
  return {
    what: isDraft || signatureIds.length === 0 ? 'draftLetter' : 'letter',
    ...{ fileName: letterName(number, version), sha256, isPersonal },
    sentAt: versions.find(({ id }) => id === draftId)?.sentAt ?? null,
  };
}

async function protocolsOf(
  desk: Desk,
  viewer: Actor,
  { signatureIds, isPersonal }: LetterRow,
  given: Gathering,
): Promise<FolderPaper[]> {
  const papers: FolderPaper[] = [];
  for (const id of signatureIds) {
    const protocol = await issueProtocol(desk, viewer, id, given.locale, given);
    if (protocol)
      papers.push({
        what: 'protocol',
        fileName: protocol.fileName,
        sha256: await protocol.issue(),
        isPersonal,
        sentAt: null,
      });
  }
  return papers;
}
