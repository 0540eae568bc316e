import { databaseOf, statement, type Transaction } from '../../database/database';
import { dayOf, timeOfDay, type OfficeCalendar } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import type { Language } from '../../regulation/language';
import { maySee } from '../../regulation/rights';
import { signatureNeeded } from '../../regulation/signatures';
import type { Kind } from '../../regulation/vocabulary';
import { KIND_ANSWERED, APPEALS_NAMED } from '../appeals/pending';
import { addAttachment, changeFiles, type NewAttachment } from '../kit/attachments';
import { bytesOf, keepBytes } from '../kit/files';
import { changeForm, lockForm } from '../kit/form-store';
import type { Desk, FileStore, Papers, Protocol } from '../kit/ports';
import { readLetterhead } from '../kit/settings';
import type { CheckedSignature, CheckSignature, RefusedSignature } from '../kit/signature';
import { inDots } from './check-answer';
import { letterName } from './letters';
import type { ActForm } from './submission';
import { keepSignature, signatureById } from './version-files';

/** Earlier papers by which a signature may have been put by mistake. */
const FORMER_AT_MOST = 20;
const selectLetters = statement(
  'letters-to-sign',
  `select l.id, l.sha256, l.issued_at as "issuedAt", ${KIND_ANSWERED} as kind, p.name, p.snils,
     d.id = a.draft_id and l.signer_id = p.id and not l.is_draft and l.appeals_named = ${APPEALS_NAMED} as present
   from letter l join answer_draft d on d.id = l.draft_id join appeal a on a.id = d.appeal_id join person p on p.id = $2
   where a.id = $1 order by l.id desc limit ${FORMER_AT_MOST}`,
);
interface LetterToSign {
  readonly id: number;
  readonly sha256: string;
  readonly issuedAt: Date;
  readonly kind: Kind;
  readonly name: string;
  readonly snils: string | null;
  /** It is the present version, issued to whoever is to sign it, and names the appeals as they are. */
  readonly present: boolean;
}
const forgetBytes = statement(
  'forget-refused-signature',
  `insert into removed_file (sha256, removed_at) values ($1, $2) on conflict (sha256) do update set removed_at = excluded.removed_at`,
);

export interface Signing {
  readonly files: Pick<FileStore, 'read'>;
  readonly checkSignature: CheckSignature;
}

export type TakenSignature =
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly check: RefusedSignature }
  /** Nobody has the letter yet, so nobody can have signed it. */
  | { readonly kind: 'notIssued' }
  /** The form has ended or the appeal has gone on while it was checked. */
  | { readonly kind: 'over' };

/**
 * The file of a signature that has come for a form of «Утвердить»: checked against exactly the letter that this person was given,
 * outside of any transaction. A good one is kept with what was checked, in place of one that came before; of a bad one nothing stays.
 * @idempotent by the message that brought it
 */
export async function takeSignature(
  desk: Desk,
  form: ActForm,
  file: NewAttachment,
  { files, checkSignature }: Signing,
): Promise<TakenSignature> {
  const letters = await databaseOf(desk).query<LetterToSign>(selectLetters, [form.appealId, form.personId]);
  const letter = letters.find(({ present }) => present);
  if (!letter) return { kind: 'notIssued' };
  const { kind, name, snils, issuedAt } = letter;
  const former = letters.filter(({ sha256 }) => sha256 !== letter.sha256);
  const check = await checkSignature({
    document: await bytesOf(files, letter.sha256),
    signature: await bytesOf(files, file.sha256),
    signer: { name, snils, inn: null },
    needed: signatureNeeded(kind),
    at: desk.clock.now(),
    issuedAt,
    former: await Promise.all(former.map(({ sha256 }) => bytesOf(files, sha256))),
  });
  if (!check.good) {
    await databaseOf(desk).query(forgetBytes, [file.sha256, desk.clock.now()]);
    return { kind: 'refused', check };
  }
  return databaseOf(desk).transaction((tx) => keep(tx, form, file, letter.id, check));
}

async function keep(
  tx: Transaction,
  { id, version, personId }: ActForm,
  file: NewAttachment,
  letterId: number,
  check: CheckedSignature,
): Promise<TakenSignature> {
  const form = await lockForm(tx, id);
  if (form?.state !== 'open' || form.version !== version || form.personId !== personId) return { kind: 'over' };
  const former = await signatureFilesOf(tx, id);
  const attachmentId = await addAttachment(tx, file);
  // It has come before.
  if (attachmentId === null) return { kind: 'kept' };
  for (const remove of former) await changeFiles(tx, id, { remove }, check.checkedAt);
  await keepSignature(tx, letterId, attachmentId, check);
  // What was drawn before names another file, or none.
  await changeForm(tx, form, {}, check.checkedAt);
  return { kind: 'kept' };
}

const selectFiles = statement('signature-files-of-form', 'select id from attachment where form_id = $1');
const signatureFilesOf = async (tx: Transaction, formId: number): Promise<readonly number[]> =>
  (await tx.query<{ id: number }>(selectFiles, [formId])).map(({ id }) => id);

export interface IssueProtocol {
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly papers: Pick<Papers, 'writeProtocol'>;
}

export interface ProtocolOfSignature {
  readonly fileName: string;
  /** What takes longer than a finger should wait: as it was issued before, or drawn now. @returns the SHA-256 of its bytes */
  readonly issue: () => Promise<string>;
}

interface Signed {
  readonly letter: string;
  readonly issuedAt: Date;
  readonly number: string;
  readonly registeredAt: Date;
  readonly version: number;
  readonly person: string;
  readonly name: string | null;
  readonly size: number;
  readonly sha256: string;
}
/** Of what an answer was approved with: the file of a form that has not acted belongs to no appeal yet. */
const selectSigned = statement(
  'signed-with',
  `select l.sha256 as letter, l.issued_at as "issuedAt", a.number, a.registered_at as "registeredAt",
     (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= l.draft_id) as version,
     p.name as person, t.file_name as name, t.size, t.sha256
   from signature g join letter l on l.id = g.letter_id join attachment t on t.id = g.attachment_id
     join appeal a on a.id = t.appeal_id join person p on p.id = l.signer_id where g.id = $1`,
);
const selectIssued = statement(
  'issued-protocol',
  'select sha256 from protocol where signature_id = $1 and locale = $2',
);
const insertProtocol = statement(
  'issue-protocol',
  'insert into protocol (signature_id, locale, sha256, issued_at) values ($1, $2, $3, $4) on conflict do nothing',
);

/**
 * The protocol of a check, for whoever sees the answer: what was checked when the signature came, and nothing else. What was issued
 * once is given again, byte by byte. Null: there is no such signature for this person.
 * @idempotent by the signature and the language
 */
export async function issueProtocol(
  desk: Desk,
  viewer: Actor,
  signatureId: number,
  locale: Language,
  { files, papers }: IssueProtocol,
): Promise<ProtocolOfSignature | null> {
  if (!maySee(viewer, 'draft')) return null;
  const database = databaseOf(desk);
  const [signed] = await database.query<Signed>(selectSigned, [signatureId]);
  const check = await signatureById(database, signatureId);
  if (!signed || !check) return null;
  return {
    fileName: `${signed.number}-${signed.version}-protokol.pdf`,
    async issue() {
      const issued = async () =>
        (await database.query<{ sha256: string }>(selectIssued, [signatureId, locale]))[0]?.sha256 ?? null;
      const before = await issued();
      if (before !== null) return before;
      const head = await readLetterhead(database);
      const { length } = await bytesOf(files, signed.letter);
      const issuedAt = desk.clock.now();
      const protocol = {
        locale,
        office: [head?.nameRu ?? '', head?.nameTt ?? ''].filter((name) => name !== ''),
        zone: desk.office.calendar().zone,
        issuedAt,
        ...factsOf(signed, length, check, desk),
      };
      const sha256 = await keepBytes(files, await papers.writeProtocol(protocol));
      await database.query(insertProtocol, [signatureId, locale, sha256, issuedAt]);
      // Of two who ask for the first time at once both get what one of them has made.
      return (await issued()) ?? sha256;
    },
  };
}

function factsOf(
  signed: Signed,
  length: number,
  check: CheckedSignature,
  { office }: Desk,
): Pick<Protocol, 'document' | 'file' | 'person' | 'check'> {
  const calendar = office.calendar();
  const { number, version, registeredAt, issuedAt, name, size, sha256, person } = signed;
  const when = (instant: Date) => printed(instant, calendar);
  return {
    document: {
      file: letterName(number, version),
      inAnswerTo: { number, date: inDots(dayOf(registeredAt, calendar)) },
      issuedAt: when(issuedAt),
      size: length,
    },
    file: { name, size, sha256 },
    person,
    check: {
      ...check,
      validFrom: when(check.validFrom),
      validTo: when(check.validTo),
      signedAt: check.signedAt && when(check.signedAt),
      checkedAt: when(check.checkedAt),
      revocation: check.revocation.map((link) => ({ ...link, issuedAt: link.issuedAt && when(link.issuedAt) })),
    },
  };
}

/** «26.11.2026 21:34:05» in the office's zone. */
function printed(instant: Date, calendar: OfficeCalendar): string {
  const seconds = Math.floor(timeOfDay(instant, calendar) * 60 + 1e-6);
  const parts = [seconds / 3_600, (seconds % 3_600) / 60, seconds % 60];
  const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return `${inDots(dayOf(instant, calendar))} ${clock}`;
}
