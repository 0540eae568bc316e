import { Signature } from '../../../entities/signature';
import { columnNames, columns, type RowOf } from '../../columns';
import { statement, type Queries, type Transaction } from '../../database';
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
  `select ${CHECKED} from signature g join attachment t on t.id = g.attachment_id where t.form_id = $1 order by g.id desc limit 1`,
);

const selectById = statement('signature-by-id', `select ${CHECKED} from signature g where g.id = $1`);

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

/** The good signature that a form has; null: none yet. */
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
