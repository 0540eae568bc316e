import { z } from 'zod';
import {
  type Transaction,
  databaseOf,
  statement,
  type Queries,
  type Database,
  type Rows,
} from '../../database/database';
import { dayFromOpening } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { forgetAgain } from '../applicants/forget';
import { noteChange } from '../kit/journal';
import { say, type MessageKind } from '../kit/messages';
import type { JobName } from '../kit/names';
import { adminsWithChat, type Listener, type Official } from '../kit/officials';
import type { Desk, DiskSpace } from '../kit/ports';
import { forgetSetting, hasSetting, keepSetting, holdSetting, settingOf } from '../kit/settings';
import { instant } from '../kit/wire';

export interface FailedJob {
  readonly job: JobName;
  /** When it should have run. Null: even when it should run could not be told. */
  readonly at: Date | null;
  /** Until when it is tried again. */
  readonly until: Date;
}

/** The admins hear that something did not happen by itself. Slots of one moment (groups with one hour) are one message. */
export async function tellOfFailedJob(tx: Transaction, { job, at, until }: FailedJob, now: Date): Promise<void> {
  const admins = await adminsWithChat(tx);
  await say(
    tx,
    admins.map(({ id, ...to }) => ({
      key: `jobFailed:${job}:${at ? at.toISOString() : `planning:${until.toISOString()}`}:person:${id}`,
      to,
      kind: 'jobFailed',
      params: { job, at, until, personId: id },
      silent: false,
    })),
    now,
  );
}

/** About fifty of the largest files, or a day of a small office's photos beside the database's own journal: time to act. */
const LITTLE_BYTES = 1_000_000_000;
/** What fills a large disk, another program's logs say, fills it by more at once. */
const LITTLE_SHARE = 0.02;
/** An album of ten files of 20 MB may not fit any more. */
const NOTHING_BYTES = 200_000_000;
/** A disk that goes to and fro about the border is not told of each time: it is well again when there is clearly more. */
const CLEARLY_MORE = 1.2;

const littleOf = ({ size }: DiskSpace): number => Math.max(LITTLE_BYTES, size * LITTLE_SHARE);

/** There is still room for what comes today, and no more. */
export const isNearlyFull = (disk: DiskSpace): boolean => disk.free < littleOf(disk);
/** The next photos may not be kept. */
export const isFull = ({ free }: DiskSpace): boolean => free < NOTHING_BYTES;

/**
 * The admins hear that a disk is nearly full: at once, then once a day from opening while it lasts; anew after it was well.
 * @idempotent by the setting: of several processes on one machine one says it
 * @returns how many disks were told of now
 */
export async function tellOfDisks(desk: Desk, disks: readonly DiskSpace[]): Promise<number> {
  let told = 0;
  for (const disk of disks) if (await tellOf(desk, disk)) told += 1;
  return told;
}

async function tellOf(desk: Desk, disk: DiskSpace): Promise<boolean> {
  const { machine, folder, free } = disk;
  const name = `disk:${machine}:${folder}` as const;
  const database = databaseOf(desk);
  if (!isNearlyFull(disk)) {
    if (free >= littleOf(disk) * CLEARLY_MORE && (await hasSetting(database, name)))
      await forgetSetting(database, name);
    return false;
  }
  const now = desk.clock.now();
  return database.transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    // Nobody to tell it to: the next tick looks again.
    if (admins.length === 0 || !(await keepSetting(tx, name, { day: dayFromOpening(now, desk.office.calendar()) })))
      return false;
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `diskNearlyFull:${machine}:${folder}:${now.toISOString()}:person:${id}`,
        to,
        kind: 'diskNearlyFull',
        params: { personId: id, folder, free },
        silent: false,
      })),
      now,
    );
    return true;
  });
}

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

/** Nobody's term is missed by less, and a machine that is set right after its start moves by less. */
export const STEP_MS = 5 * 60_000;

const kept = z.object({ at: instant });

/** The newest moment at which the clock was trusted; null: the program has never run. */
export async function trustedMoment(rows: Rows): Promise<Date | null> {
  const value = await settingOf(rows, 'clock_trusted');
  return value === undefined ? null : kept.parse(value).at;
}

/** @idempotent */
export const keepTrusted = (database: Database, at: Date): Promise<void> =>
  database.transaction(async (tx) => void (await keepSetting(tx, 'clock_trusted', { at: at.toISOString() })));

/**
 * The clock has stepped away from a moment, and nobody has said that it is right.
 * @idempotent by the moment, however often the program starts meanwhile
 * @returns how many were told
 */
export async function tellOfStep(desk: Desk, before: Date): Promise<number> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `clockStepped:${before.toISOString()}:person:${id}`,
        to,
        kind: 'clockStepped',
        params: { personId: id, before, after: now },
        silent: false,
      })),
      now,
    );
    return admins.length;
  });
}

/**
 * What waits is done at the next tick.
 * @returns `before`: nothing was held
 */
export async function confirmClock(desk: Desk, actor: Official): Promise<'confirmed' | 'before' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'clock_trusted');
    const before = await trustedMoment(tx);
    if (before === null || Math.abs(now.getTime() - before.getTime()) <= STEP_MS) return 'before';
    await keepSetting(tx, 'clock_trusted', { at: now.toISOString() });
    await noteChange(tx, now, actor, { clockConfirmed: true, before: before.toISOString() });
    return 'confirmed';
  });
}
