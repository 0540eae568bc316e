import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import { isLastAdmin, lockPeople } from '../people/people-store';
import { redrawWhereNamed } from '../people/unreachable';
import type { Desk } from '../ports';
import { noteDone } from '../access/access-changes';
import { refused, type PeopleRefusal } from './change-person';
import { voidInvitations } from './invitations';
import { leaveAccount, leaveLastAccount } from './leave-account';

/** Each is a key under `people:refusal`. */
export type RemovalRefusal = PeopleRefusal | 'noAccount' | 'accountInUse';

export interface Removal {
  readonly ok: true;
  readonly name: string;
  readonly removed: Account;
  /** Where the bot writes to them from then on; null: nowhere, until they have another. */
  readonly home: Account | null;
  /** They work here and have no other: it is shut out and stays theirs, so that what is to be said to them waits for the next one. */
  readonly isOnly: boolean;
}
interface Refused {
  readonly ok: false;
  readonly refusal: RemovalRefusal;
}

/** For a screen: what would be removed, before anybody says yes. */
export const checkRemoval = (
  desk: Desk,
  actor: Official,
  personId: number,
  messenger: string,
): Promise<Removal | Refused> => removalOf(databaseOf(desk), actor, personId, messenger);

/**
 * Shuts one account of a person out, as when its phone is stolen: they go on in the other one, are told there, and whoever holds the phone is
 * a stranger, and has no word about what takes its place. Links that wait for the person end with it: one may be on that phone.
 */
export async function removeAccount(
  desk: Desk,
  actor: Official,
  personId: number,
  messenger: string,
): Promise<Removal | Refused> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const removal = await removalOf(tx, actor, personId, messenger);
    if (!removal.ok) return removal;
    const { removed, home, isOnly } = removal;
    if (isOnly && removed.heldSince !== null) return removal;
    await voidInvitations(tx, personId, now);
    if (home) await leaveAccount(tx, removed, home, now);
    else if (isOnly) await repositoryOf(tx, Account).update({ personId, messenger }, { heldSince: now });
    else await leaveLastAccount(tx, removed, now);
    // Whether they are reached may have changed.
    await redrawWhereNamed(tx, personId, now);
    await addPeopleEntry(tx, {
      at: now,
      action: 'unlinkAccount',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId, messenger },
    });
    const wanted = { matter: 'lost', personId, byId: actor.personId, source: 'chat', account: removed } as const;
    if (isOnly) await noteDone(tx, wanted, now);
    return removal;
  });
}

async function removalOf(rows: Rows, actor: Official, personId: number, messenger: string): Promise<Removal | Refused> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const person = await repositoryOf(rows, Person).findOneBy({ id: personId });
  if (!person) return refused('gone');
  const held = await repositoryOf(rows, Account).findBy({ personId });
  const removed = held.find((one) => one.messenger === messenger);
  if (!removed) return no('noAccount');
  if (actor.personId === personId && actor.messenger === messenger) return no('accountInUse');
  const [home] = held.filter((one) => one !== removed).sort((one, other) => rank(other) - rank(one));
  // Whoever was switched off needs none, and the phone may be somebody else's by now.
  const isOnly = !home && person.disabledAt === null;
  if (isOnly && hasRight(person, 'administer') && (await isLastAdmin(rows, personId))) return refused('lastAdmin');
  return { ok: true, name: person.name, removed, home: home ?? null, isOnly };
}

/** They stay where they live, or go where they can be written to. */
const rank = ({ isHome, startedAt, unreachable }: Account): number =>
  Number(isHome) * 2 + Number(startedAt !== null && unreachable === null);

const no = (refusal: RemovalRefusal): Refused => ({ ok: false, refusal });
