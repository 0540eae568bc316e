import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import { forgetAgain } from './applicant/forget';
import { say, type MessageKind } from '../messages';
import { adminsWithChat, type Listener, type Official } from '../people/officials';
import type { Desk } from '../ports';
import { keepSetting } from '../settings';

// What an old copy would say was said long ago, or is not so any more. So after a restore nobody hears of anything, but the admins, who
// know which day it is from, until one of them allows it.

const ofRestore = statement(
  'restore.of',
  `select value ->> 'takenAt' as "takenAt", value ->> 'restoredAt' as "restoredAt" from setting where key = 'restored' and value ->> 'allowedAt' is null`,
);
interface OfRestore {
  readonly takenAt: string;
  readonly restoredAt: string;
}
const allow = statement(
  'restore.allow',
  `update setting set value = value || jsonb_build_object('allowedAt', $1::text, 'allowedById', $2::int)
   where key = 'restored' and value ->> 'allowedAt' is null returning value ->> 'takenAt' as "takenAt"`,
);
const selectAll = statement(
  'restore.people',
  `select p.id, account.messenger, account.chat_id as "chatId" from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and p.id <> $1 order by p.id`,
);
const countWaiting = statement('restore.waiting', `select count(*) from outbox_message where state = 'new'`);

/** In the transaction that brings the copy's rows. */
export async function noteRestored(tx: Transaction, takenAt: Date, now: Date): Promise<void> {
  await keepSetting(tx, 'restored', { takenAt, restoredAt: now, allowedAt: null });
  const admins = await adminsWithChat(tx);
  await say(
    tx,
    admins.map(({ id, ...to }) => ({
      key: `sendingWaits:${now.toISOString()}:person:${id}`,
      to,
      kind: 'sendingWaits',
      params: { personId: id, takenAt },
      silent: false,
    })),
    now,
  );
}

/** Of which moment the copy is whose messages wait; null: nothing is held up. */
export async function sendingWaits(queries: Queries): Promise<Date | null> {
  const [kept] = await queries.query<OfRestore>(ofRestore);
  return kept ? new Date(kept.takenAt) : null;
}

/** What answers to a file, or to a press of «Сверка с ПОС»: the admins are asked to have that done before they allow the rest. */
const ANSWERS = ['registryFile', 'registryErrors', 'takeoverDone'] as const satisfies readonly MessageKind[];

interface GoesOut {
  /** They hear of everything. */
  readonly exceptChats: readonly string[];
  /** Of these everybody hears what was written since. */
  readonly exceptKinds: readonly MessageKind[];
  readonly since: Date;
}

/** What goes out all the same; null: everything does. */
export async function heldUp(queries: Queries, messenger: string): Promise<GoesOut | null> {
  const [kept] = await queries.query<OfRestore>(ofRestore);
  if (!kept) return null;
  const admins = await adminsWithChat(queries);
  return {
    exceptChats: admins.filter((one) => one.messenger === messenger).map(({ chatId }) => chatId),
    exceptKinds: ANSWERS,
    since: new Date(kept.restoredAt),
  };
}

export interface WaitingMessages {
  readonly takenAt: Date;
  readonly count: number;
}

/** What an admin is asked about; null: nothing is held up. */
export async function readWaiting(desk: Desk): Promise<WaitingMessages | null> {
  const takenAt = await sendingWaits(databaseOf(desk));
  if (takenAt === null) return null;
  const [waiting] = await databaseOf(desk).query<{ count: number }>(countWaiting);
  return { takenAt, count: waiting?.count ?? 0 };
}

/**
 * What waits goes out, and everybody is told once which day it is from; whoever has allowed it knows.
 * @returns `before`: somebody was first, or nothing was held up
 */
export async function allowSending(desk: Desk, actor: Official): Promise<'allowed' | 'before' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const { personId } = actor;
  const now = desk.clock.now();
  await forgetAgain(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const [kept] = await tx.query<{ takenAt: string }>(allow, [now.toISOString(), personId]);
    if (!kept) return 'before';
    await noteChange(tx, now, { personId }, { sendingAllowed: true, copyOf: kept.takenAt });
    const people = await tx.query<Listener>(selectAll, [personId]);
    await say(
      tx,
      people.map(({ id, ...to }) => ({
        key: `restored:${kept.takenAt}:${now.toISOString()}:person:${id}`,
        to,
        kind: 'restored',
        params: { personId: id, takenAt: new Date(kept.takenAt) },
        silent: true,
      })),
      now,
    );
    return 'allowed';
  });
}
