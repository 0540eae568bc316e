import { databaseOf, isTakenMeanwhile, type Transaction } from '../../database/database';
import { hasRight, type Right } from '../../regulation/rights';
import type { Role } from '../../regulation/vocabulary';
import { noteChange } from '../journal/journal';
import type { Official } from './officials';
import type { Desk } from '../ports';

export type NamedKept<Refusal extends string> =
  { readonly ok: true; readonly id: number } | { readonly ok: false; readonly refusal: Refusal };

/** `did`: what has changed, for the journal; absent: nothing. */
type Done<Refusal extends string> =
  { readonly ok: true; readonly id: number; readonly did?: object } | { readonly ok: false; readonly refusal: Refusal };

/** Whose it is to keep them, in what capacity, and as what the journal has their number. */
interface Named {
  readonly right: Right;
  readonly capacity: Role;
  readonly idAs: 'widgetId' | 'engagementTemplateId' | 'templateId';
}

/** Keeps what an office has by names, in one transaction with its entry in the journal. */
export async function keepNamed<Refusal extends string>(
  desk: Desk,
  actor: Official,
  { right, capacity, idAs }: Named,
  change: (tx: Transaction, now: Date) => Promise<Done<Refusal>>,
): Promise<NamedKept<Refusal | 'notYours' | 'nameTaken'>> {
  if (!hasRight(actor, right)) return { ok: false, refusal: 'notYours' };
  const now = desk.clock.now();
  const kept = databaseOf(desk).transaction(async (tx): Promise<NamedKept<Refusal | 'nameTaken'>> => {
    const done = await change(tx, now);
    if (!done.ok || done.did === undefined) return done;
    await noteChange(tx, now, actor, { [idAs]: done.id, ...done.did }, capacity);
    return { ok: true, id: done.id };
  });
  return kept.catch((error: unknown) => {
    // Of two who gave one name at the same moment, the second hears of the first.
    if (isTakenMeanwhile(error)) return { ok: false, refusal: 'nameTaken' };
    throw error;
  });
}
