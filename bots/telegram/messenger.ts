import type { Telegram } from 'telegraf';
import { wordsOf, type Locale, type Words } from '../../src/i18n';
import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';
import type { KeptFile } from '../../src/usecases/acts/deliveries';
import type { CardSubject } from '../../src/usecases/cards/card-places';
import { drawLater } from '../../src/usecases/cards/draw-later';
import type { Official } from '../../src/usecases/people/officials';
import type { Desk, MessageRef, WriteWorkbook } from '../../src/usecases/ports';
import { createCalls } from './calls';
import type { Reading } from './cards/appeal-card';
import { classifyError } from './classify-error';
import { createDelivering } from './delivering';
import { createDrawing } from './drawing';
import { TELEGRAM } from './intake/update';

export interface MessengerDeps {
  readonly telegram: Telegram;
  readonly desk: Desk;
  readonly defaultLocale: Locale;
  /** Direct messages count against the budgets of the outbox, which counts its own. */
  readonly spend: (chatId: string) => void;
  readonly writeWorkbook: WriteWorkbook;
}

/** In place of a message's name: the outbox will send it. */
const LATER = '';

/**
 * The voice of the bot. `deliver` is what the outbox calls; the rest is speech to whoever pressed, which may be lost with
 * the network.
 */
export type TelegramMessenger = ReturnType<typeof createMessenger>;

export function createMessenger({ telegram, desk, defaultLocale, spend, writeWorkbook }: MessengerDeps) {
  const wordsFor = (official: { readonly locale: Locale | null }): Words => wordsOf(official.locale ?? defaultLocale);
  const readingFor = (official: Official): Reading => ({
    words: wordsFor(official),
    now: desk.clock.now(),
    calendar: desk.office.calendar(),
  });
  const calls = createCalls(telegram);
  const drawing = createDrawing({ desk, calls, readingFor });
  const delivering = createDelivering({ desk, calls, drawing, defaultLocale, readingFor, writeWorkbook });

  const messenger: Messenger = {
    name: TELEGRAM,
    async deliver(message: ClaimedMessage): Promise<Delivery> {
      try {
        return await delivering(message);
      } catch (error) {
        return classifyError(error, { call: message.mergeable ? 'edit' : 'send', chatId: message.chatId });
      }
    },
  };

  /**
   * The presser's own card, drawn directly. When Telegram can't be reached the act is done all the same: the outbox draws
   * the card when it can.
   */
  async function orLater<T>(
    official: Official,
    subject: CardSubject,
    id: number,
    kind: 'card' | 'redraw',
    drawn: () => Promise<T>,
    otherwise: T,
  ): Promise<T> {
    try {
      return await drawn();
    } catch (error) {
      const { outcome } = classifyError(error, { call: 'edit', chatId: official.chatId });
      if (outcome !== 'retry') throw error;
      await drawLater(desk, official, subject, id, kind);
      return otherwise;
    }
  }

  return {
    ...messenger,
    send: (...to: Parameters<typeof calls.send>) => {
      spend(to[0]);
      return calls.send(...to);
    },
    sendFiles: (chatId: string, files: readonly KeptFile[]) => calls.sendFiles(chatId, files, () => spend(chatId)),
    sendTextFile: async (chatId: string, fileName: string, text: string): Promise<void> => {
      spend(chatId);
      await calls.sendFile(chatId, fileName, Buffer.from(text, 'utf8'));
    },
    /** Null: there is no such card for this person. */
    bring: (...to: Parameters<typeof drawing.bring>) => {
      spend(to[0].chatId);
      return orLater<MessageRef | null>(to[0], to[1], to[2], 'card', () => drawing.bring(...to), LATER);
    },
    redraw: (...to: Parameters<typeof drawing.redraw>) =>
      orLater(to[0], to[1], to[2], 'redraw', () => drawing.redraw(...to), true),
    edit: calls.edit,
    remove: calls.remove,
    removeForSure: calls.removeForSure,
    answer: calls.answer,
    groupOf: calls.groupOf,
    removeStray: drawing.removeStray,
    wordsFor,
    readingFor,
  };
}
