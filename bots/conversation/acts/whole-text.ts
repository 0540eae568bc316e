import { z } from 'zod';
import { FOUND_KINDS, type Found } from '../../../src/usecases/answers/applicant-in-text';
import type { Change } from '../../../src/usecases/kit/form-engine';
import type { Asked, Question } from '../kit/question';
import { LEFT_OUT } from '../kit/writing-question';
import { button } from '../kit/screen';
import { BROUGHT, type ActState } from './act-state';
import type { Words } from '../../../src/i18n';
import type { Answers } from '../../../src/regulation/answers';
import type { ActForm } from '../../../src/usecases/answers/submission';
import {
  isLong,
  type WholeText,
  changeInParts,
  editInParts,
  textInParts,
  textToCopy,
  wholeTexts,
} from '../card/whole-texts';
import { readCard } from '../../../src/usecases/card/read-card';
import { readView } from '../../../src/usecases/acts/kept';
import { refusal, type Feature } from '../kit/feature';
import type { Talk } from '../kit/talk';
import { tellParts } from '../kit/send-files';
import type { Turn } from '../kit/turn';

type ActAsked = Asked<ActState>;

/** A text that waits for a word of whoever wrote it, because of what it holds; kept in the form's view. */
const heldSchema = z.object({
  /** The answer that it is. */
  key: z.string(),
  found: z.array(z.object({ kind: z.enum(FOUND_KINDS), mask: z.string() })),
  /** It would have gone on at once. */
  passes: z.boolean(),
});
type HeldText = z.output<typeof heldSchema>;

const heldIn = ({ view }: Pick<ActAsked, 'view'>): HeldText | null =>
  view.held === undefined ? null : heldSchema.parse(view.held);

/** Whether the form asks of a text if it may stay. */
export const isHeldBack = (asked: Pick<ActAsked, 'view'>): boolean => heldIn(asked) !== null;

/** An answer that was typed, held back when something was found in its message. */
export function heldBack(asked: ActAsked, change: Change, found: readonly Found[]): Change {
  const { answers = asked.answers, passes = false } = change;
  // words that narrow a list are no answer
  const key = Object.keys(answers).find((name) => answers[name] !== asked.answers[name]);
  // what waits is looked at when it is asked for
  if (key === undefined || key === BROUGHT) return change;
  const before = passes ? [] : (heldIn(asked)?.found ?? []);
  const all = [
    ...before,
    ...found.filter(({ kind, mask }) => !before.some((it) => it.kind === kind && it.mask === mask)),
  ];
  return all.length === 0
    ? change
    : // the question looks as it did: whoever writes anew is still asked the same
      { answers, view: { ...asked.view, held: { key, found: all, passes } satisfies HeldText } };
}

/** Of a text that is held back it is asked first whether it may stay; null: none is. */
export function heldQuestion(asked: ActAsked, question: Question<ActState>): Question<ActState> | null {
  const held = heldIn(asked);
  if (held === null) return null;
  const view = { ...asked.view, held: undefined };
  return {
    ...question,
    isOfNow: true,
    asksFirst: () => true,
    empty: () => heldLines(asked, held),
    rows({ reading: { words }, move }) {
      const keep = button(words.plain('form:button.asIs'), move('other', 'keep'));
      return [[keep, button(words.plain('form:button.again'), move('other', 'again'))]];
    },
    pressed(_, move, value) {
      if (move !== 'other') return null;
      if (value === 'again')
        return { answers: { ...asked.answers, [held.key]: undefined }, view: { ...view, [LEFT_OUT]: undefined } };
      if (value !== 'keep') return null;
      return held.passes ? { view: {}, passes: true } : { view };
    },
  };
}

/** What was found, by kind and masked, and what is asked of it; in HTML. */
function heldLines({ reading }: ActAsked, held: HeldText): string[] {
  const { html, plain } = reading.words;
  const found = held.found.map(({ kind, mask }) => plain(`form:found.${kind}`, { mask })).join(', ');
  return [`⚠️ ${html('form:foundInText', { found })}`];
}

/** Answers that are texts of several messages. */
const TEXTS: readonly (keyof Answers)[] = ['answerText', 'editedText', 'textInPos', 'notice', 'comment', 'text'];

/** The long texts that somebody is writing, whole: their form shows how they end. */
export const writtenTexts = ({ answers }: ActForm, { plain }: Words): WholeText[] =>
  TEXTS.map((key) => answers[key])
    .filter((text) => typeof text === 'string')
    .filter(isLong)
    .map((text) => ({ what: plain('card:whole.written'), text }));

/** Texts that their message shows a part of, whole, in as many messages as that takes. */
export function wholeTextFeature(talk: Talk): Feature {
  const { desk } = talk;
  const gone = ({ words }: Turn) => refusal(words.plain('refusal:notFound'));

  return {
    presses: {
      async difference(turn, { appealId }) {
        const card = (await readCard(desk, appealId, turn.official))?.card;
        const parts = card ? changeInParts(card, turn.reading) : [];
        return parts.length > 0 ? tellParts(talk, turn, appealId, parts) : gone(turn);
      },
      async wholeText(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        if (!view) return gone(turn);
        const { reading, words } = turn;
        const { card, form } = view;
        const texts = [...wholeTexts(card, words), ...(form ? writtenTexts(form.form, words) : [])];
        const parts = texts.flatMap((text) => textInParts(text, card.number, reading));
        return tellParts(talk, turn, appealId, [...parts, ...editInParts(card, reading)]);
      },
      async copyWritten(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        const text = view?.form?.step.submission.answers.answerText;
        if (!view || text === undefined) return gone(turn);
        const what = turn.words.plain('card:whole.written');
        return tellParts(talk, turn, appealId, textToCopy({ what, text }, view.card.number, turn.reading));
      },
    },
  };
}
