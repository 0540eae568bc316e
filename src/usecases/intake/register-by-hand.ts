import { Category } from '../../../entities/category';
import { statement, databaseOf, repositoryOf } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { countFilesOf } from '../forms/attachments';
import { closeForm, lockForm } from '../forms/form-store';
import type { Desk } from '../ports';
import { journalPhotos } from './applicant-photos';
import { registerAppealsIn, type AppealRecord, type Registered } from './register-appeals';

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
