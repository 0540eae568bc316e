import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { noteTold } from '../../../src/usecases/terms/follow-terms';
import { isVisit } from '../../../src/usecases/terms/nags';
import { leftOfList } from '../screens/digests/gathered-lines';
import type { Reading } from '../turn';
import { drawNags, type DrawnNags } from './draw-nags';
import { createSounds } from './sounds';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from './renderer';

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
