import {
  changeLetterhead,
  letterheadOf,
  LETTERHEAD_PARTS,
  type LetterheadPart,
} from '../../../src/usecases/kit/settings';
import { textOf } from '../questions/question';
import { button, inRows, type Screen } from '../screen';
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

/** What stands on letters beside their text, and what of it may be changed. */
export async function drawLetterhead({ desk }: Talk, { words: { html, plain } }: Turn): Promise<Screen> {
  const head = await letterheadOf(desk);
  const lines = LETTERHEAD_PARTS.map((part) =>
    html('letter:head.line', {
      what: plain(`letter:head.part.${part}`),
      value: head[part] === '' ? plain('letter:head.empty') : head[part],
    }),
  );
  const parts = LETTERHEAD_PARTS.map((part) =>
    button(plain(`letter:head.part.${part}`), { kind: 'askLetterhead', part }),
  );
  return {
    text: [`<b>${html('letter:head.title')}</b>`, `<i>${html('letter:head.hint')}</i>`, '', ...lines].join('\n'),
    buttons: [...inRows(parts, 2), [button(plain('people:admin.button.back'), { kind: 'settings' })]],
  };
}

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
