import { escapeHtml, type Words } from '../../../src/i18n';
import { coloursOf, contrastIn } from '../../../src/regulation/engagement/palette';
import {
  frameParameters,
  KIND_NUMBERS,
  listLink,
  networkLink,
  OFFICE_PARTS,
  LETTER_SIZES,
  paletteOf,
  widgetCode,
  WIDGET_KINDS,
  type WidgetDesign,
  type WidgetLink,
} from '../../../src/regulation/engagement/widget';
import { keysOf } from '../../../src/regulation/lists';
import {
  type NumbersOfKinds,
  type OfficeInPos,
  type WidgetLine,
  readOfficeInPos,
  listWidgets,
  readWidget,
} from '../../../src/usecases/engagement/widgets';
import type { WidgetSketch } from '../../../src/usecases/kit/charts';
import { WIDGET_PARTS, type WidgetView } from './buttons';
import { button, inRows, shorten, type Screen, type ScreenButton, pageOf, pager } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

const CAPTION = 60;

/** Widgets by pages. */
export function widgetsScreen(widgets: readonly WidgetLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(widgets, page);
  return {
    text: [`<b>${html('widget:title')}</b>`, html(widgets.length > 0 ? 'widget:hint' : 'widget:empty')].join('\n'),
    buttons: [
      ...view.shown.map(({ id: widgetId, name }) => [button(shorten(name, CAPTION), { kind: 'widget', widgetId })]),
      ...pager(view, words, (next) => ({ kind: 'widgets', page: next })),
      [
        button(plain('widget:button.add'), { kind: 'writeWidget', part: 'all', widgetId: 0 }),
        button(plain('list:button.menu'), { kind: 'menu' }),
      ],
    ],
  };
}

/** One widget: how it looks, in words, and what can be had of it. */
export function widgetScreen({ id, name, design, isRemoved }: WidgetLine, kinds: NumbersOfKinds, words: Words): Screen {
  const { html, plain } = words;
  const back = button(plain('widget:button.back'), { kind: 'widgets', page: 0 });
  if (isRemoved)
    return {
      text: html('widget:removed', { name }),
      buttons: [
        [button(plain('widget:button.restore'), { kind: 'removeWidget', widgetId: id, removed: 'off' })],
        [back],
      ],
    };
  const show = (shows: 'code' | 'links' | 'parameters' | 'change') =>
    button(plain(`widget:button.${shows}`), { kind: 'widget', widgetId: id, shows });
  return {
    text: [`<b>${escapeHtml(name)}</b>`, ...designLines(design, words), ...assumedLines(design, kinds, words)].join(
      '\n',
    ),
    buttons: [
      [show('code'), button(plain('widget:button.file'), { kind: 'sendWidget', widgetId: id, as: 'file' })],
      [button(plain('widget:button.picture'), { kind: 'sendWidget', widgetId: id, as: 'picture' }), show('links')],
      [show('parameters'), show('change')],
      [back],
    ],
  };
}

/** What of it may be changed. */
export function widgetChangeScreen(line: WidgetLine, words: Words): Screen {
  const { plain } = words;
  const { id: widgetId, name, design } = line;
  const parts = WIDGET_PARTS.filter((part) => isOf(design, part)).map((part) =>
    button(plain(`widget:part.${part}`), { kind: 'writeWidget', part, widgetId }),
  );
  return {
    text: [`<b>${escapeHtml(name)}</b>`, ...designLines(design, words)].join('\n'),
    buttons: [
      ...inRows(parts, 2),
      [
        button(plain('widget:button.remove'), { kind: 'removeWidget', widgetId, removed: 'on' }),
        backTo(widgetId, words),
      ],
    ],
  };
}

/** A script has a size and a name; the rest of its look is kept by ПОС. */
const isOf = ({ form }: WidgetDesign, part: (typeof WIDGET_PARTS)[number]): boolean =>
  form === 'frame' || part === 'name' || part === 'form' || part === 'size';

const backTo = (widgetId: number, { plain }: Words): ScreenButton =>
  button(plain('widget:button.back'), { kind: 'widget', widgetId });

/** «4,9»: down, so that 4.49 is no 4.5. */
export const spokenContrast = (contrast: number): string =>
  (Math.floor(contrast * 10) / 10).toFixed(1).replace('.', ',');
export const spokenColour = (colour: string): string => `#${colour.toUpperCase()}`;

function designLines(design: WidgetDesign, { html, plain }: Words): string[] {
  const pixels = (count: number) => plain('widget:pixels', { count });
  const width = design.width === null ? plain('widget:wholeWidth') : pixels(design.width);
  const ofAll = [
    html('widget:line.form', { what: plain(`widget:form.${design.form}`) }),
    html('widget:line.size', { width, height: pixels(design.height) }),
  ];
  if (design.form === 'script') return ofAll;
  const palette = paletteOf(design);
  const { paper, ink, accent } = palette;
  const own = plain('widget:line.own', {
    paper: spokenColour(paper),
    ink: spokenColour(ink),
    accent: spokenColour(accent),
  });
  return [
    ...ofAll,
    html('widget:line.kinds', { what: design.kinds.map((kind) => plain(`widget:kind.${kind}`)).join(', ') }),
    html('widget:line.elements', { count: design.elements }),
    html('widget:line.look', { what: `${plain(`widget:look.${design.look}`)} (${own})` }),
    html('widget:line.contrast', {
      ink: spokenContrast(contrastIn(palette, 'ink')),
      accent: spokenContrast(contrastIn(palette, 'accent')),
    }),
    html('widget:line.font', { font: design.font, letters: plain(`widget:letters.${design.letters}`) }),
  ];
}

/** A frame names kinds by numbers, which nobody may have looked at yet. */
const assumedLines = ({ form }: WidgetDesign, { numbers, confirmed }: NumbersOfKinds, words: Words): string[] =>
  form === 'script' || confirmed
    ? []
    : ['', `⚠️ ${words.html('widget:assumed', { numbers: numberWords(numbers, words).join('; ') })}`];

const kindOf = (numbers: NumbersOfKinds['numbers'], number: number) =>
  WIDGET_KINDS.find((kind) => numbers[kind] === number) ?? 'poll';

const numberWords = (numbers: NumbersOfKinds['numbers'], { plain }: Words): string[] =>
  KIND_NUMBERS.map((number) =>
    plain('widget:number', { number, kind: plain(`widget:kind.${kindOf(numbers, number)}`) }),
  );

/** The code to copy, or what is lacking for it. */
export function widgetCodeScreen(line: WidgetLine, { office, kinds }: OfficeInPos, words: Words): Screen {
  const { html, plain } = words;
  const written = widgetCode(line.design, office, kinds.numbers, plain('widget:frameTitle'));
  const shown =
    'lacks' in written
      ? [html(`widget:lacks.${written.lacks}`)]
      : [
          html(line.design.form === 'frame' ? 'widget:code.hint' : 'widget:code.hintScript'),
          `<pre>${escapeHtml(written.code)}</pre>`,
          ...assumedLines(line.design, kinds, words).slice(1),
        ];
  return {
    text: [`<b>${html('widget:code.title', { name: line.name })}</b>`, ...shown].join('\n'),
    buttons: [
      [
        ...('lacks' in written
          ? []
          : [button(plain('widget:button.file'), { kind: 'sendWidget', widgetId: line.id, as: 'file' })]),
        backTo(line.id, words),
      ],
    ],
  };
}

/** Where the municipality's votes are listed, for pages without a widget. */
export function widgetLinksScreen({ id }: WidgetLine, { office }: OfficeInPos, words: Words): Screen {
  const { html } = words;
  const shown = (link: WidgetLink) =>
    'lacks' in link ? html(`widget:lacks.${link.lacks}`) : `<code>${escapeHtml(link.link)}</code>`;
  return {
    text: [
      `<b>${html('widget:links.title')}</b>`,
      html('widget:links.plain'),
      shown(listLink(office)),
      '',
      html('widget:links.counted'),
      shown(networkLink(office)),
    ].join('\n'),
    buttons: [[backTo(id, words)]],
  };
}

/** What each parameter of its address is, and what this widget says there. */
export function widgetParametersScreen(
  { id, design }: WidgetLine,
  { office, kinds }: OfficeInPos,
  words: Words,
): Screen {
  const { html } = words;
  const values = frameParameters(design, kinds.numbers, office.municipality);
  const lines = keysOf(values).map(
    (name) => `<code>${escapeHtml(`${name}=${values[name]}`)}</code> ${html(`widget:parameters.of.${name}`)}`,
  );
  return {
    text: [
      `<b>${html('widget:parameters.title')}</b>`,
      ...(design.form === 'script'
        ? [html('widget:parameters.script')]
        : [`<i>${html('widget:parameters.hint')}</i>`, '', ...lines]),
    ].join('\n'),
    buttons: [[backTo(id, words)]],
  };
}

/** What a widget of the whole width is drawn at. */
const WHOLE_WIDTH = 640;

/** A picture of it, with made-up items. */
export function widgetSketch({ design }: WidgetLine, { plain }: Words): WidgetSketch {
  const letters = LETTER_SIZES[design.letters];
  const items = Array.from({ length: design.elements }, (_, index) => {
    const kind = design.kinds[index % design.kinds.length] ?? 'poll';
    return { kind: plain(`widget:kind.${kind}`), title: plain(`widget:picture.example.${kind}`) };
  });
  return {
    shape: 'widget',
    width: design.width ?? WHOLE_WIDTH,
    height: design.height,
    colours: coloursOf(paletteOf(design)),
    letters: {
      heading: letters.logoFs,
      choice: letters.selectFs,
      item: letters.itemFs,
      button: letters.startTextBtnFs,
    },
    heading: plain('widget:picture.heading'),
    choice: plain('widget:picture.choice'),
    items,
    button: plain('widget:picture.button'),
  };
}

/** For an admin: by which numbers ПОС knows the office and its kinds. */
export function widgetOfficeScreen({ office, kinds }: OfficeInPos, words: Words): Screen {
  const { html, plain } = words;
  const { numbers, confirmed } = kinds;
  const lines = OFFICE_PARTS.map((part) =>
    html('people:environment.line', {
      what: plain(`widget:office.part.${part}`),
      value: office[part] === '' ? plain('widget:office.unset') : office[part],
    }),
  );
  return {
    text: [
      `<b>${html('widget:office.title')}</b>`,
      `<i>${html('widget:office.hint')}</i>`,
      '',
      ...lines,
      '',
      html('widget:office.numbers'),
      ...numberWords(numbers, words).map(escapeHtml),
      confirmed ? html('widget:office.confirmed') : `⚠️ ${html('widget:office.assumed')}`,
    ].join('\n'),
    buttons: [
      ...inRows(
        OFFICE_PARTS.map((part) => button(plain(`widget:office.part.${part}`), { kind: 'askWidgetOffice', part })),
        2,
      ),
      ...swaps(numbers, words),
      ...(confirmed ? [] : [[button(plain('widget:button.confirm'), { kind: 'confirmWidgetNumbers', ...numbers })]]),
      [button(plain('people:admin.button.back'), { kind: 'settings' })],
    ],
  };
}

/** A kind goes one number up, and what was there comes down: three presses reach every order that is near. */
const swaps = (numbers: NumbersOfKinds['numbers'], { plain }: Words): ScreenButton[][] =>
  KIND_NUMBERS.slice(1).map((number, index) => {
    const kind = kindOf(numbers, number);
    const above = KIND_NUMBERS[index] ?? number;
    return [
      button(`↑ ${plain('widget:number', { number: above, kind: plain(`widget:kind.${kind}`) })}`, {
        kind: 'widgetNumber',
        of: kind,
        number: above,
      }),
    ];
  });

// The screens of widgets in which presses and dialogs end, with what is so at this moment.

export async function drawWidgets({ desk }: Talk, { official, words }: Turn, page: number): Promise<Screen> {
  return widgetsScreen(await listWidgets(desk, official), page, words);
}

/** The list of them where there is no such widget. A removed one shows nothing but that. */
export async function drawWidget(talk: Talk, turn: Turn, widgetId: number, shows?: WidgetView): Promise<Screen> {
  const { words, official } = turn;
  const line = await readWidget(talk.desk, official, widgetId);
  if (line === null) return drawWidgets(talk, turn, 0);
  const inPos = await readOfficeInPos(talk.desk);
  if (line.isRemoved) return widgetScreen(line, inPos.kinds, words);
  switch (shows) {
    case 'code':
      return widgetCodeScreen(line, inPos, words);
    case 'links':
      return widgetLinksScreen(line, inPos, words);
    case 'parameters':
      return widgetParametersScreen(line, inPos, words);
    case 'change':
      return widgetChangeScreen(line, words);
    case undefined:
      return widgetScreen(line, inPos.kinds, words);
  }
}

export async function drawWidgetOffice({ desk }: Talk, { words }: Turn): Promise<Screen> {
  return widgetOfficeScreen(await readOfficeInPos(desk), words);
}
