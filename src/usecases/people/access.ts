import { AccessChange, type AccessSource } from '../../../entities/access';
import { Account, type Chat, type MessengerAccount, type Person } from '../../../entities/person';
import { repositoryOf, statement, type Queries, type Transaction } from '../../database/database';
import { isGuarded, mayAnswer, type AccessMatter, type AccessWord, type AccessFacts } from '../../regulation/access';
import { dutyMoment } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message, type Params } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import type { Office, Records } from '../kit/ports';
import { bindAccount, type Bound } from './accounts';
import { homeUnlessChosen } from './home';
import { refreshCommands } from './store';

/** What counts the one working day within which somebody may object. */
export type AccessDesk = Records & { readonly office: Pick<Office, 'calendar'> };
type Moment = Pick<Circumstances, 'now' | 'calendar'>;
export const momentOf = ({ clock, office }: AccessDesk): Moment => ({ now: clock.now(), calendar: office.calendar() });

/** So long nobody is surprised by a word against it. */
const OLD_MS = 30 * 24 * 3_600_000;

export const factsOf = (
  {
    matter,
    state,
    personId,
    byId,
    contestedAt,
    askedAt,
  }: Omit<AccessFacts, 'wasContested' | 'isOld'> & Pick<AccessChange, 'contestedAt' | 'askedAt'>,
  now: Date,
): AccessFacts => ({
  matter,
  state,
  personId,
  byId,
  wasContested: contestedAt !== null,
  isOld: now.getTime() - askedAt.getTime() > OLD_MS,
});

const selectGuards = statement(
  'access-guards',
  `select exists (select from appeal) and not exists (select from setting where key = 'unguarded') as stand,
     exists (select from access_change where person_id = $1 and state in ('waits', 'contested')) as open`,
);
const readGuards = async (queries: Queries, personId: number | null) =>
  (await queries.query<{ stand: boolean; open: boolean }>(selectGuards, [personId]))[0];

/** A fresh office, in which nothing has come in yet that could be approved, is set up by one admin. */
export const areGuardsUp = async (queries: Queries): Promise<boolean> =>
  (await readGuards(queries, null))?.stand === true;

/** One admin alone lets this person in by no other account: of what they do, too much depends, or it is not decided yet who they are. */
export async function needsAnotherWord(
  queries: Queries,
  person: Pick<Person, 'id' | 'roles' | 'canApprove'>,
): Promise<boolean> {
  const guards = await readGuards(queries, person.id);
  return guards?.stand === true && (isGuarded(person) || guards.open);
}

const selectOpen = statement(
  'access-changes-to-decide',
  `select matter, state, person_id as "personId", by_id as "byId", contested_at as "contestedAt", asked_at as "askedAt"
   from access_change where state in ('waits', 'contested')`,
);

/** Of each official, how many changes wait for a word that they may give as an admin: not as whom it is about. */
export async function accessToDecide(
  queries: Queries,
  now: Date,
): Promise<(official: { readonly personId: number; readonly roles: Readonly<Person['roles']> }) => number> {
  const open = (await queries.query<Parameters<typeof factsOf>[0]>(selectOpen)).map((row) => factsOf(row, now));
  return ({ personId, roles }) => {
    const speaker = { personId, administers: hasRight({ roles }, 'administer'), isFormer: false, isInIt: false };
    return open.filter((facts) => facts.personId !== personId && mayAnswer(facts, 'yes', speaker)).length;
  };
}

export interface Wanted {
  readonly matter: AccessMatter;
  readonly personId: number | null;
  /** Null: the server. */
  readonly byId: number | null;
  readonly source: AccessSource;
  readonly account?: MessengerAccount;
  readonly isStarted?: boolean;
  /** In whose place it comes. */
  readonly former?: Account | undefined;
}

const rowOf = ({ matter, personId, byId, source, account, isStarted = false, former }: Wanted, now: Date) => ({
  ...{ matter, personId, byId, source, isStarted, askedAt: now },
  messenger: account?.messenger ?? null,
  userId: account?.userId ?? null,
  chatId: account?.chatId ?? null,
  // What was reported lost has no word any more.
  formerUserId: former?.heldSince === null ? former.userId : null,
  formerChatId: former?.heldSince === null ? former.chatId : null,
});

/** It is not done before somebody else confirms it, or the working day ends without an objection. The same again is the one that waits. @idempotent */
export async function waitFor(tx: Transaction, wanted: Wanted, { now, calendar }: Moment): Promise<AccessChange> {
  const changes = repositoryOf(tx, AccessChange);
  const row = rowOf(wanted, now);
  const { matter, personId, messenger, userId } = row;
  const open = await changes.findBy({ matter, state: 'waits' });
  const before = open.filter((one) => one.personId === personId && one.messenger === messenger);
  const same = before.find((one) => one.userId === userId);
  if (same) return same;
  for (const { id } of before) await changes.update({ id }, { state: 'refused', settledAt: now });
  const change = await changes.save(changes.create({ ...row, state: 'waits', dueAt: dutyMoment(now, calendar) }));
  await noteAccess(tx, change, 'asked', wanted.byId, now);
  return change;
}

/** Null: this account waits for nobody's word. */
export const waitingFor = (
  tx: Transaction,
  personId: number,
  { messenger, userId }: MessengerAccount,
): Promise<AccessChange | null> =>
  repositoryOf(tx, AccessChange).findOneBy({ matter: 'account', state: 'waits', personId, messenger, userId });

/** It is done, and whoever it surprises says so. */
export async function noteDone(tx: Transaction, wanted: Wanted, now: Date): Promise<void> {
  const changes = repositoryOf(tx, AccessChange);
  const row = rowOf(wanted, now);
  await tellOfAccess(tx, await changes.save(changes.create({ ...row, state: 'done', settledAt: now })), now);
}

/** What has become of it, in the journal and to all concerned. */
export async function noteAccess(
  tx: Transaction,
  change: AccessChange,
  word: AccessWord | 'asked' | 'time',
  actorId: number | null,
  now: Date,
): Promise<void> {
  const { id, matter, personId, messenger, state } = change;
  await addPeopleEntry(tx, {
    at: now,
    action: 'answerAccess',
    personId: actorId,
    capacity: actorId !== null && actorId !== personId ? 'admin' : null,
    details: { accessChangeId: id, matter, word, state, personId, messenger },
  });
  await tellOfAccess(tx, change, now);
}

const selectFormers = statement(
  'former-accounts-of-person',
  `select distinct messenger, former_chat_id as "chatId" from access_change
   where person_id = $1 and former_chat_id is not null and asked_at > $2 and state <> 'refused' and not exists (
     select from account where account.person_id = $1 and account.messenger = access_change.messenger and account.chat_id = former_chat_id)`,
);

type Reader = Params<'accessTold'>['reader'];
const keyOf = ({ messenger, chatId }: Chat): string => `${messenger} ${chatId}`;

/** To every account that the person has or had, to all admins, and to whoever has come by the new account. */
async function tellOfAccess(tx: Transaction, change: AccessChange, now: Date): Promise<void> {
  const { id, state, personId, messenger, chatId, isStarted } = change;
  const told = new Set<string>();
  const message = (to: Chat, reader: Reader, readerId: number): Message[] => {
    if (told.has(keyOf(to))) return [];
    told.add(keyOf(to));
    const key = `access:${id}:${state}:${now.getTime()}:${to.messenger}:${to.chatId}`;
    return [{ key, to, kind: 'accessTold', params: { personId: readerId, changeId: id, reader }, silent: false }];
  };
  const messages: Message[] = [];
  if (personId !== null) {
    if (messenger !== null && chatId !== null) {
      const newcomer = { messenger, chatId };
      // Whoever was let in at once sees it; whoever waited does not.
      const waited = isStarted && (change.dueAt !== null || change.contestedAt !== null);
      if (waited && (state === 'done' || state === 'refused'))
        messages.push(...message(newcomer, 'newcomer', personId));
      told.add(keyOf(newcomer));
    }
    if (change.matter === 'lost' && messenger !== null && chatId !== null) {
      told.clear();
      messages.push(...message({ messenger, chatId }, 'former', personId));
    }
    const own = await repositoryOf(tx, Account).findBy({ personId });
    for (const account of own) if (account.heldSince === null) messages.push(...message(account, 'person', personId));
    const since = new Date(now.getTime() - OLD_MS);
    for (const former of await tx.query<Chat>(selectFormers, [personId, since]))
      messages.push(...message(former, 'former', personId));
  }
  for (const { id: adminId, ...to } of await adminsWithChat(tx)) messages.push(...message(to, 'admin', adminId));
  await say(tx, messages, now);
}

export interface Entry {
  readonly person: Person;
  readonly account: MessengerAccount;
  /** Null: they have not pressed Start there yet. */
  readonly startedAt: Date | null;
  /** The admin who has given it. */
  readonly byId: number;
  readonly source: AccessSource;
  /** It was given in another account of theirs, so they have said it is they. */
  readonly isOwnWord: boolean;
}

/** `waits`: nothing is bound yet. */
export type LetIn =
  { readonly bound: Bound; readonly waits: null } | { readonly bound: null; readonly waits: AccessChange };

/** An account for a person, by the will of one admin: at once, and told where it is no first one; or after somebody else's word. The caller holds `lockPeople`. */
export async function letIn(tx: Transaction, entry: Entry, moment: Parameters<typeof waitFor>[2]): Promise<LetIn> {
  const { person, account, startedAt, byId, source, isOwnWord } = entry;
  const held = await repositoryOf(tx, Account).findBy({ personId: person.id });
  const former = held.find(({ messenger }) => messenger === account.messenger);
  const wanted: Wanted = {
    ...{ matter: 'account', personId: person.id, byId, source, account, former },
    isStarted: startedAt !== null,
  };
  if (!isOwnWord && (await needsAnotherWord(tx, person)))
    return { bound: null, waits: await waitFor(tx, wanted, moment) };
  const bound = await enter(tx, person.id, account, startedAt, moment.now);
  if (held.length > 0) await noteDone(tx, wanted, moment.now);
  return { bound, waits: null };
}

/** The account is theirs from now on. */
export async function enter(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
  now: Date,
): Promise<Bound> {
  const bound = await bindAccount(tx, personId, account, startedAt, now);
  await refreshCommands(tx, [personId], now);
  // They have pressed Start here last.
  if (bound === 'beside' && startedAt !== null) await homeUnlessChosen(tx, personId, account.messenger, account, now);
  return bound;
}
