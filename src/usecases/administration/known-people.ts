import { Account, type MessengerAccount } from '../../../entities/account';
import type { Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import type { Desk } from '../ports';

/** Everybody who is known by now. */
export interface Known {
  readonly people: Map<string, Person>;
  /** By their person's id. */
  readonly accounts: Map<number, Account[]>;
}

export const accountsOf = ({ people, accounts }: Known, name: string): readonly Account[] =>
  accounts.get(people.get(name)?.id ?? 0) ?? [];

export const accountsOfPerson = (desk: Desk, personId: number): Promise<readonly Account[]> =>
  repositoryOf(databaseOf(desk), Account).findBy({ personId });

/** They have written to the bot there. */
export const isInUse = ({ startedAt }: Account): boolean => startedAt !== null;

const isSame = (one: MessengerAccount, other: MessengerAccount): boolean =>
  one.messenger === other.messenger && one.userId === other.userId;
export const isAmong = (all: readonly MessengerAccount[], one: MessengerAccount): boolean =>
  all.some((other) => isSame(one, other));

export const holderOf = ({ people, accounts }: Known, account: MessengerAccount): Person | undefined =>
  [...people.values()].find(({ id }) => isAmong(accounts.get(id) ?? [], account));

export const isPlaceholder = ({ name, position }: Person, { userId }: MessengerAccount): boolean =>
  position === null && name.endsWith(` ${userId}`);
