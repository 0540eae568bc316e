import { Account, Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import {
  repositoryOf,
  type Transaction,
  databaseOf,
  isTakenMeanwhile,
  statement,
  type Queries,
} from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { HOLDING_ROLES } from '../../regulation/deputies';
import type { Circumstances } from '../../regulation/facts';
import type { Colleague } from '../../regulation/recipients';
import { placesBy, type HoldingRight, hasRight, type Right } from '../../regulation/rights';
import type { Participant, Role } from '../../regulation/vocabulary';
import { noteChange } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import {
  shortName,
  adminsWithChat,
  type Official,
  isReached,
  awayOn,
  standingIn,
  type Listener,
} from '../kit/officials';
import type { Desk } from '../kit/ports';
import { redraw } from '../kit/redraw';

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

export type NamedKept<Refusal extends string> =
  { readonly ok: true; readonly id: number } | { readonly ok: false; readonly refusal: Refusal };

/** `did`: what has changed, for the journal; absent: nothing. */
type Done<Refusal extends string> =
  { readonly ok: true; readonly id: number; readonly did?: object } | { readonly ok: false; readonly refusal: Refusal };

/** Whose it is to keep them, in what capacity, and as what the journal has their number. */
interface Named {
  readonly right: Right;
  readonly capacity: Role;
  readonly idAs: 'widgetId' | 'engagementTemplateId' | 'templateId';
}

/** Keeps what an office has by names, in one transaction with its entry in the journal. */
export async function keepNamed<Refusal extends string>(
  desk: Desk,
  actor: Official,
  { right, capacity, idAs }: Named,
  change: (tx: Transaction, now: Date) => Promise<Done<Refusal>>,
): Promise<NamedKept<Refusal | 'notYours' | 'nameTaken'>> {
  if (!hasRight(actor, right)) return { ok: false, refusal: 'notYours' };
  const now = desk.clock.now();
  const kept = databaseOf(desk).transaction(async (tx): Promise<NamedKept<Refusal | 'nameTaken'>> => {
    const done = await change(tx, now);
    if (!done.ok || done.did === undefined) return done;
    await noteChange(tx, now, actor, { [idAs]: done.id, ...done.did }, capacity);
    return { ok: true, id: done.id };
  });
  return kept.catch((error: unknown) => {
    // Of two who gave one name at the same moment, the second hears of the first.
    if (isTakenMeanwhile(error)) return { ok: false, refusal: 'nameTaken' };
    throw error;
  });
}

const selectColleagues = statement(
  'colleagues',
  `select p.id as "personId", ${columns(Person, ['roles', 'canApprove', 'supervisorId'], 'p')},
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as absent, coalesce(s.deputies, '{}') as deputies,
     account.person_id is not null and not ${isReached('account')} as unreached
   from person p left join account on account.person_id = p.id and account.is_home
   left join (select absent_id, jsonb_object_agg(role, deputy_id) as deputies from ${standingIn('$1')} r group by absent_id) s
     on s.absent_id = p.id
   where p.disabled_at is null order by p.id`,
);

/** Everybody of the office, as the table of nags asks for them. */
export const loadColleagues = (queries: Queries, { now, calendar }: Circumstances): Promise<Colleague[]> =>
  queries.query<Colleague>(selectColleagues, [dayOf(now, calendar)]);

const selectCards = statement(
  'cards-that-name-people',
  `select distinct w.appeal_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from open_work w join appeal a on a.id = w.appeal_id
   join card c on c.subject = 'appeal' and c.subject_id = w.appeal_id
   join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where (w.executor_id = any($1::int[]) or w.agreeing_id = any($1::int[]) or w.approving_id = any($1::int[])
     or a.reported_to_id = any($1::int[])) and p.disabled_at is null`,
);

/** Every open card on which one of these people stands, their own among them: what they may do, or who stands in, has changed. */
export async function redrawNamed(tx: Transaction, personIds: readonly number[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  const cards = await tx.query<Listener & { appealId: number }>(selectCards, [personIds]);
  await say(
    tx,
    cards.map(({ appealId, ...holder }) => redraw('appeal', appealId, holder)),
    now,
  );
}
