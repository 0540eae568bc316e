import { holdsMask } from '../../../src/text/personal-data';
import { hasRight } from '../../../src/regulation/rights';
import { unknownPlaceholders } from '../../../src/regulation/placeholders';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import {
  addTemplate,
  changeTemplate,
  listTemplates,
  readTemplate,
  type TemplateKept,
} from '../../../src/usecases/office/templates';
import { listCategories, type CategoryLine } from '../../../src/usecases/office/books';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { choice } from '../questions/choice';
import { answered, idIn, textOf, type Asked, type Question } from '../questions/question';
import { line } from '../questions/writing';
import { button, type Screen } from '../screen';
import { knownPlaceholders, templateScreen, templatesScreen } from '../screens/office/template-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers, Step } from './dialog';
import { TableDialog } from './table-dialog';

const LONGEST_NAME = 60;
/** Twice in one message, as it is and filled in. */
const LONGEST_TEXT = 1_500;

interface State {
  readonly mayWrite: boolean;
  readonly categories: readonly CategoryLine[];
}
type TemplateAsked = Asked<State>;
type Checked = { readonly value: string } | Complaint;

const partOf = ({ part }: Answers) => (part === 'name' || part === 'text' || part === 'category' ? part : 'all');
const templateOf = ({ templateId }: Answers): number => (typeof templateId === 'number' ? templateId : 0);
const asks = (part: 'name' | 'text' | 'category') => (answers: Answers) =>
  partOf(answers) === 'all' || partOf(answers) === part;

/** Whoever has lost the right since it was asked hears that instead of an answer. */
const forWriters = (question: Question<State>): Question<State> => ({
  ...question,
  typed: (asked, text) =>
    asked.state.mayWrite
      ? question.typed(asked, text)
      : { complaint: asked.reading.words.plain('people:templates.refusal.notYours') },
});

function checkName(typed: string, { reading }: TemplateAsked): Checked {
  const { plain } = reading.words;
  const name = typed.replace(/\s+/g, ' ');
  if (lengthInCharacters(name) > LONGEST_NAME)
    return { complaint: plain('people:ask.tooLong', { limit: LONGEST_NAME }) };
  return isMeaningful(name) ? { value: name } : { complaint: plain('people:ask.noWords') };
}

function checkText(text: string, { reading }: TemplateAsked): Checked {
  const { plain } = reading.words;
  const length = lengthInCharacters(text);
  if (length > LONGEST_TEXT) return { complaint: plain('form:tooLong', { length, limit: LONGEST_TEXT }) };
  if (!isMeaningful(text)) return { complaint: plain('form:noWords') };
  if (holdsMask(text)) return { complaint: plain('form:dotsInText') };
  const unknown = unknownPlaceholders(text);
  if (unknown.length === 0) return { value: text };
  return {
    complaint: plain('people:templates.unknown', { unknown: unknown.join(', '), known: knownPlaceholders() }),
  };
}

const pathOf = ({ category, subcategory, fact }: CategoryLine): string =>
  [category, subcategory, fact].filter((level) => level !== null).join(' / ');

const category = choice<State>({
  items: ({ state: { categories } }) =>
    categories.map((one) => ({ value: String(one.id), caption: pathOf(one), search: pathOf(one) })),
  pick(asked, value) {
    const categoryId = idIn(value);
    const isThere = asked.state.categories.some(({ id }) => id === categoryId);
    return isThere ? answered(asked, { categoryId }) : null;
  },
  aside: (asked) => [[button(asked.reading.words.plain('people:templates.everyAppeal'), asked.move('done'))]],
  pressedAside: (asked, move) => (move === 'done' ? answered(asked, { categoryId: null }) : null),
});

const steps: readonly Step<State>[] = [
  {
    name: 'categoryId',
    when: asks('category'),
    ask: ({ reading }) => reading.words.html('people:templates.ask.category'),
    question: forWriters(category),
  },
  {
    name: 'name',
    when: asks('name'),
    ask: ({ reading }) => reading.words.html('people:templates.ask.name'),
    question: forWriters(line({ key: 'name', check: checkName })),
  },
  {
    name: 'text',
    when: asks('text'),
    ask: ({ reading }) => reading.words.html('people:templates.ask.text', { known: knownPlaceholders() }),
    question: forWriters(line({ key: 'text', check: checkText })),
  },
];

export async function drawTemplates({ desk }: Talk, { words }: Turn, page: number): Promise<Screen> {
  return templatesScreen(await listTemplates(desk), page, words);
}

/** The list of them where there is no such template. */
export async function drawTemplate(talk: Talk, turn: Turn, templateId: number): Promise<Screen> {
  const template = await readTemplate(talk.desk, templateId);
  return template ? templateScreen(template, turn.words) : drawTemplates(talk, turn, 0);
}

/** A new template of answers, or another name, text or category for one. */
export function templateDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;

  function carryOut({ official }: Turn, answers: Answers): Promise<TemplateKept> {
    const categoryId = typeof answers.categoryId === 'number' ? answers.categoryId : null;
    const [name, text] = [textOf(answers, 'name'), textOf(answers, 'text')];
    switch (partOf(answers)) {
      case 'all':
        return addTemplate(desk, official, { categoryId, name, text });
      case 'name':
        return changeTemplate(desk, official, templateOf(answers), { name });
      case 'text':
        return changeTemplate(desk, official, templateOf(answers), { text });
      case 'category':
        return changeTemplate(desk, official, templateOf(answers), { categoryId });
    }
  }

  return new TableDialog<State>(talk, {
    subject: 'answerTemplate',
    steps,
    read: async ({ official }) => ({
      mayWrite: hasRight(official, 'templates'),
      categories: await listCategories(desk),
    }),
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const result = await carryOut(turn, answers);
      return result.ok
        ? { toast: plain('people:person.saved'), screen: await drawTemplate(talk, turn, result.id) }
        : { complaint: plain(`people:templates.refusal.${result.refusal}`) };
    },
    cancelled: (turn, answers) =>
      templateOf(answers) === 0 ? drawTemplates(talk, turn, 0) : drawTemplate(talk, turn, templateOf(answers)),
  });
}
