import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { systemClock } from '../clock';
import type { Config, MaxSettings, TelegramSettings } from '../config';
import { databaseOf, type Database } from '../database/database';
import { MAX, TELEGRAM } from '../intake/messenger-chats';
import { wordsOf } from '../i18n';
import { pastNextMorning } from '../jobs/schedule';
import { tickOf } from '../jobs/ticker';
import { forkStand, type ForkedStand } from '../training/fork-stand';
import { createStandClock, type StandClock, type Walk } from '../training/stand-clock';
import { sweepForgotten } from '../training/forget-training';
import letterhead from '../training/letterhead.json';
import { keepTelling, type OfficeShown } from '../training/telling';
import { firstAppeals, phoneOf, trainingOptions } from '../training/training';
import { assignStandIds } from '../usecases/office/admins';
import { groupsOfOffice } from '../usecases/digests/groups';
import { registerAppeals } from '../usecases/intake/register-appeals';
import { peopleForStand } from '../usecases/kit/officials';
import { hasSetting, keepSetting } from '../usecases/kit/settings';
import type { Application } from './application';
import { loadRosterFile, type Start } from './open-office';

export interface Training {
  readonly stand: ForkedStand;
  readonly clock: StandClock;
  readonly telegram: TelegramSettings;
  readonly max: MaxSettings;
  readonly intakeTokens: readonly string[];
  /** Registers the first appeals, and lets the bot follow the clock of the page. */
  begin(application: Application): Promise<void>;
}

interface TrainingStart extends Start {
  readonly config: Extract<Config, { mode: 'stand' }>;
  /** The page has asked for the training as on its first day. */
  readonly startAnew: () => void;
}

/** Where the compiled program lies: dist/src/application, beside the stand and under what came with the package. */
const STAND_PROGRAM = path.join(__dirname, '../stand/main.js');
const ROSTER_OF_DECREE = path.join(__dirname, '../../../roster.example.json');
/** A step of a walking clock waits for its messages, but not for a Telegram that is away. */
const STEP_LIMIT_MS = 5_000;

/** Those of the decree come once: nobody has named a file for them, so what is made of them in the chat stays. */
async function loadPeople(start: TrainingStart, database: Database): Promise<void> {
  const { rosterFile } = start.config;
  if (rosterFile !== null) return loadRosterFile(start, database, rosterFile);
  if ((await peopleForStand(database, TELEGRAM)).length === 0) await loadRosterFile(start, database, ROSTER_OF_DECREE);
}

/** The stand needs people before the bot greets them, the bot needs the stand's token and clock, samples the intake's token. */
export async function openTraining(start: TrainingStart, database: Database): Promise<Training> {
  const { config, log, shutdown, onFatal, say, startAnew } = start;
  await sweepForgotten(config.dataDir);
  await loadPeople(start, database);
  await assignStandIds(database, TELEGRAM);
  const intakeToken = config.intakeTokens[0] ?? randomBytes(18).toString('base64url');
  const stand = await forkStand(
    STAND_PROGRAM,
    trainingOptions({
      config,
      intakeToken,
      stand: config.stand,
      people: (await peopleForStand(database, TELEGRAM)).flatMap(({ id, ...person }) =>
        id === null ? [] : [{ id, ...person }],
      ),
      groups: await groupsOfOffice(database, TELEGRAM),
      stateFile: path.join(config.dataDir, 'stand.json'),
    }),
    {
      onExit: () => onFatal(new Error('The training stand has stopped')),
      onRestart: startAnew,
      onCode: (code, url) => say(wordsOf(config.defaultLocale).plain('common:training.code', { url, code })),
    },
  );
  shutdown.onStop(() => stand.stop());
  const clock = await createStandClock(stand.url, systemClock);
  return {
    stand,
    clock,
    telegram: { token: stand.token, apiRoot: stand.url, proxy: null },
    max: { ...stand.max, webhook: null },
    intakeTokens: config.intakeTokens.length > 0 ? config.intakeTokens : [intakeToken],
    async begin(application) {
      await fillLetterhead(database);
      await registerAppeals(application.desk, await firstAppeals(database, clock.now()), 'sample');
      clock.follow(walkOf(application, clock), log);
      shutdown.onStop(() => clock.stop());
      const telling = keepTelling(stand.url, () => shownOf(application, config), log);
      shutdown.onStop(() => telling.stop());
    },
  };
}

/** An office of the training has its paper, so that letters can be looked at; what somebody has changed stays. */
async function fillLetterhead(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await hasSetting(tx, 'letterhead'))) await keepSetting(tx, 'letterhead', letterhead);
  });
}

async function shownOf(application: Application, { defaultLocale }: Config): Promise<OfficeShown> {
  const words = wordsOf(defaultLocale);
  const { desk } = application;
  const database = databaseOf(desk);
  const [next, inTelegram, inMax] = await Promise.all([
    application.comingUp(),
    peopleForStand(database, TELEGRAM),
    peopleForStand(database, MAX),
  ]);
  const shown = ({ personId, id, ...person }: (typeof inMax)[number]) => ({
    personId,
    id,
    phone: phoneOf(person, words),
  });
  return {
    next: next && {
      at: next.at,
      title: words.plain(`notice:comingUp.${next.what}`),
    },
    pastMorning: pastNextMorning(desk.clock.now(), desk.office.calendar()),
    people: inTelegram.map(shown),
    // whoever has no account at all has got a phone of Telegram's
    inMax: inMax.filter(({ id }) => id !== null).map(shown),
  };
}

/**
 * Each reminder and job on the way fires at the tick of its moment, so that days can be played through in a minute, and what
 * falls within one tick is one message as in an office.
 */
function walkOf(application: Application, clock: StandClock): Walk {
  return async (to, moveTo) => {
    for (let at = await application.nextMomentAt(to); at; at = await application.nextMomentAt(to)) {
      if (at > clock.now()) await moveTo(new Date(Math.min(tickOf(at).getTime(), to.getTime())));
      await application.tick();
      await application.told(STEP_LIMIT_MS);
    }
  };
}
