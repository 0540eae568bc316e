import { holdsMask } from '../../../../../src/text/personal-data';
import { placeholdersLeft } from '../../../../../src/regulation/placeholders';
import { lengthInCharacters } from '../../../../../src/text/plain-text';
import type { Complaint } from '../../../../../src/usecases/kit/form-engine';
import { idIn, textOf, type Asked, type Question } from '../../../questions/question';
import { append, written } from '../../../questions/writing';
import { button, CAPTION, shorten } from '../../../screen';
import { pageOf, pager } from '../../../screens/pager';
import { BROUGHT, type ActState } from '../asked/act-state';

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
