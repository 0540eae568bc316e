import {
  changeLetterhead,
  letterheadOf,
  LETTERHEAD_PARTS,
  type LetterheadPart,
} from '../../../src/usecases/administration/letterhead';
import { textOf } from '../questions/question';
import type { Screen } from '../screen';
import { letterheadScreen } from '../screens/office/letterhead-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers, Step } from './dialog';
import { printedLine, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

/** A letter's first page has room for it. */
const LONGEST = 300;

const partOf = ({ part }: Answers): LetterheadPart => LETTERHEAD_PARTS.find((one) => one === part) ?? 'nameRu';

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`letter:head.ask.${partOf(answers)}`),
    question: printedLine(LONGEST),
  },
];

export const drawLetterhead = async ({ desk }: Talk, { words }: Turn): Promise<Screen> =>
  letterheadScreen(await letterheadOf(desk), words);

/** One part of what stands on letters. */
export function letterheadDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'letterhead',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const result = await changeLetterhead(talk.desk, turn.official, partOf(answers), textOf(answers, 'text'));
      return result === 'changed'
        ? { toast: plain('people:person.saved'), screen: await drawLetterhead(talk, turn) }
        : { complaint: plain('people:refusal.notAdmin') };
    },
    cancelled: (turn) => drawLetterhead(talk, turn),
  });
}
