import { holdsMask } from '../../../src/text/personal-data';
import { placeholdersLeft } from '../../../src/regulation/placeholders';
import { lengthInCharacters } from '../../../src/text/plain-text';
import type { Complaint, Change } from '../../../src/usecases/kit/form-engine';
import { idIn, textOf, type Asked, type Question, forward, wordsRefused } from '../kit/question';
import { append, written, asksReason, photos, writing } from '../kit/writing-question';
import { button, CAPTION, shorten, pageOf, pager, inRows, type ScreenButton } from '../kit/screen';
import { BROUGHT, type ActState } from './act-state';
import type { PlainDate } from '../../../src/regulation/calendar';
import { together } from '../../../src/regulation/joining';
import { ANSWER_TYPES, type AnswerType } from '../../../src/regulation/vocabulary';
import { shortDay, todayOf } from '../kit/calendar-words';

const key = 'answerText';
/** Characters in view of a text that waits. */
const AHEAD = 600;
/** Whoever writes fewer characters means the question: «Решено». */
const NO_ANSWER = 30;
/** Beside what else the question offers. */
const PAGE = 5;

/**
 * The answer to the applicant: templates for this appeal first, then what writing offers anyway. A template is put in as it fits and is
 * written on or replaced; while something of it is to be filled in, it is no answer.
 * @param writing the question without templates
 * @param limit characters of an answer: what a template is filled in with may be longer than its placeholder
 */
export function answerText(writing: Question<ActState>, limit: number): Question<ActState> {
  const isEmpty = (asked: Asked<ActState>) => textOf(asked.answers, key) === '';
  return {
    ...writing,
    rows(asked) {
      const { plain } = asked.reading.words;
      const { choices, form } = asked.state;
      if (!isEmpty(asked)) {
        const copy = button(plain('form:button.copyDraft'), { kind: 'copyWritten', appealId: form.appealId });
        return [...writing.rows(asked), [copy]];
      }
      const templates = choices.kind === 'templates' ? choices.templates : [];
      const view = pageOf(templates, typeof asked.view.page === 'number' ? asked.view.page : 0, PAGE);
      return [
        ...view.shown.map(({ id, name }) => [button(shorten(`📄 ${name}`, CAPTION), asked.move('pick', String(id)))]),
        ...pager(view, asked.reading.words, (page) => asked.move('page', String(page))),
        ...writing.rows(asked),
      ];
    },
    pressed(asked, move, value) {
      if (move === 'pick') {
        const templateId = idIn(value);
        return templateId !== null && isEmpty(asked) ? { answers: { ...asked.answers, templateId }, view: {} } : null;
      }
      return (move === 'done' ? unfinished(asked, limit) : null) ?? writing.pressed(asked, move, value);
    },
  };
}

const keyIn = ({ answers }: Asked<ActState>) => (textOf(answers, key) === '' ? BROUGHT : key);

/**
 * A question before it: whoever sends the photos of the report at once has not sent them in vain. What stands under them waits for the
 * answer's own question, and is looked at there as any other text.
 */
export function reportAhead(question: Question<ActState>, limit: number): Question<ActState> {
  return {
    ...question,
    takes: { files: true, caption: true, aside: true },
    captioned: (asked, text) => append(asked, keyIn(asked), limit, text),
    soFar(asked, room) {
      const text = textOf(asked.answers, keyIn(asked));
      return text === '' ? [] : written(asked, text, room(AHEAD));
    },
  };
}

/** The same of the answer's text: it waits, and on a way back it goes on. */
export function textAhead(question: Question<ActState>, limit: number): Question<ActState> {
  return {
    ...reportAhead(question, limit),
    typed(asked, text) {
      const key = keyIn(asked);
      const isWord = textOf(asked.answers, key) === '' && lengthInCharacters(text) < NO_ANSWER;
      return isWord ? question.typed(asked, text) : append(asked, key, limit, text);
    },
  };
}

/** Why a text that a template has begun is no answer yet; null: it is one. */
function unfinished(asked: Asked<ActState>, limit: number): Complaint | null {
  const { plain } = asked.reading.words;
  const text = textOf(asked.answers, key);
  const length = lengthInCharacters(text);
  if (length > limit) return { complaint: plain('form:tooLong', { length, limit }) };
  const left = placeholdersLeft(text);
  return left.length === 0 ? null : { complaint: plain('form:placeholdersLeft', { left: left.join(', ') }) };
}

/** Rework often mends a photo or a date: the text need not be typed anew, unless an earlier version has put dots into it. */
export const earlierAnswer = ({ state: { step } }: Asked<ActState>): string | null =>
  holdsMask(step.draftText ?? '') ? null : step.draftText;

type ActAsked = Asked<ActState>;

const EDITED = 'editedText';
const draftOf = ({ state: { step } }: ActAsked) => step.appeal.draft;
const typeOf = (asked: ActAsked): AnswerType | null =>
  asked.state.step.submission.answers.answerType ?? draftOf(asked)?.type ?? null;
const asksType = ({ view }: Pick<ActAsked, 'view'>): boolean => view.type === true;
/** Something of the version is another already, so that its text may stay. */
const isChanged = ({ state: { step } }: ActAsked): boolean => step.refusal !== 'answerTextMissing';

/** There is something to go on with. */
const isReady = (asked: ActAsked): boolean => textOf(asked.answers, EDITED) !== '' || isChanged(asked);

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
    key: EDITED,
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
  const isWritten = textOf(asked.answers, EDITED) !== '';
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
