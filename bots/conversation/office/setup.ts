import {
  type SetupStep,
  partOfStep,
  SETUP_PARTS,
  SETUP_STEPS,
  type SetupPart,
  type StepState,
  readSetup,
  type SetByEnvironment,
  answerSetup,
  type AnsweredMeanwhile,
} from '../../../src/usecases/office/setup';
import type { Button } from '../kit/buttons';
import type { Words } from '../../../src/i18n';
import { isOneOf, keysOf } from '../../../src/regulation/lists';
import type { Carrier } from '../../../src/regulation/carriers';
import { NAMED_STEPS, TOLD_STEPS, type NamedStep, type ToldStep } from '../../../src/usecases/kit/settings';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, ticked } from '../kit/screen';
import { sharePercents } from '../terms/calendar-screens';
import { dayOf, yearOf } from '../../../src/regulation/calendar';
import { LAWS } from '../../../src/regulation/laws';
import type { PlainPaper } from '../../../src/usecases/kit/ports';
import type { Reading, Turn } from '../kit/turn';
import { clockTime, fullDay } from '../kit/calendar-words';
import type { Talk } from '../kit/talk';
import { textOf } from '../kit/question';
import { type Answers, type Step, printedLine, readForAdmins, type ForAdmins } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

/** Where a step is done that has a screen of its own. */
export const WHERE_SET_UP: Partial<Record<SetupStep, Button>> = {
  letterhead: { kind: 'letterhead' },
  people: { kind: 'people', page: 0 },
  organizations: { kind: 'organizations', page: 0 },
  categories: { kind: 'categories', page: 0 },
  group: { kind: 'groups', page: 0 },
  intake: { kind: 'imports', page: 0 },
  shares: { kind: 'setupShares' },
  export: { kind: 'imports', page: 0 },
  approvers: { kind: 'people', page: 0 },
  managesAffairs: { kind: 'people', page: 0 },
  district: { kind: 'technical' },
};

const [DONE, OPEN] = ['✅', '▫️'];
const markOf = ({ isDone }: StepState): string => (isDone ? DONE : OPEN);
const doneOf = (steps: readonly StepState[]): number => steps.filter(({ isDone }) => isDone).length;
const ofPart = (steps: readonly StepState[], part: SetupPart): readonly StepState[] =>
  steps.filter(({ step }) => partOfStep(step) === part);

/** How far it is, for the button that leads here. */
export function setupCaption(steps: readonly StepState[], { plain }: Words): string {
  const done = doneOf(steps);
  return done === steps.length ? plain('setup:buttonDone') : plain('setup:button', { done, count: steps.length });
}

export const isSetUp = (steps: readonly StepState[]): boolean => doneOf(steps) === steps.length;

/** The same offered under what is shown at a first start. */
export const withSetup = (screen: Screen, steps: readonly StepState[], words: Words): Screen => ({
  text: [screen.text, '', words.html('setup:offered', { done: doneOf(steps), count: steps.length })].join('\n'),
  buttons: [[button(setupCaption(steps, words), { kind: 'setup' })], ...screen.buttons],
});

/** The steps of one part, each with its mark; a press opens it, done or not. */
export function setupScreen(steps: readonly StepState[], part: SetupPart, words: Words): Screen {
  const { html, plain } = words;
  const own = ofPart(steps, part);
  const others = SETUP_PARTS.filter((one) => one !== part);
  const titled = (one: SetupPart, say: typeof plain) =>
    say('setup:partTitle', {
      name: plain(`setup:part.${one}`),
      done: doneOf(ofPart(steps, one)),
      count: SETUP_STEPS[one].length,
    });
  return {
    text: [
      `<b>${html('setup:title')}</b>`,
      titled(part, html),
      '',
      ...own.map((state) => stepLine(state, words)),
      '',
      `<i>${html(`setup:hint.${part}`)}</i>`,
    ].join('\n'),
    buttons: [
      ...inRows(
        own.map(({ step }) => button(plain(`setup:step.${step}.name`), { kind: 'setupStep', step })),
        2,
      ),
      others.map((one) => button(titled(one, plain), { kind: 'setup', part: one })),
      [
        button(plain('setup:sheetButton'), { kind: 'setupSheet' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

/** What is not done is an assumption, whose words stand here and nowhere on cards. */
function stepLine(state: StepState, { html, plain }: Words): string {
  const { step, isDone } = state;
  const line = html('setup:line', { mark: markOf(state), name: plain(`setup:step.${step}.name`) });
  return isDone ? line : `${line}: ${html(`setup:step.${step}.assumed`)}`;
}

/** What a table brings as well. */
const BY_TABLE: readonly SetupStep[] = ['people', 'organizations', 'categories'];

/**
 * One step: what it is for, how it stands, and what the bot goes by until it is done.
 * @param news what is to be read before it, in HTML
 */
export function setupStepScreen(state: StepState, words: Words, news?: string): Screen {
  const { html, plain } = words;
  const { step, isDone } = state;
  return {
    text: [
      ...(news === undefined ? [] : [`⚠️ ${news}`, '']),
      `<b>${html(`setup:step.${step}.name`)}</b>`,
      html(`setup:step.${step}.what`),
      '',
      ...saidLines(state, words),
      isDone
        ? html('setup:line', { mark: DONE, name: plain('setup:state.done') })
        : `⚠️ ${html('setup:assumed', { what: plain(`setup:step.${step}.assumed`) })}`,
    ].join('\n'),
    buttons: [
      ...waysOf(state, words),
      [button(plain('people:admin.button.back'), { kind: 'setup', part: partOfStep(step) })],
    ],
  };
}

/** Those that go back to their step by themselves. */
const GOES_BACK: readonly SetupStep[] = ['shares'];

function waysOf(state: StepState, words: Words): ScreenButton[][] {
  const { step, isDone, said, stamp } = state;
  const { plain } = words;
  const where = WHERE_SET_UP[step];
  return [
    ...(where ? [[button(plain('setup:open'), GOES_BACK.includes(step) ? where : { kind: 'setupOpen', step })]] : []),
    ...(isOneOf(NAMED_STEPS, step) ? namesOf(state, step, words) : []),
    ...(BY_TABLE.includes(step) ? [[button(plain('setup:table.button'), { kind: 'officeTable' })]] : []),
    ...(isOneOf(TOLD_STEPS, step)
      ? [[button(plain(said.length > 0 ? 'setup:answerAnew' : 'setup:answer'), { kind: 'answerSetup', step })]]
      : []),
    ...(stamp !== null && !isDone
      ? [
          [
            button(plain(step === 'backup' ? 'setup:confirmBackup' : 'setup:confirm'), {
              kind: 'confirmSetup',
              step,
              seen: stamp,
            }),
          ],
        ]
      : []),
  ];
}

/** Everybody who may enter, each with a tick: whose phone sounds first, and whom a task names. */
const namesOf = ({ people }: StepState, step: NamedStep, words: Words): ScreenButton[][] =>
  inRows(
    people.map(({ id, name, isNamed }) =>
      button(shorten(ticked(name, isNamed, words), CAPTION), {
        kind: 'nameInPos',
        step,
        personId: id,
        named: isNamed ? 'off' : 'on',
      }),
    ),
    2,
  );

/** What is so at present, as people say it. */
function saidLines(state: StepState, words: Words): string[] {
  if (state.count !== null) return [words.html('setup:count', { count: state.count })];
  const what = saidWords(state, words);
  return what === '' ? [] : [words.html('setup:said', { what })];
}

const hasWords = (value: string): value is (typeof WORDED)[number] => WORDED.some((one) => one === value);
const WORDED = ['http', 'folder', 'mail', 'gateway', 'copiesOfBot', 'copiesOfServer'] as const satisfies readonly (
  Carrier | 'http' | 'folder' | 'copiesOfBot' | 'copiesOfServer'
)[];

/** The words of a step's present state. */
export const saidWords = ({ said, people, shares }: StepState, { plain }: Pick<Words, 'plain'>): string =>
  [
    ...people.filter(({ isNamed }) => isNamed).map(({ name }) => name),
    ...said.map((value) => (hasWords(value) ? plain(`setup:value.${value}`) : value)),
    ...(shares === null
      ? []
      : sharePercents(shares).map(({ stage, percent }) =>
          plain('setup:share', { stage: plain(`appeal:stage.${stage}`), percent }),
        )),
  ].join(', ');

/** What the bot holds to and nobody has read for it: an administrator compares it, no citizen hears of it. */
const unreadLaws = ({ plain }: Words): string[] =>
  keysOf(LAWS).flatMap((law) => {
    const { articles, readIn } = LAWS[law];
    if (readIn !== null) return [];
    const name = plain(`setup:law.${law}`);
    if (articles.length === 0) return [name];
    return [plain('setup:sheet.law', { name, articles: articles.map((one) => articleWords(one, plain)).join(', ') })];
  });

/** «ст. 193», «ч. 3 ст. 8». */
function articleWords(cited: string, plain: Words['plain']): string {
  const [article = '', part] = cited.split('/');
  return part === undefined
    ? plain('setup:sheet.article', { article })
    : plain('setup:sheet.articlePart', { article, part });
}

/** The answers on one sheet, for the head of the office to sign: what is said, and what is assumed until it is. */
export function setupSheet(
  steps: readonly StepState[],
  head: PlainPaper['head'],
  author: string,
  { words, now, calendar }: Reading,
): PlainPaper {
  const { plain, locale } = words;
  const nameOf = ({ step }: StepState) => plain(`setup:step.${step}.name`);
  const answered = (state: StepState): string => {
    const what = state.count === null ? saidWords(state, words) : String(state.count);
    return what === ''
      ? plain('setup:sheet.stands', { name: nameOf(state) })
      : plain('setup:sheet.answer', { name: nameOf(state), what });
  };
  const assumed = steps.filter(({ isDone }) => !isDone);
  const today = dayOf(now, calendar);
  return {
    locale,
    head,
    title: plain('setup:sheet.title'),
    sections: [
      { heading: plain('setup:sheet.done'), lines: steps.filter(({ isDone }) => isDone).map(answered) },
      {
        heading: plain('setup:sheet.assumptions'),
        lines:
          assumed.length === 0
            ? [plain('setup:sheet.noAssumptions')]
            : assumed.map((state) =>
                [
                  plain('setup:sheet.assumption', {
                    name: nameOf(state),
                    what: plain(`setup:step.${state.step}.assumed`),
                  }),
                  ...(state.shares === null ? [] : [plain('setup:said', { what: saidWords(state, words) })]),
                ].join(' '),
              ),
      },
      { heading: plain('setup:sheet.laws'), lines: unreadLaws(words) },
      {
        heading: plain('setup:sheet.signature'),
        lines: [plain('setup:sheet.sign'), plain('setup:sheet.date', { year: yearOf(today) })],
      },
    ].filter(({ lines }) => lines.length > 0),
    note: plain('setup:sheet.note', { moment: `${fullDay(today)} ${clockTime(now, calendar)}`, name: author }),
    issuedAt: now,
  };
}

/** What of the setup the environment has said. */
export function environmentOf({ environment }: Pick<Talk, 'environment'>): SetByEnvironment {
  const isSet = (name: string) => environment.some(({ variable, value }) => variable === name && value !== null);
  return {
    intakeByHttp: isSet('INTAKE_TOKEN'),
    intakeFolder: isSet('INTAKE_DIR'),
    backupFolder: isSet('BACKUP_DIR'),
  };
}

export const readSteps = (talk: Talk): Promise<readonly StepState[]> => readSetup(talk.desk, environmentOf(talk));

export const drawSetup = async (talk: Talk, { words }: Turn, part: SetupPart): Promise<Screen> =>
  setupScreen(await readSteps(talk), part, words);

/** @param news what is to be read before it, in HTML */
export async function drawSetupStep(talk: Talk, turn: Turn, step: SetupStep, news?: string): Promise<Screen> {
  const state = (await readSteps(talk)).find((one) => one.step === step);
  return state ? setupStepScreen(state, turn.words, news) : drawSetup(talk, turn, 'office');
}

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
