import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, wordsOf, type Locale } from '../../src/i18n';

interface Scenario {
  readonly steps: readonly {
    readonly press?: readonly string[];
    readonly done: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly formButton: string;
  readonly asNamed: (caption: string) => string;
  readonly asShown: (captions: readonly string[], shown: ReadonlySet<string>) => readonly string[];
}

/** A module for the browser that imports nothing. */
function scenario(): Scenario {
  const source = readFileSync(path.join(__dirname, '../../src/stand/page/scenario.js'), 'utf8').replace(
    /^export /gm,
    '',
  );
  return Function(`${source}; return { steps, formButton, asNamed, asShown };`)() as Scenario;
}

const { steps, formButton, asNamed, asShown } = scenario();
const pressed = steps.flatMap(({ press }) => press ?? []);
const awaited = steps.flatMap(({ done }) =>
  done.flatMap(({ button, gone, beside, stage }) => [button, gone, beside, stage]),
);
const named = [...new Set([...pressed, ...awaited, formButton])].filter((caption) => typeof caption === 'string');

/** Buttons and stages of the way that the guided scenario goes. */
function wordsOnTheWay(locale: Locale): string[] {
  const { plain } = wordsOf(locale);
  return [
    plain('appeal:action.assign'),
    plain('appeal:action.takeIntoWork'),
    plain('appeal:action.report'),
    plain('appeal:action.acknowledgeReport'),
    plain('appeal:action.comment'),
    plain('form:button.done'),
    plain('appeal:action.submitAnswer'),
    plain('appeal:answerType.resolved'),
    // with their count behind it
    plain('form:files.addFormer', { count: 2 }).replace(': 2', ''),
    plain('appeal:action.agreeAnswer'),
    plain('appeal:action.markEntered'),
    plain('appeal:action.approveAnswer'),
    plain('appeal:signedText.as_entered_qualified'),
    // a comment, by its author
    plain('card:delivery.button.placed'),
    plain('card:delivery.button.open'),
    plain('appeal:action.instruct'),
    plain('appeal:stage.answered'),
    plain('appeal:stage.delivery'),
    plain('form:button.cancel'),
  ];
}

test('the guided scenario of the stand names buttons and stages exactly as the bot writes them', () => {
  expect(named.sort()).toEqual(wordsOnTheWay('ru').sort());
});

test.each([...LOCALES])('it knows every one of them when the bot speaks %s, and shows them so', (locale) => {
  const shown = wordsOnTheWay(locale);
  expect(shown.map(asNamed)).toEqual(wordsOnTheWay('ru'));
  expect(asShown(wordsOnTheWay('ru'), new Set(shown))).toEqual(shown);
});

test('where both languages are seen, it names buttons in Russian', () => {
  expect(asShown(wordsOnTheWay('ru'), new Set([...wordsOnTheWay('tt'), ...wordsOnTheWay('ru')]))).toEqual(
    wordsOnTheWay('ru'),
  );
});
