import type { Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import type { RepeatReason } from '../../../../src/usecases/acts/likely-repeats';
import type { AppealCard } from '../../../../src/usecases/reading/card';
import { button, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';

/** Why another appeal may be about the same matter. */
export const becauseAlike = (why: readonly RepeatReason[], { plain }: Words): string[] =>
  why.map((reason) => plain(`card:repeat.why.${reason}`));

/** Likely repeats, for a coordinator to look at: nothing follows from them by itself. */
export function repeatLines({ repeats }: AppealCard, { words, now, calendar }: Reading): string[] {
  if (repeats.length === 0) return [];
  const lines = repeats.map(({ number, registeredAt, stage, why }) =>
    words.html('card:repeat.line', {
      number,
      day: shortDay(dayOf(registeredAt, calendar), dayOf(now, calendar)),
      stage: words.plain(`appeal:stage.${stage}`),
      why: becauseAlike(why, words).join(', '),
    }),
  );
  return [words.html('card:repeat.title'), ...lines];
}

/** The appeal that leads, those that follow, and likely repeats: each is one press away. */
export function besideButtons({ joined, repeats }: AppealCard, { plain }: Words): ScreenButton[] {
  const { follows, followers } = joined;
  return [...(follows ? [follows] : []), ...followers, ...repeats]
    .slice(0, BESIDE)
    .map(({ id, number }) => button(plain('card:joined.open', { number }), { kind: 'open', appealId: id }));
}
/** More are found by their numbers. */
const BESIDE = 6;
