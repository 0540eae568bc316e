import type { Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { isOneOf } from '../../../../src/regulation/lists';
import type { Alike } from '../../../../src/usecases/appeals/likely-repeats';
import { HOUSE_FROM } from '../../../../src/usecases/lists/same-house';
import type { AppealCard } from '../../../../src/usecases/card/card';
import { button, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import { distanceWords } from '../distance';

/** Why another appeal may be about the same matter. */
export function becauseAlike({ number, place, text }: Alike, words: Words): string[] {
  const { plain } = words;
  return [
    ...(number ? [plain('card:repeat.why.sameNumber')] : []),
    ...(place ? [placeWords(place, words)] : []),
    ...(text ? [plain('card:repeat.why.nearText')] : []),
  ];
}

/** «то же место и категория», «та же улица, 190 м, та же категория, другая подкатегория»: what is alike, and how far it is. */
function placeWords({ at, metres, matter }: NonNullable<Alike['place']>, words: Words): string {
  const { plain } = words;
  if (at === 'same' && matter === 'same') return plain('card:repeat.why.samePlace');
  return [
    plain(`card:repeat.where.${at}`),
    ...(at === 'same' || metres === null ? [] : [distanceWords(metres, words)]),
    plain(`card:repeat.matter.${matter}`),
  ].join(', ');
}

/** Likely repeats, for a coordinator to look at: nothing follows from them by itself. */
export function repeatLines({ repeats }: AppealCard, { words, now, calendar }: Reading): string[] {
  if (repeats.length === 0) return [];
  const lines = repeats.map(({ number, registeredAt, stage, alike }) =>
    words.html('card:repeat.line', {
      number,
      day: shortDay(dayOf(registeredAt, calendar), dayOf(now, calendar)),
      stage: words.plain(`appeal:stage.${stage}`),
      why: becauseAlike(alike, words).join(', '),
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

const NTH = ['3', '4', '5', '6', '7', '8', '9', '10'] as const;

/** «Пятый раз за год по этому адресу»: what is mended and breaks again is no matter of one answer. */
export function houseLines({ timesAtHouse: count }: AppealCard, { html, plain }: Words): string[] {
  if (count < HOUSE_FROM) return [];
  const nth = String(count);
  if (!isOneOf(NTH, nth)) return [html('card:house.many', { count })];
  return [html('card:house.times', { nth: plain(`card:house.nth.${nth}`) })];
}

/** The list behind it. */
export const houseButtons = ({ id: appealId, timesAtHouse: count }: AppealCard, { plain }: Words): ScreenButton[] =>
  count < HOUSE_FROM ? [] : [button(plain('card:house.button', { count }), { kind: 'atHouse', appealId, page: 0 })];
