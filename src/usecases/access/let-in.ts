import type { AccessChange, AccessSource } from '../../../entities/access-change';
import { Account, type MessengerAccount } from '../../../entities/account';
import type { Person } from '../../../entities/person';
import { repositoryOf, type Transaction } from '../../database/database';
import { bindAccount, type Bound } from '../people/bind-account';
import { refreshCommands } from '../people/command-menus';
import { homeUnlessChosen } from '../people/home';
import { needsAnotherWord, noteDone, waitFor, type Wanted } from './access-changes';

export interface Entry {
  readonly person: Person;
  readonly account: MessengerAccount;
  /** Null: they have not pressed Start there yet. */
  readonly startedAt: Date | null;
  /** The admin who has given it. */
  readonly byId: number;
  readonly source: AccessSource;
  /** It was given in another account of theirs, so they have said it is they. */
  readonly isOwnWord: boolean;
}

/** `waits`: nothing is bound yet. */
export type LetIn =
  { readonly bound: Bound; readonly waits: null } | { readonly bound: null; readonly waits: AccessChange };

/** An account for a person, by the will of one admin: at once, and told where it is no first one; or after somebody else's word. The caller holds `lockPeople`. */
export async function letIn(tx: Transaction, entry: Entry, moment: Parameters<typeof waitFor>[2]): Promise<LetIn> {
  const { person, account, startedAt, byId, source, isOwnWord } = entry;
  const held = await repositoryOf(tx, Account).findBy({ personId: person.id });
  const former = held.find(({ messenger }) => messenger === account.messenger);
  const wanted: Wanted = {
    ...{ matter: 'account', personId: person.id, byId, source, account, former },
    isStarted: startedAt !== null,
  };
  if (!isOwnWord && (await needsAnotherWord(tx, person)))
    return { bound: null, waits: await waitFor(tx, wanted, moment) };
  const bound = await enter(tx, person.id, account, startedAt, moment.now);
  if (held.length > 0) await noteDone(tx, wanted, moment.now);
  return { bound, waits: null };
}

/** The account is theirs from now on. */
export async function enter(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
  now: Date,
): Promise<Bound> {
  const bound = await bindAccount(tx, personId, account, startedAt, now);
  await refreshCommands(tx, [personId], now);
  // They have pressed Start here last.
  if (bound === 'beside' && startedAt !== null) await homeUnlessChosen(tx, personId, account.messenger, account, now);
  return bound;
}
