import type { Telegram } from 'telegraf';
import type { InlineKeyboardButton, Opts, Telegram as ApiMethods } from 'telegraf/types';
import { wordsOf, type Locale, type Words } from '../../src/i18n';
import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';
import { NOTICES, type Notice } from '../../src/regulation/effects';
import { hasRight } from '../../src/regulation/rights';
import { currentStep, isActForm, readChoices } from '../../src/usecases/acts/act-forms';
import { cardGone, cardMoved, cardPlace, type CardSubject } from '../../src/usecases/chat/cards';
import { readDeliveryCard, type KeptFile } from '../../src/usecases/acts/deliveries';
import { drawLater } from '../../src/usecases/chat/draw-later';
import { readOpenForm } from '../../src/usecases/chat/form-store';
import { officialById, type Official } from '../../src/usecases/people/officials';
import { circumstances, type Desk } from '../../src/usecases/ports';
import { readCard } from '../../src/usecases/reading/read-card';
import { appealCard, type Reading } from './cards/appeal-card';
import { deliveryCard } from './cards/delivery-card';
import { noticeScreen } from './cards/notices';
import { classifyError, isMessageGone, isQueryTooOld } from './classify-error';
import { formScreen } from './forms/form-screen';
import { commandMenu } from './command-menu';
import type { Screen } from './screen';

export interface MessengerDeps {
  readonly telegram: Telegram;
  readonly desk: Desk;
  readonly defaultLocale: Locale;
  /** Direct messages count against the budgets of the outbox, which counts its own. */
  readonly spend: (chatId: number) => void;
}

/** In place of a message's id: the outbox will send it. */
const LATER = 0;
/** telegraf's own limit is 500 s; a person waits less. */
const CALL_LIMIT_MS = 25_000;

/**
 * The only place that speaks to Telegram. `deliver` is what the outbox calls; the rest is speech to whoever pressed,
 * which may be lost with the network.
 */
export type TelegramMessenger = ReturnType<typeof createMessenger>;

export function createMessenger({ telegram, desk, defaultLocale, spend }: MessengerDeps) {
  /** A call and its time limit, which goes with it: limits that outlive their calls would keep them in memory. */
  async function call<Method extends keyof ApiMethods>(method: Method, payload: Opts<Method>): Promise<ReturnType<ApiMethods[Method]>> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), CALL_LIMIT_MS);
    try {
      // telegraf types its signal by a polyfill of its own; Node's does.
      return await telegram.callApi(method, payload, { signal: limit.signal as never });
    } finally {
      clearTimeout(timer);
    }
  }
  const markup = (keyboard: Screen['keyboard']) => ({ inline_keyboard: keyboard as InlineKeyboardButton[][] });
  const wordsFor = (official: { readonly locale: Locale | null }): Words => wordsOf(official.locale ?? defaultLocale);
  const readingFor = (official: Official): Reading => ({ words: wordsFor(official), now: desk.clock.now(), calendar: desk.office.calendar() });

  async function send(chatId: number, screen: Screen, options: { readonly silent?: boolean; readonly threadId?: number; readonly protect?: boolean } = {}): Promise<number> {
    const message = await call(
      'sendMessage',
      {
        chat_id: chatId,
        text: screen.text,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        disable_notification: options.silent ?? false,
        ...(options.protect ? { protect_content: true } : {}),
        ...(options.threadId === undefined ? {} : { message_thread_id: options.threadId }),
        ...(screen.keyboard.length === 0 ? {} : { reply_markup: markup(screen.keyboard) }),
      },
    );
    return message.message_id;
  }

  /** False when the message is no more. */
  async function edit(chatId: number, messageId: number, screen: Screen): Promise<boolean> {
    try {
      await call(
        'editMessageText',
        { chat_id: chatId, message_id: messageId, text: screen.text, parse_mode: 'HTML', link_preview_options: { is_disabled: true }, reply_markup: markup(screen.keyboard) },
      );
      return true;
    } catch (error) {
      if (isMessageGone(error)) return false;
      if (classifyError(error, { call: 'edit', chatId }).outcome === 'sent') return true;
      throw error;
    }
  }

  /** Tidying up: what can't be removed any more loses its buttons, and if even that fails, they are stale anyway. */
  async function remove(chatId: number, messageId: number): Promise<void> {
    try {
      await call('deleteMessage', { chat_id: chatId, message_id: messageId });
    } catch {
      await call('editMessageReplyMarkup', { chat_id: chatId, message_id: messageId, reply_markup: { inline_keyboard: [] } }).catch(() => undefined);
    }
  }

  /** What must not stay: after 48 h, when nothing can be deleted any more, its words go. @throws when neither was possible now */
  async function removeForSure(chatId: number, messageId: number): Promise<void> {
    try {
      await call('deleteMessage', { chat_id: chatId, message_id: messageId });
    } catch (error) {
      if (!isMessageGone(error)) throw error;
      await edit(chatId, messageId, { text: wordsOf(defaultLocale).html('card:contactsGone'), keyboard: [] });
    }
  }

  /** What the card of this subject shows this person now; a form that is open in it stands in its place. */
  async function render(official: Official, subject: CardSubject, id: number, notice: Notice | null, complaint: string | null): Promise<Screen | null> {
    if (!hasRight(official, 'work')) return null;
    const reading = readingFor(official);
    if (subject === 'delivery') {
      const card = await readDeliveryCard(desk, id);
      return card && deliveryCard(card, reading);
    }
    const card = await readCard(desk, id, official);
    if (!card) return null;
    const form = await readOpenForm(desk.database, official.personId, reading.now);
    if (form && isActForm(form) && form.appealId === id && form.version === card.version) {
      const step = await currentStep(desk.database, desk, official, form);
      if (step && step.ask !== null) {
        const asked = { ...step, ask: step.ask };
        return formScreen({ card, form, step: asked, choices: await readChoices(desk, official, form, step), complaint, notice }, reading);
      }
    }
    return appealCard(card, reading, notice);
  }

  const drawing = new Map<number, Promise<unknown>>();
  /** One drawing at a time in a chat: a press and the outbox draw the same card, and the older view must not come last. */
  function inTurn<T>(chatId: number, draw: () => Promise<T>): Promise<T> {
    const before = drawing.get(chatId) ?? Promise.resolve();
    const turn = before.then(draw, draw);
    drawing.set(chatId, turn);
    const end = () => {
      if (drawing.get(chatId) === turn) drawing.delete(chatId);
    };
    turn.then(end, end);
    return turn;
  }

  /** A new message with the card at the bottom of the chat; the old one goes, so that there is one. */
  async function bringNow(official: Official, subject: CardSubject, id: number, options: { readonly notice?: Notice | null; readonly silent?: boolean; readonly complaint?: string | null } = {}): Promise<number | null> {
    const screen = await render(official, subject, id, options.notice ?? null, options.complaint ?? null);
    if (!screen) return null;
    const old = await cardPlace(desk.database, official.personId, subject, id);
    const messageId = await send(official.chatId, screen, { silent: options.silent ?? true });
    await cardMoved(desk.database, official.personId, subject, id, { chatId: official.chatId, messageId });
    if (old) await remove(old.chatId, old.messageId);
    return messageId;
  }

  const bring = (...to: Parameters<typeof bringNow>) => inTurn(to[0].chatId, () => bringNow(...to));
  const redraw = (...to: Parameters<typeof redrawNow>) => inTurn(to[0].chatId, () => redrawNow(...to));

  /** A second copy of a card, left by a process that died between the message and its row. */
  async function removeStray(official: Official, subject: CardSubject, id: number, messageId: number): Promise<void> {
    const place = await cardPlace(desk.database, official.personId, subject, id);
    if (place && place.messageId !== messageId) await remove(official.chatId, messageId);
  }

  /** Draws the card where it is. False: it is nowhere. */
  async function redrawNow(official: Official, subject: CardSubject, id: number, complaint: string | null = null): Promise<boolean> {
    const place = await cardPlace(desk.database, official.personId, subject, id);
    if (!place) return false;
    const screen = await render(official, subject, id, null, complaint);
    if (!screen) return false;
    if (await edit(place.chatId, place.messageId, screen)) return true;
    await cardGone(desk.database, official.personId, subject, id, place.messageId);
    return false;
  }

  /** The toast of a press; nobody waits for a late one, and a lost one undoes nothing. */
  async function answer(queryId: string, text?: string, alert = false): Promise<void> {
    try {
      await call('answerCallbackQuery', { callback_query_id: queryId, ...(text === undefined ? {} : { text: [...text].slice(0, 200).join(''), show_alert: alert }) });
    } catch (error) {
      if (!isQueryTooOld(error) && classifyError(error, { call: 'edit', chatId: 0 }).outcome === 'dead') throw error;
    }
  }

  /**
   * The presser's own card, drawn directly. When Telegram can't be reached the act is done all the same: the outbox draws
   * the card when it can.
   */
  async function orLater<T>(official: Official, subject: CardSubject, id: number, kind: 'card' | 'redraw', drawn: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await drawn();
    } catch (error) {
      const { outcome } = classifyError(error, { call: 'edit', chatId: official.chatId });
      if (outcome !== 'retry') throw error;
      await drawLater(desk, official, subject, id, kind);
      return otherwise;
    }
  }

  /** Photos in albums of ten, files one by one, by the ids that Telegram gave them: nothing is uploaded. */
  async function sendFiles(chatId: number, files: readonly KeptFile[]): Promise<void> {
    const photos = files.filter(({ kind, compressed }) => kind === 'photo' && compressed);
    const documents = files.filter((file) => !photos.includes(file));
    for (const [type, kept] of [['photo', photos], ['document', documents]] as const) {
      for (let first = 0; first < kept.length; first += 10) {
        const album = kept.slice(first, first + 10);
        const [only] = album;
        spend(chatId);
        if (album.length > 1) await call('sendMediaGroup', { chat_id: chatId, media: album.map(({ fileId }) => ({ type, media: fileId })), disable_notification: true });
        else if (only && type === 'photo') await call('sendPhoto', { chat_id: chatId, photo: only.fileId, disable_notification: true });
        else if (only) await call('sendDocument', { chat_id: chatId, document: only.fileId, disable_notification: true });
      }
    }
  }

  async function sendTextFile(chatId: number, fileName: string, text: string): Promise<void> {
    spend(chatId);
    await telegram.sendDocument(chatId, { source: Buffer.from(text, 'utf8'), filename: fileName }, { disable_notification: true });
  }

  /** The command menu of one chat: what this person may do, in their language; none for whoever was switched off. */
  async function setCommands(official: Official): Promise<void> {
    await call('setMyCommands', { scope: { type: 'chat', chat_id: official.chatId }, commands: commandMenu(official, wordsFor(official)) });
  }

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
      await setCommands(official);
      return { outcome: 'sent' };
    }
    if (personId !== null && (!official || official.disabled)) return { outcome: 'skipped', reason: 'the person has no account here any more' };
    const notice = (NOTICES as readonly unknown[]).includes(params.notice) ? (params.notice as Notice) : null;
    const subject = params.subject === 'delivery' ? 'delivery' : 'appeal';
    if (kind === 'card' && official) {
      const messageId = await bring(official, subject, Number(params.id), { notice, silent });
      return messageId === null ? { outcome: 'skipped', reason: 'its subject is no more' } : { outcome: 'sent', messageId };
    }
    if (kind === 'redraw' && official) {
      return (await redraw(official, subject, Number(params.id))) ? { outcome: 'sent' } : { outcome: 'skipped', reason: 'the card is in no message' };
    }
    if (kind === 'remove') {
      await removeForSure(chatId, Number(params.messageId));
      return { outcome: 'sent' };
    }
    const screen = await noticeScreen(desk, kind, params, official ? readingFor(official) : { words: wordsOf(defaultLocale), now: desk.clock.now(), calendar: desk.office.calendar() });
    if (!screen) return { outcome: 'skipped', reason: `nothing to say for ${kind}` };
    return { outcome: 'sent', messageId: await send(chatId, screen, { silent, ...(typeof params.threadId === 'number' ? { threadId: params.threadId } : {}) }) };
  }

  return {
    ...messenger,
    send: (...to: Parameters<typeof send>) => {
      spend(to[0]);
      return send(...to);
    },
    /** Null: there is no such card for this person. */
    bring: (...to: Parameters<typeof bring>) => {
      spend(to[0].chatId);
      return orLater<number | null>(to[0], to[1], to[2], 'card', () => bring(...to), LATER);
    },
    redraw: (...to: Parameters<typeof redraw>) => orLater(to[0], to[1], to[2], 'redraw', () => redraw(...to), true),
    edit, remove, removeStray, answer, sendFiles, sendTextFile, wordsFor, readingFor,
  };
}
