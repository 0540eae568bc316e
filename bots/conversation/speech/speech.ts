import { spokenWordsOf, type Locale } from '../../../src/i18n';
import { describeError, framesOf, type Log } from '../../../src/process/log';
import type { Messenger } from '../../../src/outbox/delivery';
import type { Pace } from '../../../src/outbox/pace';
import { untilKept } from '../../../src/process/until-kept';
import type { CardSubject } from '../../../src/usecases/kit/places';
import { drawLater } from '../../../src/usecases/kit/redraw';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Charts } from '../../../src/usecases/kit/charts';
import type { Desk, FileStore, Folders, Papers } from '../../../src/usecases/kit/ports';
import type { WriteWorkbook } from '../../../src/usecases/kit/sent-table';
import type { Messengers } from '../messengers';
import type { Cards } from '../talk';
import type { Incoming, Reading, ReadsUpdates } from '../turn';
import type { Voice } from '../voice';
import { decode } from '../button-rows/button-table';
import { createDelivering } from './delivering';
import { Drawing } from './drawing';
import { pacedVoice } from './paced-voice';

export interface SpeechOptions {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly defaultLocale: Locale;
  readonly heardIn: (update: object) => Incoming | null;
  /** Of what is said directly; the outbox keeps to it by itself. */
  readonly pace: Pace;
  readonly log: Log;
  readonly writeWorkbook: WriteWorkbook;
  readonly papers: Papers;
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly folders: Folders;
  readonly charts: Charts;
  readonly messengers: Messengers;
}

/** What is said through one messenger: `messenger` is what the outbox calls; the rest is speech to whoever is speaking with us. */
export interface Speech {
  readonly messenger: Messenger;
  readonly voice: Voice;
  readonly cards: Cards;
  readonly readingFor: (official: Official) => Reading;
  readonly pressedIn: ReadsUpdates['pressedIn'];
}

export function createSpeech(options: SpeechOptions): Speech {
  const { desk, voice, defaultLocale, heardIn, pace, log, writeWorkbook, papers, charts, files, folders, messengers } =
    options;
  const reading = (locale: Locale): Reading => ({
    words: spokenWordsOf(locale),
    now: desk.clock.now(),
    calendar: desk.office.calendar(),
    longest: voice.limits.text,
    district: desk.office.district,
  });
  const readingFor = (official: Official) => reading(official.locale ?? defaultLocale);
  const direct = pacedVoice(voice, pace);
  const drawing = new Drawing({ desk, voice, heardIn, readingFor, log });
  const deliver = createDelivering({
    desk,
    voice,
    drawing,
    heardIn,
    pressedIn: decode,
    readingFor,
    readingForAll: () => reading(defaultLocale),
    writeWorkbook,
    papers,
    charts,
    files,
    folders,
    messengers,
  });
  return {
    messenger: {
      name: voice.name,
      async deliver(message) {
        try {
          return await deliver(message);
        } catch (error) {
          return voice.outcomeOf(error, message.mergeable ? 'edit' : 'send', message.chatId);
        }
      },
      isReached: () => voice.isReached(),
    },
    voice: direct,
    cards: directCards({ desk, voice: direct, drawing, log }),
    readingFor,
    pressedIn: decode,
  };
}

/**
 * The presser's own cards, drawn directly. When the messenger can't be reached the act is done all the same: the outbox draws
 * the card when it can.
 */
function directCards({
  desk,
  voice,
  drawing,
  log,
}: Pick<SpeechOptions, 'desk' | 'voice' | 'log'> & { readonly drawing: Drawing }): Cards {
  async function orLater(
    official: Official,
    subject: CardSubject,
    id: number,
    kind: 'card' | 'redraw',
    draw: () => Promise<boolean>,
  ): Promise<boolean> {
    try {
      return await draw();
    } catch (error) {
      if (voice.outcomeOf(error, 'edit', official.chatId).outcome !== 'retry') throw error;
      await drawLater(desk, official, subject, id, kind);
      return true;
    }
  }
  return {
    bring: (official, subject, id, told) =>
      orLater(official, subject, id, 'card', async () => {
        const brought = await drawing.bring(official, subject, id, told, voice);
        // Whoever waits for the database in the lane is tried again; the card that is sent already must not be.
        if (brought?.remember)
          await untilKept(brought.remember, { log, isOver: () => false }).catch((error: unknown) =>
            log.error({ subject, id, reason: describeError(error), at: framesOf(error) }, 'A card is not remembered'),
          );
        return brought !== null;
      }),
    redraw: (official, subject, id, told) =>
      orLater(official, subject, id, 'redraw', () => drawing.redraw(official, subject, id, told, voice)),
    removeStray: (official, subject, id, message) => drawing.removeStray(official, subject, id, message, voice),
  };
}
