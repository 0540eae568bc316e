import { Signature } from '../../../entities/signature';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { APPEALS_NAMED } from '../appeals/joined';
import type { CheckedSignature } from '../signature';

const KEPT = [
  'level',
  'form',
  'algorithm',
  'hashes',
  'serial',
  'subject',
  'issuer',
  'validFrom',
  'validTo',
  'chain',
  'revocation',
  'toldBy',
  'signedAt',
  'checkedAt',
] as const satisfies readonly (keyof Signature & keyof CheckedSignature)[];
const JSON_COLUMNS: readonly (typeof KEPT)[number][] = ['hashes', 'chain', 'revocation'];
const CHECKED = columns(Signature, KEPT, 'g');

const insertSignature = statement(
  'insert-signature',
  `insert into signature (letter_id, attachment_id, ${columnNames(Signature, KEPT)})
   values ($1, $2, ${KEPT.map((_, index) => `$${index + 3}`).join(', ')})`,
);
const selectOfForm = statement(
  'signature-of-form',
  `select ${CHECKED} from signature g join attachment t on t.id = g.attachment_id join letter l on l.id = g.letter_id
     join answer_draft d on d.id = l.draft_id join appeal a on a.id = d.appeal_id
   where t.form_id = $1 and l.appeals_named = ${APPEALS_NAMED} order by g.id desc limit 1`,
);

const selectById = statement('signature-by-id', `select ${CHECKED} from signature g where g.id = $1`);
const checked = columnNames(Signature, KEPT);
/** What is signed is one letter, which names all; each answer has it, its signature and what was checked of it as its own. */
const copySignature = statement(
  'give-signature-to-follower',
  `with signed as (select letter_id, attachment_id, ${checked} from signature where id = $1),
     paper as (
       insert into letter (draft_id, signer_id, names_applicant, is_draft, appeals_named, sha256, issued_at)
       select $2, l.signer_id, l.names_applicant, l.is_draft, l.appeals_named, l.sha256, l.issued_at from letter l join signed on signed.letter_id = l.id
       returning id),
     file as (
       insert into attachment (appeal_id, form_id, origin, kind, compressed, file_name, mime_type, size, sha256, uploaded_by_id, received_at)
       select $3, t.form_id, t.origin, t.kind, t.compressed, t.file_name, t.mime_type, t.size, t.sha256, t.uploaded_by_id, t.received_at
       from attachment t join signed on signed.attachment_id = t.id
       on conflict (appeal_id, sha256) where messenger is null do update set form_id = excluded.form_id returning id)
   insert into signature (letter_id, attachment_id, ${checked}) select paper.id, file.id, ${checked} from signed, paper, file`,
);

/** Gives an answer the signature of the one that it goes along with. */
export async function giveSignature(
  tx: Transaction,
  signatureId: number,
  to: { readonly draftId: number | null; readonly appealId: number },
): Promise<void> {
  await tx.query(copySignature, [signatureId, to.draftId, to.appealId]);
}

/** Keeps what was checked beside the file. */
export async function keepSignature(
  tx: Transaction,
  letterId: number,
  attachmentId: number,
  check: CheckedSignature,
): Promise<void> {
  await tx.query(insertSignature, [
    letterId,
    attachmentId,
    ...KEPT.map((name) => (JSON_COLUMNS.includes(name) ? JSON.stringify(check[name]) : check[name])),
  ]);
}

/** The good signature that a form has, of a letter that names the appeals as they are; null: none yet. */
export const signatureOf = async (queries: Queries, formId: number): Promise<CheckedSignature | null> =>
  asChecked(await queries.query(selectOfForm, [formId]));

export const signatureById = async (queries: Queries, id: number): Promise<CheckedSignature | null> =>
  asChecked(await queries.query(selectById, [id]));

const asChecked = ([row]: readonly RowOf<typeof CHECKED>[]): CheckedSignature | null =>
  row ? { good: true, ...row, revocation: row.revocation.map(withInstant) } : null;

/** JSON keeps an instant as a text. */
const withInstant = (link: CheckedSignature['revocation'][number]): CheckedSignature['revocation'][number] => ({
  ...link,
  issuedAt: link.issuedAt && new Date(link.issuedAt),
});
