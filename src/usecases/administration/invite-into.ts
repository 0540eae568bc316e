import { Account } from '../../../entities/account';
import { Invitation } from '../../../entities/invitation';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import { say } from '../messages';
import type { Official } from '../people/officials';
import { lockPeople } from '../people/people-store';
import type { Desk } from '../ports';
import { refused, type PeopleRefusal } from './change-person';
import { INVITATION_MS, voidInvitations } from './invitations';

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
