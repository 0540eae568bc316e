import { Account, type MessengerAccount } from '../../../entities/account';
import type { Person } from '../../../entities/person';
import type { RemovedAccount } from '../../../entities/removed-account';
import { databaseOf, repositoryOf } from '../../database/database';
import type { Desk } from '../ports';

/** Everybody who is known by now. */
export interface Known {
  readonly people: Map<string, Person>;
  /** By their person's id. */
  readonly accounts: Map<number, Account[]>;
  /** What was taken from somebody in the bot. */
  readonly removed: readonly RemovedAccount[];
}

export const accountsOf = ({ people, accounts }: Known, name: string): readonly Account[] =>
  accounts.get(people.get(name)?.id ?? 0) ?? [];

export const accountsOfPerson = (desk: Desk, personId: number): Promise<readonly Account[]> =>
  repositoryOf(databaseOf(desk), Account).findBy({ personId });

/** They have written to the bot there. */
export const isInUse = ({ startedAt }: Account): boolean => startedAt !== null;

type Numbered = Pick<MessengerAccount, 'messenger' | 'userId'>;
export const isSame = (one: Numbered, other: Numbered): boolean =>
  one.messenger === other.messenger && one.userId === other.userId;
export const isAmong = (all: readonly Numbered[], one: Numbered): boolean => all.some((other) => isSame(one, other));

export const holderOf = ({ people, accounts }: Known, account: MessengerAccount): Person | undefined =>
  [...people.values()].find(({ id }) => isAmong(accounts.get(id) ?? [], account));

export const isPlaceholder = ({ name, position }: Person, { userId }: MessengerAccount): boolean =>
  position === null && name.endsWith(` ${userId}`);
