import type { Telegram } from 'telegraf';
import { wordsOf, type Locale, type Words } from '../../src/i18n';
import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';
import { NOTICES, type Notice } from '../../src/regulation/effects';
import { hasRight } from '../../src/regulation/rights';
import type { KeptFile } from '../../src/usecases/acts/deliveries';
import type { CardSubject } from '../../src/usecases/chat/cards';
import { drawLater } from '../../src/usecases/chat/draw-later';
import { officialById, type Official } from '../../src/usecases/people/officials';
import { circumstances, type Desk, type WriteWorkbook } from '../../src/usecases/ports';
import { createCalls } from './calls';
import type { Reading } from './cards/appeal-card';
import { groupDigestScreen } from './cards/group-digest';
import { noticeScreen } from './cards/notices';
import { weeklyWorkbook } from './cards/weekly-workbook';
import { classifyError } from './classify-error';
import { commandMenu } from './command-menu';
import { createDrawing } from './drawing';

export interface MessengerDeps {
  readonly telegram: Telegram;
  readonly desk: Desk;
  readonly defaultLocale: Locale;
  /** Direct messages count against the budgets of the outbox, which counts its own. */
  readonly spend: (chatId: number) => void;
  readonly writeWorkbook: WriteWorkbook;
}

/** In place of a message's id: the outbox will send it. */
const LATER = 0;

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

  const messenger: Messenger = {
    async deliver(message: ClaimedMessage): Promise<Delivery> {
      try {
        return await deliverOne(message);
      } catch (error) {
        return classifyError(error, { call: message.mergeable ? 'edit' : 'send', chatId: message.chatId });
      }
    },
  };

  async function deliverOne({ kind, params, chatId, silent }: ClaimedMessage): Promise<Delivery> {
    const personId = typeof params.personId === 'number' ? params.personId : null;
    const official = personId === null ? null : await officialById(desk.database, personId, circumstances(desk));
    if (kind === 'commands' && official) {
      await calls.setCommands(official.chatId, commandMenu(official, wordsFor(official)));
      return { outcome: 'sent' };
    }
    if (personId !== null && (!official || official.disabled))
      return { outcome: 'skipped', reason: 'the person has no account here any more' };
    const notice = (NOTICES as readonly unknown[]).includes(params.notice) ? (params.notice as Notice) : null;
    const subject = params.subject === 'delivery' ? 'delivery' : 'appeal';
    if (kind === 'card' && official) {
      const messageId = await drawing.bring(official, subject, Number(params.id), { notice, silent });
      return messageId === null
        ? { outcome: 'skipped', reason: 'its subject is no more' }
        : { outcome: 'sent', messageId };
    }
    if (kind === 'redraw' && official) {
      return (await drawing.redraw(official, subject, Number(params.id)))
        ? { outcome: 'sent' }
        : { outcome: 'skipped', reason: 'the card is in no message' };
    }
    if (kind === 'redrawNags' && official) {
      return (await drawing.redrawNags(official, String(params.root)))
        ? { outcome: 'sent' }
        : { outcome: 'skipped', reason: 'the nags are in no message' };
    }
    if (kind === 'remove') {
      await calls.removeForSure(chatId, Number(params.messageId), {
        text: wordsOf(defaultLocale).html('card:contactsGone'),
        keyboard: [],
      });
      return { outcome: 'sent' };
    }
    if (kind === 'weeklyFile' && official && hasRight(official, 'weekly')) {
      const workbook = await weeklyWorkbook(desk, params, readingFor(official));
      if (!workbook) return { outcome: 'skipped', reason: 'the day of the report is over' };
      const bytes = await writeWorkbook(workbook.sheets);
      return { outcome: 'sent', messageId: await calls.sendFile(chatId, workbook.name, bytes) };
    }
    const reading = official
      ? readingFor(official)
      : { words: wordsOf(defaultLocale), now: desk.clock.now(), calendar: desk.office.calendar() };
    const screen =
      kind === 'groupDigest'
        ? groupDigestScreen(params, reading, await calls.ownName())
        : await noticeScreen(desk, kind, params, reading);
    if (!screen) return { outcome: 'skipped', reason: `nothing to say for ${kind}` };
    return {
      outcome: 'sent',
      messageId: await calls.send(chatId, screen, {
        silent,
        ...(typeof params.threadId === 'number' ? { threadId: params.threadId } : {}),
      }),
    };
  }

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
    sendFiles: (chatId: number, files: readonly KeptFile[]) => calls.sendFiles(chatId, files, () => spend(chatId)),
    sendTextFile: async (chatId: number, fileName: string, text: string): Promise<void> => {
      spend(chatId);
      await calls.sendFile(chatId, fileName, Buffer.from(text, 'utf8'));
    },
    /** Null: there is no such card for this person. */
    bring: (...to: Parameters<typeof drawing.bring>) => {
      spend(to[0].chatId);
      return orLater<number | null>(to[0], to[1], to[2], 'card', () => drawing.bring(...to), LATER);
    },
    redraw: (...to: Parameters<typeof drawing.redraw>) =>
      orLater(to[0], to[1], to[2], 'redraw', () => drawing.redraw(...to), true),
    edit: calls.edit,
    remove: calls.remove,
    answer: calls.answer,
    groupOf: calls.groupOf,
    removeStray: drawing.removeStray,
    wordsFor,
    readingFor,
  };
}
