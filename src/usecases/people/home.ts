import { IsNull, Not } from 'typeorm';
import { Card } from '../../../entities/form';
import { Account, type Chat, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Transaction } from '../../database/database';
import { say, type Message } from '../kit/messages';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { bring, redraw } from '../kit/redraw';
import { sayAgainThere, waitThere } from './accounts';

// A person may have an account of each messenger. One of them is home: there the bot writes. In the others they look and act, and whatever
// they open there is a card of its own, drawn anew like that at home.

/** More cards at once are a flood; the menu has the rest. */
const CARDS_AT_MOST = 20;

const ACCOUNT = columns(Account, [
  'messenger',
  'chatId',
  'isHome',
  'insteadOf',
  'startedAt',
  'unreachable',
  'heldSince',
]);
type AccountRow = Readonly<RowOf<typeof ACCOUNT>>;
/** They can be written to there. */
const isOpenTo = ({ startedAt, unreachable, heldSince }: Pick<Account, 'startedAt' | 'unreachable' | 'heldSince'>) =>
  startedAt !== null && unreachable === null && heldSince === null;
const lockAccounts = statement(
  'lock-accounts',
  `select ${ACCOUNT} from account where person_id = $1 order by messenger for no key update`,
);
const leaveHome = statement(
  'leave-home',
  'update account set is_home = false, instead_of = null where person_id = $1 and is_home',
);
const enterHome = statement(
  'enter-home',
  'update account set is_home = true, instead_of = $3 where person_id = $1 and messenger = $2',
);

const OF_CARD = columns(Card, ['subject', 'subjectId', 'messageRef'], 'c');
type LeftCard = Readonly<RowOf<typeof OF_CARD>> & { readonly number: string | null; readonly stands: boolean };
const leaveCards = statement(
  'leave-open-cards',
  `with open as (
     select ${OF_CARD}, w.due_at, a.number,
       exists (select from card t where t.person_id = $1 and t.messenger = $3 and t.subject = c.subject and t.subject_id = c.subject_id) as stands
     from card c left join appeal a on c.subject = 'appeal' and a.id = c.subject_id
     left join open_work w on c.subject = 'appeal' and w.appeal_id = c.subject_id
     where c.person_id = $1 and c.messenger = $2
       and (w.appeal_id is not null or c.subject = 'comments' or c.subject = 'delivery' and exists (
         select from delivery d where d.id = c.subject_id and d.placed_at is null and d.withdrawn_at is null))),
   gone as (
     delete from card using open
     where card.person_id = $1 and card.messenger = $2 and card.subject = open.subject and card.subject_id = open."subjectId")
   select subject, "subjectId", "messageRef", number, stands from open order by due_at nulls last, "subjectId"`,
);

/**
 * Why the bot writes to somebody elsewhere: they have said so, the other is silent, it answers again, they have shut the bot out there, or
 * an admin has shut that account out.
 */
export type WhyMoved = 'chosen' | 'silent' | 'back' | 'closed' | 'removed';

export interface Move {
  readonly why: WhyMoved;
  /** Since when the messenger that is left has not answered. */
  readonly since?: Date;
  /** Who moves sees it in this chat by themselves. */
  readonly pressedIn?: Chat;
}

/**
 * The bot writes to this person in that messenger from now on. What waits in the chat of before waits for the new one; open cards of before
 * lose their buttons and come there, but where the messenger of before is silent and will be home again.
 * @returns false: it was so before, or they have no account there
 * @idempotent
 */
export async function moveHome(
  tx: Transaction,
  personId: number,
  messenger: string,
  { why, since, pressedIn }: Move,
  now: Date,
): Promise<boolean> {
  const accounts = await tx.query<AccountRow>(lockAccounts, [personId]);
  const home = accounts.find(({ isHome }) => isHome);
  const next = accounts.find((one) => one.messenger === messenger);
  if (!home || !next) return false;
  // What was a refuge may become the home: then the one that is silent is left.
  const former = home.messenger === messenger ? accounts.find((one) => one.messenger === home.insteadOf) : home;
  if (!former) return false;
  await tx.query(leaveHome, [personId]);
  await tx.query(enterHome, [personId, messenger, why === 'silent' ? home.messenger : null]);
  const params = { personId, messenger, former: former.messenger, why, since: since ?? null };
  const key = `homeMoved:${personId}:${messenger}:${now.getTime()}`;
  const tell = (to: Chat) => say(tx, [{ key, to, kind: 'homeMoved', params, silent: true }], now);
  // Why they hear of it here stands above what they hear.
  const isForced = why === 'silent' || why === 'closed' || why === 'removed';
  if (isForced) await tell(next);
  if (why === 'closed') await sayAgainThere(tx, former, next, now);
  await waitThere(tx, former, next);
  if (why !== 'silent') await followCards(tx, personId, former, next, now);
  const isOpen = isOpenTo(former);
  if (!isForced && isOpen && pressedIn?.messenger !== former.messenger) await tell(former);
  return true;
}

/** Open cards of one chat say where work goes on; those that the other does not have yet are brought there, without a sound. */
export async function followCards(tx: Transaction, personId: number, from: Chat, to: Chat, now: Date): Promise<void> {
  const left = await tx.query<LeftCard>(leaveCards, [personId, from.messenger, to.messenger]);
  const leaves = left.map(({ messageRef: message, number }): Message => ({
    key: `cardLeft:${from.messenger}:${message}:${now.getTime()}`,
    to: from,
    kind: 'cardLeft',
    params: { personId, message, number, messenger: to.messenger },
    silent: true,
  }));
  const stand = left.filter(({ stands }) => stands);
  const come = left.filter(({ stands }) => !stands).slice(0, CARDS_AT_MOST);
  await say(
    tx,
    [
      ...leaves,
      ...stand.map(({ subject, subjectId }) => redraw(subject, subjectId, { ...to, id: personId })),
      ...come.map(({ subject, subjectId }) => bring(subject, subjectId, { ...to, id: personId })),
    ],
    now,
  );
}

export interface OwnAccount {
  readonly messenger: string;
  /** The bot writes there. */
  readonly isHome: boolean;
  /** It does so in the place of that one, until it answers again. */
  readonly insteadOf: string | null;
  /** It can be written to. */
  readonly isOpen: boolean;
}

const ownAccounts = statement('own-accounts', `select ${ACCOUNT} from account where person_id = $1 order by messenger`);

/** Where a person can be written to. */
export async function readAccounts(desk: Desk, personId: number): Promise<readonly OwnAccount[]> {
  const accounts = await databaseOf(desk).query<AccountRow>(ownAccounts, [personId]);
  return accounts.map(({ messenger, isHome, insteadOf, ...account }) => ({
    messenger,
    isHome,
    insteadOf,
    isOpen: isOpenTo(account),
  }));
}

/**
 * «Где писать»: their own word, which no Start elsewhere changes any more.
 * @returns `notThere`: they have no account there, or can't be written to there
 * @idempotent
 */
export async function chooseHome(desk: Desk, official: Official, messenger: string): Promise<'chosen' | 'notThere'> {
  const { personId } = official;
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const account = await repositoryOf(tx, Account).findOneBy({ personId, messenger });
    if (account === null || !isOpenTo(account)) return 'notThere';
    await moveHome(tx, personId, messenger, { why: 'chosen', pressedIn: official }, now);
    await repositoryOf(tx, Person).update({ id: personId }, { homeChosen: true });
    return 'chosen';
  });
}

/** They have pressed Start here: until they choose by themselves, the bot writes where that was last. @returns whether it moves here @idempotent */
export async function startedHere(desk: Desk, official: Official): Promise<boolean> {
  if (official.isHome) return false;
  const { personId, messenger } = official;
  return databaseOf(desk).transaction((tx) => homeUnlessChosen(tx, personId, messenger, official, desk.clock.now()));
}

export async function homeUnlessChosen(
  tx: Transaction,
  personId: number,
  messenger: string,
  pressedIn: Chat,
  now: Date,
): Promise<boolean> {
  if (await repositoryOf(tx, Person).existsBy({ id: personId, homeChosen: true }))
    return homeUnlessReached(tx, personId, messenger, pressedIn, now);
  return moveHome(tx, personId, messenger, { why: 'chosen', pressedIn }, now);
}

/** Where they can't be written to at home, no word of theirs holds them there. @returns whether it moves here @idempotent */
export async function homeUnlessReached(
  tx: Transaction,
  personId: number,
  messenger: string,
  pressedIn: Chat,
  now: Date,
): Promise<boolean> {
  const open = { startedAt: Not(IsNull()), unreachable: IsNull(), heldSince: IsNull() };
  if (await repositoryOf(tx, Account).existsBy({ personId, isHome: true, ...open })) return false;
  return moveHome(tx, personId, messenger, { why: 'chosen', pressedIn }, now);
}
