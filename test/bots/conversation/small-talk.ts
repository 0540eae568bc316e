import { BUTTON_KINDS } from '../../../bots/conversation/button-table';
import { createConversation } from '../../../bots/conversation/conversation';
import type { Feature } from '../../../bots/conversation/kit/feature';
import { createMessengers } from '../../../bots/conversation/kit/messengers';
import { createSpeech } from '../../../bots/conversation/speech';
import { Fetching } from '../../../bots/conversation/kit/fetching';
import type { Talk } from '../../../bots/conversation/kit/talk';
import type { Incoming } from '../../../bots/conversation/kit/turn';
import { writeLetter } from '../../../src/adapters/papers/letter';
import { writeHistory } from '../../../src/adapters/papers/history';
import { writeReport } from '../../../src/adapters/papers/report';
import { noCharts } from '../../support/charts';
import { writeProtocol } from '../../../src/adapters/papers/protocol';
import { writeWorkbook } from '../../../src/adapters/workbook';
import { NO_BUDGETS } from '../../../src/outbox/budgets';
import type { FileStore, Pictures } from '../../../src/usecases/kit/ports';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../../src/usecases/working-office';
import { paceOf } from '../../support/outbox-world';
import { recordingLog } from '../../support/recording-log';
import { ToyMessenger } from '../../support/toy-messenger';
import { noFolders, noPapers, noQuestionTables, noSentTables, noTables } from '../../support/unused-ports';

/** A conversation with features of a test's own: a real office, and a messenger in memory whose updates are heard at once. */
export interface SmallTalk {
  readonly office: WorkingOffice;
  readonly toy: ToyMessenger;
  readonly talk: Talk;
  /** Commits after which the outbox was told to look. */
  readonly wakes: () => number;
  /** The latest update once more, as after a crash. */
  readonly again: () => Promise<void>;
  /** They have taken back that they shut the bot out. */
  readonly letIn: (who: PersonName) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** These features keep no files. */
const noFiles: Pick<FileStore, 'keep' | 'read'> = {
  keep: () => Promise.reject(new Error('No file is kept here')),
  read: async function* () {
    throw new Error('No file is read here');
  },
};

const noPicture = () => Promise.reject(new Error('No picture is looked at here'));
const noPictures: Pictures = {
  examine: noPicture,
  thumbnail: noPicture,
  viewable: noPicture,
  publishable: noPicture,
  sideBySide: noPicture,
};

export async function openSmallTalk(featuresOf: (talk: Talk) => readonly Feature[]): Promise<SmallTalk> {
  const office = await openOffice();
  await office.rows(
    `update account set messenger = 'toy', user_id = p.name, chat_id = $1 || p.name, started_at = $2 from person p
     where p.id = person_id`,
    [ToyMessenger.chatOf(''), MORNING],
  );
  let latest: Incoming | null = null;
  let wakes = 0;
  const toy = new ToyMessenger(async (updates) => {
    for (const { payload } of updates) {
      latest = payload as unknown as Incoming;
      await conversation.hear(latest);
    }
  });
  const messengers = createMessengers();
  messengers.open(toy.voice);
  const { messenger: _, ...speech } = createSpeech({
    desk: office.desk,
    voice: toy.voice,
    defaultLocale: 'ru',
    heardIn: ToyMessenger.heardIn,
    pace: paceOf(NO_BUDGETS, () => toy.voice.isReached()),
    log: recordingLog(),
    writeWorkbook,
    papers: { ...noPapers, writeReport },
    files: noFiles,
    folders: noFolders,
    charts: noCharts,
    messengers,
  });
  const talk: Talk = {
    ...speech,
    desk: office.desk,
    files: noFiles,
    fetching: new Fetching({ voice: toy.voice, files: noFiles }),
    charts: noCharts,
    papers: { ...noPapers, writeLetter, writeProtocol, writeReport, writeHistory },
    pictures: noPictures,
    officeTables: noTables,
    sentTables: noSentTables,
    folders: noFolders,
    writeWorkbook,
    questionTables: noQuestionTables,
    checkSignature: null,
    heardIn: ToyMessenger.heardIn,
    log: recordingLog(),
    defaultLocale: 'ru',
    wake: () => (wakes += 1),
    environment: [],
    messengers,
    asides: new Map(),
    givenUp: new Map(),
    takers: [],
  };
  const features = featuresOf(talk);
  const conversation = createConversation(talk, [...features, theRest(features)]);
  return {
    office,
    toy,
    talk,
    wakes: () => wakes,
    async again() {
      if (latest) await conversation.hear(latest);
    },
    letIn: (who) => conversation.letIn(who),
    close: () => office.fresh.drop(),
  };
}

/** Answers with its kind to every button that none of these features has, and to nothing else. */
export function theRest(features: readonly Feature[]): Feature {
  const taken = new Set([
    'nothing',
    'form',
    'resume',
    'setupOpen',
    ...features.flatMap(({ presses }) => Object.keys(presses ?? {})),
  ]);
  return {
    presses: Object.fromEntries(
      BUTTON_KINDS.filter((kind) => !taken.has(kind)).map((kind) => [kind, async () => ({ toast: kind })]),
    ),
    ...(features.some(({ strays }) => strays) ? {} : { strays: async () => undefined }),
    ...(features.some(({ strayWords }) => strayWords) ? {} : { strayWords: async () => 'nothing' as const }),
  };
}

/** What somebody's chat with the bot shows, oldest first: text and captions of buttons. */
export const shown = ({ toy }: SmallTalk, who: PersonName): string[] =>
  toy
    .messages(who)
    .map(({ text, buttons }) => [text, ...buttons.flat().map((button) => `[${button.text}]`)].join('\n'));
