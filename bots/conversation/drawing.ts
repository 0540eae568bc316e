import { failpoint } from '../../src/process/failpoint';
import { describeError, type Log } from '../../src/process/log';
import { maySee, type Sight } from '../../src/regulation/rights';
import { readCommentsToPlace } from '../../src/usecases/delivery/task-takers';
import { readDeliveryCard } from '../../src/usecases/delivery/deliveries';
import { cardGone, cardMoved, cardPlace, type CardSubject } from '../../src/usecases/kit/places';
import { removeLater } from '../../src/usecases/kit/redraw';
import { messageOfNags, nagsGone } from '../../src/usecases/terms/withdraw';
import type { Official } from '../../src/usecases/kit/officials';
import type { MessageRef } from '../../src/usecases/kit/ports';
import { readView, readKept } from '../../src/usecases/acts/kept';
import { actFormView, formScreen, aroundForm } from './acts/act-form';
import { only, type Screen } from './kit/screen';
import { appealCard } from './card/appeal-card';
import { commentsCard, deliveryCard } from './delivery/delivery-card';
import type { Told } from './kit/talk';
import type { Reading, ReadsUpdates } from './kit/turn';
import type { Voice } from './kit/voice';
import { drawNags } from './front/nags';
import {
  type Brought,
  type Places,
  type DeliveringDeps,
  type Renderers,
  skipped,
  done,
  toPerson,
  say,
} from './kit/renderer';
import { keptShown } from '../../src/usecases/kit/kept-forms';
import { isStillNews, isUndoneUnheard, readNoticeFacts } from '../../src/usecases/card/notice';
import { keptScreen } from './acts/kept';
import { actNoticeScreen } from './front/notices';

export interface DrawingDeps extends Omit<ReadsUpdates, 'pressedIn'> {
  readonly voice: Voice;
  readonly readingFor: (official: Official) => Reading;
  readonly log: Log;
}

const SIGHT_OF = { appeal: 'card', delivery: 'task', comments: 'comments' } as const satisfies Record<
  CardSubject,
  Sight
>;

/** So many messages of cards that have moved are known to be gone: those of a minute, on the busiest day. */
const GONE_KNOWN = 1_000;

/** Which message shows which card to whom, and what it shows now. */
export class Drawing implements Places {
  /** Messages from which a card has moved and that were removed, the latest last. Of this process: after a start they are removed in vain. */
  private readonly gone = new Set<MessageRef>();
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly deps: DrawingDeps) {}

  /**
   * A new message with the card at the bottom of the chat; the old one goes, so that there is one.
   * @returns null when there is no such card for this person. `remember`: where it is now could not be kept yet, and has to be
   */
  bring(
    official: Official,
    subject: CardSubject,
    id: number,
    { silent = true, ...told }: Told & { readonly silent?: boolean } = {},
    voice = this.deps.voice,
  ): Promise<Brought | null> {
    const { desk } = this.deps;
    return this.inTurn(official.chatId, async () => {
      const screen = await this.screen(official, subject, id, told);
      if (!screen) return null;
      const old = await cardPlace(desk, official, subject, id);
      const message = await voice.send(official.chatId, screen, { silent });
      failpoint('card-sent');
      const remember = async () => {
        await cardMoved(desk, official, subject, id, message);
        failpoint('card-placed');
        if (old === null) return;
        // After two days it stays where it is, and must not go on showing a stage that is over.
        const moved = only(this.deps.readingFor(official).words.html('card:moved'));
        if (await voice.remove(old, moved)) this.noteGone(old);
        else await removeLater(desk, official, old);
      };
      return remember().then(
        () => ({ message }),
        (error: unknown) => {
          this.deps.log.warn({ reason: describeError(error) }, 'A card was sent, and where it is could not be kept');
          return { message, remember };
        },
      );
    });
  }

  /** Draws the card where it is. False: it is nowhere. */
  redraw(
    official: Official,
    subject: CardSubject,
    id: number,
    told: Told = {},
    voice = this.deps.voice,
  ): Promise<boolean> {
    const { desk, readingFor } = this.deps;
    return this.inTurn(official.chatId, async () => {
      const place = await cardPlace(desk, official, subject, id);
      if (place === null) return false;
      const screen = await this.screen(official, subject, id, told);
      if (!screen && maySee(official, SIGHT_OF[subject])) return false;
      // Whoever works on appeals no more keeps neither its words nor its buttons.
      const left = screen ?? only(readingFor(official).words.html('refusal:notForYou'));
      if (await voice.edit(place, left)) return true;
      await cardGone(desk, official, subject, id, place);
      return false;
    });
  }

  /** Removes a second copy of a card, left by a process that died between the message and its row. */
  async removeStray(
    official: Official,
    subject: CardSubject,
    id: number,
    message: MessageRef,
    voice = this.deps.voice,
  ): Promise<void> {
    const { desk } = this.deps;
    // In turn: while the outbox moves the card, the message that was pressed is neither its place nor gone yet.
    await this.inTurn(official.chatId, async () => {
      const place = await cardPlace(desk, official, subject, id);
      if (place !== null && place !== message && !this.gone.has(message)) await voice.remove(message);
    });
  }

  /** Nags whose reason has gone leave their message; an empty one goes, or says so when it is too old to go. False: it is nowhere. */
  redrawNags(official: Official, root: string): Promise<boolean> {
    const { desk, voice, readingFor } = this.deps;
    return this.inTurn(official.chatId, async () => {
      const sent = await messageOfNags(desk, root, official);
      if (sent === null) return false;
      const { message } = sent;
      // A whole term runs on while others have the appeal, and each of their acts asks for the message again.
      if (sent.isGone) return true;
      const reading = readingFor(official);
      const { screen } = await drawNags(desk, official, root, reading);
      if (screen === 'asItIs') return true;
      if (screen) await voice.edit(message, screen);
      else {
        await voice.removeForSure(message, only(reading.words.html('nag:gone')));
        await nagsGone(desk, root, message);
      }
      return true;
    });
  }

  /** What the card of this subject shows this person now; a form that is open in it stands in its place. */
  private async screen(
    official: Official,
    subject: CardSubject,
    id: number,
    { notice = null, complaint = null, more = false, seen = null }: Told,
  ): Promise<Screen | null> {
    const { desk, readingFor } = this.deps;
    if (!maySee(official, SIGHT_OF[subject])) return null;
    const reading = readingFor(official);
    if (subject === 'delivery') {
      const card = await readDeliveryCard(desk, official, id);
      return card && deliveryCard(card, official.personId, reading);
    }
    if (subject === 'comments') return commentsCard(await readCommentsToPlace(desk), reading);
    const view = await readView(desk, official, id, seen);
    if (!view) return null;
    const { card, form } = view;
    return form
      ? formScreen(
          actFormView({ card, form }, reading, {
            complaint,
            notice,
            around: await aroundForm(this.deps, official, form),
          }),
          reading,
        )
      : appealCard(card, reading, notice, more);
  }

  private noteGone(message: MessageRef): void {
    this.gone.add(message);
    const [oldest] = this.gone;
    if (this.gone.size > GONE_KNOWN && oldest !== undefined) this.gone.delete(oldest);
  }

  /** One drawing at a time in a chat: a press and the outbox draw the same card, and the older view must not come last. */
  private inTurn<T>(chatId: string, draw: () => Promise<T>): Promise<T> {
    const before = this.underWay.get(chatId) ?? Promise.resolve();
    const turn = before.then(draw, draw);
    this.underWay.set(chatId, turn);
    const end = () => {
      if (this.underWay.get(chatId) === turn) this.underWay.delete(chatId);
    };
    turn.then(end, end);
    return turn;
  }
}

/** An appeal, or another subject with a card of its own, and what an act on it tells. */
export function cards(deps: DeliveringDeps): Renderers<'card' | 'redraw' | 'notice'> {
  const { desk, drawing, readingFor } = deps;
  return {
    card: toPerson(deps, async (official, { subject, id, notice: told, entryId }, { silent }) => {
      if (
        told === 'assigned' &&
        subject === 'appeal' &&
        (await isUndoneUnheard(desk, official.personId, { id, entryId }))
      )
        return skipped('it was taken back before they heard of it');
      const isNews = entryId === null || (await isStillNews(desk, entryId));
      const brought = await drawing.bring(official, subject, id, {
        notice: isNews ? told : null,
        silent: silent || !isNews,
      });
      return brought === null ? skipped('its subject is no more') : { outcome: 'sent', ...brought };
    }),
    redraw: toPerson(deps, async (official, { subject, id }) =>
      (await drawing.redraw(official, subject, id)) ? done : skipped('the card is in no message'),
    ),
    notice: toPerson(deps, async (official, params, message) => {
      if (params.notice === 'assignmentTaken' && (await isUndoneUnheard(desk, official.personId, params)))
        return skipped('they have never heard of it');
      const facts = await readNoticeFacts(desk, params.id, params.entryId, params.visitId);
      return say(deps, message, facts && actNoticeScreen(params, facts, readingFor(official)));
    }),
  };
}

/** What somebody sent before they were asked for it, or while they were asked for something else. */
export function questions(deps: DeliveringDeps): Renderers<'keptQuestion'> {
  const { desk, voice, readingFor } = deps;
  return {
    keptQuestion: toPerson(deps, async (official, _, { silent }) => {
      const kept = await readKept(desk, official);
      if (!kept) return skipped('nothing is kept any more');
      const message = await voice.send(official.chatId, keptScreen(kept, 0, readingFor(official)), { silent });
      // The question about what came before goes: one is asked about all of it.
      if (kept.form.messageRef !== null) await voice.remove(kept.form.messageRef);
      return { outcome: 'sent', message, remember: () => keptShown(desk, kept.form.id, message) };
    }),
  };
}
