import type { FastifyInstance } from 'fastify';
import type { Hindrance } from '../../bots/messenger/meeting';
import type { Service } from '../../bots/messenger/service';
import { createConversation, type Conversation } from '../../bots/conversation/conversation';
import { featuresOf } from '../../bots/conversation/features';
import { Fetching } from '../../bots/conversation/kit/fetching';
import { createSpeech } from '../../bots/conversation/speech';
import type { createMessengers } from '../../bots/conversation/kit/messengers';
import type { Talk } from '../../bots/conversation/kit/talk';
import type { Incoming } from '../../bots/conversation/kit/turn';
import type { Voice } from '../../bots/conversation/kit/voice';
import { writeWorkbook } from '../adapters/workbook';
import type { Config } from '../config';
import { databaseOf, type Database } from '../database/database';
import { isOfFile } from '../errors';
import { Lanes } from '../inbox/lanes';
import { createInbox, INBOX_CHANNEL } from '../inbox/queue';
import type { HandleUpdate } from '../inbox/update';
import type { Leadership, Place } from '../database/leadership';
import type { Log } from '../process/log';
import { untilKept } from '../process/until-kept';
import type { Budgets } from '../outbox/budgets';
import type { QuestionTables } from '../usecases/lines/gather';
import type { OfficeTables } from '../usecases/office/tables';
import { isOfGroup, type Messenger } from '../outbox/delivery';
import { Pace } from '../outbox/pace';
import { Reach } from '../outbox/reach';
import { createSender, type Sender } from '../outbox/sender';
import { heldUp } from '../usecases/upkeep/after-restore';
import { meetBot, type Receiving } from '../usecases/upkeep/silence';
import { tellOfParked } from '../usecases/upkeep/parked';
import { tellOfUndelivered } from '../usecases/upkeep/undelivered';
import { groupIsUnreachable, groupMigrated } from '../usecases/digests/groups';
import { topicOf } from '../usecases/kit/messages';
import { personIsUnreachable } from '../usecases/people/welcome-back';
import type { Charts } from '../usecases/kit/charts';
import type { Desk, FileStore, Folders, Papers, Pictures } from '../usecases/kit/ports';
import type { ReadTables } from '../usecases/kit/sent-table';
import type { CheckSignature } from '../usecases/kit/signature';
import { outageIn } from './outage-in';

export interface MessengerOptions {
  readonly voice: Voice;
  /** How fast the messenger may be spoken to. */
  readonly budgets: Budgets;
  /** Of the sender among all processes: two of them must not speak as one bot. */
  readonly place: string;
  /** Takes an update that was kept to the conversation. */
  readonly handle: HandleUpdate;
  /** What somebody says in an update that was kept; null: nobody says anything. */
  readonly heardIn: (update: object) => Incoming | null;
  /** Whose lane of the inbox it is; null: nobody's. */
  readonly userOfLane: (lane: string) => string | null;
  readonly config: Pick<Config, 'defaultLocale' | 'shown' | 'personalDataInChat'>;
  readonly files: FileStore;
  readonly pictures: Pictures;
  readonly papers: Papers;
  readonly charts: Charts;
  readonly officeTables: OfficeTables;
  readonly sentTables: ReadTables;
  readonly questionTables: QuestionTables;
  readonly folders: Folders;
  /** Null: answers are signed in ПОС. */
  readonly checkSignature: CheckSignature | null;
  readonly desk: Desk;
  /** Those of the office, of which this is one. */
  readonly messengers: ReturnType<typeof createMessengers>;
  /** The database as the inbox and the outbox reach it: what is kept waits for no press. */
  readonly queues: Database;
  readonly leadership: Leadership;
  readonly log: Log;
  /** Another process may speak with it now. */
  readonly onPlaceLost?: () => void;
  /** After a commit of the conversation: what else waits for what people send. */
  readonly onCommit: () => void;
}

/** What a messenger needs that is not of its own kind. */
export type CommonOptions = Omit<
  MessengerOptions,
  'voice' | 'budgets' | 'place' | 'handle' | 'heardIn' | 'userOfLane' | 'onPlaceLost' | 'config'
>;

/** Who the bot is in its messenger. */
export interface Me {
  readonly username: string;
}

/** All that speaks with one messenger: the voice of the conversation, and by which way updates come. */
export interface MessengerParts {
  readonly service: Service;
  /** It brings updates by itself; else they are polled. */
  readonly isPushed: boolean;
  readonly sender: Sender;
  readonly lanes: Lanes;
  readonly hearing: Hearing;
  /** Why the bot can't speak with the messenger; null when it can. */
  readonly hindrance: () => Hindrance | null;
  /** What it brings of what people send, as far as is known at this moment; null: nobody has looked yet. */
  readonly receiving: (now: Date) => Receiving | null;
  /** The route of the webhook, where there is one. */
  registerOn(server: FastifyInstance): void;
  /**
   * Resolves when the messenger has said who we are, and updates are taken by this process or another; null: stopped before.
   * Whatever it refuses is asked for again. Until it has answered, nothing is sent: a message would only lose its tries.
   */
  meet(): Promise<Me | null>;
  /** Gives up meeting the messenger, and polls no more; what was kept is confirmed. */
  stopReceiving(): Promise<void>;
}

/** What this process knows by speaking: whether anything that is said gets through. */
export interface Hearing {
  readonly messenger: string;
  readonly reach: Pick<Reach, 'silentSince' | 'acceptedAt'>;
  /** False: another process speaks with it; null: it has not been met yet. */
  readonly isOurs: () => boolean | null;
  readonly answers: () => Promise<boolean>;
}

/** What brings updates while no other process works them. */
export interface Intake {
  start(): void;
  /** Our place is lost, nobody knows to whom: what people send is asked for on, so that they hear that it waits. */
  leave(): void;
  stop(): Promise<void>;
}

export interface ConnectedMessenger {
  readonly conversation: Conversation;
  readonly sender: Sender;
  readonly lanes: Lanes;
  readonly hearing: Hearing;
  /** The messenger has said as which bot it knows us: before anything is taken or said. @param isOver nobody waits any longer */
  readonly met: (botId: string, isOver: () => boolean) => Promise<void>;
  /** From now on this process may work the updates, when no other does. */
  readonly takeTurns: (intake: Intake | null) => void;
  /** No other process says anything in this messenger. */
  readonly speaksAlone: () => boolean;
}

/**
 * A messenger between the inbox and the outbox, whichever it is: what came is kept, goes to the conversation, and what is to be
 * said goes out by its voice. Nothing has started when it returns.
 * @throws Error when two parts of the conversation answer to one name
 */
export function connectMessenger(ofOffice: MessengerOptions): ConnectedMessenger {
  const options = { ...ofOffice, desk: deskIn(ofOffice) };
  const { voice, budgets, heardIn, config, files, pictures, papers, charts, checkSignature, desk, leadership, log } =
    options;
  const { folders, officeTables, sentTables, questionTables, messengers } = options;
  messengers.open(voice);
  const reach = new Reach({ probe: () => voice.isReached(), log, clock: desk.clock });
  const pace = new Pace(budgets, reach);
  const { defaultLocale, shown: environment } = config;
  const ofSpeech = { desk, voice, defaultLocale, heardIn, pace, log, papers, charts, files, folders, messengers };
  const { messenger, ...speech } = createSpeech({ ...ofSpeech, writeWorkbook });
  const sender = createOutgoing(options, pace, messenger);
  const wake = () => {
    sender.wake();
    options.onCommit();
  };
  const given = { desk, files, pictures, checkSignature, papers, charts, writeWorkbook, heardIn, log, defaultLocale };
  const others = {
    officeTables,
    sentTables,
    questionTables,
    fetching: new Fetching({ voice, files }),
    asides: new Map(),
    givenUp: new Map(),
    takers: [],
  };
  const talk: Talk = { ...speech, ...given, ...others, folders, environment, messengers, wake };
  const conversation = createConversation(talk, featuresOf(talk));
  const lanes = createIncoming({ ...options, voice: speech.voice }, conversation);
  let inbox: Place | null = null;
  return {
    conversation,
    sender,
    lanes,
    hearing: {
      messenger: voice.name,
      reach,
      isOurs: () => sender.holdsPlace,
      answers: async () => reach.meansItsAnswers && (await voice.isReached()),
    },
    met: meetingIn(options),
    takeTurns(intake) {
      leadership.listen(INBOX_CHANNEL, () => lanes.wake());
      inbox = leadership.compete(`inbox:${voice.name}`, {
        gained: () => {
          lanes.gained();
          intake?.start();
        },
        lost: () => {
          lanes.lost();
          intake?.leave();
          options.onPlaceLost?.();
        },
        refused: () => void intake?.stop(),
      });
    },
    speaksAlone: () => sender.holdsPlace === true && inbox?.held === true,
  };
}

/** The office as it works in this messenger: in some it may allow what it does not in others. */
function deskIn({ desk, voice, config }: MessengerOptions): Desk {
  if (config.personalDataInChat !== 'max' || !voice.limits.isDomestic) return desk;
  return { ...desk, office: { ...desk.office, personalDataInChat: 'on_request' } };
}

/** Until the database takes it: nothing of this bot may be done by what stands there of another. */
const meetingIn =
  ({ desk, voice, log }: MessengerOptions): ConnectedMessenger['met'] =>
  (botId, isOver) =>
    untilKept(
      async () => {
        if (await meetBot(desk, voice.name, botId))
          log.warn(
            { messenger: voice.name, botId },
            'Another bot speaks here now; messages and files of the former one are forgotten',
          );
      },
      { log, isOver },
    );

/** From the outbox to people; a chat that has shut the bot out, or moved, is noted where the office keeps its chats. */
function createOutgoing(
  { voice, place, desk, queues, leadership, log }: MessengerOptions,
  pace: Pace,
  messenger: Messenger,
): Sender {
  return createSender({
    database: queues,
    leadership,
    place,
    messenger,
    pace,
    clock: desk.clock,
    log,
    onUnreachable: (chat, reason, params) =>
      isOfGroup(reason)
        ? groupIsUnreachable(desk, chat, topicOf(params), reason)
        : personIsUnreachable(desk, chat, reason),
    onMigrated: (from, to) => groupMigrated(databaseOf(desk), from, to),
    heldUp: () => heldUp(databaseOf(desk), voice.name),
    isOutage: (error) => outageIn(error, voice) !== null,
    onGivenUp: (tx, message) => tellOfUndelivered(tx, message, desk.clock.now()),
  });
}

/** From people through the inbox to the conversation; admins hear of what could not be handled. */
function createIncoming(
  { voice, handle, heardIn, userOfLane, desk, queues, log }: MessengerOptions,
  conversation: Conversation,
): Lanes {
  const { clock } = desk;
  const messenger = voice.name;
  const inbox = createInbox({
    messenger,
    database: queues,
    clock,
    log,
    onParked: (tx, { key, lane }) => tellOfParked(tx, { messenger, key, userId: userOfLane(lane) }, clock.now()),
  });
  return new Lanes({
    inbox,
    clock,
    log,
    handle,
    outageIn: (error) => outageIn(error, voice),
    isAwaited: (payload) => heardIn(payload)?.came.what === 'press',
    mayWaitBeside: (payload) => heardIn(payload)?.came.what === 'file',
    async onOutage({ payload }, { of, beside }) {
      const incoming = heardIn(payload);
      if (!incoming) return;
      if (beside && incoming.came.what === 'file') await conversation.tellOfLateFile(incoming, of);
      else await conversation.tellOfOutage(incoming);
    },
    async onLongOutage({ payload }, error) {
      const incoming = isOfFile(error) ? heardIn(payload) : null;
      // Where the whole messenger is away, the file comes when it is back.
      if (!incoming || !(await voice.isReached())) return false;
      await conversation.tellOfLostFile(incoming);
      return true;
    },
  });
}
