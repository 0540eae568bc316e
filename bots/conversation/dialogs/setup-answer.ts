import type { Words } from '../../../src/i18n';
import { isOneOf } from '../../../src/regulation/lists';
import { answerSetup, type AnsweredMeanwhile } from '../../../src/usecases/office/setup';
import { TOLD_STEPS, type ToldStep } from '../../../src/usecases/kit/settings';
import { textOf } from '../questions/question';
import type { Talk } from '../talk';
import type { Answers, Step } from './dialog';
import { drawSetup, drawSetupStep } from './draw-setup';
import { printedLine, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

/** It is printed on one sheet with the others. */
const LONGEST = 300;

const stepOf = ({ step }: Answers): ToldStep => (isOneOf(TOLD_STEPS, step) ? step : 'entersInPos');

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`setup:ask.${stepOf(answers)}`),
    question: printedLine(LONGEST),
  },
];

/** Theirs stays, and whoever knows better says so once more. */
const answeredWords = ({ by, text }: AnsweredMeanwhile, { html }: Words): string =>
  by === null ? html('setup:meanwhile', { text }) : html('setup:meanwhileBy', { by, text });

/** One of what only the office knows. */
export function setupAnswerDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'setupAnswer',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const step = stepOf(answers);
      const seen = typeof answers.seen === 'string' ? answers.seen : null;
      const result = await answerSetup(talk.desk, turn.official, step, textOf(answers, 'text'), seen);
      if (result === 'notAdmin') return { complaint: plain('people:refusal.notAdmin') };
      if (result === 'answered')
        return { toast: plain('people:person.saved'), screen: await drawSetup(talk, turn, 'known') };
      return { screen: await drawSetupStep(talk, turn, step, answeredWords(result, turn.words)) };
    },
    cancelled: (turn, answers) => drawSetupStep(talk, turn, stepOf(answers)),
  });
}
