import type { Notice } from '../../src/regulation/effects';
import { hasRight } from '../../src/regulation/rights';
import { readDeliveryCard } from '../../src/usecases/acts/deliveries';
import { cardGone, cardMoved, cardPlace, type CardSubject } from '../../src/usecases/cards/card-places';
import { messageOfNags } from '../../src/usecases/nags/withdraw';
import type { Official } from '../../src/usecases/people/officials';
import type { Desk, MessageRef } from '../../src/usecases/ports';
import { type Seen, readView } from '../../src/usecases/reading/read-view';
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

/** What goes with a drawing beside what the database knows. */
export interface Told {
  /** What has brought the card. */
  readonly notice?: Notice | null;
  /** Already in words: why the last answer did not hold. */
  readonly complaint?: string | null;
  /** What an act of this moment has found. */
  readonly seen?: Seen | null;
}

/** Which message shows which card to whom, and what it shows now. */
export type Drawing = ReturnType<typeof createDrawing>;

export function createDrawing({ desk, calls: { send, edit, remove, removeForSure }, readingFor }: DrawingDeps) {
  /** What the card of this subject shows this person now; a form that is open in it stands in its place. */
  async function render(
    official: Official,
    subject: CardSubject,
    id: number,
    { notice = null, complaint = null, seen = null }: Told,
  ): Promise<Screen | null> {
    if (!hasRight(official, 'work')) return null;
    const reading = readingFor(official);
    if (subject === 'delivery') {
      const card = await readDeliveryCard(desk, id);
      return card && deliveryCard(card, reading);
    }
    const view = await readView(desk, official, id, seen);
    if (!view) return null;
    return view.form
      ? formScreen({ card: view.card, ...view.form, complaint, notice }, reading)
      : appealCard(view.card, reading, notice);
  }

  const drawing = new Map<string, Promise<unknown>>();
  /** One drawing at a time in a chat: a press and the outbox draw the same card, and the older view must not come last. */
  function inTurn<T>(chatId: string, draw: () => Promise<T>): Promise<T> {
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
    { silent = true, ...told }: Told & { readonly silent?: boolean } = {},
  ): Promise<MessageRef | null> {
    const screen = await render(official, subject, id, told);
    if (!screen) return null;
    const old = await cardPlace(desk, official.personId, subject, id);
    const message = await send(official.chatId, screen, { silent });
    await cardMoved(desk, official.personId, subject, id, message);
    if (old) await remove(old);
    return message;
  }

  /** Draws the card where it is. False: it is nowhere. */
  async function redrawNow(official: Official, subject: CardSubject, id: number, told: Told = {}): Promise<boolean> {
    const place = await cardPlace(desk, official.personId, subject, id);
    if (!place) return false;
    const screen = await render(official, subject, id, told);
    if (!screen) return false;
    if (await edit(place, screen)) return true;
    await cardGone(desk, official.personId, subject, id, place);
    return false;
  }

  /** A second copy of a card, left by a process that died between the message and its row. */
  async function removeStray(official: Official, subject: CardSubject, id: number, message: MessageRef): Promise<void> {
    const place = await cardPlace(desk, official.personId, subject, id);
    if (place && place !== message) await remove(message);
  }

  /** Nags whose reason has gone leave their message; an empty one goes, or says so when it is too old to go. False: it is nowhere. */
  async function redrawNagsNow(official: Official, root: string): Promise<boolean> {
    const message = await messageOfNags(desk, root);
    if (message === null) return false;
    const reading = readingFor(official);
    const screen = await readNagsScreen(desk, official.personId, root, reading);
    await (screen
      ? edit(message, screen)
      : removeForSure(message, { text: reading.words.html('nag:gone'), keyboard: [] }));
    return true;
  }

  return {
    redrawNags: (...to: Parameters<typeof redrawNagsNow>) => inTurn(to[0].chatId, () => redrawNagsNow(...to)),
    bring: (...to: Parameters<typeof bringNow>) => inTurn(to[0].chatId, () => bringNow(...to)),
    redraw: (...to: Parameters<typeof redrawNow>) => inTurn(to[0].chatId, () => redrawNow(...to)),
    removeStray,
  };
}
