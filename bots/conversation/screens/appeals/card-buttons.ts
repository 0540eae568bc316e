import type { Words } from '../../../../src/i18n';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard } from '../../../../src/usecases/reading/read-card';
import { button, inRows, type ScreenButton } from '../../screen';

/** What a thumb wants first, a row each. */
const PROMINENT: readonly Action[] = [
  'undoAssignment',
  'takeIntoWork',
  'comment',
  'submitAnswer',
  'agreeAnswer',
  'approveAnswer',
  'markEntered',
  'confirmSent',
  'agreeRedirect',
  'approveRedirect',
  'rejectAnswer',
  'rejectRedirect',
  'acknowledgeReport',
  'organizationAnswered',
  'resume',
  'report',
  'assign',
];
/** Then the work itself, then ways to hand it to somebody else. */
const REST: readonly Action[] = [
  'planVisit',
  'planMeeting',
  'recordVisit',
  'recordMeeting',
  'moveVisit',
  'cancelVisit',
  'moveMeeting',
  'cancelMeeting',
  'requestDocuments',
  'receiveDocuments',
  'instruct',
  'organizationAnsweredApplicant',
  'editDraft',
  'withdrawDraft',
  'withdraw',
  'passAgreement',
  'passApproval',
  'passToSubordinate',
  'returnToCoordination',
  'redirect',
  'returnForReexamination',
  'replaceParticipant',
  'extendTerm',
  'correctDetails',
];
const ICONS: Partial<Record<Action, string>> = {
  assign: '👤',
  undoAssignment: '↩️',
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

/** The acts that the table allows, then ways to look closer. */
export function cardButtons(card: AppealCard, { plain }: Words): ScreenButton[][] {
  const act = (action: Action) => {
    const caption = plain(`appeal:action.${action}`);
    const icon = ICONS[action];
    return button(icon ? `${icon} ${caption}` : caption, {
      kind: 'act',
      action,
      appealId: card.id,
      version: card.version,
    });
  };
  const first = PROMINENT.filter((action) => card.actions.includes(action));
  // An action that nobody has placed yet comes last, not never.
  const rank = (action: Action) => (REST.includes(action) ? REST.indexOf(action) : REST.length);
  const rest = card.actions
    .filter((action) => !PROMINENT.includes(action))
    .sort((one, other) => rank(one) - rank(other));
  const looks: ScreenButton[] = [];
  if (card.draft?.textBeforeEdit)
    looks.push(button(plain('card:button.difference'), { kind: 'difference', appealId: card.id }));
  if (card.photos + card.files > 0)
    looks.push(button(plain('card:button.photos'), { kind: 'files', appealId: card.id }));
  looks.push(button(plain('card:button.history'), { kind: 'history', appealId: card.id, page: 0 }));
  looks.push(button(plain('nag:ahead.button'), { kind: 'ahead', appealId: card.id, page: 0 }));
  if (card.contacts) looks.push(button(plain('card:button.contacts'), { kind: 'contacts', appealId: card.id }));
  return [...first.map((action) => [act(action)]), ...pairs(rest.map(act)), ...inRows(looks, 2)];
}

/** Two short captions share a row; a long one gets its own. */
function pairs(buttons: ScreenButton[]): ScreenButton[][] {
  const rows: ScreenButton[][] = [];
  let waiting: ScreenButton | null = null;
  for (const next of buttons) {
    if (next.text.length > HALF_ROW) rows.push([next]);
    else if (waiting === null) waiting = next;
    else {
      rows.push([waiting, next]);
      waiting = null;
    }
  }
  if (waiting) rows.push([waiting]);
  return rows;
}
