import { coloursOf, LOOKS, type Colour, type Look, type Palette } from './palette';

// §2: ОГ «формирует вариант оформления и код Виджета голосований». Parameters are those of public sites (design/files.md); nobody here
// could open ПОС, so what a name does is said by its name.

/** By script: ПОС keeps the look. As a frame: its address says the look. */
export const WIDGET_FORMS = ['frame', 'script'] as const;
export type WidgetForm = (typeof WIDGET_FORMS)[number];

/** What a widget shows. */
export const WIDGET_KINDS = ['poll', 'vote', 'discussion', 'directLine'] as const;
export type WidgetKind = (typeof WIDGET_KINDS)[number];

/** The numbers by which addresses of ПОС name kinds. */
export const KIND_NUMBERS = [10, 20, 30, 40] as const;
export type KindNumber = (typeof KIND_NUMBERS)[number];

/** Which number is which kind, each once. No source says it: an assumption until an admin confirms it. */
export type KindNumbers = Readonly<Record<WidgetKind, KindNumber>>;
export const ASSUMED_NUMBERS: KindNumbers = { poll: 10, vote: 20, discussion: 30, directLine: 40 };

/** A kind gets this number; whoever had it, gets that kind's. */
export function withNumber(numbers: KindNumbers, kind: WidgetKind, number: KindNumber): KindNumbers {
  const other = WIDGET_KINDS.find((one) => numbers[one] === number) ?? kind;
  return { ...numbers, [other]: numbers[kind], [kind]: number };
}

/** Fonts that every computer has. */
export const WIDGET_FONTS = ['Arial', 'Verdana', 'Tahoma', 'Georgia', 'Times New Roman'] as const;
export type WidgetFont = (typeof WIDGET_FONTS)[number];

/** How large letters are; in pixels, by the parameters of ПОС. */
export const LETTER_SIZES = {
  usual: {
    logoFs: 16,
    mainUrlFs: 16,
    selectFs: 20,
    itemFs: 14,
    paginationFs: 15,
    startTitleFs: 28,
    startTextFs: 16,
    startTextBtnFs: 16,
  },
  large: {
    logoFs: 20,
    mainUrlFs: 20,
    selectFs: 25,
    itemFs: 18,
    paginationFs: 18,
    startTitleFs: 38,
    startTextFs: 20,
    startTextBtnFs: 20,
  },
} as const;
export type LetterSize = keyof typeof LETTER_SIZES;

/** Pixels; seen on public sites: 150 to 480, and the whole width. */
export const WIDGET_BOUNDS = {
  width: { least: 150, most: 1_200 },
  height: { least: 150, most: 1_000 },
  elements: { least: 1, most: 10 },
} as const;
/** How many pages of items, and how often they are asked for anew (milliseconds): as on every site seen. */
const PAGES = 5;
const EVERY_MS = 5_000;
/** Municipal; ОГ of a district makes nothing else (§2). */
const LEVEL = 30;

/** How a widget looks. A script has of it its size alone, and keeps the rest for the day when it becomes a frame. */
export interface WidgetDesign {
  readonly form: WidgetForm;
  /** One at least. */
  readonly kinds: readonly WidgetKind[];
  /** How many items of a page. */
  readonly elements: number;
  /** Pixels; null: the whole width of its place. */
  readonly width: number | null;
  readonly height: number;
  readonly look: Look | 'own';
  /** The office's own colours; null: it has none yet. */
  readonly own: Palette | null;
  readonly font: WidgetFont;
  readonly letters: LetterSize;
}

/** What a new widget begins with. */
export const USUAL_DESIGN: WidgetDesign = {
  form: 'frame',
  kinds: ['poll', 'vote', 'discussion'],
  elements: 3,
  width: null,
  height: 400,
  look: 'light',
  own: null,
  font: 'Arial',
  letters: 'usual',
};

export const paletteOf = ({ look, own }: Pick<WidgetDesign, 'look' | 'own'>): Palette =>
  look === 'own' ? (own ?? LOOKS.light) : LOOKS[look];

/** What an office is in ПОС; empty: not said yet. */
export interface WidgetOffice {
  /** ОКТМО, 8 digits. */
  readonly municipality: string;
  /** The organization's number in ПОС, 5 digits. */
  readonly organization: string;
  /** ОГРН, 13 digits: links of social networks are counted by it. */
  readonly registration: string;
  /** The region's code in those links, 2 to 4 digits. */
  readonly region: string;
}
export const OFFICE_PARTS = [
  'municipality',
  'organization',
  'registration',
  'region',
] as const satisfies readonly (keyof WidgetOffice)[];
export type OfficePart = (typeof OFFICE_PARTS)[number];

const WRITTEN: Readonly<Record<OfficePart, RegExp>> = {
  municipality: /^\d{8}$/,
  organization: /^\d{5}$/,
  registration: /^\d{13}$/,
  region: /^\d{2,4}$/,
};
/** Whether it may be that; the last digit of an ОГРН is counted from the others. */
export const isOfficePart = (part: OfficePart, text: string): boolean =>
  WRITTEN[part].test(text) &&
  (part !== 'registration' || Number(BigInt(text.slice(0, -1)) % 11n) % 10 === Number(text.slice(-1)));

export const COLOUR_PARAMETERS = [
  'startTitleColor',
  'startTextColor',
  'startTextBtnColor',
  'startBtnBgColor',
  'widgetBorderColor',
  'logoColor',
  'phoneHeaderColor',
  'fillSvgHeadColor',
  'backgroundColor',
  'typeBgColor',
  'mainUrlColor',
  'selectColor',
  'hoverSelectColor',
  'itemColor',
  'hoverItemColor',
  'backgroundItemColor',
  'paginationColor',
  'backgroundPaginationColor',
  'hoverPaginationColor',
  'deviderColor',
] as const;
export type ColourParameter = (typeof COLOUR_PARAMETERS)[number];

function colourParameters(palette: Palette): Readonly<Record<ColourParameter, Colour>> {
  const { paper, ink, accent, onAccent, soft, line } = coloursOf(palette);
  return {
    startTitleColor: ink,
    startTextColor: ink,
    startTextBtnColor: onAccent,
    startBtnBgColor: accent,
    widgetBorderColor: line,
    logoColor: onAccent,
    phoneHeaderColor: accent,
    fillSvgHeadColor: onAccent,
    backgroundColor: paper,
    typeBgColor: soft,
    mainUrlColor: accent,
    selectColor: accent,
    hoverSelectColor: ink,
    itemColor: ink,
    hoverItemColor: accent,
    backgroundItemColor: soft,
    paginationColor: accent,
    backgroundPaginationColor: soft,
    hoverPaginationColor: ink,
    deviderColor: line,
  };
}

/** The only addresses that a code or a link of ours may lead to. */
export const WIDGET_ADDRESSES = {
  frame: 'https://pos.gosuslugi.ru/og/widgets/view',
  script: 'https://pos.gosuslugi.ru/og/widget/js/main.js',
  source: 'https://pos.gosuslugi.ru/og',
  list: 'https://pos.gosuslugi.ru/og/org-activities',
} as const;

/** Of an HTML attribute between double quotes. */
const attribute = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

/** Brackets and commas of `type` stay as ПОС writes them. */
const query = (parameters: Readonly<Record<string, string | number>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%5B|%5D|%2C/g, decodeURIComponent)}`)
    .join('&');

/** What a frame asks ПОС for, in the order in which public sites have it. */
export function frameParameters(design: WidgetDesign, numbers: KindNumbers, municipality: string) {
  const shown = KIND_NUMBERS.filter((number) => design.kinds.some((kind) => numbers[kind] === number));
  return {
    type: `[${shown.join(',')}]`,
    fontFamily: design.font,
    maxPage: PAGES,
    maxElement: design.elements,
    updateFrequency: EVERY_MS,
    level: LEVEL,
    municipality_id: municipality,
    ...colourParameters(paletteOf(design)),
    ...LETTER_SIZES[design.letters],
    widgetBorderFs: 1,
  };
}

export type WidgetCode =
  | { readonly code: string }
  /** What an admin has to say first. */
  | { readonly lacks: OfficePart };

/** The code for a page. @param title of the frame, for whoever hears a page instead of seeing it */
export function widgetCode(
  design: WidgetDesign,
  office: WidgetOffice,
  numbers: KindNumbers,
  title: string,
): WidgetCode {
  return design.form === 'frame' ? frameCode(design, office, numbers, title) : scriptCode(design, office);
}

function frameCode(
  design: WidgetDesign,
  { municipality }: WidgetOffice,
  numbers: KindNumbers,
  title: string,
): WidgetCode {
  if (!isOfficePart('municipality', municipality)) return { lacks: 'municipality' };
  const address = `${WIDGET_ADDRESSES.frame}?${query(frameParameters(design, numbers, municipality))}`;
  const attributes = {
    id: 'widgetPosId',
    title,
    src: address,
    width: design.width ?? '100%',
    height: design.height,
    style: 'border:0',
  };
  return { code: `<iframe ${written(attributes)}></iframe>` };
}

function scriptCode({ width, height }: WidgetDesign, { organization }: WidgetOffice): WidgetCode {
  if (!isOfficePart('organization', organization)) return { lacks: 'organization' };
  const style = `width:${width === null ? '100%' : `${width}px`};height:${height}px;border:0`;
  const script = {
    id: 'e329fb40',
    src: WIDGET_ADDRESSES.script,
    'data-src-host': WIDGET_ADDRESSES.source,
    'data-org-id': organization,
  };
  return {
    code: `<div ${written({ id: 'e329fb40-widget-pos', style })}></div>\n<script ${written(script)}></script>`,
  };
}

const written = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${attribute(String(value))}"`)
    .join(' ');

/** Where everything of the municipality is listed. */
export type WidgetLink = { readonly link: string } | { readonly lacks: OfficePart };
export const listLink = ({ municipality }: WidgetOffice): WidgetLink =>
  isOfficePart('municipality', municipality)
    ? { link: `${WIDGET_ADDRESSES.list}?${query({ mun_code: municipality })}` }
    : { lacks: 'municipality' };

/** The same for the page of the office in a social network, where it is counted. `vk2`: a municipality's, as public checks of such pages have it. */
export function networkLink(office: WidgetOffice): WidgetLink {
  const lacks = (['municipality', 'region', 'registration'] as const).find((part) => !isOfficePart(part, office[part]));
  if (lacks !== undefined) return { lacks };
  const { municipality, region, registration } = office;
  const counted = { mun_code: municipality, utm_source: 'vk2', utm_medium: region, utm_campaign: registration };
  return { link: `${WIDGET_ADDRESSES.list}?${query(counted)}` };
}
