import { escapeHtml, type Words } from '../../../src/i18n';
import {
  filledIn,
  KNOWN_PLACEHOLDERS,
  type PlaceholderValues,
  unknownPlaceholders,
} from '../../../src/regulation/placeholders';
import {
  type TemplateLine,
  addTemplate,
  changeTemplate,
  listTemplates,
  readTemplate,
  type TemplateKept,
  removeTemplate,
} from '../../../src/usecases/office/templates';
import { button, shorten, type Screen, pageOf, pager } from '../kit/screen';
import { holdsMask } from '../../../src/text/personal-data';
import { hasRight } from '../../../src/regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { listCategories, type CategoryLine } from '../../../src/usecases/office/books';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { choice } from '../kit/choice-question';
import { answered, idIn, textOf, type Asked, type Question } from '../kit/question';
import { line } from '../kit/writing-question';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { refusal, type Feature } from '../kit/feature';

const CAPTION = 60;
/** Of a text filled in: what stands for a placeholder may be far longer than its name. */
const PREVIEW = 1_800;

const whose = ({ path }: TemplateLine, { plain }: Words): string =>
  path.length === 0 ? plain('people:templates.everyAppeal') : path.join(' / ');

/** Templates of answers by pages. */
export function templatesScreen(templates: readonly TemplateLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(templates, page);
  return {
    text: [
      `<b>${html('people:templates.title', { count: templates.length })}</b>`,
      html(templates.length > 0 ? 'people:templates.hint' : 'people:templates.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map((line) => [
        button(shorten(`${line.name} · ${whose(line, words)}`, CAPTION), { kind: 'template', templateId: line.id }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'templates', page: next })),
      [
        button(plain('people:templates.button.add'), { kind: 'writeTemplate', part: 'all', templateId: 0 }),
        button(plain('list:button.menu'), { kind: 'menu' }),
      ],
    ],
  };
}

/** How it looks in an answer; the appeal is nobody's. */
const example = ({ plain }: Words): PlaceholderValues => ({
  number: '327441806',
  date: '12.11.2026',
  address: plain('people:templates.example.address'),
  topic: plain('people:templates.example.topic'),
  executor: plain('people:templates.example.executor'),
  term: '12.12.2026',
  today: '25.11.2026',
});

/** One template: its text to be copied, and how it looks filled in. */
export function templateScreen(line: TemplateLine, words: Words): Screen {
  const { html, plain } = words;
  const { id: templateId, name, text, isRemoved } = line;
  const filled = filledIn(text, example(words));
  const write = (part: 'name' | 'text' | 'category') =>
    button(plain(`people:templates.button.${part}`), { kind: 'writeTemplate', part, templateId });
  const shown = [
    `<b>${escapeHtml(name)}</b>`,
    html('people:templates.for', { whose: whose(line, words) }),
    '',
    `<pre>${escapeHtml(text)}</pre>`,
    ...(filled === text
      ? []
      : [html('people:templates.preview'), `<blockquote>${escapeHtml(shorten(filled, PREVIEW))}</blockquote>`]),
  ];
  const back = button(plain('people:admin.button.back'), { kind: 'templates', page: 0 });
  if (isRemoved)
    return {
      text: html('people:templates.removed', { name }),
      buttons: [
        [button(plain('people:templates.button.restore'), { kind: 'removeTemplate', templateId, removed: 'off' })],
        [back],
      ],
    };
  return {
    text: shown.join('\n'),
    buttons: [
      [write('text'), write('name')],
      [
        write('category'),
        button(plain('people:templates.button.remove'), { kind: 'removeTemplate', templateId, removed: 'on' }),
      ],
      [back],
    ],
  };
}

/** «{номер}, {дата} …» */
export const knownPlaceholders = (): string => KNOWN_PLACEHOLDERS.join(', ');

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

/** Templates of answers: their list, one of them, and what coordinators and admins write. */
export function templatesFeature(talk: Talk): Feature {
  const dialog = templateDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      templates: async (turn, { page }) => ({ screen: await drawTemplates(talk, turn, page) }),
      template: async (turn, { templateId }) => ({ screen: await drawTemplate(talk, turn, templateId) }),
      writeTemplate: (turn, { part, templateId }) => dialog.beginHere(turn, { part, templateId }),
      removeTemplate: async (turn, { templateId, removed }) => {
        const result = await removeTemplate(talk.desk, turn.official, templateId, removed === 'on');
        return {
          ...(result.ok
            ? { toast: turn.words.plain('people:person.saved') }
            : refusal(turn.words.plain(`people:templates.refusal.${result.refusal}`))),
          screen: await drawTemplate(talk, turn, templateId),
        };
      },
    },
  };
}
