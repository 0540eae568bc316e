import { hasRight } from '../../src/regulation/rights';
import type { Notice } from '../../src/regulation/effects';
import { currentStep, isActForm, readChoices } from '../../src/usecases/acts/act-forms';
import { readDeliveryCard } from '../../src/usecases/acts/deliveries';
import { cardGone, cardMoved, cardPlace, type CardSubject } from '../../src/usecases/cards/card-places';
import { readOpenForm } from '../../src/usecases/forms/form-store';
import { messageOfNags } from '../../src/usecases/nags/withdraw';
import type { Official } from '../../src/usecases/people/officials';
import type { Desk } from '../../src/usecases/ports';
import { readCard } from '../../src/usecases/reading/read-card';
import type { Calls } from './calls';
import { appealCard, type Reading } from './cards/appeal-card';
import { deliveryCard } from './cards/delivery-card';
import { readNagsScreen } from './cards/nags-screen';
import { formScreen } from './forms/form-screen';
import type { Screen } from './screen';

export interface DrawingDeps {
  readonly desk: Desk;
  readonly calls: Calls;
  readonly readingFor: (official: Official) => Reading;
}

/** Which message shows which card to whom, and what it shows now. */
export type Drawing = ReturnType<typeof createDrawing>;

export function createDrawing({ desk, calls: { send, edit, remove, removeForSure }, readingFor }: DrawingDeps) {
  /** What the card of this subject shows this person now; a form that is open in it stands in its place. */
  async function render(
    official: Official,
    subject: CardSubject,
    id: number,
    notice: Notice | null,
    complaint: string | null,
  ): Promise<Screen | null> {
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
        return formScreen(
          { card, form, step: asked, choices: await readChoices(desk, official, form, step), complaint, notice },
          reading,
        );
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
  async function bringNow(
    official: Official,
    subject: CardSubject,
    id: number,
    options: { readonly notice?: Notice | null; readonly silent?: boolean; readonly complaint?: string | null } = {},
  ): Promise<number | null> {
    const screen = await render(official, subject, id, options.notice ?? null, options.complaint ?? null);
    if (!screen) return null;
    const old = await cardPlace(desk.database, official.personId, subject, id);
    const messageId = await send(official.chatId, screen, { silent: options.silent ?? true });
    await cardMoved(desk.database, official.personId, subject, id, { chatId: official.chatId, messageId });
    if (old) await remove(old.chatId, old.messageId);
    return messageId;
  }

  /** Draws the card where it is. False: it is nowhere. */
  async function redrawNow(
    official: Official,
    subject: CardSubject,
    id: number,
    complaint: string | null = null,
  ): Promise<boolean> {
    const place = await cardPlace(desk.database, official.personId, subject, id);
    if (!place) return false;
    const screen = await render(official, subject, id, null, complaint);
    if (!screen) return false;
    if (await edit(place.chatId, place.messageId, screen)) return true;
    await cardGone(desk.database, official.personId, subject, id, place.messageId);
    return false;
  }

  /** A second copy of a card, left by a process that died between the message and its row. */
  async function removeStray(official: Official, subject: CardSubject, id: number, messageId: number): Promise<void> {
    const place = await cardPlace(desk.database, official.personId, subject, id);
    if (place && place.messageId !== messageId) await remove(official.chatId, messageId);
  }

  /** Nags whose reason has gone leave their message; an empty one goes, or says so when it is too old to go. False: it is nowhere. */
  async function redrawNagsNow(official: Official, root: string): Promise<boolean> {
    const messageId = await messageOfNags(desk.database, root);
    if (messageId === null) return false;
    const reading = readingFor(official);
    const screen = await readNagsScreen(desk, official.personId, root, reading);
    await (screen
      ? edit(official.chatId, messageId, screen)
      : removeForSure(official.chatId, messageId, { text: reading.words.html('nag:gone'), keyboard: [] }));
    return true;
  }

  return {
    redrawNags: (...to: Parameters<typeof redrawNagsNow>) => inTurn(to[0].chatId, () => redrawNagsNow(...to)),
    bring: (...to: Parameters<typeof bringNow>) => inTurn(to[0].chatId, () => bringNow(...to)),
    redraw: (...to: Parameters<typeof redrawNow>) => inTurn(to[0].chatId, () => redrawNow(...to)),
    removeStray,
  };
}
