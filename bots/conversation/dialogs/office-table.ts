import { lastFileOfForm } from '../../../src/usecases/kit/attachments';
import { loadTable, tryTable, type OfficeTables, type TriedTable } from '../../../src/usecases/office/tables';
import { confirm } from '../questions/choice';
import { wordsRefused, type Asked, type Question } from '../questions/question';
import { button } from '../screen';
import { loadedScreen, triedLines } from '../screens/office/table-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Step } from './dialog';
import { drawSetup } from './draw-setup';
import { TableDialog } from './table-dialog';

declare module '../talk' {
  interface Talk {
    readonly officeTables: OfficeTables;
  }
}

interface State {
  /** Of the file that has come last; null: none has. */
  readonly sha256: string | null;
  /** What it would do; null: there is none. */
  readonly tried: TriedTable | null;
}
type TableAsked = Asked<State>;

/** Another table takes the place of the one before: a mistake is mended there and sent again. */
const takes = { files: true, caption: false } as const;

const sending: Question<State> = {
  takes,
  rows: ({ reading: { words } }: TableAsked) => [
    [button(words.plain('setup:table.template'), { kind: 'officeTemplate' })],
  ],
  pressed: () => null,
  typed: wordsRefused,
};

const isLoadable = ({ tried }: State): boolean => tried !== null && tried !== 'notAdmin' && tried.ok;

const steps: readonly Step<State>[] = [
  {
    name: 'file',
    when: (_, state) => !isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null
        ? words.html('setup:table.ask')
        : tried === 'notAdmin'
          ? words.html('people:refusal.notAdmin')
          : triedLines(tried, words).join('\n'),
    question: sending,
  },
  {
    name: 'load',
    when: (_, state) => isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null || tried === 'notAdmin' ? '' : triedLines(tried, words).join('\n'),
    question: { ...confirm<State>('load', ({ reading }) => reading.words.plain('setup:table.load')), takes },
  },
];

/** People, organizations and categories from a spreadsheet: it comes, it is looked at, and one press loads it. */
export function officeTableDialog(talk: Talk): TableDialog<State> {
  const { desk, officeTables } = talk;
  return new TableDialog<State>(talk, {
    subject: 'officeTable',
    steps,
    async read({ official, words }: Turn, _answers, formId) {
      const sha256 = await lastFileOfForm(desk, formId);
      const tried = sha256 === null ? null : await tryTable(desk, officeTables, official, sha256, words.locale);
      return { sha256, tried };
    },
    head: ({ reading: { words } }) => [`<b>${words.html('setup:table.title')}</b>`],
    async finish(turn, _form, { state: { sha256 } }) {
      const { plain, locale } = turn.words;
      if (sha256 === null) return { complaint: plain('setup:table.gone') };
      const loaded = await loadTable(desk, officeTables, turn.official, sha256, locale);
      if (loaded === 'notAdmin') return { complaint: plain('people:refusal.notAdmin') };
      if (!loaded.ok) return { complaint: plain('setup:table.gone') };
      return { toast: plain('setup:table.done'), screen: loadedScreen(loaded.loaded, turn.words) };
    },
    cancelled: (turn) => drawSetup(talk, turn, 'office'),
  });
}
