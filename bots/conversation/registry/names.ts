import { officeWordsDialog } from '../office/office-words';
import type { Feature } from '../kit/feature';
import type { Talk } from '../kit/talk';
import { readNamesThere, decideName, readCandidates, type Candidate } from '../../../src/usecases/registry/names-there';
import { readTakeover, type NamedDifference } from '../../../src/usecases/registry/take-over';
import { type Screen, button } from '../kit/screen';
import { namesThereScreen, takeoverScreen } from './takeover';
import type { Turn } from '../kit/turn';
import { ALL_WHEN_NONE_FITS, choice } from '../kit/choice-question';
import { answered, idIn, textOf, type Question } from '../kit/question';
import type { Answers } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

/** What an admin names in words: a new person, an organization, a category, another name or position. */
export function namesFeature(talk: Talk): Feature {
  const dialog = officeWordsDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      askName: async (turn, { what, personId = null }) => ({
        after: () => dialog.begin(turn, { kind: what, personId }),
      }),
    },
  };
}

/** What «Назначить как в ПОС» would do at this moment; null: not theirs to see. */
export async function drawTakeover({ desk }: Talk, turn: Turn, of: NamedDifference): Promise<Screen | null> {
  const takeover = await readTakeover(desk, turn.official, of);
  return takeover && takeoverScreen(takeover, turn.reading);
}

/** Every name of ПОС with whom it means; null: not theirs to see. */
export async function drawNamesThere({ desk }: Talk, turn: Turn, page: number): Promise<Screen | null> {
  const names = await readNamesThere(desk, turn.official);
  return names && namesThereScreen(names, page, turn.reading);
}

interface State {
  readonly people: readonly Candidate[];
}

/** The answer «никто из бота». */
const NOBODY = 0;
const personIdIn = ({ personId }: Answers): number => (typeof personId === 'number' ? personId : NOBODY);
const listIn = ({ of }: Answers): NamedDifference | null => (of === 'assigned' || of === 'executor' ? of : null);

const who: Question<State> = choice<State>({
  items: ({ state: { people } }) =>
    people.map(({ id, name, fullName, position }) => ({
      value: String(id),
      caption: position === null ? name : `${name}, ${position}`,
      search: `${fullName} ${position ?? ''}`,
    })),
  pick(asked, value) {
    const personId = idIn(value);
    return asked.state.people.some(({ id }) => id === personId) ? answered(asked, { personId }) : null;
  },
  aside: (asked) => [[button(asked.reading.words.plain('reconcile:names.nobodyHere'), asked.move('done'))]],
  pressedAside: (asked, move) => (move === 'done' ? answered(asked, { personId: NOBODY }) : null),
  ...ALL_WHEN_NONE_FITS,
});

/** «Кто это?»: whom of the bot a name of ПОС means, for all its appeals. Then comes the list from which it was asked. */
export function personOfNameDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  const back = (turn: Turn, answers: Answers): Promise<Screen | null> => {
    const of = listIn(answers);
    return of === null ? drawNamesThere(talk, turn, 0) : drawTakeover(talk, turn, of);
  };
  return new TableDialog<State>(talk, {
    subject: 'personOfName',
    steps: [
      {
        name: 'personId',
        ask: ({ answers, reading }) => reading.words.html('reconcile:names.ask', { name: textOf(answers, 'name') }),
        question: who,
      },
    ],
    read: async ({ official }, answers) => ({
      people: await readCandidates(desk, official, textOf(answers, 'name')),
    }),
    async finish(turn, _form, { answers }) {
      const personId = personIdIn(answers);
      const name = textOf(answers, 'name');
      const decided = await decideName(desk, turn.official, name, personId === NOBODY ? null : personId);
      const said = turn.words.plain(`reconcile:names.${decided}`);
      return decided === 'kept' ? { toast: said, screen: await back(turn, answers) } : { complaint: said };
    },
    cancelled: back,
  });
}
