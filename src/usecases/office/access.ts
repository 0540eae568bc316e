import { MoreThanOrEqual } from 'typeorm';
import { AccessChange } from '../../../entities/access';
import { Account, type MessengerAccount, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries, repositoryOf, type Transaction } from '../../database/database';
import { mayAnswer, type AccessFacts, type AccessWord, type Speaker, type AccessState } from '../../regulation/access';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import { type Official, shortName } from '../kit/officials';
import type { Records } from '../kit/ports';
import { forgetSetting, hasSetting, keepSetting } from '../kit/settings';
import { areGuardsUp, momentOf, waitFor, type AccessDesk, factsOf, noteAccess, enter } from '../people/access';
import { moveHome } from '../people/home';
import { lockPeople, lackingPeople } from '../people/store';
import { redrawWhereNamed } from '../people/welcome-back';
import { sendingWaits } from '../upkeep/after-restore';
import { applyChange, keepChange, type PersonChange } from './change-person';
import { leaveAccount, leaveLastAccount } from './disable-person';
import { voidInvitations } from './invitations';

/** Whether what lets people in and lets them approve needs more than one admin's word, once there is something to approve. */
export const isAccessGuarded = async (desk: Records): Promise<boolean> =>
  !(await hasSetting(databaseOf(desk), 'unguarded'));

/**
 * More care begins at once; less waits as what it lets through would.
 * @idempotent
 */
export async function guardAccess(
  desk: AccessDesk,
  actor: Official,
  guarded: boolean,
): Promise<'done' | 'waits' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const { personId } = actor;
    if (!guarded && (await areGuardsUp(tx))) {
      await waitFor(tx, { matter: 'unguarded', personId: null, byId: personId, source: 'chat' }, momentOf(desk));
      return 'waits';
    }
    if ((await hasSetting(tx, 'unguarded')) !== guarded) return 'done';
    await (guarded ? forgetSetting(tx, 'unguarded') : keepSetting(tx, 'unguarded', { since: now }));
    const details = { accessGuarded: guarded };
    await noteChange(tx, now, { personId }, details);
    return 'done';
  });
}

const OF_CHANGE = columns(
  AccessChange,
  [
    ...(['id', 'matter', 'personId', 'byId', 'source', 'messenger', 'userId', 'formerUserId', 'state'] as const),
    ...(['askedAt', 'dueAt', 'contestedAt', 'settledAt'] as const),
  ],
  'c',
);
interface Row extends RowOf<typeof OF_CHANGE> {
  readonly name: string | null;
  readonly by: string | null;
  readonly settledBy: string | null;
}

/** A change of access as it stands now, in words' parts. */
export type AccessView = Readonly<Row> & AccessFacts;

const select = (where: string) =>
  `select ${OF_CHANGE}, p.name, b.name as by, s.name as "settledBy"
   from access_change c left join person p on p.id = c.person_id left join person b on b.id = c.by_id left join person s on s.id = c.settled_by_id
   where ${where}`;
const selectOne = statement('access-change', select('c.id = $1'));
const selectOpen = statement('access-changes-open', select(`c.state in ('waits', 'contested') order by c.id`));
const selectOf = statement(
  'access-changes-of-person',
  select(`c.state in ('waits', 'contested') and c.person_id = $1 order by c.id`),
);

const viewOf = (row: Row, now: Date): AccessView => {
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return { ...row, ...factsOf(row, now), name: short(row.name), by: short(row.by), settledBy: short(row.settledBy) };
};

/** Null: there is no such change. */
export async function readAccess(desk: Records, changeId: number): Promise<AccessView | null> {
  const [row] = await databaseOf(desk).query<Row>(selectOne, [changeId]);
  return row ? viewOf(row, desk.clock.now()) : null;
}

/** What waits for somebody's word. */
export const readOpenAccess = (desk: Records): Promise<AccessView[]> =>
  readMany(desk, databaseOf(desk), selectOpen, []);

export const openAccessOf = (desk: Records, personId: number): Promise<AccessView[]> =>
  readMany(desk, databaseOf(desk), selectOf, [personId]);

async function readMany(
  { clock }: Records,
  queries: Queries,
  selection: typeof selectOpen,
  values: readonly unknown[],
): Promise<AccessView[]> {
  return (await queries.query<Row>(selection, values)).map((row) => viewOf(row, clock.now()));
}

/** What an official is to a change, in the account in which they speak. */
export function speakerOf(
  official: Official,
  { personId, state, messenger, formerUserId }: Pick<AccessView, 'personId' | 'state' | 'messenger' | 'formerUserId'>,
): Speaker {
  const isThere = official.messenger === messenger;
  return {
    personId: official.personId,
    administers: hasRight(official, 'administer'),
    isFormer: isThere && official.userId === formerUserId,
    isInIt: state !== 'waits' && isThere && official.personId === personId,
  };
}

/** What they may say of it, in this order. */
export const wordsFor = (change: AccessFacts, speaker: Speaker): readonly AccessWord[] =>
  (['yes', 'no'] as const).filter((word) => mayAnswer(change, word, speaker));

/** `other`: it is not as it was when it was shown; `notTheirs`: this word is not theirs to say; `taken`: the account is somebody else's by now. */
export type Answered = 'done' | 'other' | 'notTheirs' | 'taken' | 'gone';

export interface Answer {
  readonly changeId: number;
  readonly word: AccessWord;
  /** As it was shown: of two taps the second must not answer what the first has brought about. */
  readonly seen: AccessState;
}

/** The word of an official, in the account in which they speak. */
export const answerAccess = (desk: AccessDesk, official: Official, answer: Answer): Promise<Answered> =>
  answering(desk, answer, official.personId, (change) => speakerOf(official, change));

/** Of whoever holds the account that was replaced: they may be nobody's by now. */
export const answerAsFormer = (
  desk: AccessDesk,
  { messenger, userId }: Pick<MessengerAccount, 'messenger' | 'userId'>,
  answer: Answer,
): Promise<Answered> =>
  answering(desk, answer, null, (change) => ({
    personId: null,
    administers: false,
    isFormer: change.messenger === messenger && change.formerUserId === userId,
    isInIt: false,
  }));

/** The server's own word. */
export const answerFromServer = (desk: AccessDesk, answer: Answer): Promise<Answered> =>
  answering(desk, answer, null, () => null);

/** @param speakerOf null: the server, whose word always counts */
const answering = (
  desk: AccessDesk,
  { changeId, word, seen }: Answer,
  actorId: number | null,
  speakerIn: (change: AccessChange) => Speaker | null,
): Promise<Answered> =>
  databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const now = desk.clock.now();
    const change = await repositoryOf(tx, AccessChange).findOneBy({ id: changeId });
    if (!change) return 'gone';
    if (change.state !== seen) return 'other';
    const speaker = speakerIn(change);
    if (speaker && !mayAnswer(factsOf(change, now), word, speaker)) return 'notTheirs';
    return settle(tx, change, word, actorId, now);
  });

const selectDue = statement(
  'access-changes-due',
  `select id from access_change where state = 'waits' and due_at <= $1 order by id`,
);

const selectNextDue = statement(
  'access-changes-next-due',
  `select min(due_at) as at from access_change where state = 'waits' and due_at <= $1`,
);

/** When the next of them, up to `until`, is done by time; null: none, or nothing is while a restored office says nothing. For a clock that walks. */
export async function nextAccessAt(desk: AccessDesk, until: Date): Promise<Date | null> {
  const [next] = await databaseOf(desk).query<{ at: Date | null }>(selectNextDue, [until]);
  if (!next?.at || (await sendingWaits(databaseOf(desk))) !== null) return null;
  return next.at;
}

/** What nobody has objected to within its working day is done. @returns how many @idempotent */
export async function settleDue(desk: AccessDesk): Promise<number> {
  const now = desk.clock.now();
  const due = await databaseOf(desk).query<{ id: number }>(selectDue, [now]);
  // Nobody may have heard of it.
  if (due.length === 0 || (await sendingWaits(databaseOf(desk))) !== null) return 0;
  for (const { id } of due)
    await databaseOf(desk).transaction(async (tx) => {
      await lockPeople(tx);
      const change = await repositoryOf(tx, AccessChange).findOneBy({ id, state: 'waits' });
      if (change) await settle(tx, change, 'time', null, now);
    });
  return due.length;
}

/** The caller holds `lockPeople`. */
async function settle(
  tx: Transaction,
  change: AccessChange,
  word: AccessWord | 'time',
  actorId: number | null,
  now: Date,
): Promise<Answered> {
  const [state, isTaken] = await carryOut(tx, change, word, actorId, now);
  if (state === null) return 'other';
  change.state = state;
  if (state === 'contested') change.contestedAt = now;
  else Object.assign(change, { settledAt: now, settledById: actorId });
  await repositoryOf(tx, AccessChange).save(change);
  await noteAccess(tx, change, word, actorId, now);
  return isTaken ? 'taken' : 'done';
}

type Outcome = readonly [state: AccessState | null, isTaken?: boolean];

async function carryOut(
  tx: Transaction,
  change: AccessChange,
  word: AccessWord | 'time',
  actorId: number | null,
  now: Date,
): Promise<Outcome> {
  switch (change.state) {
    case 'waits':
      return word === 'no' ? ['refused'] : doIt(tx, change, actorId, now);
    case 'done':
      return word === 'no' ? shutOut(tx, change, now) : [null];
    case 'contested':
      return word === 'no' ? takeBack(tx, change, now) : letStay(tx, change, now);
    case 'refused':
      return [null];
  }
}

const CHANGES: Readonly<Partial<Record<AccessChange['matter'], PersonChange>>> = {
  approve: { kind: 'canApprove', allowed: true },
  administer: { kind: 'role', role: 'admin', held: true },
  administerNotMore: { kind: 'role', role: 'admin', held: false },
};

/** What has waited. What can't be done any more is refused. */
async function doIt(tx: Transaction, change: AccessChange, actorId: number | null, now: Date): Promise<Outcome> {
  const { matter, personId, messenger, userId, chatId, isStarted } = change;
  if (matter === 'unguarded') {
    await keepSetting(tx, 'unguarded', { since: now });
    return ['done'];
  }
  const person = personId === null ? null : await repositoryOf(tx, Person).findOneBy({ id: personId });
  if (!person || person.disabledAt !== null) return ['refused'];
  const wanted = CHANGES[matter];
  if (wanted) {
    const [before, lacked] = [{ ...person }, await lackingPeople(tx)];
    if (await applyChange(tx, person, wanted)) return ['refused'];
    await keepChange(tx, actorId ?? change.byId, { before, person, lacked }, now);
    return ['done'];
  }
  if (messenger === null || userId === null || chatId === null) return ['refused'];
  const holder = await repositoryOf(tx, Account).findOneBy({ messenger, userId });
  if (holder && holder.personId !== person.id) return ['refused', true];
  await enter(tx, person.id, { messenger, userId, chatId }, isStarted ? now : null, now);
  return ['done'];
}

const ofAccount = async (tx: Transaction, { personId, messenger }: AccessChange) => {
  const accounts = personId === null ? [] : await repositoryOf(tx, Account).findBy({ personId });
  const there = accounts.find((one) => one.messenger === messenger);
  const [other] = accounts.filter((one) => one !== there && one.heldSince === null);
  return { there, other };
};

/** Whoever comes in there now, by this change or by one since, comes in no more until it is decided. */
async function shutOut(tx: Transaction, change: AccessChange, now: Date): Promise<Outcome> {
  const { there, other } = await ofAccount(tx, change);
  const { personId, messenger } = change;
  if (!there || personId === null) return [null];
  const since = await repositoryOf(tx, AccessChange).findBy({
    ...{ matter: 'account', personId, messenger: there.messenger },
    id: MoreThanOrEqual(change.id),
  });
  if (!since.some(({ userId }) => userId === there.userId)) return [null];
  await voidInvitations(tx, personId, now);
  if (there.isHome && other) await moveHome(tx, personId, other.messenger, { why: 'removed' }, now);
  await repositoryOf(tx, Account).update({ personId, messenger: messenger ?? '' }, { heldSince: now });
  await redrawWhereNamed(tx, personId, now);
  return ['contested'];
}

async function letStay(tx: Transaction, change: AccessChange, now: Date): Promise<Outcome> {
  const { there } = await ofAccount(tx, change);
  if (!there) return ['refused'];
  const { personId, messenger } = there;
  await repositoryOf(tx, Account).update({ personId, messenger }, { heldSince: null });
  await redrawWhereNamed(tx, personId, now);
  return ['done'];
}

/** The account of before, if nobody else has it by now; else what they have beside it, or none. */
async function takeBack(tx: Transaction, change: AccessChange, now: Date): Promise<Outcome> {
  const { there, other } = await ofAccount(tx, change);
  const { id, personId, messenger, formerUserId: userId, formerChatId: chatId } = change;
  if (personId === null) return ['refused'];
  const isFree =
    messenger !== null &&
    userId !== null &&
    !(await repositoryOf(tx, Account).existsBy({ messenger, userId })) &&
    chatId !== null;
  if (isFree) await enter(tx, personId, { messenger, userId, chatId }, now, now);
  else if (there) await (other ? leaveAccount(tx, there, other, now) : leaveLastAccount(tx, there, now));
  await redrawWhereNamed(tx, personId, now);
  // What has come after it stood on it.
  const later = { matter: 'account', personId, id: MoreThanOrEqual(id) } as const;
  await repositoryOf(tx, AccessChange).update(messenger === null ? later : { ...later, messenger }, {
    ...{ state: 'refused', settledAt: now },
  });
  return ['refused'];
}
