import type { Words } from '../../../src/i18n';
import type { FormalSign } from '../../../src/regulation/formal-signs';
import type { Advice, AppealCard } from '../../../src/usecases/card/card';
import { button, type ScreenButton, CAPTION, shorten, inRows } from '../kit/screen';
import { maskPersonalData } from '../../../src/text/personal-data';
import { dayOf } from '../../../src/regulation/calendar';
import { isOneOf } from '../../../src/regulation/lists';
import type { Alike } from '../../../src/usecases/appeals/likely-repeats';
import { HOUSE_FROM } from '../../../src/usecases/lists/same-house';
import type { Reading } from '../kit/turn';
import { shortDay, distanceWords } from '../kit/calendar-words';
import type { Action } from '../../../src/regulation/vocabulary';
import { compareButton, type Pair } from '../photos/pairs';
import { protocolButton } from '../answers/signed-line';
import { isChanged } from './whole-texts';

/** Why a text looks like a formal answer, a reason each; in HTML. Advice: nothing is refused for it. */
export function adviceLines(advice: Advice | null, words: Words): string[] {
  if (advice === null) return [];
  const reasons = advice.signs.map((sign) => `· ${reason(sign, advice, words)}`);
  return [`⚠️ ${words.html('card:formal.title')}`, ...reasons];
}

function reason(sign: FormalSign, { repeated }: Advice, { html }: Words): string {
  switch (sign.sign) {
    case 'short':
      return html('card:formal.short', { count: sign.words });
    case 'phrases':
      return html('card:formal.phrases', { phrases: sign.phrases.map((phrase) => `«${phrase}»`).join(', ') });
    case 'stranger':
      return html('card:formal.stranger');
    case 'repeat':
      return html('card:formal.repeat', { number: repeated?.number ?? '' });
  }
}

/** The way to the answer that it repeats. */
export const repeatedButton = (advice: Advice | null | undefined, { plain }: Words): ScreenButton[] =>
  advice?.repeated
    ? [
        button(plain('card:button.repeated', { number: advice.repeated.number }), {
          kind: 'open',
          appealId: advice.repeated.appealId,
        }),
      ]
    : [];

const LINE = 200;

/** Whose it may be, and on which former appeals that stands; in HTML. What ПОС says of that stands above. */
export function offerLines({ offer }: Pick<AppealCard, 'offer'>, { html }: Words): string[] {
  if (offer === null) return [];
  const numbers = offer.grounds.map(({ number }) => `№ ${number}`).join(', ');
  return [
    html('card:offer.executor', { name: offer.name, numbers }),
    ...(offer.path === null ? [] : [html('card:offer.path', { path: shorten(pathOf(offer.path), LINE) })]),
  ];
}

/**
 * Whom ПОС names, then whom former appeals suggest: each leads to an act as it is filled in already, and its person confirms it there;
 * then the grounds, to be looked at.
 */
export function offerButtons(card: AppealCard, { plain }: Words): ScreenButton[][] {
  const { id: appealId, version, offer, namedInPos } = card;
  const assign = (caption: string, executorId: number): ScreenButton[] => [
    button(caption, { kind: 'takeExecutor', appealId, version, executorId }),
  ];
  const there = namedInPos
    ? [assign(plain('card:offer.assignAsThere', { name: namedInPos.name }), namedInPos.executorId)]
    : [];
  if (offer === null) return there;
  const { executorId, name, path, grounds } = offer;
  return [
    ...there,
    ...(executorId === namedInPos?.executorId ? [] : [assign(plain('card:offer.assign', { name }), executorId)]),
    ...(path === null
      ? []
      : [
          [
            button(shorten(plain('card:offer.correct', { path: pathOf(path) }), CAPTION), {
              kind: 'takeTopic',
              appealId,
              version,
            }),
          ],
        ]),
    grounds.map((ground) => button(`№ ${ground.number}`, { kind: 'open', appealId: ground.appealId })),
  ];
}

/** The applicant's words may stand in a category that somebody has typed. */
const pathOf = (path: readonly string[]): string => maskPersonalData(path.join(' · '));

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

/** More hides the card itself on a phone. */
const ROWS = 5;
/** Of these for acts, as long as there is more than fits. */
const ACT_ROWS = 3;
/** Pairs of photos to compare; the others are under «Показать фото». */
const PAIRS_AT_ONCE = 2;
const REQUESTS_AT_ONCE = 2;
const ICONS: Partial<Record<Action, string>> = {
  assign: '👤',
  undoAssignment: '↩️',
  undoPassing: '↩️',
  undoOrganizationAnswer: '↩️',
  complete: '➕',
  takeIntoWork: '▶️',
  comment: '📷',
  submitAnswer: '📝',
  agreeAnswer: '✅',
  approveAnswer: '✅',
  markEntered: '✅',
  confirmSent: '✅',
  editDraft: '✏️',
  withdraw: '↩️',
  withdrawDraft: '↩️',
  agreeRedirect: '✅',
  approveRedirect: '✅',
  rejectAnswer: '↩️',
  rejectRedirect: '↩️',
  report: '📣',
  acknowledgeReport: '👌',
};
/** A caption longer than this is cut in half a row of a narrow phone. */
const HALF_ROW = 19;

/** What a card offers at once, and what stands behind «Ещё». */
interface Shared {
  readonly front: ScreenButton[][];
  readonly behind: ScreenButton[][];
}

/** The likely next acts, then ways to look closer, in five rows at most; the rest behind one button. */
export function cardButtons(card: AppealCard, words: Words, wholeText: readonly ScreenButton[]): ScreenButton[][] {
  const { front, behind } = shared(card, words, wholeText);
  const more = button(words.plain('card:button.more'), { kind: 'more', appealId: card.id });
  return behind.length === 0 ? front : [...front, [more]];
}

/** What is behind «Ещё», and the way back. */
export function moreButtons(card: AppealCard, words: Words, wholeText: readonly ScreenButton[]): ScreenButton[][] {
  const back = button(words.plain('form:button.back'), { kind: 'card', appealId: card.id });
  return [...shared(card, words, wholeText).behind, [back]];
}

function shared(card: AppealCard, words: Words, wholeText: readonly ScreenButton[]): Shared {
  const [offered = [], ...grounds] = offerButtons(card, words);
  const acts = [...(offered.length > 0 ? [offered] : []), ...actRows(card, card.actions, words)];
  const looks = [...grounds, ...inRows(lookButtons(card, words, wholeText), 2)];
  if (acts.length + looks.length <= ROWS) return { front: [...acts, ...looks], behind: [] };
  const first = acts.slice(0, ACT_ROWS);
  const seen = ROWS - 1 - first.length;
  return {
    front: [...first, ...looks.slice(0, seen)],
    behind: [...acts.slice(ACT_ROWS), ...looks.slice(seen)],
  };
}

/** What one looks at before one decides comes first. */
function lookButtons(card: AppealCard, words: Words, wholeText: readonly ScreenButton[]): ScreenButton[] {
  const { plain } = words;
  const { id: appealId } = card;
  const looks: ScreenButton[] = [...wholeText];
  if (isChanged(card)) looks.push(button(plain('card:button.difference'), { kind: 'difference', appealId }));
  if (card.photos + card.applicantPhotos > 0)
    looks.push(button(plain('card:button.photos'), { kind: 'files', appealId }));
  else if (card.files > 0) looks.push(button(plain('card:button.files'), { kind: 'files', appealId }));
  looks.push(...besideButtons(card, words), ...houseButtons(card, words));
  looks.push(...requestButtons(card, words));
  if (card.ownTask !== null)
    looks.push(button(plain('card:button.ownTask'), { kind: 'delivery', deliveryId: card.ownTask }));
  looks.push(...doubtButtons(card, words), ...repeatedButton(card.draft?.advice, words));
  looks.push(button(plain('card:button.history'), { kind: 'history', appealId, page: 0 }));
  looks.push(button(plain('nag:ahead.button'), { kind: 'ahead', appealId, page: 0 }));
  if (card.draft && card.draft.state !== 'earlier')
    looks.push(button(plain('letter:button'), { kind: 'letter', appealId }));
  if (card.draft?.signature && card.draft.state === 'answer') looks.push(protocolButton(card.draft.signature, words));
  if (card.contacts) looks.push(button(plain('card:button.contacts'), { kind: 'contacts', appealId }));
  looks.push(button(plain('account:button'), { kind: 'why', appealId, term: 'whole' }));
  if (card.folder) looks.push(button(plain('folder:button'), { kind: 'folder', appealId }));
  if (card.applicant) looks.push(button(plain('applicant:button'), { kind: 'applicant', appealId }));
  if (card.destroyed) looks.push(button(plain('applicant:act.button'), { kind: 'destructionAct', appealId }));
  return looks;
}

/** For whoever has asked: what is to be printed or sent to the bodies that have not answered yet. */
function requestButtons({ requests, actions }: AppealCard, { plain }: Words): ScreenButton[] {
  if (!actions.includes('receiveDocuments')) return [];
  return requests
    .filter(({ received }) => !received)
    .slice(-REQUESTS_AT_ONCE)
    .map(({ id, body }) =>
      button(shorten(plain('letter:request.button', { body }), CAPTION), { kind: 'requestLetter', requestId: id }),
    );
}

/** Of photos that warn: each beside the one that it repeats, and on the map where one of them is far off. */
function doubtButtons({ id: appealId, number: appealNumber, reportPhotos }: AppealCard, words: Words): ScreenButton[] {
  const repeated = reportPhotos.flatMap(({ id, position, verdict }): Pair[] => {
    const other = verdict?.reuseOf;
    if (!other) return [];
    const right = { id: other.id, appealId: other.appealId, appealNumber: other.number, position: other.position };
    return [{ left: { id, appealId, appealNumber, position }, right }];
  });
  const isElsewhere = reportPhotos.some(({ warnings }) => warnings.includes('elsewhere'));
  return [
    ...repeated.slice(0, PAIRS_AT_ONCE).map((pair) => compareButton(pair, words)),
    ...(isElsewhere ? [button(words.plain('photo:map.button'), { kind: 'onMap', appealId })] : []),
  ];
}

/** A row each for what a thumb wants first, which has an icon; two short captions of the others share a row. */
function actRows(
  { id: appealId, version }: AppealCard,
  actions: readonly Action[],
  { plain }: Words,
): ScreenButton[][] {
  const rows: ScreenButton[][] = [];
  let half: ScreenButton[] | null = null;
  for (const action of actions) {
    const caption = plain(`appeal:action.${action}`);
    const icon = ICONS[action];
    const act = button(icon ? `${icon} ${caption}` : caption, { kind: 'act', action, appealId, version });
    if (icon === undefined && caption.length <= HALF_ROW && half !== null) {
      half.push(act);
      half = null;
      continue;
    }
    const row = [act];
    rows.push(row);
    if (icon === undefined && caption.length <= HALF_ROW) half = row;
  }
  return rows;
}
