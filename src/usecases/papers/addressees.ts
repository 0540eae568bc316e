import { databaseOf, statement } from '../../database/database';
import { HEADS_OFFICE } from '../../text/addressee';
import type { Desk } from '../ports';
import { keptLetterhead } from '../settings';

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
