import { pause, until } from '../support/until';
import { ADMIN } from './office';
import type { Scene, Script } from './play';
import { DAY, healthOf, NEWS, SECOND, SMALL } from './setting';

type Office = Scene['office'];

/** What time has done and said, but for the word about itself. */
const done = async (office: Office): Promise<string> => {
  const [row] = await office.rows<object>(
    `select (select count(*)::int from journal_entry where not details ? 'clockConfirmed') as entries, (select count(*)::int from nag) as nags,
       (select count(*)::int from job_slot) as slots,
       (select json_object_agg(kind, times) from (
         select kind, count(*)::int as times from outbox_message where not mergeable and kind <> 'clockStepped' group by kind order by kind) k) as said`,
  );
  return JSON.stringify(row);
};
/** When the program ticked last, by its own clock. */
const tickedAt = async (office: Office): Promise<number> => {
  const [row] = await office.rows<{ at: string }>(`select value ->> 'at' as at from setting where key like 'heard:%'`);
  return Date.parse(row?.at ?? '');
};
/** Ticks go on, by the clock as it is now. */
const ticks = async (office: Office, within: number): Promise<void> => {
  const [before, began] = [await tickedAt(office), performance.now()];
  while ((await tickedAt(office)) === before) {
    if (performance.now() - began > within) throw new Error(`No tick for ${within / SECOND} s`);
    await pause(100);
  }
};
const words = (office: Office) =>
  office.ledger.chat(ADMIN.id).filter(({ text }) => text.includes('Часы сервера перескочили'));
const isHeld = async (office: Office): Promise<boolean> =>
  (await healthOf(office)).said.includes('The clock of this machine');

/** An admin is told once; nothing else is, until they say that the clock is right. @returns what was done until then */
async function heldUntilConfirmed(office: Office): Promise<string> {
  const before = await done(office);
  await until('whoever watches knows', () => isHeld(office));
  await until('the admin knows', () => words(office).length > 0);
  await pause(5 * SECOND);
  const meanwhile = await done(office);
  if (meanwhile !== before) throw new Error(`Time has done something all the same: ${before}, then ${meanwhile}`);
  const [{ messageId, keys } = { messageId: 0, keys: [] }, ...more] = words(office);
  if (more.length > 0) throw new Error(`The admin was told ${1 + more.length} times`);
  const [right] = keys;
  await office.phone(ADMIN.id, 'press', { messageId, data: right?.callback_data ?? '' });
  await until('whoever watches knows that it is over', async () => !(await isHeld(office)));
  return before;
}

/** News has come and was told, and the clock works. */
async function saidAndTicking({ office, news }: Scene): Promise<void> {
  await news(NEWS);
  await until(
    'all is said',
    async () => (await office.rows(`select from outbox_message where state = 'new'`)).length === 0,
  );
  await ticks(office, 15 * SECOND);
}

/** Nobody works meanwhile: whatever is said is said by time alone. */
const STILL = { crowd: 3, teams: 0, admin: true };
/** To each: cards drawn anew, what is overdue, lists and reports of the morning. */
const SAID_AT_MOST = 60;

/** Nobody is named for a month that did not pass; confirmed, it is worked off once. */
export const FALSE_MONTH: Script = {
  name: 'clock-false-month',
  what: "the clock of the bot's machine is set forward by a month, and an admin says after a while that it is right",
  office: STILL,
  async strike(scene) {
    const { office } = scene;
    await saidAndTicking(scene);
    await office.moveClock(31 * DAY, 'bot');
    // By the time that somebody watching knows that it is over, all may be done.
    const before = await heldUntilConfirmed(office);
    await until('what is due is done', async () => (await done(office)) !== before);
    await ticks(office, 15 * SECOND);
    await pause(5 * SECOND);
    const [said = { most: 0 }] = await office.rows<{ most: number }>(
      `select count(*)::int as most from outbox_message where kind <> 'clockStepped' group by chat_id order by 1 desc limit 1`,
    );
    if (said.most > SAID_AT_MOST) throw new Error(`Somebody was told ${said.most} things`);
  },
};

const backByADay: Script = {
  name: 'clock-back-by-a-day',
  what: "the clock of the bot's machine is set back by a day; an admin says that it is right, and the ticks go on",
  office: STILL,
  async strike(scene) {
    const { office } = scene;
    await saidAndTicking(scene);
    await office.moveClock(-DAY, 'bot');
    await heldUntilConfirmed(office);
    await ticks(office, 15 * SECOND);
    await office.moveClock(DAY, 'bot');
    await until('the messenger has said the same', async () => !(await isHeld(office)));
  },
};

/** @param suspendedMs how much more the clock on the wall has gone than the one that nobody sets */
const stopped = (name: string, what: string, seconds: number, suspendedMs: number): Script => ({
  name: `clock-${name}`,
  what,
  office: { ...SMALL, admin: true },
  async strike({ office, news }) {
    const { pid } = office.program ?? { pid: 0 };
    process.kill(pid, 'SIGSTOP');
    try {
      await pause(seconds * SECOND);
      if (suspendedMs > 0) await office.moveClock(suspendedMs, 'everybody');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const mended = performance.now();
    await news(1);
    await ticks(office, 20 * SECOND);
    if (words(office).length > 0) throw new Error('The admin was told of a clock that is right');
    return mended;
  },
});

export const CLOCKS: readonly Script[] = [
  FALSE_MONTH,
  backByADay,
  stopped('stopped-60s', 'the process stands still (SIGSTOP) for 60 s', 60, 0),
  stopped(
    'asleep-10min',
    'the machine sleeps: the process stands still for 20 s, in which ten minutes pass on the wall',
    20,
    600_000,
  ),
];
