import { holdsMask } from '../../../../../src/text/personal-data';
import type { PlainDate } from '../../../../../src/regulation/calendar';
import { together } from '../../../../../src/regulation/joining';
import { ANSWER_TYPES, type AnswerType } from '../../../../../src/regulation/vocabulary';
import type { Change } from '../../../../../src/usecases/kit/form-engine';
import { asksReason, photos } from '../../../questions/files';
import { forward, textOf, wordsRefused, type Asked, type Question } from '../../../questions/question';
import { writing } from '../../../questions/writing';
import { button, inRows, type ScreenButton } from '../../../screen';
import { shortDay, todayOf } from '../../../screens/dates';
import type { ActState } from '../asked/act-state';

type ActAsked = Asked<ActState>;

const key = 'editedText';
const draftOf = ({ state: { step } }: ActAsked) => step.appeal.draft;
const typeOf = (asked: ActAsked): AnswerType | null =>
  asked.state.step.submission.answers.answerType ?? draftOf(asked)?.type ?? null;
const asksType = ({ view }: Pick<ActAsked, 'view'>): boolean => view.type === true;
/** Something of the version is another already, so that its text may stay. */
const isChanged = ({ state: { step } }: ActAsked): boolean => step.refusal !== 'answerTextMissing';

/** There is something to go on with. */
const isReady = (asked: ActAsked): boolean => textOf(asked.answers, key) !== '' || isChanged(asked);

/** «Решено» without a photo asks whoever makes the version. */
const lackPhoto = photos<ActState>('withoutPhoto', {
  received: ({ state: { step } }) => step.submission,
  isEnough: ({ state: { step } }) => step.refusal !== 'photoOrReasonMissing',
});

/**
 * Another version of the draft of somebody else: its text, its type, its files. A long text can't be changed in a messenger but by
 * copying it, changing the copy and sending it. Where the type, the files or the date of «Отложено» change, it may stay, unless an
 * earlier version has put dots into it.
 */
export function editedText(limit: number): Question<ActState> {
  const draft = writing<ActState>({
    key,
    limit,
    template(asked) {
      const text = typeOf(asked) === 'postponed' && !isChanged(asked) ? draftOf(asked)?.text : undefined;
      return text === undefined || holdsMask(text) ? null : text;
    },
  });
  return {
    ...draft,
    takes: { files: true, caption: false },
    rows: (asked) => versionRows(asked, draft),
    soFar(asked, room) {
      if (asksReason(asked)) return lackPhoto.soFar?.(asked, room) ?? [];
      const { answerType } = asked.state.step.submission.answers;
      const { html, plain } = asked.reading.words;
      const type = answerType && html('form:chosen.answerType', { type: plain(`appeal:answerType.${answerType}`) });
      return [...(type ? [type] : []), ...(draft.soFar?.(asked, room) ?? [])];
    },
    empty: (asked) =>
      asksType(asked) ? [asked.reading.words.html('form:ask.typeOfVersion')] : (draft.empty?.(asked) ?? []),
    asksFirst: asksType,
    pressed(asked, move, value) {
      if (asksType(asked)) return move === 'pick' ? typePicked(asked, value) : null;
      if (asksReason(asked)) return lackPhoto.pressed(asked, move, value);
      if (move === 'other' && value === 'type') return { view: { type: true } };
      if (move === 'other' && value === 'withoutPhoto') return { view: { withoutPhoto: true } };
      if (move === 'other' && value === OTHER_DATE)
        return keptDate(asked) === null
          ? null
          : { answers: { ...asked.answers, otherDate: true }, view: {}, passes: true };
      if (move !== 'done') return draft.pressed(asked, move, value);
      return isReady(asked) ? { answers: { ...asked.answers, otherDate: undefined }, view: {}, passes: true } : null;
    },
    typed: (asked, text) =>
      asksType(asked)
        ? wordsRefused(asked)
        : asksReason(asked)
          ? lackPhoto.typed(asked, text)
          : draft.typed(asked, text),
    isInside: (asked) => asksType(asked) || asksReason(asked),
  };
}

function versionRows(asked: ActAsked, draft: Question<ActState>): ScreenButton[][] {
  if (asksType(asked)) return typeRows(asked);
  if (asksReason(asked)) return lackPhoto.rows(asked);
  const { appealId } = asked.state.form;
  const { plain } = asked.reading.words;
  const isWritten = textOf(asked.answers, key) !== '';
  const ready = isWritten || !isChanged(asked) ? [] : [[button(forward(asked), asked.move('done'))]];
  const type = plain(`appeal:answerType.${typeOf(asked) ?? 'resolved'}`);
  const kept = keptDate(asked);
  return [
    ...draft.rows(asked),
    ...ready,
    ...(kept === null
      ? []
      : [[button(plain('form:button.otherDate', { day: dayOfForm(kept, asked) }), asked.move('other', OTHER_DATE))]]),
    [button(plain('form:button.typeOfVersion', { type }), asked.move('other', 'type'))],
    ...(asked.state.step.refusal === 'photoOrReasonMissing'
      ? [[button(plain('form:button.withoutPhoto'), asked.move('other', 'withoutPhoto'))]]
      : []),
    [button(plain('form:button.copyDraft'), { kind: 'copyDraft', appealId })],
  ];
}

const OTHER_DATE = 'date';

/** A new version of «Отложено» keeps its date, and its maker is told which and may choose another; null: none is kept. */
function keptDate(asked: ActAsked): PlainDate | null {
  const { step } = asked.state;
  const { postponedUntil } = step.submission.answers;
  const isPostponed = typeOf(asked) === 'postponed' && draftOf(asked)?.type === 'postponed';
  return isPostponed && isReady(asked) && postponedUntil === undefined
    ? (draftOf(asked)?.postponedUntil ?? null)
    : null;
}

const dayOfForm = (day: PlainDate, { reading }: ActAsked): string => shortDay(day, todayOf(reading));

function typeRows(asked: ActAsked): ScreenButton[][] {
  const isUsed = together(asked.state.step.appeal).some((one) => one.postponementUsed);
  return inRows(
    // «Отложено» once only (§3), but for the one that waits
    ANSWER_TYPES.filter((type) => type !== 'postponed' || !isUsed || draftOf(asked)?.type === 'postponed').map((type) =>
      button(asked.reading.words.plain(`appeal:answerType.${type}`), asked.move('pick', type)),
    ),
    2,
  );
}

function typePicked(asked: ActAsked, value: string): Change | null {
  const type = ANSWER_TYPES.find((one) => one === value);
  if (type === undefined) return null;
  const answerType = type === draftOf(asked)?.type ? undefined : type;
  return { answers: { ...asked.answers, answerType }, view: {} };
}
