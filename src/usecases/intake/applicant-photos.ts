import type { Attachment } from '../../../entities/attachments';
import { Category } from '../../../entities/category';
import { statement, databaseOf, type Transaction, repositoryOf } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { countFilesOf } from '../kit/attachments';
import { closeForm, lockForm } from '../kit/form-store';
import { addEntry } from '../kit/journal';
import type { Desk } from '../kit/ports';
import { redrawCards } from '../kit/redraw';
import { registerAppealsIn, type AppealRecord, type Registered } from './register-appeals';

/** A photo that an applicant has sent to another system; its bytes are stored. */
export type ApplicantPhoto = Readonly<Pick<Attachment, 'sha256' | 'size' | 'fileName' | 'mimeType'>>;

export interface RegisteredWithPhotos extends Registered {
  /** How many are new to the appeal, and how many it had already. */
  readonly photos: { readonly added: number; readonly repeated: number };
}

/** What the appeal has already, whichever way it came, is left out; of two requests at once the second finds the first's. */
const insertPhotos = statement(
  'insert-applicant-photos',
  `insert into attachment (appeal_id, origin, kind, compressed, file_name, mime_type, size, sha256, received_at)
   select distinct on (n.sha256) $1::int, 'applicant', 'photo', false, n."fileName", n."mimeType", n.size, n.sha256, $3::timestamptz
   from jsonb_to_recordset($2::jsonb) as n(sha256 text, size int, "fileName" text, "mimeType" text)
   where not exists (select from attachment t where t.appeal_id = $1 and t.origin = 'applicant' and t.sha256 = n.sha256)
   on conflict (appeal_id, sha256) where messenger is null do nothing
   returning id`,
);

/**
 * Registers one appeal with the applicant's own photos, or adds those it has not to one that is known: all in one transaction.
 * @idempotent by the ПОС number, and by what a photo holds
 */
export async function registerWithPhotos(
  desk: Desk,
  record: AppealRecord,
  photos: readonly ApplicantPhoto[],
): Promise<RegisteredWithPhotos> {
  return databaseOf(desk).transaction(async (tx) => {
    const [registered] = await registerAppealsIn(tx, desk, [record], 'http', null);
    if (!registered) throw new Error('An appeal was neither registered nor refused');
    const added = await addPhotos(tx, registered.id, photos, desk.clock.now());
    return { ...registered, photos: { added, repeated: photos.length - added } };
  });
}

/** @returns how many were new */
async function addPhotos(
  tx: Transaction,
  appealId: number,
  photos: readonly ApplicantPhoto[],
  now: Date,
): Promise<number> {
  if (photos.length === 0) return 0;
  const { length: added } = await tx.query(insertPhotos, [appealId, JSON.stringify(photos), now]);
  if (added === 0) return 0;
  await journalPhotos(tx, appealId, null, added, now);
  await redrawCards(tx, [appealId], now);
  return added;
}

/** @param personId the coordinator who has brought them; null: another system */
export async function journalPhotos(
  tx: Transaction,
  appealId: number,
  personId: number | null,
  photos: number,
  now: Date,
): Promise<void> {
  await addEntry(tx, appealId, {
    at: now,
    action: 'receivePhotos',
    personId,
    capacity: personId === null ? null : 'coordinator',
    details: { photos },
  });
}

const appealIdOfNumber = statement('appeal-id-of-number', 'select id from appeal where number = $1');

/** Null: nobody has registered this number. */
export async function appealIdByNumber(desk: Desk, number: string): Promise<number | null> {
  return (await databaseOf(desk).query<{ id: number }>(appealIdOfNumber, [number]))[0]?.id ?? null;
}

/** A line of the list of categories: what an appeal may be about. */
export type Topic = Readonly<Pick<Category, 'id' | 'category' | 'subcategory' | 'fact'>>;
export const readTopics = (desk: Desk): Promise<Topic[]> =>
  repositoryOf(databaseOf(desk), Category).find({ order: { category: 'asc', subcategory: 'asc', fact: 'asc' } });

/**
 * Registers what a coordinator has typed in and closes the dialog, in one transaction.
 * @param revision of the button that was pressed; another one is stale
 * @returns null when the dialog is over or has changed, 'notYours' without the right
 * @idempotent by the dialog's row, and by the ПОС number
 */
export async function registerByHand(
  desk: Desk,
  actor: Actor,
  formId: number,
  revision: number,
  record: AppealRecord,
): Promise<Registered | null | 'notYours'> {
  if (!hasRight(actor, 'register')) return 'notYours';
  return databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (form?.state !== 'open' || form.personId !== actor.personId || form.revision !== revision) return null;
    const [registered] = await registerAppealsIn(tx, desk, [record], 'by_hand', actor.personId);
    if (!registered) throw new Error('An appeal was neither registered nor refused');
    await closeForm(tx, formId, registered.id, desk.clock.now());
    const { photos } = await countFilesOf(tx, formId);
    if (photos > 0) await journalPhotos(tx, registered.id, actor.personId, photos, desk.clock.now());
    return registered;
  });
}
