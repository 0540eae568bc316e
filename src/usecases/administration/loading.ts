import type { Account, MessengerAccount } from '../../../entities/account';
import type { Transaction } from '../../database/database';
import type { AccessMatter } from '../../regulation/access';
import type { Circumstances } from '../../regulation/facts';
import type { Role } from '../../regulation/vocabulary';
import type { Alike } from '../people/namesakes';
import type { Lack } from '../people/people-store';
import type { Counter, RosterCounts, RosterData } from './roster-data';
import type { Turned } from './tell-of-rights';
import type { Withheld } from './tell-of-withheld';

/** Something to be loud about that did not stop the loading. */
export type RosterWarning =
  | { readonly kind: Exclude<Lack, 'nobodyAdministers'> }
  /** The account stays with its holder. */
  | { readonly kind: 'accountTaken'; readonly name: string; readonly userId: string; readonly holder: string }
  /** The person goes on in the account by which they use the bot. */
  | { readonly kind: 'accountKept'; readonly name: string; readonly userId: string }
  /** It was taken away in the bot, and nobody was given it there since. */
  | { readonly kind: 'accountRemoved'; readonly name: string; readonly userId: string }
  /** The file would have left nobody to administer. */
  | { readonly kind: 'lastAdminKept'; readonly name: string }
  /** Whoever has sent the file will not administer any more. */
  | { readonly kind: 'ownAdminLost' }
  /** It is new, and there is another that looks the same. */
  | ({ readonly kind: 'alike' } & Alike)
  /** Not done yet: it waits for another admin's word, or for a working day without an objection. */
  | { readonly kind: 'waits'; readonly name: string; readonly matter: AccessMatter };

export interface LoadedRoster {
  readonly added: RosterCounts;
  readonly changed: RosterCounts;
  /** Whoever is new, and whoever is not as before. */
  readonly people: readonly LoadedPerson[];
  readonly warnings: readonly RosterWarning[];
}

export interface LoadedPerson {
  readonly name: string;
  readonly isNew: boolean;
  /** Roles that they held and hold no more. */
  readonly lost: readonly Role[];
  readonly approvesNoMore: boolean;
  /** Open appeals in which somebody waits for them by what they have lost: coordinators are told of them. */
  readonly left: number;
}

export interface LoadOptions {
  /** Holders of these are admins whatever the file says. */
  readonly admins?: readonly MessengerAccount[];
  /** The admin who has sent the file in the chat, where a slip must lock nobody out; absent: it was loaded from a terminal. */
  readonly by?: { readonly personId: number };
  /** It is loaded at each start, and what the chat has changed since is taken back: admins hear of that. */
  readonly atStart?: boolean;
}

/** What a loading has at hand, and what it notes on its way. */
export interface Loading {
  readonly tx: Transaction;
  readonly now: Date;
  readonly roster: RosterData;
  readonly admins: readonly MessengerAccount[];
  readonly by: LoadOptions['by'];
  readonly atStart: boolean;
  readonly added: Counter;
  readonly changed: Counter;
  readonly people: LoadedPerson[];
  readonly warnings: RosterWarning[];
  /** Accounts that it names and nobody was given. */
  readonly withheld: Withheld[];
  readonly journal: Record<string, unknown>[];
  /** Whose command menus are old now. */
  readonly refreshed: number[];
  /** Accounts that somebody known by a number only has given up: whether they are in use goes along. */
  readonly givenUp: Account[];
  /** Who was there before and has other rights now. */
  readonly turned: Turned[];
  /** One admin alone gives by it no right to approve and no role of an admin, takes none of these, and lets no such person in. */
  readonly isGuarded: boolean;
  readonly calendar: Circumstances['calendar'];
}
