import { z } from 'zod';
import { FOUND_KINDS, type Found } from '../../../../../src/usecases/answers/applicant-in-text';
import type { Change } from '../../../../../src/usecases/kit/form-engine';
import type { Asked, Question } from '../../../questions/question';
import { LEFT_OUT } from '../../../questions/writing';
import { button } from '../../../screen';
import { BROUGHT, type ActState } from '../asked/act-state';

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
