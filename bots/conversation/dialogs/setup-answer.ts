import { isOneOf } from '../../../src/regulation/lists';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { answerSetup } from '../../../src/usecases/administration/setup/setup';
import { TOLD_STEPS, type ToldStep } from '../../../src/usecases/settings';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import type { Talk } from '../talk';
import type { Answers, Step } from './dialog';
import { drawSetup, drawSetupStep } from './draw-setup';
import { forAdmins, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

/** It is printed on one sheet with the others. */
const LONGEST = 300;

const stepOf = ({ step }: Answers): ToldStep => (isOneOf(TOLD_STEPS, step) ? step : 'entersInPos');

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`setup:ask.${stepOf(answers)}`),
    question: forAdmins(
      line({
        key: 'text',
        check(text, { reading: { words } }) {
          if (lengthInCharacters(text) > LONGEST)
            return { complaint: words.plain('people:ask.tooLong', { limit: LONGEST }) };
          return isMeaningful(text) ? { value: text } : { complaint: words.plain('people:ask.noWords') };
        },
      }),
      ({ plain }) => plain('people:refusal.notAdmin'),
    ),
  },
];

/** One of what only the office knows. */
export function setupAnswerDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'setupAnswer',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const result = await answerSetup(talk.desk, turn.official, stepOf(answers), textOf(answers, 'text'));
      return result === 'answered'
        ? { toast: plain('people:person.saved'), screen: await drawSetup(talk, turn, 'known') }
        : { complaint: plain('people:refusal.notAdmin') };
    },
    cancelled: (turn, answers) => drawSetupStep(talk, turn, stepOf(answers)),
  });
}
