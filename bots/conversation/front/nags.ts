import { paramsOf, type MorningList } from '../../../src/usecases/kit/messages';
import type { GatheredLine } from '../../../src/usecases/kit/digest-params';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Desk } from '../../../src/usecases/kit/ports';
import { readNoticeFacts } from '../../../src/usecases/card/notice';
import { readLowMarks } from '../../../src/usecases/registry/marks';
import { readViolation } from '../../../src/usecases/violations/read-violation';
import { button, type Screen, only } from '../kit/screen';
import { type DrawnNote, morningScreen, leftOfList } from '../digests/personal-digest';
import { shortNumber } from '../kit/fit';
import { actNoticeScreen, NOTICE_SCREENS } from './notices';
import { ofManyScreen } from '../registry/takeover';
import { numbersOfCase } from '../violations/violation-screen';
import type { Reading } from '../kit/turn';
import { toldList } from '../../../src/usecases/digests/personal-digests';
import { readNagsMessage, type NagsMessage, rootOf, snooze } from '../../../src/usecases/terms/snooze';
import { nagsScreen } from '../terms/nags-screen';
import type { Feature } from '../kit/feature';
import { moment } from '../kit/calendar-words';
import type { Talk } from '../kit/talk';
import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { noteTold } from '../../../src/usecases/terms/follow-terms';
import { isVisit } from '../../../src/usecases/terms/nags';
import { createSounds, type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from '../kit/renderer';

type Draw = (line: GatheredLine, reader: Reader) => Promise<DrawnNote | null>;
interface Reader {
  readonly desk: Desk;
  readonly official: Official;
  readonly reading: Reading;
}

const opens = (appealId: number, number: string) => button(shortNumber(number), { kind: 'open', appealId });

/** As a line says what by itself would be a message; null: there is nothing to say any more. */
const LINES: { readonly [Kind in GatheredLine['kind']]: Draw } = {
  async notice({ params }, { desk, reading }) {
    const told = paramsOf('notice', params);
    const facts = await readNoticeFacts(desk, told.id, told.entryId, told.visitId);
    const screen = facts && actNoticeScreen(told, facts, reading);
    return screen && { text: screen.text, buttons: [opens(told.id, facts.number)] };
  },
  async ofMany({ params }, { reading }) {
    const told = paramsOf('ofMany', params);
    return {
      text: ofManyScreen(told, reading).text,
      buttons: told.appeals.map(({ id, number }) => opens(id, number)),
    };
  },
  async lowMarks({ params }, { desk, official, reading: { words } }) {
    const { fileId } = paramsOf('lowMarks', params);
    const marks = await readLowMarks(desk, official, fileId, 0);
    if (!marks) return null;
    const { name, count } = marks;
    return {
      text: words.html('reconcile:marks.title', { name, count }),
      buttons: [button(words.plain('reconcile:imports.marks', { count }), { kind: 'lowMarks', fileId, page: 0 })],
    };
  },
  async violation({ params }, { desk, official, reading: { words } }) {
    const { violationId, news } = paramsOf('violation', params);
    const view = await readViolation(desk, official, violationId);
    if (!view) return null;
    return {
      text: words.html('digest:mine.violation', {
        news: words.plain(`violation:news.${news}`),
        numbers: numbersOfCase(view, words),
      }),
      buttons: [
        button(words.plain('violation:open', { number: shortNumber(view.number) }), { kind: 'violation', violationId }),
      ],
    };
  },
  async journalHead({ params }, { reading }) {
    const screen = NOTICE_SCREENS.journalHead(paramsOf('journalHead', params), reading);
    return screen && { text: screen.text, buttons: [] };
  },
};

/** What was gathered for a list, as it is said now. */
export async function drawNotes(reader: Reader, { notes }: MorningList): Promise<readonly DrawnNote[]> {
  const drawn: DrawnNote[] = [];
  for (const note of notes) {
    const line = await LINES[note.kind](note, reader);
    if (line) drawn.push(line);
  }
  return drawn;
}

export interface DrawnNags extends NagsMessage {
  /** What else the list tells with which they came. */
  readonly notes: readonly DrawnNote[];
  /** Null: nothing of it stands any more, and the message goes. `asItIs`: it stays as it is. */
  readonly screen: Screen | 'asItIs' | null;
}

/** What a message of nags shows now: they by themselves, or in the morning list with which they came. @param root its key */
export async function drawNags(desk: Desk, official: Official, root: string, reading: Reading): Promise<DrawnNags> {
  const nags = await readNagsMessage(desk, official.personId, root);
  const told = await toldList(desk, root);
  if (told === null) return { ...nags, notes: [], screen: nagsScreen(nags, reading) };
  const notes = await drawNotes({ desk, official, reading }, told.list);
  // The morning is over, and what it was about is history.
  return { ...nags, notes, screen: told.isTold ? null : (morningScreen(told.list, reading, nags, notes) ?? 'asItIs') };
}

/** «Напомнить позже»: the message stays and says when it comes again. */
export function nagsFeature({ desk, voice }: Talk): Feature {
  return {
    presses: {
      async snooze({ official, words: { html, plain }, reading, message }, { reminderId, snooze: until }) {
        const result = await snooze(desk, official.personId, reminderId, until);
        const said = result.ok
          ? { toast: plain('nag:snooze.set', { moment: moment(result.at, reading.now, reading.calendar) }) }
          : { toast: plain(`nag:snooze.${result.refusal}`), alert: true };
        const root = await rootOf(desk, official.personId, reminderId);
        if (root === null) return said;
        const { screen } = await drawNags(desk, official, root, reading);
        if (screen === 'asItIs') return said;
        return screen
          ? { ...said, screen }
          : { ...said, after: () => voice.removeForSure(message, only(html('nag:gone'))) };
      },
    },
  };
}

/** Terms, and the morning that gathers them. */
export function nags(deps: DeliveringDeps): Renderers<'nags' | 'redrawNags' | 'morning'> {
  const { desk, drawing, readingFor } = deps;
  const sounds = createSounds();
  /** Of what sounds within some minutes the first does, and what calls people out of the house. */
  const saidOnce = async (
    message: ClaimedMessage,
    drawn: DrawnNags,
    personId: number,
    isTheirs: boolean,
    reading: Reading,
  ): Promise<Delivery> => {
    const { screen, lines, notes } = drawn;
    const now = desk.clock.now();
    const isFirst = lines.some(isVisit) || !sounds.lately(message.chatId, now);
    const loud = !message.silent && isTheirs && isFirst;
    if (loud) sounds.note(message.chatId, now);
    // Of a morning that is over what one was to be reminded of, or to know of, is left.
    const left = screen === 'asItIs' ? leftOfList(drawn, notes, reading) : screen;
    const delivery = await say(deps, { ...message, silent: !loud }, left);
    const told = { personId, key: message.key, silent: !loud };
    return delivery.outcome === 'sent' ? { ...delivery, remember: () => noteTold(desk, told, lines, now) } : delivery;
  };
  return {
    nags: toPerson(deps, async (official, { root }, message) => {
      const reading = readingFor(official);
      const drawn = await drawNags(desk, official, root, reading);
      return saidOnce(message, drawn, official.personId, drawn.loud, reading);
    }),
    redrawNags: toPerson(deps, async (official, { root }) =>
      (await drawing.redrawNags(official, root)) ? done : skipped('the nags are in no message'),
    ),
    // Whether it sounds was known when it was told: what it tells beside its reminders is kept as it was then.
    morning: toPerson(deps, async (official, _, message) => {
      const reading = readingFor(official);
      const drawn = await drawNags(desk, official, message.key, reading);
      return saidOnce(message, drawn, official.personId, true, reading);
    }),
  };
}
