import path from 'node:path';
import type { Failpoint } from '../../src/process/failpoint';
import { freshDatabase } from '../support/database';
import type { Program } from '../support/program';
import { pause } from '../support/until';
import { fillDisk, killServer, lockTables, smallDisk, stillServer, stopServer, takeConnections } from './harm';
import type { Weather } from './network';
import type { Scene, Script } from './play';
import { CLOCKS, FALSE_MONTH } from './scripts-of-clocks';
import { COPIES } from './scripts-of-copies';
import { LATE_FILES } from './scripts-of-late-files';
import { CROWD, DAY, diesOf, HOUR, KILLS, NEWS, OWN_SERVER, SECOND, SMALL } from './setting';

/** Every comment is carried into ПОС. */
const SHIPPING = { ...SMALL, gateway: true };
/** A messenger drops what nobody has fetched for a day: that loss would not be the bot's. */
const NEARLY_A_DAY = 23 * HOUR;

// ── The network ─────────────────────────────────────────────────────────────

/** The network is this for so long, while 300 messages come to wait for a hundred chats. */
const network = (weather: Weather, seconds: number, what: string): Script => ({
  name: `network-${weather}-${seconds}s`,
  what: `${what}, ${seconds} s`,
  office: CROWD,
  async strike({ office, news }) {
    await office.network.become(weather, seconds);
    const until = performance.now() + seconds * SECOND;
    await news(NEWS);
    await pause(until - performance.now());
    await office.network.become('fair');
  },
});

const twoHours = (weather: Weather, what: string): Script => ({
  name: `network-${weather}-2h`,
  what: `${what}, 2 h: 20 s, in which the clock of everybody moves by two hours`,
  office: CROWD,
  async strike({ office, news }) {
    await office.network.become(weather);
    await news(NEWS);
    await pause(10 * SECOND);
    await office.moveClock(2 * HOUR, 'everybody');
    await pause(10 * SECOND);
    await office.network.become('fair');
  },
});

// ── Deaths ──────────────────────────────────────────────────────────────────

type Death = Exclude<
  Failpoint,
  | 'slot-claimed'
  | 'reminder-claimed'
  | 'statistics-counted'
  | 'journal-sealed'
  | 'forgotten-in-texts'
  | 'forgotten-and-noted'
  | 'late-file-noted'
  | 'late-file-joined'
  | 'shutdown-begun'
>;
/** How often each moment is passed before it kills: what is passed seldom, sooner. */
const DEATHS: Readonly<Record<Death, number>> = {
  'update-kept': 8,
  'press-begun': 6,
  'press-written': 2,
  'press-committed': 6,
  'press-answered': 6,
  'file-stored': 1,
  'message-claimed': 6,
  'card-sent': 4,
  'card-placed': 4,
  'message-sent': 8,
  'message-marked': 8,
  'shipment-claimed': 2,
  'shipment-carried': 2,
};

/** People go on working, and the process dies again and again at one moment. */
const death = (at: Death, times = KILLS): Script => ({
  name: `kill-${at}${times === KILLS ? '' : `-${times}`}`,
  what: `kill -9 at «${at}», ${times} times`,
  office: at.startsWith('shipment') ? SHIPPING : SMALL,
  starts: false,
  async strike({ office, random, steps }) {
    for (let kill = 0; kill < times; kill += 1) {
      const before = steps();
      const program = office.start({ FAILPOINT: `${at}:${1 + Math.floor(random() * DEATHS[at])}` });
      await diesOf(office, program);
      // Nobody is further: the same update, at the head of its lane, has killed it. It is let through.
      if (steps() === before) await letThrough(office, steps);
    }
    await office.start().ready();
  },
});

async function letThrough(office: Scene['office'], steps: () => number): Promise<void> {
  const before = steps();
  const program = office.start();
  await program.ready();
  const patience = performance.now() + 20 * SECOND;
  while (steps() === before && performance.now() < patience) await pause(20);
  await program.kill();
  await office.died();
}

/** The clock goes to the next day's morning, and the process dies as it begins what is due. */
const deathOfClockwork = (at: 'slot-claimed' | 'reminder-claimed'): Script => ({
  name: `kill-${at}`,
  what: `kill -9 at «${at}», ${KILLS} times, about a day between`,
  office: { crowd: 3, teams: 1 },
  async strike({ office, news }) {
    await news(NEWS);
    await pause(5 * SECOND);
    await office.programs[0]?.kill();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await office.moveClock(NEARLY_A_DAY, 'everybody');
      const program = office.start({ FAILPOINT: `${at}:1` });
      await goneWithTime(office, program);
      await diesOf(office, program);
    }
    await office.start().ready();
  },
});

/** Where nothing was due yet, the clock goes on while it runs. */
async function goneWithTime(office: Scene['office'], program: Program): Promise<void> {
  for (let nextAt = performance.now() + 20 * SECOND; !program.isGone; await pause(50)) {
    if (performance.now() < nextAt) continue;
    await office.moveClock(HOUR, 'everybody');
    nextAt = performance.now() + 5 * SECOND;
  }
}

const NAMED = 'Сафиуллина Гульнара Рашидовна, 8 917 555-11-22';

/** A forgetting that was decided begins, and the process dies in its middle: nothing of it is done, until one lives. */
const deathOfForgetting = (at: 'forgotten-in-texts' | 'forgotten-and-noted'): Script => ({
  name: `kill-${at}`,
  what: `kill -9 at «${at}», ${KILLS} times, as applicants are forgotten`,
  office: SMALL,
  async strike({ office }) {
    const numbers: string[] = [];
    for (let index = 0; index < NEWS; index += 1) numbers.push((await office.register()) ?? '');
    await office.programs[0]?.kill();
    await office.died();
    await office.rows(
      `with named as (
         insert into applicant (appeal_id, type, name, phone) select id, 'person', $2, $2 from appeal where number = any($1) returning appeal_id)
       update appeal set text = $2, stage = 'closed', finished_at = now(), forget_decided_at = now() where id in (select appeal_id from named)`,
      [numbers, NAMED],
    );
    const left = () =>
      office.rows<Record<string, unknown>>(
        `select a.number, a.text, a.forgotten_at, n.name,
           (select count(*)::int from journal_entry j where j.appeal_id = a.id and j.action = 'forgetContacts') as told
         from appeal a left join applicant n on n.appeal_id = a.id where a.number = any($1) order by a.id`,
        [numbers],
      );
    const before = JSON.stringify(await left());
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = office.start({ FAILPOINT: `${at}:1`, FORGETS_AFTER_MS: '0' });
      await diesOf(office, program);
      if (JSON.stringify(await left()) !== before)
        throw new Error(`Half is forgotten: ${JSON.stringify(await left())}`);
    }
    await office.start({ FORGETS_AFTER_MS: '0' }).ready();
    const isDone = (rows: readonly Record<string, unknown>[]) =>
      rows.every(({ name, text, told }) => name === null && !/Гульнар|555-11/.test(String(text)) && told === 1);
    while (!isDone(await left())) await pause(100);
  },
});

const deathOfMigration: Script = {
  name: 'kill-migration-half-way',
  what: `kill -9 when a migration has done its work and not committed it, ${KILLS} times at most`,
  office: OWN_SERVER,
  starts: false,
  async strike({ office }) {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = office.start({ FAILPOINT: 'migration-half-way:1' });
      while (program.exitCode === null && program.http === '' && !program.isGone) await pause(20);
      if (!program.isGone) return;
      await diesOf(office, program);
    }
    await office.start().ready();
  },
};

const deathInShutdown: Script = {
  name: 'kill-shutdown-begun',
  what: `SIGTERM, and kill -9 as soon as the shutdown has begun, ${KILLS} times`,
  office: SMALL,
  starts: false,
  async strike({ office, random }) {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = office.start({ FAILPOINT: 'shutdown-begun:1' });
      await program.ready();
      await pause(random() * 2_000);
      await program.stop();
      await office.died();
    }
    await office.start().ready();
  },
};

/** Asked to end again and again, in whatever weather: 0 within 10 s. */
const terminations = (weather: Weather): Script => ({
  name: `sigterm-${weather}`,
  what: `SIGTERM 5 times in the middle of work while the network is «${weather}»`,
  office: SMALL,
  async strike({ office, random, news }) {
    for (let time = 0; time < 5; time += 1) {
      await office.network.become(weather, 30);
      await news(1);
      await pause(random() * 2_000);
      for (const program of office.programs) if (!program.isGone) await office.terminate(program);
      await office.network.become('fair');
      await office.start().ready();
    }
  },
});

// ── The database, the disk, the clock, the neighbours ───────────────────────

const database = (name: string, what: string, harm: (scene: Scene) => Promise<void>, office = OWN_SERVER): Script => ({
  name: `database-${name}`,
  what,
  office,
  async strike(scene) {
    const coming = scene.news(NEWS);
    await harm(scene);
    const mended = performance.now();
    await coming;
    return mended;
  },
});

const clock = (name: string, byMs: number): Script => ({
  name: `clock-${name}`,
  what: `the clock of the bot's machine is wrong by ${name} for 10 s`,
  office: CROWD,
  async strike({ office, news }) {
    await office.moveClock(byMs, 'bot');
    await news(1);
    await pause(10 * SECOND);
    await news(1);
    await office.moveClock(-byMs, 'bot');
    await news(1);
  },
});

const twoInstances: Script = {
  name: 'two-instances',
  what: 'two processes on one database; the one that sends is killed in the middle, 5 times',
  office: CROWD,
  async strike({ office, news, random }) {
    for (let time = 0; time < 5; time += 1) {
      const [sends] = office.programs.filter(({ isGone }) => !isGone);
      await office.start().ready();
      await news(1);
      await pause(random() * 3_000);
      await sends?.kill();
      await office.died();
    }
  },
};

const twoPollers: Script = {
  name: 'two-pollers',
  what: 'another process asks for updates with the same token for 20 s, on a database of its own',
  office: SMALL,
  async strike({ office, news }) {
    const other = await freshDatabase({ poolSize: 1 });
    try {
      const program = office.start({
        DATABASE_URL: other.url,
        DATA_DIR: path.join(office.work, 'other'),
        INTAKE_TOKEN: 'another-intake-token',
      });
      await news(NEWS);
      await pause(20 * SECOND);
      await program.kill();
    } finally {
      await other.drop();
    }
  },
};

const OF_TELEGRAM: readonly Script[] = [
  { name: 'nothing', what: 'nothing fails: the control', office: CROWD, strike: ({ news }) => news(NEWS) },

  ...[8, 20, 180].flatMap((seconds) => [
    network('refused', seconds, 'connections are refused'),
    network('reset-before', seconds, 'reset before anything is passed on'),
    network('reset-after', seconds, 'reset after Telegram has accepted'),
    network('silent', seconds, 'no answer at all'),
  ]),
  network('slow', 30, 'every call takes 5 s longer'),
  network('page-200', 20, 'a page of the provider in the place of Telegram, 200'),
  network('page-403', 20, 'a page of the provider in the place of Telegram, 403'),
  network('page-407', 20, 'a page of the proxy in the place of Telegram, 407'),
  network('page-502', 20, 'a page of the gateway in the place of Telegram, 502'),
  network('empty-object', 20, '`{}` in the place of every answer'),
  network('flood', 20, '429 to all speech, with the seconds that are left'),
  network('flood', 300, '429 to all speech, with the seconds that are left'),
  twoHours('refused', 'connections are refused'),
  twoHours('silent', 'no answer at all'),

  ...(Object.keys(DEATHS) as Death[]).map((at) => death(at)),
  deathOfClockwork('slot-claimed'),
  deathOfClockwork('reminder-claimed'),
  deathOfForgetting('forgotten-in-texts'),
  deathOfForgetting('forgotten-and-noted'),
  deathOfMigration,
  deathInShutdown,
  ...(['fair', 'refused', 'silent', 'slow', 'flood'] as const).map(terminations),

  database('killed', 'kill -9 of PostgreSQL, and it is started again', killServer),
  database('stopped-30s', 'PostgreSQL is stopped for 30 s', (scene) => stopServer(scene, 30)),
  database('still-30s', 'PostgreSQL stands still (SIGSTOP) for 30 s', (scene) => stillServer(scene, 30)),
  database('locked-30s', 'its tables are locked by somebody for 30 s', (scene) => lockTables(scene, 30)),
  database('no-connections-30s', 'others hold every connection for 30 s', (scene) => takeConnections(scene, 30)),
  {
    name: 'disk-files-full-15s',
    what: 'no room for files for 15 s (a mount of 1 MB; where nobody may mount, a folder that is none)',
    office: SMALL,
    async strike(scene) {
      const disk = await smallDisk(path.join(scene.office.work, 'data', 'files'));
      await pause(15 * SECOND);
      await disk.mend();
    },
  },
  {
    name: 'disk-database-full-15s',
    what: 'no room for PostgreSQL for 15 s (a mount of 300 MB, filled to the brim; where nobody may mount, not played)',
    office: { ...OWN_SERVER, smallDisk: true },
    async strike(scene) {
      const coming = scene.news(NEWS);
      await fillDisk(scene, 15);
      const mended = performance.now();
      await coming;
      return mended;
    },
  },
  clock('+1 day', DAY),
  clock('-1 day', -DAY),
  ...CLOCKS,
  ...LATE_FILES,
  ...COPIES,
  twoInstances,
  twoPollers,
];

/** The same with everybody in MAX; what hurts the machine alone hurts it whichever messenger there is. */
const inMax = ({ name, what, office, ...script }: Script): Script => ({
  ...script,
  name: `max-${name}`,
  what: `in MAX: ${what.replace('Telegram', 'MAX')}`,
  office: { ...office, messenger: 'max' },
});
const HURTS_MESSENGERS =
  /^(nothing|network-|kill-(?!migration|shipment|slot|reminder|forgotten|shutdown)|sigterm-|clock-[+-]|stuck-file-kill|two-instances)/;

/** Every script by its name. */
export const SCRIPTS: readonly Script[] = [
  ...OF_TELEGRAM,
  ...OF_TELEGRAM.filter(({ name }) => HURTS_MESSENGERS.test(name)).map(inMax),
];

/** What `npm test` has time for. */
export const SHORT: readonly Script[] = [
  network('refused', 3, 'connections are refused'),
  network('page-502', 3, 'a page of the gateway in the place of Telegram, 502'),
  death('message-sent', 2),
  FALSE_MONTH,
  inMax(network('refused', 3, 'connections are refused')),
  inMax(network('empty-object', 3, '`{}` in the place of every answer')),
  inMax(death('message-sent', 2)),
].map((script) => ({ ...script, office: { ...script.office, crowd: 10, teams: Math.min(1, script.office.teams) } }));
