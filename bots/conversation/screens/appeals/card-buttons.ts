import type { Words } from '../../../../src/i18n';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard } from '../../../../src/usecases/card/card';
import { button, CAPTION, inRows, shorten, type ScreenButton } from '../../screen';
import { compareButton } from '../photos/compare-button';
import type { Pair } from '../photos/photo-pairs';
import { repeatedButton } from './advice-lines';
import { protocolButton } from './signed-line';
import { offerButtons } from './offer-lines';
import { besideButtons, houseButtons } from './repeat-lines';
import { isChanged } from './whole-texts';

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
