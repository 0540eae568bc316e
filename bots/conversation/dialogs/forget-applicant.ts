import { escapeHtml } from '../../../src/i18n';
import { maskPlace } from '../../../src/text/personal-data';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { forgetByDecision, readDoubtful } from '../../../src/usecases/applicants/forget';
import { readRemains, type Remains } from '../../../src/usecases/applicants/remains';
import { readStored, type StoredOfApplicant } from '../../../src/usecases/applicants/stored';
import { type Found, textFinder } from '../../../src/usecases/answers/applicant-in-text';
import { confirm, option } from '../questions/choice';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import { button, only } from '../screen';
import { applicantScreen, waitingWords } from '../screens/appeals/applicant-screen';
import { remainsLines } from '../screens/appeals/remains-lines';
import type { Talk } from '../talk';
import type { Answers, Step } from './dialog';
import { TableDialog } from './table-dialog';

const LONGEST = 500;
/** A message has room for so many excerpts. */
const SHOWN = 12;

interface State {
  /** Null: there is nothing, or it is not theirs. */
  readonly stored: StoredOfApplicant | null;
  readonly find: (text: string) => readonly Found[];
  readonly remains: Remains;
  /** Where only a person can tell whether it is they. */
  readonly doubtful: readonly string[];
}

const appealIn = ({ appealId }: Answers): number => (typeof appealId === 'number' ? appealId : 0);

const steps: readonly Step<State>[] = [
  {
    name: 'reason',
    ask: ({ reading: { words } }) => words.html('applicant:forget.ask'),
    question: line({
      key: 'reason',
      // The reason stays in the journal for ever: what is forgotten does not come back with it.
      check(text, { state, reading: { words } }) {
        const { plain } = words;
        if (lengthInCharacters(text) > LONGEST) return { complaint: plain('people:ask.tooLong', { limit: LONGEST }) };
        if (!isMeaningful(text)) return { complaint: plain('people:ask.noWords') };
        return state.find(text).length > 0 ? { complaint: plain('applicant:forget.named') } : { value: text };
      },
    }),
  },
  {
    name: 'doubtful',
    when: (_answers, { doubtful }) => doubtful.length > 0,
    ask: ({ state: { doubtful }, reading: { words } }) =>
      [
        words.html('applicant:forget.doubtful', { count: doubtful.length }),
        '',
        ...doubtful.slice(0, SHOWN).map((one) => `• …${escapeHtml(maskPlace(one))}…`),
        ...(doubtful.length > SHOWN
          ? [words.html('applicant:forget.doubtfulMore', { count: doubtful.length - SHOWN })]
          : []),
      ].join('\n'),
    question: option({
      key: 'doubtful',
      values: ({ reading: { words } }) =>
        (['hide', 'keep'] as const).map((value) => ({
          value,
          caption: words.plain(`applicant:forget.names.${value}`),
        })),
      perRow: 2,
    }),
  },
  {
    name: 'sure',
    ask: ({ state: { stored, remains }, reading: { words } }) =>
      [
        words.html('applicant:forget.sure'),
        ...(stored === null || stored.waiting.length === 0
          ? []
          : ['', words.html('applicant:forget.sureLater', { what: waitingWords(stored.waiting, words) })]),
        '',
        ...remainsLines(remains, words),
      ].join('\n'),
    question: confirm('sure', ({ reading }) => reading.words.plain('applicant:forget.button')),
  },
];

/** «Удалить контакты»: a decision with its reason, said back before it is carried out. */
export const forgetApplicantDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'forgetApplicant',
    steps,
    async read({ official }, answers) {
      const appealId = appealIn(answers);
      const stored = await readStored(talk.desk, official, appealId);
      const find = stored ? await textFinder(talk.desk, appealId) : () => [];
      const doubtful = stored ? await readDoubtful(talk.desk, appealId) : [];
      return { stored, find, remains: await readRemains(talk.desk, appealId), doubtful };
    },
    head: ({ state: { stored }, reading: { words } }) =>
      stored === null ? [] : [`<b>${words.html('applicant:title', { number: stored.number })}</b>`],
    async finish(turn, _form, { answers }) {
      const { plain, html } = turn.words;
      const reason = textOf(answers, 'reason');
      const done = await forgetByDecision(
        talk.desk,
        turn.official,
        appealIn(answers),
        reason,
        answers.doubtful === 'hide' ? 'hide' : 'keep',
      );
      if (done.kind === 'later') {
        const what = waitingWords(done.waiting, turn.words);
        const screen = only(html('applicant:forget.laterLong', { what }));
        return { toast: plain('applicant:forget.later'), screen };
      }
      const { kind } = done;
      if (kind === 'open' || kind === 'notYours') return { complaint: plain(`applicant:refusal.${kind}`) };
      // Read anew: names of files have lost what is forgotten.
      const remains = await readRemains(talk.desk, appealIn(answers));
      const lines = [
        html(`applicant:forget.${kind}Long`),
        ...(kind === 'gone' ? [] : ['', ...remainsLines(remains, turn.words)]),
      ];
      const act = button(plain('applicant:act.button'), { kind: 'destructionAct', appealId: appealIn(answers) });
      const screen = { text: lines.join('\n'), buttons: kind === 'gone' ? [] : [[act]] };
      return { toast: plain(`applicant:forget.${kind}`), screen };
    },
    async cancelled(turn, answers) {
      const stored = await readStored(talk.desk, turn.official, appealIn(answers));
      return stored && applicantScreen(appealIn(answers), stored, turn.reading);
    },
  });
