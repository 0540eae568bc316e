import { CUT_LINES, pastedLines, type CutLine } from '../../../../../src/text/pasted-lines';
import { maskPersonalData, maskPlace } from '../../../../../src/text/personal-data';
import type { Ask } from '../../../../../src/regulation/asks';
import { filledBy } from '../../../../../src/regulation/completing';
import { confirm } from '../../../questions/choice';
import { answered, textOf, type Asked, type Question } from '../../../questions/question';
import { writing } from '../../../questions/writing';
import { button, CAPTION, shorten, type ScreenButton } from '../../../screen';
import { checkField } from '../../register/register-draft';
import type { ActState } from '../asked/act-state';
import { pointSaid } from '../../../questions/place';

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
/** What was cut out of the text by now; the question shows it for as long as it is asked. */
const cutIn = ({ view }: ActAsked): readonly CutLine[] => {
  const { cut } = view;
  return Array.isArray(cut) ? CUT_LINES.filter((what) => cut.includes(what)) : [];
};

/** Pasted from ПОС, in as many messages as it takes: an applicant's lines are cut out of it, and an address is kept for the place. */
export const lackingText: Question<ActState> = {
  ...pasted,
  isCopied: true,
  typed(asked, text) {
    const { rest, cut, address } = pastedLines(text);
    if (cut.length === 0 && address === null) return pasted.typed(asked, text);
    const answers = address === null ? asked.answers : { ...asked.answers, offeredPlace: address };
    const view = { ...asked.view, cut: [...cutIn(asked), ...cut] };
    if (rest === '') return { answers, view };
    const change = pasted.typed({ ...asked, answers, view }, rest);
    return 'complaint' in change ? change : { view, ...change };
  },
  empty(asked) {
    const { html, plain } = asked.reading.words;
    const cut = cutIn(asked).map((what) => plain(`form:cut.${what}`));
    return [
      ...(pasted.empty?.(asked) ?? []),
      ...(cut.length === 0 ? [] : [html('form:cut.line', { what: cut.join(', ') })]),
    ];
  },
  rows: (asked) => (textOf(asked.answers, 'lackingText') === '' ? [skip(asked)] : pasted.rows(asked)),
  pressed: (asked, move, value) =>
    isSkipped(move, value) ? answered(asked, { lackingText: null }) : pasted.pressed(asked, move, value),
};

/** An address, or a location, which is a point as well. */
export const lackingPlace: Question<ActState> = {
  isCopied: true,
  rows(asked) {
    const offered = textOf(asked.answers, 'offeredPlace');
    const stood = offered === '' ? [] : [[button(shorten(maskPlace(offered), CAPTION), asked.move('pick', 'offered'))]];
    return [...stood, skip(asked)];
  },
  pressed(asked, move, value) {
    if (isSkipped(move, value)) return answered(asked, { lackingPlace: null });
    const offered = textOf(asked.answers, 'offeredPlace');
    if (move !== 'pick' || value !== 'offered' || offered === '') return null;
    const checked = checkField('address', offered, asked.reading.words);
    return 'complaint' in checked ? checked : answered(asked, { lackingPlace: checked.value });
  },
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
    const said = pointSaid(asked, text) ?? { complaint: asked.reading.words.plain('form:correction.badPoint') };
    return 'complaint' in said ? said : answered(asked, { lackingPoint: said });
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
