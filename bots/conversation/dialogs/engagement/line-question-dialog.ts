import { hasRight } from '../../../../src/regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../../../src/text/plain-text';
import { gatherQuestions, LONGEST_QUESTION } from '../../../../src/usecases/lines/gather';
import { textOf, type Question } from '../../questions/question';
import { line } from '../../questions/writing';
import { addedScreen } from '../../screens/engagement/line-screens';
import type { Talk } from '../../talk';
import type { Answers, Step } from '../dialog';
import { TableDialog } from '../table-dialog';
import { drawLine } from './draw-lines';

interface State {
  readonly mayAdd: boolean;
}

export const lineOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);

const text = line<State>({
  key: 'text',
  check(typed, { reading: { words } }) {
    const length = lengthInCharacters(typed);
    if (length > LONGEST_QUESTION)
      return { complaint: words.plain('form:tooLong', { length, limit: LONGEST_QUESTION }) };
    return isMeaningful(typed) ? { value: typed } : { complaint: words.plain('form:noWords') };
  },
});

/** Whoever has lost the role since it was asked hears that instead of an answer. */
const forOfficials = (question: Question<State>): Question<State> => ({
  ...question,
  typed: (asked, said) =>
    asked.state.mayAdd
      ? question.typed(asked, said)
      : { complaint: asked.reading.words.plain('line:refusal.notYours') },
});

const steps: readonly Step<State>[] = [
  { name: 'text', ask: ({ reading }) => reading.words.html('line:ask.text'), question: forOfficials(text) },
];

/** A question that was asked by telephone, written down. */
export function lineQuestionDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  return new TableDialog<State>(talk, {
    subject: 'lineQuestion',
    steps,
    read: async ({ official }) => ({ mayAdd: hasRight(official, 'engage') }),
    async finish(turn, form, { answers }) {
      const { plain } = turn.words;
      const asked = { key: `form:${form.id}`, text: textOf(answers, 'text'), askedAt: turn.reading.now };
      const gathered = await gatherQuestions(desk, turn.official, lineOf(answers), [asked], 'by_hand');
      if (gathered === 'gone') return { complaint: plain('line:refusal.gone') };
      if (gathered === 'notYours') return { complaint: plain('line:refusal.notYours') };
      if (gathered === 'closed') return { complaint: plain('line:list.closed') };
      const number = gathered[0]?.number ?? 0;
      return { toast: plain('line:added', { number }), screen: addedScreen(lineOf(answers), number, turn.words) };
    },
    cancelled: (turn, answers) => drawLine(talk, turn, lineOf(answers), 'all'),
  });
}
