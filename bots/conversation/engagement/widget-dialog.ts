import {
  colourIn,
  contrastIn,
  LEAST_CONTRAST,
  LOOKS,
  type Colour,
  type Palette,
} from '../../../src/regulation/engagement/palette';
import {
  LETTER_SIZES,
  USUAL_DESIGN,
  WIDGET_BOUNDS,
  WIDGET_FONTS,
  WIDGET_FORMS,
  WIDGET_KINDS,
  type WidgetDesign,
} from '../../../src/regulation/engagement/widget';
import { isOneOf, keysOf } from '../../../src/regulation/lists';
import { hasRight } from '../../../src/regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { addWidget, changeWidget, readWidget, type WidgetKept } from '../../../src/usecases/engagement/widgets';
import { WIDGET_PARTS, type WidgetPart } from './buttons';
import { option } from '../kit/choice-question';
import { answered, textOf, type Asked, type Question, several } from '../kit/question';
import { line } from '../kit/writing-question';
import { button, inRows } from '../kit/screen';
import { spokenColour, spokenContrast, drawWidget, drawWidgets } from './widget-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

const LONGEST_NAME = 60;
const LOOK_NAMES = [...keysOf(LOOKS), 'own'] as const;

interface State {
  readonly mayWrite: boolean;
  /** As it is now; of a new one, what it begins with. */
  readonly design: WidgetDesign;
}
type WidgetAsked = Asked<State>;

const partOf = ({ part }: Answers): WidgetPart | 'all' => (isOneOf(WIDGET_PARTS, part) ? part : 'all');
const widgetOf = ({ widgetId }: Answers): number => (typeof widgetId === 'number' ? widgetId : 0);
/** A new widget is asked what nobody could guess; the rest begins as usual and is changed later. */
const AT_FIRST: readonly WidgetPart[] = ['name', 'form', 'kinds', 'look'];
const asks = (part: WidgetPart) => (answers: Answers) =>
  partOf(answers) === part || (partOf(answers) === 'all' && AT_FIRST.includes(part));
/** A script shows what ПОС says. */
const asksFrame = (part: WidgetPart) => (answers: Answers) => asks(part)(answers) && answers.form !== 'script';
const asksOwn = (answers: Answers) => asksFrame('look')(answers) && answers.look === 'own';

/** Whoever has lost the right since it was asked hears that instead of an answer. */
const forKeepers = (question: Question<State>): Question<State> => ({
  ...question,
  typed: (asked, text) =>
    asked.state.mayWrite
      ? question.typed(asked, text)
      : { complaint: asked.reading.words.plain('widget:refusal.notYours') },
});

const name = line<State>({
  key: 'name',
  check(typed, { reading: { words } }) {
    const text = typed.replace(/\s+/g, ' ').trim();
    if (lengthInCharacters(text) > LONGEST_NAME)
      return { complaint: words.plain('people:ask.tooLong', { limit: LONGEST_NAME }) };
    return isMeaningful(text) ? { value: text } : { complaint: words.plain('people:ask.noWords') };
  },
});

const form = option<State>({
  key: 'form',
  perRow: 1,
  values: ({ reading: { words } }) =>
    WIDGET_FORMS.map((value) => ({ value, caption: words.plain(`widget:form.${value}`) })),
});

const kinds = several<State, (typeof WIDGET_KINDS)[number]>({
  key: 'kinds',
  values: ({ reading: { words } }) =>
    WIDGET_KINDS.map((value) => ({ value, caption: words.plain(`widget:kind.${value}`) })),
  first: ({ state }) => state.design.kinds,
  none: ({ reading: { words } }) => words.plain('widget:refusal.noKind'),
});

interface Offered {
  readonly key: 'elements' | 'width' | 'height';
  readonly offered: readonly number[];
}

/** A number that is pressed or typed; a width may be all there is. */
function amount({ key, offered }: Offered): Question<State> {
  const { least, most } = WIDGET_BOUNDS[key];
  const isLeft = key === 'width';
  return {
    rows: ({ reading: { words }, move }) => [
      ...(isLeft ? [[button(words.plain('widget:wholeWidth'), move('done', 'whole'))]] : []),
      ...inRows(
        offered.map((count) => button(String(count), move('pick', String(count)))),
        5,
      ),
    ],
    pressed(asked, move, value) {
      if (isLeft && move === 'done') return answered(asked, { [key]: null });
      return move === 'pick' && offered.includes(Number(value)) ? answered(asked, { [key]: Number(value) }) : null;
    },
    typed(asked, text) {
      const count = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : 0;
      return count >= least && count <= most
        ? answered(asked, { [key]: count })
        : { complaint: asked.reading.words.plain('form:badNumber', { least, most }) };
    },
  };
}

const look = option<State>({
  key: 'look',
  perRow: 2,
  values: ({ reading: { words } }) =>
    LOOK_NAMES.map((value) => ({ value, caption: words.plain(`widget:look.${value}`) })),
});

const colourOf = (answers: Answers, of: keyof Palette): Colour => colourIn(textOf(answers, of)) ?? LOOKS.light[of];
const ownOf = (answers: Answers): Palette => ({
  paper: colourOf(answers, 'paper'),
  ink: colourOf(answers, 'ink'),
  accent: colourOf(answers, 'accent'),
});

/** One of the office's own colours; letters that could not be read are refused with what they lack. */
const colour = (of: keyof Palette): Question<State> =>
  line<State>({
    key: of,
    check(text, { answers, reading: { words } }) {
      const value = colourIn(text);
      if (value === null) return { complaint: words.plain('widget:refusal.notColour') };
      if (of === 'paper') return { value };
      const contrast = contrastIn({ ...ownOf(answers), [of]: value }, of);
      return contrast >= LEAST_CONTRAST
        ? { value }
        : { complaint: words.plain('widget:refusal.contrast', { contrast: spokenContrast(contrast) }) };
    },
  });

const font = option<State>({
  key: 'font',
  perRow: 2,
  values: () => WIDGET_FONTS.map((value) => ({ value, caption: value })),
});
const letters = option<State>({
  key: 'letters',
  perRow: 2,
  values: ({ reading: { words } }) =>
    keysOf(LETTER_SIZES).map((value) => ({ value, caption: words.plain(`widget:letters.${value}`) })),
});

const bounded =
  (of: 'elements' | 'width' | 'height') =>
  ({ reading: { words } }: WidgetAsked): string =>
    words.html(`widget:ask.${of}`, WIDGET_BOUNDS[of]);
const said =
  (of: 'name' | 'form' | 'kinds' | 'look' | 'paper' | 'font' | 'letters') =>
  ({ reading: { words } }: WidgetAsked): string =>
    words.html(`widget:ask.${of}`);
const onPaper =
  (of: 'ink' | 'accent') =>
  ({ answers, reading: { words } }: WidgetAsked): string =>
    words.html(`widget:ask.${of}`, { paper: spokenColour(colourOf(answers, 'paper')) });

const steps: readonly Step<State>[] = [
  { name: 'name', when: asks('name'), ask: said('name'), question: name },
  { name: 'form', when: asks('form'), ask: said('form'), question: form },
  { name: 'kinds', when: asksFrame('kinds'), ask: said('kinds'), question: kinds },
  {
    name: 'elements',
    when: asks('elements'),
    ask: bounded('elements'),
    question: amount({ key: 'elements', offered: [1, 2, 3, 5, 10] }),
  },
  {
    name: 'width',
    when: asks('size'),
    ask: bounded('width'),
    question: amount({ key: 'width', offered: [265, 300, 400, 600, 800] }),
  },
  {
    name: 'height',
    when: asks('size'),
    ask: bounded('height'),
    question: amount({ key: 'height', offered: [333, 400, 480, 600, 800] }),
  },
  { name: 'look', when: asksFrame('look'), ask: said('look'), question: look },
  { name: 'paper', when: asksOwn, ask: said('paper'), question: colour('paper') },
  { name: 'ink', when: asksOwn, ask: onPaper('ink'), question: colour('ink') },
  { name: 'accent', when: asksOwn, ask: onPaper('accent'), question: colour('accent') },
  { name: 'font', when: asks('font'), ask: said('font'), question: font },
  { name: 'letters', when: asks('font'), ask: said('letters'), question: letters },
].map((step) => ({ ...step, question: forKeepers(step.question) }));

/** A new look of the widget of votes, or another of what one is made of. */
export function widgetDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;

  async function carryOut({ official }: Turn, answers: Answers, { design }: State): Promise<WidgetKept> {
    const isNew = partOf(answers) === 'all';
    const change = designIn(answers);
    if (isNew) return addWidget(desk, official, textOf(answers, 'name'), { ...design, ...change });
    const said = textOf(answers, 'name');
    return changeWidget(desk, official, widgetOf(answers), said === '' ? { design: change } : { name: said });
  }

  return new TableDialog<State>(talk, {
    subject: 'widget',
    steps,
    read: async ({ official }, answers) => ({
      mayWrite: hasRight(official, 'widgets'),
      design: (await readWidget(desk, official, widgetOf(answers)))?.design ?? USUAL_DESIGN,
    }),
    async finish(turn, _form, { answers, state }) {
      const { plain } = turn.words;
      const result = await carryOut(turn, answers, state);
      return result.ok
        ? { toast: plain('people:person.saved'), screen: await drawWidget(talk, turn, result.id) }
        : { complaint: plain(`widget:refusal.${result.refusal}`) };
    },
    cancelled: (turn, answers) =>
      widgetOf(answers) === 0 ? drawWidgets(talk, turn, 0) : drawWidget(talk, turn, widgetOf(answers)),
  });
}

/** What was said of a look, and nothing else: the rest stays as it is. */
function designIn(answers: Answers): Partial<WidgetDesign> {
  const { form: formOf, kinds: kindsOf, elements, width, height, look: lookOf, font: fontOf, letters: size } = answers;
  return {
    ...(isOneOf(WIDGET_FORMS, formOf) && { form: formOf }),
    ...(Array.isArray(kindsOf) && { kinds: WIDGET_KINDS.filter((kind) => kindsOf.includes(kind)) }),
    ...(typeof elements === 'number' && { elements }),
    ...((typeof width === 'number' || width === null) && { width }),
    ...(typeof height === 'number' && { height }),
    ...(isOneOf(LOOK_NAMES, lookOf) && { look: lookOf }),
    ...(lookOf === 'own' && { own: ownOf(answers) }),
    ...(isOneOf(WIDGET_FONTS, fontOf) && { font: fontOf }),
    ...(isOneOf(keysOf(LETTER_SIZES), size) && { letters: size }),
  };
}
