import { z } from 'zod';
import { Setting } from '../../../entities/office';
import { databaseOf, repositoryOf, type Rows, type Transaction } from '../../database/database';
import { dayFromOpening } from '../../regulation/calendar';
import { COPY_TROUBLES, type CopyTrouble } from '../kit/account-params';
import { say } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import type { Copies, Desk } from '../kit/ports';
import { forgetSetting, hasSetting, keepSetting, settingOf } from '../kit/settings';

// A copy takes minutes, so the slot of the night only orders it, and a loop carries the order out: what is ordered outlives a restart, and
// what fails is tried again until the next night orders anew.

const HOUR = 3_600_000;
/** A night's copy, and two hours for what failed to be tried again. */
const OLDEST_MS = 26 * HOUR;

const orderSchema = z.object({
  trouble: z
    .object({ why: z.enum(COPY_TROUBLES), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
const watchedSchema = z.object({ since: z.coerce.date() });

export async function orderCopy(tx: Transaction, at: Date): Promise<void> {
  await keepSetting(tx, 'copy_due', { at, trouble: null });
}

export async function orderCopyCheck(tx: Transaction, at: Date): Promise<void> {
  await keepSetting(tx, 'copy_check_due', { at });
}

/**
 * Carries out what is ordered.
 * @returns whether there was anything, and all of it was done; null: what failed is to be tried again
 */
export async function carryOutCopies(desk: Desk, copies: Copies): Promise<boolean | null> {
  const database = databaseOf(desk);
  if (await hasSetting(database, 'copy_due')) {
    const trouble = await copies.take();
    if (trouble) {
      await database.transaction((tx) => keepSetting(tx, 'copy_due', { at: desk.clock.now(), trouble }));
      return null;
    }
    await forgetSetting(database, 'copy_due');
    return true;
  }
  if (!(await hasSetting(database, 'copy_check_due'))) return false;
  const checked = await copies.check();
  await database.transaction(async (tx) => {
    await forgetSetting(tx, 'copy_check_due');
    if (checked) await tellOfCheck(tx, desk, checked);
  });
  return true;
}

async function tellOfCheck(
  tx: Transaction,
  desk: Desk,
  { takenAt, found }: NonNullable<Awaited<ReturnType<Copies['check']>>>,
): Promise<void> {
  const isGood = found === 'good' || found === 'sealed';
  const now = desk.clock.now();
  const admins = await adminsWithChat(tx);
  await say(
    tx,
    admins.map(({ id, ...to }) => ({
      key: `copyChecked:${now.toISOString()}:person:${id}`,
      to,
      kind: 'copyChecked',
      params: {
        personId: id,
        takenAt,
        ...(isGood ? { found, ...NO_TROUBLE } : { found: 'bad', ...found }),
      },
      // a line that all is well is no reason for a sound
      silent: isGood,
    })),
    now,
  );
}

const NO_TROUBLE = { why: null, params: {} };

/**
 * The admins hear that the newest copy is too old: at once, then once a day from opening while it lasts. Where there never was one, it is
 * too old so long after somebody first looked.
 * @idempotent by the setting
 * @returns whether it was told now
 */
export async function tellOfOldCopy(desk: Desk, copies: Pick<Copies, 'newest' | 'folder'>): Promise<boolean> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const takenAt = await copies.newest();
  const since = takenAt ?? (await watchedSince(database, now));
  if (now.getTime() - since.getTime() < OLDEST_MS) {
    if (await hasSetting(database, 'copy_alarm')) await forgetSetting(database, 'copy_alarm');
    return false;
  }
  return database.transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    if (
      admins.length === 0 ||
      !(await keepSetting(tx, 'copy_alarm', { day: dayFromOpening(now, desk.office.calendar()) }))
    )
      return false;
    const trouble = (await troubleOfLast(tx)) ?? NO_TROUBLE;
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `copyOld:${now.toISOString()}:person:${id}`,
        to,
        kind: 'copyOld',
        params: { personId: id, folder: copies.folder, takenAt, ...trouble },
        silent: false,
      })),
      now,
    );
    return true;
  });
}

/**
 * The admins hear of a copy that the machine's clock has dated ahead, once of each.
 * @idempotent by the setting
 * @returns whether it was told now
 */
export async function tellOfCopyAhead(desk: Desk, copies: Pick<Copies, 'ahead'>): Promise<boolean> {
  const ahead = await copies.ahead();
  if (ahead === null) return false;
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    if (admins.length === 0 || !(await keepSetting(tx, 'copy_ahead', { takenAt: ahead.takenAt }))) return false;
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `copyAhead:${ahead.takenAt.toISOString()}:person:${id}`,
        to,
        kind: 'copyAhead',
        params: { personId: id, ...ahead },
        silent: false,
      })),
      now,
    );
    return true;
  });
}

async function troubleOfLast(rows: Rows): Promise<CopyTrouble | null> {
  return orderSchema.safeParse(await settingOf(rows, 'copy_due')).data?.trouble ?? null;
}

async function watchedSince(rows: Rows, now: Date): Promise<Date> {
  await repositoryOf(rows, Setting)
    .createQueryBuilder()
    .insert()
    .values({ key: 'copy_watched', value: { since: now } })
    .orIgnore()
    .execute();
  return watchedSchema.parse(await settingOf(rows, 'copy_watched')).since;
}
