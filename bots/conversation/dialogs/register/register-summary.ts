import type { Complaint } from '../../../../src/usecases/kit/form-engine';
import { confirm } from '../../questions/choice';
import type { Asked, Question } from '../../questions/question';
import { button, inRows, type ScreenButton } from '../../screen';
import { APPLICANT_STEPS, type ApplicantStep } from './register-draft';
import type { RegisterState } from './register-state';
import { keysOf } from '../../../../src/regulation/lists';

type RegisterAsked = Asked<RegisterState>;

/** What the summary may send back to be asked again, and with which questions. */
const FIELDS = {
  number: ['number'],
  kind: ['kind'],
  registeredAt: ['registeredAt'],
  epguNumber: ['epguNumber'],
  category: ['category', 'subcategory', 'fact'],
  text: ['text'],
  settlement: ['settlement'],
  address: ['address'],
  location: ['location'],
  photos: ['photos'],
  applicantName: ['applicantName'],
  applicantPhone: ['applicantPhone'],
  applicantEmail: ['applicantEmail'],
} as const satisfies Record<string, readonly string[]>;
type Field = keyof typeof FIELDS;
const EVERY_FIELD = keysOf(FIELDS);

const isShown = ({ view }: RegisterAsked): boolean => view.edits === true;

/** All that was said is in view: it is registered so, or one of it is asked again. */
export function summary(asksApplicant: boolean, refused: (asked: RegisterAsked) => Complaint): Question<RegisterState> {
  const fields = EVERY_FIELD.filter((field) => asksApplicant || !(field in APPLICANT_STEPS));
  const question = confirm<RegisterState>(
    'confirmed',
    ({ reading: { words } }) => words.plain('form:button.confirm'),
    refused,
  );
  return {
    ...question,
    rows(asked) {
      const { plain } = asked.reading.words;
      if (isShown(asked))
        return inRows(
          fields.map((field) => button(plain(`register:field.${field}`), asked.move('pick', field))),
          2,
        );
      return [
        ...openKnown(asked),
        ...question.rows(asked),
        [button(plain('register:button.edit'), asked.move('other', 'edit'))],
      ];
    },
    pressed(asked, move, value) {
      if (move === 'other') return value === 'edit' ? { view: { edits: true } } : null;
      const field = move === 'pick' ? fields.find((one) => one === value) : undefined;
      return field ? { view: {}, reopens: FIELDS[field] } : question.pressed(asked, move, value);
    },
    isInside: isShown,
  };
}

/** The appeal that has the number already. */
export const openKnown = ({ state: { knownId, draft }, reading: { words } }: RegisterAsked): ScreenButton[][] =>
  knownId === null
    ? []
    : [
        [
          button(words.plain('register:button.open', { number: draft.number ?? '' }), {
            kind: 'open',
            appealId: knownId,
          }),
        ],
      ];

/** Something that is asked only when the summary wants it. */
export const isReopened = ({ reopened }: Readonly<Record<string, unknown>>, field: Field | ApplicantStep): boolean =>
  Array.isArray(reopened) && reopened.includes(field);
