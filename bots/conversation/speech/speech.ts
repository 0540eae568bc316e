import { wordsOf, type Locale } from '../../../src/i18n';
import type { Messenger } from '../../../src/outbox/delivery';
import type { CardSubject } from '../../../src/usecases/cards/card-places';
import { drawLater } from '../../../src/usecases/cards/draw-later';
import type { Official } from '../../../src/usecases/people/officials';
import type { Desk, WriteWorkbook } from '../../../src/usecases/ports';
import type { Cards } from '../talk';
import type { Reading } from '../turn';
import type { Voice } from '../voice';
import { createDelivering } from './delivering';
import { Drawing } from './drawing';

export interface SpeechOptions {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly defaultLocale: Locale;
  /** Direct messages count against the budgets of the outbox, which counts its own. */
  readonly spend: (chatId: string) => void;
  readonly writeWorkbook: WriteWorkbook;
}

/** What is said through one messenger: `messenger` is what the outbox calls; the rest is speech to whoever is speaking with us. */
export interface Speech {
  readonly messenger: Messenger;
  readonly voice: Voice;
  readonly cards: Cards;
  readonly readingFor: (official: Official) => Reading;
}

export function createSpeech({ desk, voice, defaultLocale, spend, writeWorkbook }: SpeechOptions): Speech {
  const reading = (locale: Locale): Reading => ({
    words: wordsOf(locale),
    now: desk.clock.now(),
    calendar: desk.office.calendar(),
    longest: voice.limits.text,
  });
  const readingFor = (official: Official) => reading(official.locale ?? defaultLocale);
  const drawing = new Drawing({ desk, voice, readingFor });
  const deliver = createDelivering({
    desk,
    voice,
    drawing,
    readingFor,
    readingForAll: () => reading(defaultLocale),
    writeWorkbook,
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
    },
    voice: counted(voice, spend),
    cards: directCards({ desk, voice, drawing, spend }),
    readingFor,
  };
}

/** The same voice, whose messages are counted as they go. */
const counted = (voice: Voice, spend: SpeechOptions['spend']): Voice => ({
  ...voice,
  send(chatId, ...said) {
    spend(chatId);
    return voice.send(chatId, ...said);
  },
  sendFiles: (chatId, files, caption) => voice.sendFiles(chatId, files, caption, () => spend(chatId)),
  sendFile(chatId, ...said) {
    spend(chatId);
    return voice.sendFile(chatId, ...said);
  },
});

/**
 * The presser's own cards, drawn directly. When the messenger can't be reached the act is done all the same: the outbox draws
 * the card when it can.
 */
function directCards({
  desk,
  voice,
  drawing,
  spend,
}: Pick<SpeechOptions, 'desk' | 'voice' | 'spend'> & { readonly drawing: Drawing }): Cards {
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
    bring(official, subject, id, told) {
      spend(official.chatId);
      const draw = async () => (await drawing.bring(official, subject, id, told)) !== null;
      return orLater(official, subject, id, 'card', draw);
    },
    redraw: (official, subject, id, told) =>
      orLater(official, subject, id, 'redraw', () => drawing.redraw(official, subject, id, told)),
    removeStray: (...card) => drawing.removeStray(...card),
  };
}
