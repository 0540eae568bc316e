import { GivenFile } from '../../../entities/appeal-work';
import { databaseOf, statement, repositoryOf } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import { HEADS_OFFICE } from '../../text/addressee';
import { loadAppeal } from '../appeals/appeal-store';
import { bytesOf } from '../kit/files';
import type { Official } from '../kit/officials';
import { type Desk, circumstances, type FileStore, type Letter, type Papers } from '../kit/ports';
import { keptLetterhead, readLetterhead } from '../kit/settings';
import { inDots } from './check-answer';
import { addresseeOf, contentOf, letterOf, noteShown } from './letters';
import { signatureById } from './version-files';

/** To whom an office's own papers go. */
export interface Addressees {
  /** As the letterhead has it; empty: the office is not named yet. */
  readonly office: { readonly ru: string; readonly tt: string };
  /** Whole names; null: nobody, or several, of whom a paper names none. */
  readonly manager: string | null;
  readonly head: string | null;
}

// The head is known by their post: the bot has no role for it.
const selectAddressees = statement(
  'addressees',
  `select array(select name from person where disabled_at is null and manages_affairs and 'curator' = any(roles)) as managers,
     array(select name from person where disabled_at is null and can_approve and position ~* $1) as heads`,
);

export async function readAddressees(desk: Desk): Promise<Addressees> {
  const database = databaseOf(desk);
  const [row] = await database.query<{ managers: readonly string[]; heads: readonly string[] }>(selectAddressees, [
    HEADS_OFFICE,
  ]);
  const { nameRu, nameTt } = await keptLetterhead(database);
  return { office: { ru: nameRu, tt: nameTt }, manager: only(row?.managers), head: only(row?.heads) };
}

const only = (names: readonly string[] = []): string | null => (names.length === 1 ? (names[0] ?? null) : null);

/** These went into their chat: nobody takes them back from there, so a forgetting names them. */
export async function noteGiven(
  desk: Desk,
  { personId, messenger }: Pick<Official, 'personId' | 'messenger'>,
  appealId: number,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const at = desk.clock.now();
  await repositoryOf(databaseOf(desk), GivenFile).insert(
    names.map((name) => ({ appealId, personId, messenger, name, at })),
  );
}

interface Signed {
  readonly appealId: number;
  readonly number: string;
  readonly draftId: number;
  readonly signerId: number | null;
  readonly sha256: string;
  readonly issuedAt: Date;
  readonly isPersonal: boolean;
}
const selectSigned = statement(
  'signed-letter',
  `select a.id as "appealId", a.number, l.draft_id as "draftId", l.signer_id as "signerId", l.sha256, l.issued_at as "issuedAt",
     l.names_applicant as "isPersonal"
   from signature g join letter l on l.id = g.letter_id join attachment t on t.id = g.attachment_id join appeal a on a.id = t.appeal_id
   where g.id = $1`,
);

export interface MarkedCopy {
  readonly appealId: number;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly isPersonal: boolean;
}

/**
 * A letter that was signed here, with the mark of its electronic signature (ГОСТ Р 7.0.97), to be printed: what is signed has none, since it was
 * there before its signature. A copy only of the very letter: without the mark it is the same bytes, else there is no copy of it any more (another
 * letterhead since, an appeal called otherwise). Null: none, or not for this person.
 */
export async function markedCopy(
  desk: Desk,
  viewer: Actor,
  signatureId: number,
  { files, papers }: { readonly files: Pick<FileStore, 'read'>; readonly papers: Pick<Papers, 'writeLetter'> },
): Promise<MarkedCopy | null> {
  if (!maySee(viewer, 'draft')) return null;
  const database = databaseOf(desk);
  const [signed] = await database.query<Signed>(selectSigned, [signatureId]);
  const check = signed && (await signatureById(database, signatureId));
  const head = await readLetterhead(database);
  const content = signed && (await contentOf(database, signed.appealId, signed.signerId));
  if (!signed || !check || !content || head === null || content.draftId !== signed.draftId) return null;
  const { appealId, isPersonal, issuedAt } = signed;
  const addressee = isPersonal ? addresseeOf(desk, content) : null;
  const letter: Letter = letterOf(desk, { ...content, approved: null }, head, { addressee, draft: null }, issuedAt);
  const bytes = await papers.writeLetter(letter);
  if (Buffer.compare(bytes, await bytesOf(files, signed.sha256)) !== 0) return null;
  if (isPersonal) {
    const appeal = await loadAppeal(database, appealId, circumstances(desk), false);
    if (desk.office.personalDataInChat !== 'on_request' || !appeal || !(await noteShown(desk, viewer, appeal)))
      return null;
  }
  const day = (instant: Date) => inDots(dayOf(instant, desk.office.calendar()));
  const { level, serial, subject: owner, validFrom, validTo } = check;
  return {
    appealId,
    fileName: `${signed.number}-${content.version}-kopiya.pdf`,
    bytes: await papers.writeLetter({
      ...letter,
      mark: { level, serial, owner, from: day(validFrom), to: day(validTo) },
    }),
    isPersonal,
  };
}
