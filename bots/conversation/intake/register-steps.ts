import { maskPersonalData } from '../../../src/text/personal-data';
import { dayOf } from '../../../src/regulation/calendar';
import { KINDS } from '../../../src/regulation/vocabulary';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { option } from '../kit/choice-question';
import { dayChosen, moment, wholeMoment } from '../kit/day-question';
import { photosIfAny, line, writing } from '../kit/writing-question';
import { place, pointSaid, type Asked, type Question } from '../kit/question';
import { namedDay } from '../kit/calendar-words';
import type { Answers, Step } from '../kit/dialog';
import {
  APPLICANT_STEPS,
  checkApplicant,
  checkField,
  recordOf,
  type ApplicantStep,
  type RegisterState,
  isReopened,
  openKnown,
  summary,
} from './register-said';
import { topic } from './register-topics';

type RegisterAsked = Asked<RegisterState>;

/** Minutes after midnight. */
const HOURS = [480, 540, 600, 660, 720, 840, 900, 960];

const buttonAsked = ({ reading }: RegisterAsked): Complaint => ({
  complaint: reading.words.plain('register:buttonAsked'),
});
export const locationAsked = ({ reading }: RegisterAsked): Complaint => ({
  complaint: reading.words.plain('register:locationAsked'),
});

type Name = Parameters<typeof ask>[0];
const ask =
  (
    name:
      | 'number'
      | 'kind'
      | 'registeredAt'
      | 'category'
      | 'subcategory'
      | 'fact'
      | 'text'
      | 'settlement'
      | 'address'
      | 'location'
      | 'photos'
      | 'epguNumber'
      | ApplicantStep
      | 'confirm',
  ) =>
  ({ reading: { words } }: RegisterAsked): string =>
    words.html(`register:ask.${name}`);
const step = (
  name: Name,
  question: Question<RegisterState>,
  more: Partial<Step<RegisterState>> = {},
): Step<RegisterState> => ({ name, question, ask: ask(name), ...more });

/** The number in ПОС; of one that is here already, a button that opens it. */
const number: Question<RegisterState> = {
  ...line({ key: 'number', check: (text, { reading }) => checkField('number', text, reading.words) }),
  rows: openKnown,
};

const knownNumber = ({ state: { knownId, draft }, reading: { words } }: RegisterAsked): string | null =>
  knownId === null ? null : words.plain('register:known', { number: draft.number ?? '' });

const registeredAt = moment<RegisterState>({
  key: 'registeredAt',
  days: 'past',
  hours: HOURS,
  nowCaption: ({ reading: { words } }) => words.plain('register:button.now'),
  typedWhole: wholeMoment,
  badDay: ({ reading: { words } }) => ({ complaint: words.plain('register:badMoment') }),
  check(instant, { state: { draft }, reading: { words, now } }) {
    if (instant > now) return { complaint: words.plain('register:future') };
    // the one schema knows which moments are none of an appeal
    const record = recordOf(
      { ...draft, number: '1', kind: 'message', registeredAt: instant.toISOString() },
      false,
      words,
    );
    return 'complaint' in record ? record : null;
  },
});

function askRegisteredAt(asked: RegisterAsked): string {
  const day = dayChosen(asked);
  const { words, now, calendar } = asked.reading;
  if (day === null) return words.html('register:ask.registeredAt');
  return words.html('register:ask.registeredTime', { day: namedDay(day, dayOf(now, calendar), words) });
}

const text = writing<RegisterState>({
  key: 'text',
  limit: Infinity,
  // the applicant's own words
  shown: maskPersonalData,
  check: (whole, { reading }) => checkField('text', whole, reading.words),
});

const field = (key: 'settlement' | 'address' | 'epguNumber'): Question<RegisterState> =>
  line({ key, isOptional: true, check: (said, { reading }) => checkField(key, said, reading.words) });

/** In words; a point that is sent instead is kept too, and not asked for any more. */
const placeField = (key: 'settlement' | 'address'): Question<RegisterState> => ({
  ...field(key),
  // two numbers from a map are a point wherever they are typed, and no settlement
  typed(asked, said) {
    const point = pointSaid(asked, said);
    if (point === null) return field(key).typed(asked, said);
    return 'complaint' in point ? point : { answers: { ...asked.answers, ...point }, passesAlso: ['location'] };
  },
  placed: ({ answers }, { latitude, longitude }) => ({
    answers: { ...answers, latitude, longitude },
    passesAlso: ['location'],
  }),
});

/** Sent from the phone, or as two numbers from a map. */
const location: Question<RegisterState> = {
  ...place<RegisterState>({ refused: locationAsked }),
  typed(asked, said) {
    const point = pointSaid(asked, said);
    if (point === null) return locationAsked(asked);
    return 'complaint' in point ? point : { answers: { ...asked.answers, ...point }, view: {}, passes: true };
  },
};

/** Contacts do not stay in a chat. */
const applicant = (name: ApplicantStep): Question<RegisterState> =>
  line({
    key: name,
    isOptional: true,
    isSecret: true,
    check: (said, { reading }) => checkApplicant(name, said, reading.words),
    put: (answers, value) => ({ ...answers, applicant: { ...contactsOf(answers), [APPLICANT_STEPS[name]]: value } }),
  });
const contactsOf = ({ applicant: said }: Answers): object => (typeof said === 'object' && said !== null ? said : {});

/**
 * What is asked of an appeal that ПОС has and nobody has sent here, in its order. Without number, kind, moment and text an appeal
 * is not one; ПОС itself leaves the rest open.
 * @param asksApplicant whether the office lets contacts into chats
 */
export const registerSteps = (asksApplicant: boolean): readonly Step<RegisterState>[] => [
  step('number', number, { refuse: knownNumber }),
  step(
    'kind',
    option({
      key: 'kind',
      perRow: KINDS.length,
      values: ({ reading: { words } }) =>
        KINDS.map((value) => ({ value, caption: words.plain(`register:kind.${value}`) })),
      refused: buttonAsked,
    }),
  ),
  step('registeredAt', registeredAt, { ask: askRegisteredAt }),
  step('category', topic('category')),
  step('subcategory', topic('subcategory'), { when: ({ category }) => category !== undefined }),
  step('fact', topic('fact'), { when: ({ subcategory }) => subcategory !== undefined }),
  step('text', text),
  step('settlement', placeField('settlement')),
  step('address', placeField('address')),
  step('location', location),
  ...(asksApplicant
    ? (['applicantName', 'applicantPhone', 'applicantEmail'] as const).map((name) => step(name, applicant(name)))
    : []),
  step('epguNumber', field('epguNumber'), { when: (answers) => isReopened(answers, 'epguNumber') }),
  step(
    'photos',
    photosIfAny(({ state: { came } }) => came.photos + came.documents),
  ),
  step('confirm', summary(asksApplicant, buttonAsked)),
];
