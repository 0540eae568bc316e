import { databaseOf } from '../../database/database';
import { dayFromOpening } from '../../regulation/calendar';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Desk, DiskSpace } from '../ports';
import { forgetSetting, hasSetting, keepSetting } from '../settings';

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
