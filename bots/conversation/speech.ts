import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';
import { saidIn, drawLater } from '../../src/usecases/kit/redraw';
import { only } from './kit/screen';
import type { Voice } from './kit/voice';
import { done, skipped, toAnyAccount, type DeliveringDeps, type Renderer, type Renderers } from './kit/renderer';
import { isMessageKind, paramsOf, type MessageKind } from '../../src/usecases/kit/messages';
import { accounts } from './office/remove-account';
import { cards, questions, Drawing } from './drawing';
import { copies } from './upkeep/copies';
import { folders } from './proof/folder-files';
import { nags } from './front/nags';
import { notices, uncovered } from './front/notices';
import { registry } from './registry/registry-messages';
import { reports, lists, groups } from './digests/weekly';
import { parked, trouble } from './upkeep/parked';
import { violations } from './violations/journal-files';
import { spokenWordsOf, type Locale } from '../../src/i18n';
import { describeError, framesOf, type Log } from '../../src/process/log';
import type { Pace } from '../../src/outbox/pace';
import { untilKept } from '../../src/process/until-kept';
import type { CardSubject } from '../../src/usecases/kit/places';
import type { Official } from '../../src/usecases/kit/officials';
import type { Charts } from '../../src/usecases/kit/charts';
import type { Desk, FileStore, Folders, Papers } from '../../src/usecases/kit/ports';
import type { WriteWorkbook } from '../../src/usecases/kit/sent-table';
import type { Messengers } from './kit/messengers';
import type { Cards } from './kit/talk';
import type { Incoming, Reading, ReadsUpdates } from './kit/turn';
import { decode } from './button-table';
import { pacedVoice } from './kit/paced-voice';

/**
 * Its words have changed since it was said: it is said anew where it stands, as it would be said now. What would not be said any more, since its
 * reader has gone or its reason has, loses its words all the same.
 */
export const saidAnew = (
  deps: DeliveringDeps,
  deliverBy: (voice: Voice) => (message: ClaimedMessage) => Promise<Delivery>,
): Renderer<'redrawSaid'> =>
  toAnyAccount(deps, async (official, { messageId }, claimed) => {
    const { desk, voice, readingFor } = deps;
    const said = await saidIn(desk, messageId);
    if (!said) return skipped('what was said is in no message');
    const { message, ...kept } = said;
    let stands = true;
    const deliver = deliverBy({
      ...voice,
      async send(_chatId, screen) {
        stands = await voice.edit(message, screen);
        return message;
      },
    });
    const again = await deliver({ ...claimed, ...kept });
    if (again.outcome === 'skipped') {
      await voice.removeForSure(message, only(readingFor(official).words.html('applicant:wordsGone')));
      return done;
    }
    if (again.outcome !== 'sent') return again;
    return stands ? done : skipped('the message is no more');
  });

/** Says what the outbox hands out; a kind of the book without a renderer does not compile. */
export function createDelivering(deps: DeliveringDeps): (message: ClaimedMessage) => Promise<Delivery> {
  const renderers: Renderers = {
    redrawSaid: saidAnew(deps, (voice) => createDelivering({ ...deps, voice })),
    ...cards(deps),
    ...questions(deps),
    ...nags(deps),
    ...parked(deps),
    ...accounts(deps),
    ...reports(deps),
    ...lists(deps),
    ...folders(deps),
    ...registry(deps),
    ...groups(deps),
    ...violations(deps),
    ...trouble(deps),
    ...copies(deps),
    ...notices(deps),
    ...uncovered(deps),
  };
  return async (message) =>
    isMessageKind(message.kind)
      ? render(renderers, message.kind, message)
      : { outcome: 'dead', error: `no version of this program knows a message of the kind ${message.kind}` };
}

const render = <Kind extends MessageKind>(
  renderers: Renderers<Kind>,
  kind: Kind,
  message: ClaimedMessage,
): Promise<Delivery> => renderers[kind](paramsOf(kind, message.params), message);

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
