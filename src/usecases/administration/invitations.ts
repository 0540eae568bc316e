import { IsNull, MoreThan } from 'typeorm';
import { Account, type MessengerAccount } from '../../../entities/account';
import { Invitation } from '../../../entities/invitation';
import { Person } from '../../../entities/person';
import { type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import { say, type Message } from '../messages';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { lockPeople } from '../people/people-store';
import type { Desk } from '../ports';
import { momentOf, waitingFor, type AccessDesk } from '../access/access-changes';
import { letIn } from '../access/let-in';
import { refused, type PeopleRefusal } from './change-person';

/** A week. */
export const INVITATION_MS = 7 * 24 * 3_600_000;

/** Links of this person that nobody has used work no more. @idempotent */
export async function voidInvitations(tx: Transaction, personId: number, now: Date): Promise<void> {
  await repositoryOf(tx, Invitation).update(
    { personId, usedAt: IsNull(), expiresAt: MoreThan(now) },
    { expiresAt: now },
  );
}

export type Invited =
  | { readonly ok: true; readonly name: string; readonly expiresAt: Date }
  | { readonly ok: false; readonly refusal: PeopleRefusal };

/**
 * A new link for a person, in place of the earlier ones; a week.
 * @param secretHash of a secret that only the link holds
 */
export async function invite(desk: Desk, actor: Official, personId: number, secretHash: string): Promise<Invited> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
    if (!person) return refused('gone');
    if (person.disabledAt !== null) return refused('disabled');
    await voidInvitations(tx, personId, now);
    const expiresAt = new Date(now.getTime() + INVITATION_MS);
    await repositoryOf(tx, Invitation).insert({ personId, secretHash, createdById: actor.personId, expiresAt });
    await addPeopleEntry(tx, {
      at: now,
      action: 'invite',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId },
    });
    return { ok: true, name: person.name, expiresAt };
  });
}

/** Why a link did not work; each is a key under `people:invitation`. */
export type InvitationRefusal =
  'unknown' | 'expired' | 'used' | 'accountTaken' | 'disabled' | 'otherMessenger' | 'waits';
export type AcceptedInvitation =
  | { readonly ok: true; readonly personId: number }
  /** `until`: of what waits for somebody's word, when it is done without one. */
  | { readonly ok: false; readonly refusal: InvitationRefusal; readonly until?: Date | null };

/**
 * Ties an account of a messenger to the person whom the link names. An earlier account of theirs in that messenger has no access any more; beside
 * one of another messenger it is a second, and where the bot writes, unless the person has chosen that.
 * @idempotent for the account that has used the link: an update may come twice
 */
export async function acceptInvitation(
  desk: AccessDesk,
  secretHash: string,
  account: MessengerAccount,
): Promise<AcceptedInvitation> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const invitations = repositoryOf(tx, Invitation);
    const accounts = repositoryOf(tx, Account);
    // A stranger's guess locks nobody out; people come before invitations, as when an account is switched off, or the two
    // would wait for each other.
    if (!(await invitations.existsBy({ secretHash }))) return no('unknown');
    await lockPeople(tx);
    const invitation = await invitations.findOne({ where: { secretHash }, lock: { mode: 'pessimistic_write' } });
    if (!invitation) return no('unknown');
    const person = await repositoryOf(tx, Person).findOneByOrFail({ id: invitation.personId });
    const holder = await accounts.findOneBy({ messenger: account.messenger, userId: account.userId });
    const isIn = holder?.personId === person.id && holder.heldSince === null;
    if (invitation.usedAt !== null) {
      if (isIn) return { ok: true, personId: person.id };
      const waiting = await waitingFor(tx, person.id, account);
      return waiting ? { ...no('waits'), until: waiting.dueAt } : no('used');
    }
    if (invitation.expiresAt.getTime() <= now.getTime()) return no('expired');
    if (person.disabledAt !== null) return no('disabled');
    if (holder && holder.personId !== person.id) return no('accountTaken');
    if (invitation.messenger !== null && invitation.messenger !== account.messenger) return no('otherMessenger');

    await invitations.update({ id: invitation.id }, { usedAt: now });
    if (isIn) return { ok: true, personId: person.id };
    const byId = invitation.createdById;
    // A link into one messenger was shown to the person alone, in what they have.
    const isOwnWord = invitation.messenger !== null;
    const entry = { person, account, startedAt: now, byId, source: 'link', isOwnWord } as const;
    const { bound, waits } = await letIn(tx, entry, momentOf(desk));
    if (waits) return { ...no('waits'), until: waits.dueAt };
    await addPeopleEntry(tx, {
      at: now,
      action: 'linkAccount',
      personId: person.id,
      capacity: null,
      details: {
        personId: person.id,
        invitationId: invitation.id,
        again: bound === 'again',
        messenger: account.messenger,
      },
    });
    // Whoever has invited a whole office looks for themselves.
    if (invitation.messenger === null) await tellInviter(tx, invitation, person, now);
    return { ok: true, personId: person.id };
  });
}

async function tellInviter(
  tx: Transaction,
  { id, createdById }: Invitation,
  invited: Person,
  now: Date,
): Promise<void> {
  const inviter = await repositoryOf(tx, Account).findOneBy({ personId: createdById, isHome: true });
  const works = await repositoryOf(tx, Person).existsBy({ id: createdById, disabledAt: IsNull() });
  if (!inviter || !works) return;
  const message: Message = {
    key: `joined:${id}`,
    to: inviter,
    kind: 'joined',
    params: { personId: createdById, name: shortName(invited.name) },
    silent: true,
  };
  await say(tx, [message], now);
}

const no = (refusal: InvitationRefusal) => ({ ok: false, refusal }) as const;
