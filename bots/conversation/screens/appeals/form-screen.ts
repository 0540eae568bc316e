import { escapeHtml } from '../../../../src/i18n';
import type { Notice } from '../../../../src/regulation/effects';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard } from '../../../../src/usecases/card/card';
import type { Screen, ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { fitted, type Room } from '../fit';
import { appealHead } from './appeal-card';
import { wholeTextButton, wholeTexts, type WholeText } from './whole-texts';

/** A form of an act as it stands before its person; lines are HTML. */
export interface FormView {
  readonly card: AppealCard;
  readonly action: Action;
  /** What was said of the last attempt at this act. */
  readonly remark: (room: Room) => readonly string[];
  /** What earlier steps have settled. */
  readonly chosen: readonly string[];
  /** What is there already: the text being written, photos that came. */
  readonly soFar: (room: Room) => readonly string[];
  readonly question: readonly string[];
  /** In plain words: why the last answer did not hold. */
  readonly complaint: string | null;
  /** Why the card has come to the bottom while the form was open in it. */
  readonly notice: Notice | null;
  /** Texts that are written in it. */
  readonly texts: readonly WholeText[];
  readonly buttons: readonly (readonly ScreenButton[])[];
}

/** A form stands in its appeal's card: which appeal, what is being done, what was said so far, what is asked now. */
export function formScreen(view: FormView, reading: Reading): Screen {
  const { card, action, remark, chosen, soFar, question, complaint, notice, texts, buttons } = view;
  const draw = (room: Room) =>
    [
      [appealHead(card, reading, notice, room)],
      [`<b>${reading.words.html(`appeal:action.${action}`)}</b>`, ...remark(room), ...chosen, ...soFar(room)],
      [...question, ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`])],
    ]
      .map((lines) => lines.join('\n'))
      .join('\n\n');
  const text = fitted(reading.longest, draw);
  const { words } = reading;
  const whole = wholeTextButton(card, [...wholeTexts(card, words), ...texts], text, words);
  // the way out stays last
  const rows = whole.length === 0 ? buttons : [...buttons.slice(0, -1), whole, ...buttons.slice(-1)];
  return { text, buttons: rows };
}
