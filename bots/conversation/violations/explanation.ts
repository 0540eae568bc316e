import { escapeHtml } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import { holdsMask } from '../../../src/text/personal-data';
import { filesOfForm, type FilesCount } from '../../../src/usecases/kit/attachments';
import { type Found, textFinder } from '../../../src/usecases/answers/applicant-in-text';
import { actOnViolation } from '../../../src/usecases/violations/act-on-violation';
import { readViolation, type ViolationView } from '../../../src/usecases/violations/read-violation';
import { textOf, type Asked } from '../kit/question';
import { writing } from '../kit/writing-question';
import { fullDay } from '../kit/calendar-words';
import { kindWords } from './journal';
import type { Talk } from '../kit/talk';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { drawViolation, refusalWords } from './violation-screen';

/** Some pages: whoever is to be punished says what they have to say. */
const LONGEST = 10_000;

interface State {
  /** Null: it is not theirs, or there is none. */
  readonly view: ViolationView | null;
  readonly came: FilesCount;
  readonly find: (text: string) => readonly Found[];
}
type ExplanationAsked = Asked<State>;

export const violationIn = ({ violationId }: Answers): number => (typeof violationId === 'number' ? violationId : 0);

/** The applicant's own data stay out of what a personnel office files. */
function check(text: string, { state, reading }: ExplanationAsked) {
  const { plain } = reading.words;
  if (holdsMask(text)) return { complaint: plain('form:dotsInText') };
  const found = state.find(text).filter(({ kind }) => kind.startsWith('applicant'));
  if (found.length === 0) return { value: text };
  const named = found.map(({ kind, mask }) => plain(`form:found.${kind}`, { mask }));
  return { complaint: plain('violation:refusal.applicant', { found: named.join(', ') }) };
}

function askWords({ state: { view }, reading }: ExplanationAsked): string {
  const { words, now, calendar } = reading;
  const due = view?.explanationDue ?? null;
  const ask = words.html('violation:ask.explain');
  if (due === null) return ask;
  const term = words.html(now > due ? 'violation:ask.explainLate' : 'violation:ask.explainDue', {
    day: fullDay(dayOf(due, calendar)),
  });
  return `${ask}\n${term}`;
}

const steps: readonly Step<State>[] = [
  {
    // Not what its words are kept under: a form that has passed nothing takes what has an answer for passed.
    name: 'explanation',
    ask: askWords,
    question: writing({
      key: 'text',
      limit: LONGEST,
      files: ({ state: { came } }) => came.photos + came.documents > 0,
      check,
    }),
  },
];

function headLines({ state: { view, came }, reading: { words } }: ExplanationAsked): string[] {
  const { html } = words;
  return [
    ...(view === null
      ? []
      : [`<b>${html('violation:view.title', { number: view.number })}</b>`, escapeHtml(kindWords(view, words))]),
    ...(came.photos > 0 ? [html('form:received', { count: came.photos })] : []),
    ...(came.documents > 0 ? [html('form:receivedFiles', { count: came.documents })] : []),
  ];
}

/** «Дать объяснение»: words in as many messages as it takes, photos and files beside them. */
export const explanationDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'explain',
    steps,
    async read({ official }, answers, formId) {
      const view = await readViolation(talk.desk, official, violationIn(answers));
      return {
        view,
        came: await filesOfForm(talk.desk, formId),
        find: view ? await textFinder(talk.desk, view.appealId) : () => [],
      };
    },
    head: headLines,
    async finish(turn, form, { answers, state }) {
      const { plain } = turn.words;
      const violationId = violationIn(answers);
      const text = textOf(answers, 'text');
      // Files alone say nothing that could be signed.
      if (text === '' && state.came.photos + state.came.documents === 0) return { complaint: plain('form:noWords') };
      const done = await actOnViolation(talk.desk, turn.official, violationId, {
        act: 'explain',
        formId: form.id,
        text,
      });
      if (!done.ok) return { complaint: refusalWords(done, turn.words) };
      return {
        toast: plain(done.late ? 'violation:done.explainLate' : 'violation:done.explain'),
        screen: await drawViolation(talk, turn, violationId),
      };
    },
    cancelled: (turn, answers) => drawViolation(talk, turn, violationIn(answers)),
  });
