import { maskPersonalData, maskPlace } from '../../../../src/text/personal-data';
import type { Ask } from '../../../../src/regulation/asks';
import { filledBy } from '../../../../src/regulation/completing';
import { confirm } from '../../questions/choice';
import { answered, textOf, type Asked, type Question } from '../../questions/question';
import { writing } from '../../questions/writing';
import { button, shorten, type ScreenButton } from '../../screen';
import { checkField } from '../register/register-draft';
import type { ActState } from './act-state';
import { typedPoint } from '../../questions/place';

type ActAsked = Asked<ActState>;

/** Characters. */
const TEXT = 20_000;
const LINE = 300;

/** Whoever fills in what ПОС' file lacks may not know it either. */
const skip = ({ reading: { words }, move }: ActAsked): ScreenButton[] => [
  button(words.plain('form:button.skip'), move('done', 'skip')),
];
const isSkipped = (move: string, value: string): boolean => move === 'done' && value === 'skip';

const pasted = writing<ActState>({
  key: 'lackingText',
  limit: TEXT,
  // the applicant's own words
  shown: maskPersonalData,
  check: (whole, { reading }) => checkField('text', whole, reading.words),
});
/** Pasted from ПОС, in as many messages as it takes. */
export const lackingText: Question<ActState> = {
  ...pasted,
  isCopied: true,
  rows: (asked) => (textOf(asked.answers, 'lackingText') === '' ? [skip(asked)] : pasted.rows(asked)),
  pressed: (asked, move, value) =>
    isSkipped(move, value) ? answered(asked, { lackingText: null }) : pasted.pressed(asked, move, value),
};

/** An address, or a location, which is a point as well. */
export const lackingPlace: Question<ActState> = {
  isCopied: true,
  rows: (asked) => [skip(asked)],
  pressed: (asked, move, value) => (isSkipped(move, value) ? answered(asked, { lackingPlace: null }) : null),
  typed(asked, text) {
    const checked = checkField('address', text, asked.reading.words);
    return 'complaint' in checked ? checked : answered(asked, { lackingPlace: checked.value });
  },
  // The point is known by it, and is not asked for once more.
  placed: (asked, { latitude, longitude }) => ({
    ...answered(asked, { lackingPlace: null, lackingPoint: { latitude, longitude } }),
    passesAlso: ['lackingPoint' satisfies Ask],
  }),
};

export const lackingPoint: Question<ActState> = {
  isCopied: true,
  rows: (asked) => [skip(asked)],
  pressed: (asked, move, value) => (isSkipped(move, value) ? answered(asked, { lackingPoint: null }) : null),
  typed(asked, text) {
    const typed = typedPoint(text);
    return typed === null
      ? { complaint: asked.reading.words.plain('form:correction.badPoint') }
      : answered(asked, { lackingPoint: typed });
  },
  placed: (asked, { latitude, longitude }) => answered(asked, { lackingPoint: { latitude, longitude } }),
};

/** What is about to be written into what is empty. */
export const completion: Question<ActState> = {
  ...confirm<ActState>('confirmed', ({ reading: { words } }) => words.plain('form:button.confirm')),
  soFar({ state: { step }, reading: { words } }, room) {
    const { answers } = step.submission;
    const shown = {
      text: answers.lackingText ?? '',
      place: answers.lackingPlace ?? '',
      point: answers.lackingPoint ? `${answers.lackingPoint.latitude}, ${answers.lackingPoint.longitude}` : '',
    };
    return filledBy(answers, step.appeal.lacks).map((lack) =>
      words.html('form:completed', {
        what: words.plain(`card:lacks.${lack}`),
        value: shorten((lack === 'place' ? maskPlace : maskPersonalData)(shown[lack]), room(LINE)),
      }),
    );
  },
};
