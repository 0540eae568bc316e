import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Kind } from '../../regulation/vocabulary';
import { signatureNeeded } from '../../regulation/signatures';
import { bytesOf } from '../bytes-of';
import { KIND_ANSWERED, APPEALS_NAMED } from '../appeals/joined';
import { addAttachment, changeFiles, type NewAttachment } from '../forms/attachments';
import { changeForm, lockForm } from '../forms/form-store';
import type { Desk, FileStore } from '../ports';
import type { CheckedSignature, CheckSignature, RefusedSignature } from '../signature';
import type { ActForm } from '../asking/form-steps';
import { keepSignature } from '../submission/kept-signature';

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
