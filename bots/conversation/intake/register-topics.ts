import { escapeHtml } from '../../../src/i18n';
import { maskPersonalData } from '../../../src/text/personal-data';
import type { Change } from '../../../src/usecases/kit/form-engine';
import type { Topic } from '../../../src/usecases/intake/applicant-photos';
import { choice, isSame, matching, queryOf, type Item } from '../kit/choice-question';
import { idIn, type Asked, type Question } from '../kit/question';
import { button, inRows, shorten, type ScreenButton, pageOf, pager, type Page } from '../kit/screen';
import type { Answers } from '../kit/dialog';
import { checkField } from './register-said';

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

/**
 * A level of the category: a known one, or a new one as it was typed; it may be left out. Of the first, words that are no category's
 * whole name are looked for in all levels, and one that is found answers for those below too.
 */
export function topic<State extends Topical>(step: TopicStep): Question<State> {
  const items = ({ state, answers }: Asked<State>) => known(state.topics, step, answers);
  // What is under another category was of that category.
  const lower = TOPIC_STEPS.slice(TOPIC_STEPS.indexOf(step) + 1);
  const below: Answers = Object.fromEntries(lower.map((name) => [name, undefined] as const));
  const take = ({ answers }: Asked<State>, name: string | undefined): Change => ({
    answers: { ...answers, ...below, [step]: name },
    view: {},
    passes: true,
  });
  const found = (asked: Asked<State>): readonly Topic[] =>
    step === 'category' ? search(asked.state.topics, queryOf(asked)) : [];
  const question = choice<State>({
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
      const typed = { ...asked, view: { query: checked.value } };
      const isUnknown = found(typed).length === 0 && matching(items(asked), checked.value).length === 0;
      return isUnknown ? take(asked, checked.value) : { view: typed.view };
    },
    aside,
    pressedAside(asked, move, value) {
      if (move === 'done') return value === 'skip' ? take(asked, undefined) : null;
      if (value === 'all') return { view: {} };
      return value === 'asTyped' && queryOf(asked) !== '' ? take(asked, queryOf(asked)) : null;
    },
  });
  if (step !== 'category') return question;
  return {
    ...question,
    listed: (asked) => listedLines(asked, found(asked)),
    rows: (asked) => (found(asked).length === 0 ? question.rows(asked) : foundRows(asked, found(asked))),
    pressed(asked, move, value) {
      if (move !== 'pick' || !value.startsWith(WHOLE)) return question.pressed(asked, move, value);
      const id = idIn(value.slice(WHOLE.length));
      const chosen = asked.state.topics.find((one) => one.id === id);
      if (!chosen) return null;
      const said = Object.fromEntries(TOPIC_STEPS.map((name) => [name, chosen[name] ?? undefined]));
      return { answers: { ...asked.answers, ...said }, view: {}, passes: true, passesAlso: lower };
    },
  };
}

// ── Found by a part of its name, at any level ───────────────────────────────

/** Before the id of a line of the list of categories, which is chosen with all its levels. */
const WHOLE = 't';
/** Lines of the list, a number each. */
const PAGE = 7;
const LINE = 150;

const levelsOf = (topic: Topic): string[] => TOPIC_STEPS.flatMap((step) => (topic[step] === null ? [] : [topic[step]]));
const plainText = (text: string): string => text.toLocaleLowerCase('ru').normalize('NFD').replaceAll('\u0308', '');

/** Lines that have every word somewhere, as a part: those first whose last level begins with the first of them, then the shortest. */
function search(topics: readonly Topic[], query: string): readonly Topic[] {
  const words = plainText(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first] = words;
  if (first === undefined) return [];
  const rank = (topic: Topic): number => (plainText(levelsOf(topic).at(-1) ?? '').startsWith(first) ? 0 : 1);
  return topics
    .filter((topic) => {
      const whole = plainText(levelsOf(topic).join(' '));
      return words.every((word) => whole.includes(word));
    })
    .sort((one, other) => rank(one) - rank(other) || levelsOf(one).length - levelsOf(other).length);
}

const pageIn = (asked: Asked<unknown>, found: readonly Topic[]): Page<Topic> =>
  pageOf(found, typeof asked.view.page === 'number' ? asked.view.page : 0, PAGE);

function listedLines(asked: Asked<unknown>, found: readonly Topic[]): string[] {
  const view = pageIn(asked, found);
  return view.shown.map((topic, at) => {
    const path = shorten(maskPersonalData(levelsOf(topic).join(' · ')), LINE);
    return `${view.page * PAGE + at + 1}. ${escapeHtml(path)}`;
  });
}

function foundRows(asked: Asked<unknown>, found: readonly Topic[]): ScreenButton[][] {
  const view = pageIn(asked, found);
  return [
    ...inRows(
      view.shown.map(({ id }, at) => button(String(view.page * PAGE + at + 1), asked.move('pick', `${WHOLE}${id}`))),
      PAGE,
    ),
    ...pager(view, asked.reading.words, (page) => asked.move('page', String(page))),
    ...aside(asked),
  ];
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
