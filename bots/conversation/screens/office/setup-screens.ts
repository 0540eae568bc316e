import type { Words } from '../../../../src/i18n';
import { isOneOf } from '../../../../src/regulation/lists';
import type { Carrier } from '../../../../src/regulation/carriers';
import {
  partOfStep,
  SETUP_PARTS,
  SETUP_STEPS,
  type SetupPart,
  type SetupStep,
  type StepState,
} from '../../../../src/usecases/office/setup';
import { NAMED_STEPS, TOLD_STEPS, type NamedStep } from '../../../../src/usecases/kit/settings';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import { WHERE_SET_UP } from '../../where-set-up';
import { sharePercents } from './share-percents';
import { ticked } from './ticked';

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
