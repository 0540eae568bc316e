import { maskPersonalData } from '../../../../src/personal-data';
import type { Change } from '../../../../src/usecases/forms/change';
import type { Topic } from '../../../../src/usecases/intake/register-by-hand';
import { choice, isSame, matching, queryOf, type Item } from '../../questions/choice';
import { type Asked, type Question } from '../../questions/question';
import { button, shorten, type ScreenButton } from '../../screen';
import type { Answers } from '../dialog';
import { checkField } from './register-draft';

/** Whatever asks for a topic knows the list of categories. */
interface Topical {
  readonly topics: readonly Topic[];
}

export const TOPIC_STEPS = ['category', 'subcategory', 'fact'] as const;
type TopicStep = (typeof TOPIC_STEPS)[number];

/** What the list of categories knows at this level, each name once. */
function known(topics: readonly Topic[], step: TopicStep, answers: Answers): Item[] {
  const fits = topics.filter(
    (topic) =>
      (step === 'category' || topic.category === answers.category) &&
      (step !== 'fact' || topic.subcategory === answers.subcategory),
  );
  const ids = new Map<string, number>();
  for (const { id, [step]: name } of fits) if (name !== null && !ids.has(name)) ids.set(name, id);
  return [...ids].map(([name, id]) => ({ value: String(id), caption: name, search: name }));
}

/** A level of the category: a known one, or a new one as it was typed; it may be left out. */
export function topic<State extends Topical>(step: TopicStep): Question<State> {
  const items = ({ state, answers }: Asked<State>) => known(state.topics, step, answers);
  // What is under another category was of that category.
  const below: Answers = Object.fromEntries(
    TOPIC_STEPS.slice(TOPIC_STEPS.indexOf(step) + 1).map((name) => [name, undefined] as const),
  );
  const take = ({ answers }: Asked<State>, name: string | undefined): Change => ({
    answers: { ...answers, ...below, [step]: name },
    view: {},
    passes: true,
  });
  return choice<State>({
    items,
    pick(asked, value) {
      const item = items(asked).find((one) => one.value === value);
      return item ? take(asked, item.caption) : null;
    },
    typed(asked, text) {
      const checked = checkField(step, text, asked.reading.words);
      if ('complaint' in checked) return checked;
      const exact = items(asked).find(({ caption }) => isSame(caption, checked.value));
      if (exact) return take(asked, exact.caption);
      const isUnknown = matching(items(asked), checked.value).length === 0;
      return isUnknown ? take(asked, checked.value) : { view: { query: checked.value } };
    },
    aside,
    pressedAside(asked, move, value) {
      if (move === 'done') return value === 'skip' ? take(asked, undefined) : null;
      if (value === 'all') return { view: {} };
      return value === 'asTyped' && queryOf(asked) !== '' ? take(asked, queryOf(asked)) : null;
    },
  });
}

function aside(asked: Asked<unknown>): ScreenButton[][] {
  const { move, reading } = asked;
  const { plain } = reading.words;
  const query = queryOf(asked);
  const name = shorten(maskPersonalData(query), 40);
  return [
    ...(query === ''
      ? []
      : [
          [button(plain('register:button.asTyped', { name }), move('other', 'asTyped'))],
          [button(plain('register:button.all'), move('other', 'all'))],
        ]),
    [button(plain('form:button.skip'), move('done', 'skip'))],
  ];
}
