import type { Words } from '../../../../src/i18n';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard } from '../../../../src/usecases/reading/card';
import { button, inRows, type ScreenButton } from '../../screen';
import { compareButton } from '../photos/compare-button';
import type { Pair } from '../photos/photo-pairs';
import { repeatedButton } from './advice-lines';
import { protocolButton } from './signed-line';
import { offerButtons } from './offer-lines';
import { besideButtons, houseButtons } from './repeat-lines';
import { isChanged } from './whole-texts';

/** Acts of this moment; what else may be done is under «Ещё». */
const ACTS_AT_ONCE = 5;
/** Pairs of photos to compare; the others are under «Показать фото». */
const PAIRS_AT_ONCE = 2;
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

/** The first few acts that the table allows, the rest behind one button, then ways to look closer. */
export function cardButtons(card: AppealCard, words: Words, wholeText: readonly ScreenButton[]): ScreenButton[][] {
  const { plain } = words;
  const { id: appealId } = card;
  const acts = actRows(card, card.actions.slice(0, ACTS_AT_ONCE), words);
  const more = button(plain('card:button.more'), { kind: 'more', appealId });
  const looks: ScreenButton[] = [...besideButtons(card, words), ...houseButtons(card, words), ...wholeText];
  if (isChanged(card)) looks.push(button(plain('card:button.difference'), { kind: 'difference', appealId }));
  if (card.draft && card.draft.state !== 'earlier')
    looks.push(button(plain('letter:button'), { kind: 'letter', appealId }));
  if (card.draft?.signature && card.draft.state === 'answer') looks.push(protocolButton(card.draft.signature, words));
  looks.push(...repeatedButton(card.draft?.advice, words));
  if (card.photos + card.applicantPhotos > 0)
    looks.push(button(plain('card:button.photos'), { kind: 'files', appealId }));
  else if (card.files > 0) looks.push(button(plain('card:button.files'), { kind: 'files', appealId }));
  looks.push(...doubtButtons(card, words));
  looks.push(button(plain('card:button.history'), { kind: 'history', appealId, page: 0 }));
  looks.push(button(plain('nag:ahead.button'), { kind: 'ahead', appealId, page: 0 }));
  if (card.contacts) looks.push(button(plain('card:button.contacts'), { kind: 'contacts', appealId }));
  return [
    ...offerButtons(card, words),
    ...acts,
    ...(card.actions.length > ACTS_AT_ONCE ? [[more]] : []),
    ...inRows(looks, 2),
  ];
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

/** The acts behind «Ещё», and the way back. */
export function moreButtons(card: AppealCard, words: Words): ScreenButton[][] {
  const back = button(words.plain('form:button.back'), { kind: 'card', appealId: card.id });
  return [...actRows(card, card.actions.slice(ACTS_AT_ONCE), words), [back]];
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
