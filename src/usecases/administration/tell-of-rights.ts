import { Account } from '../../../entities/account';
import type { Person } from '../../../entities/person';
import { repositoryOf, type Transaction } from '../../database/database';
import { HOLDING_ROLES } from '../../regulation/deputies';
import { placesBy, type HoldingRight } from '../../regulation/rights';
import type { Participant } from '../../regulation/vocabulary';
import { say, type Message } from '../messages';
import { shortName } from '../people/names';
import { adminsWithChat } from '../people/officials';

/** What of a person says what they may do. */
export type Rights = Pick<Person, 'roles' | 'canApprove' | 'managesAffairs'>;

const holds = ({ roles, canApprove }: Rights, right: HoldingRight): boolean =>
  right === 'canApprove' ? canApprove : roles.includes(right);

/** Places that the person could hold before and cannot now. */
export const placesLost = (before: Rights, now: Rights): readonly Participant[] => [
  ...new Set(
    ([...HOLDING_ROLES, 'canApprove'] as const)
      .filter((right) => holds(before, right) && !holds(now, right))
      .flatMap((right) => placesBy(right)),
  ),
];

/** In any order. */
export const hasOtherRights = (before: Rights, now: Rights): boolean =>
  before.canApprove !== now.canApprove ||
  before.managesAffairs !== now.managesAffairs ||
  [...before.roles].sort().join() !== [...now.roles].sort().join();

/** What was given and what was taken; null: that has not changed. */
export const rightsTurned = (before: Rights, { roles, canApprove, managesAffairs }: Rights) => ({
  given: roles.filter((role) => !before.roles.includes(role)),
  taken: before.roles.filter((role) => !roles.includes(role)),
  approves: canApprove === before.canApprove ? null : canApprove,
  managesAffairs: managesAffairs === before.managesAffairs ? null : managesAffairs,
});

/**
 * Whoever's rights have changed hears of it, unless they have done it themselves.
 * @param byId whoever has changed them; null: a file on the server
 */
export async function tellOfRights(
  tx: Transaction,
  byId: number | null,
  before: Rights,
  person: Person,
  now: Date,
): Promise<void> {
  const account =
    person.id === byId ? null : await repositoryOf(tx, Account).findOneBy({ personId: person.id, isHome: true });
  if (!account) return;
  const { roles, canApprove, managesAffairs } = person;
  await say(
    tx,
    [
      {
        key: `rightsChanged:${person.id}:${now.getTime()}:${roles.join('-')}:${canApprove}:${managesAffairs}`,
        to: account,
        kind: 'rightsChanged',
        silent: true,
        params: { personId: person.id, ...rightsTurned(before, person) },
      },
    ],
    now,
  );
}

/** Whose rights are others now. */
export interface Turned {
  readonly before: Rights;
  readonly person: Person;
}

/** Somebody has given or taken these in the chat, or the file of the start has changed: whoever did it in the chat would wonder. */
export async function tellAdminsOfRights(tx: Transaction, turned: readonly Turned[], now: Date): Promise<void> {
  const people = turned
    .filter(({ person }) => person.disabledAt === null)
    .map(({ before, person }) => ({ name: shortName(person.name), ...rightsTurned(before, person) }));
  if (people.length === 0) return;
  const messages = (await adminsWithChat(tx)).map(({ id: personId, ...to }): Message => ({
    key: `rightsByFile:${now.getTime()}:person:${personId}`,
    to,
    kind: 'rightsByFile',
    params: { personId, people },
    silent: true,
  }));
  await say(tx, messages, now);
}
