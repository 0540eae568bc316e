import { lastFileOfForm } from '../../../../src/usecases/kit/attachments';
import {
  loadQuestions,
  tryQuestions,
  type QuestionTables,
  type TriedQuestions,
} from '../../../../src/usecases/lines/gather';
import { confirm } from '../../questions/choice';
import { wordsRefused, type Question } from '../../questions/question';
import { triedQuestionLines } from '../../screens/engagement/line-file-screen';
import type { Talk } from '../../talk';
import type { Step } from '../dialog';
import { TableDialog } from '../table-dialog';
import { drawLine } from './draw-lines';
import { lineOf } from './line-question-dialog';

declare module '../../talk' {
  interface Talk {
    readonly questionTables: QuestionTables;
  }
}

interface State {
  /** Of the file that has come last; null: none has. */
  readonly sha256: string | null;
  readonly tried: TriedQuestions | null;
}

/** Another file takes the place of the one before: a mistake is mended there and sent again. */
const takes = { files: true, caption: false } as const;
const sending: Question<State> = { takes, rows: () => [], pressed: () => null, typed: wordsRefused };

const isLoadable = ({ tried }: State): boolean => tried !== null && tried !== 'notYours' && tried.rows.length > 0;

const steps: readonly Step<State>[] = [
  {
    name: 'file',
    when: (_, state) => !isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      [
        ...(tried === null
          ? []
          : tried === 'notYours'
            ? [words.html('line:refusal.notYours')]
            : triedQuestionLines(tried, words)),
        words.html('line:file.ask'),
      ].join('\n'),
    question: sending,
  },
  {
    name: 'load',
    when: (_, state) => isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null || tried === 'notYours' ? '' : triedQuestionLines(tried, words).join('\n'),
    question: { ...confirm<State>('load', ({ reading }) => reading.words.plain('line:file.load')), takes },
  },
];

/** Questions of a direct line from a spreadsheet: it comes, it is looked at, and one press takes its good rows. */
export function lineFileDialog(talk: Talk): TableDialog<State> {
  const { desk, questionTables } = talk;
  return new TableDialog<State>(talk, {
    subject: 'lineFile',
    steps,
    async read({ official, words }, _answers, formId) {
      const sha256 = await lastFileOfForm(desk, formId);
      const tried = sha256 === null ? null : await tryQuestions(desk, questionTables, official, sha256, words.locale);
      return { sha256, tried };
    },
    head: ({ reading: { words } }) => [`<b>${words.html('line:file.title')}</b>`],
    async finish(turn, _form, { answers, state: { sha256, tried } }) {
      const { plain, locale } = turn.words;
      if (sha256 === null) return { complaint: plain('line:file.gone') };
      const gathered = await loadQuestions(desk, questionTables, turn.official, lineOf(answers), sha256, locale);
      if (gathered === 'gone') return { complaint: plain('line:refusal.gone') };
      if (gathered === 'notYours') return { complaint: plain('line:refusal.notYours') };
      if (gathered === 'closed') return { complaint: plain('line:list.closed') };
      const created = gathered.filter(({ result }) => result === 'created').length;
      const within = tried === null || tried === 'notYours' ? 0 : tried.repeats.length;
      const toast = [
        plain('line:file.loaded', { count: created, repeated: gathered.length - created }),
        ...(within === 0 ? [] : [plain('line:file.within', { count: within })]),
      ].join(' ');
      return { toast, alert: true, screen: await drawLine(talk, turn, lineOf(answers), 'new') };
    },
    cancelled: (turn, answers) => drawLine(talk, turn, lineOf(answers), 'all'),
  });
}
