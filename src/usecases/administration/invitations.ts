import { IsNull, MoreThan } from 'typeorm';
import { Invitation } from '../../../entities/invitation';
import { Person } from '../../../entities/person';
import { type Transaction, databaseOf, repositoryOf } from '../../database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import { say } from '../messages';
import { refreshCommands } from '../people/command-menus';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { lockPeople } from '../people/people-store';
import type { Desk, Records } from '../ports';
import { refused, type PeopleRefusal } from './change-person';

const LIFETIME_MS = 7 * 24 * 3_600_000;

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
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
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
export type InvitationRefusal = 'unknown' | 'expired' | 'used' | 'accountTaken' | 'disabled';
export type AcceptedInvitation =
  { readonly ok: true; readonly personId: number } | { readonly ok: false; readonly refusal: InvitationRefusal };

/**
 * Ties a Telegram account to the person whom the link names; that person's earlier account has no access any more.
 * @idempotent for the account that has used the link: an update may come twice
 */
export async function acceptInvitation(
  desk: Records,
  secretHash: string,
  telegramId: number,
): Promise<AcceptedInvitation> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const invitations = repositoryOf(tx, Invitation);
    const people = repositoryOf(tx, Person);
    // A stranger's guess locks nobody out; people come before invitations, as when an account is switched off, or the two
    // would wait for each other.
    if (!(await invitations.existsBy({ secretHash }))) return no('unknown');
    await lockPeople(tx);
    const invitation = await invitations.findOne({ where: { secretHash }, lock: { mode: 'pessimistic_write' } });
    if (!invitation) return no('unknown');
    const person = await people.findOneByOrFail({ id: invitation.personId });
    if (invitation.usedAt !== null)
      return person.telegramId === telegramId ? { ok: true, personId: person.id } : no('used');
    if (invitation.expiresAt.getTime() <= now.getTime()) return no('expired');
    if (person.disabledAt !== null) return no('disabled');
    const holder = await people.findOneBy({ telegramId });
    if (holder && holder.id !== person.id) return no('accountTaken');

    await invitations.update({ id: invitation.id }, { usedAt: now });
    await people.update({ id: person.id }, { telegramId, startedAt: now, unreachable: null });
    await addPeopleEntry(tx, {
      at: now,
      action: 'linkAccount',
      personId: person.id,
      capacity: null,
      details: { personId: person.id, invitationId: invitation.id, again: person.telegramId !== null },
    });
    await refreshCommands(tx, [person.id], now);
    const inviter = await people.findOneBy({ id: invitation.createdById });
    if (inviter?.telegramId) {
      await say(
        tx,
        [
          {
            key: `joined:${invitation.id}`,
            chatId: inviter.telegramId,
            kind: 'joined',
            params: { personId: inviter.id, name: shortName(person.name) },
            silent: true,
          },
        ],
        now,
      );
    }
    return { ok: true, personId: person.id };
  });
}

const no = (refusal: InvitationRefusal) => ({ ok: false, refusal }) as const;
