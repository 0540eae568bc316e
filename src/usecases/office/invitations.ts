import { IsNull, MoreThan } from 'typeorm';
import { Invitation } from '../../../entities/access';
import { Account, type MessengerAccount, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { type Transaction, databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import { shortName, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { momentOf, waitingFor, type AccessDesk, letIn } from '../people/access';
import { lockPeople } from '../people/store';
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

const INVITABLE = columns(Account, ['personId', 'messenger', 'chatId'], 'account');
type Invitable = Readonly<RowOf<typeof INVITABLE>>;
const selectInvitable = statement(
  'people-to-invite',
  `select ${INVITABLE} from account join person p on p.id = account.person_id
   where account.is_home and account.started_at is not null and account.unreachable is null and account.held_since is null and p.disabled_at is null
     and not exists (select from account there where there.person_id = p.id and there.messenger = $1)
   order by p.id`,
);
const readInvitable = (queries: Queries, messenger: string): Promise<Invitable[]> =>
  queries.query(selectInvitable, [messenger]);

/** Who can be reached and is not with that messenger. */
export const invitable = (desk: Desk, messenger: string): Promise<readonly Invitable[]> =>
  readInvitable(databaseOf(desk), messenger);

export type InvitedInto =
  { readonly ok: true; readonly count: number } | { readonly ok: false; readonly refusal: PeopleRefusal };

/**
 * Sends a link into a messenger to one person, or to everybody who is not with it, in the messenger that they have. The link is made when it
 * is sent (`linkMade`), so that no message that waits holds its secret.
 * @param personId null: everybody
 * @returns to how many: to nobody who is with it, or can't be reached
 */
export async function inviteInto(
  desk: Desk,
  actor: Official,
  messenger: string,
  personId: number | null,
): Promise<InvitedInto> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    if (personId !== null) {
      const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
      if (!person) return refused('gone');
      if (person.disabledAt !== null) return refused('disabled');
    }
    const people = (await readInvitable(tx, messenger)).filter((one) => personId === null || one.personId === personId);
    for (const { personId: invited, ...to } of people) {
      await voidInvitations(tx, invited, now);
      const { id: invitationId } = await repositoryOf(tx, Invitation).save({
        personId: invited,
        messenger,
        secretHash: `none yet: ${invited} ${messenger} ${now.toISOString()}`,
        createdById: actor.personId,
        expiresAt: new Date(now.getTime() + INVITATION_MS),
      });
      const params = { personId: invited, messenger, invitationId };
      await say(tx, [{ key: `invitedInto:${invitationId}`, to, kind: 'invitedInto', params, silent: true }], now);
      await addPeopleEntry(tx, {
        at: now,
        action: 'invite',
        personId: actor.personId,
        capacity: 'admin',
        details: { personId: invited, messenger },
      });
    }
    return { ok: true, count: people.length };
  });
}

const makeLink = statement(
  'make-invitation-link',
  `update invitation set secret_hash = $3 where id = $1 and person_id = $2 and used_at is null and expires_at > $4
   returning expires_at as "expiresAt"`,
);

/**
 * A link of this secret opens the invitation from now on, and none that was made for it before.
 * @returns until when; null: the invitation was used, has ended, or another has taken its place
 */
export async function linkMade(
  desk: Desk,
  personId: number,
  invitationId: number,
  secretHash: string,
): Promise<Date | null> {
  const now = desk.clock.now();
  const [made] = await databaseOf(desk).query<{ expiresAt: Date }>(makeLink, [invitationId, personId, secretHash, now]);
  return made?.expiresAt ?? null;
}
