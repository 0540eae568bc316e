import { asPrinted } from '../../text/plain-text';
import type { Minutes, MinutesPart } from '../../usecases/kit/ports';
import { columnWidths } from './column-widths';
import { coreProperties, sameWhenever } from './same-docx';
import { sizeOfPng } from './picture';

/** Of whoever opens it: our fonts are not there, and this one has the letters of both languages everywhere. */
const FONT = 'Times New Roman';
/** Half points. */
const SIZE = { head: 26, text: 24, plain: 21, small: 18 } as const;
/** Twentieths of a point: 2 cm above and below, 3 cm for the binding, 1.5 cm. */
const MARGINS = { top: 1_134, bottom: 1_134, left: 1_701, right: 850 } as const;
/** Twentieths of a point: what the margins leave of A4. */
const TEXT_WIDTH = 11_906 - MARGINS.left - MARGINS.right;
const TWENTIETHS = 20;
/** Twentieths of a point, below a paragraph, below a line of one, below what stands in a cell. */
const GAP = { paragraph: 120, last: 180, line: 40, cell: 40 } as const;
/** Pixels of 1/96 inch: as wide as the text. */
const PICTURE_WIDTH = 620;
const PICTURE_HEIGHT = 800;

/** With the first one: weeks may pass without. */
const load = () => import('docx');
type Docx = Awaited<ReturnType<typeof load>>;
type Block = InstanceType<Docx['Paragraph']> | InstanceType<Docx['Table']>;

/**
 * The same minutes to be worked on in an editor, by docx (MIT, typed, its zip by fflate): Word's format is a zip of XML of many parts whose
 * relations nobody writes by hand without a mistake that only Word shows. What is signed is the PDF.
 */
export async function writeMinutesAsDocx(minutes: Minutes): Promise<Uint8Array> {
  const docx = await load();
  const { AlignmentType, Document, Footer, Packer, PageNumber, Paragraph, TextRun } = docx;
  const { locale, head, title, of, date, parts, signer, note, issuedAt } = minutes;
  const author = (head?.name.join(' ') ?? title).replaceAll('\n', ' ');
  const footer = new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ size: SIZE.small, children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
      }),
    ],
  });
  const document = new Document({
    creator: author,
    lastModifiedBy: author,
    title: `${title}. ${of}`,
    styles: {
      default: { document: { run: { font: FONT, size: SIZE.text, language: { value: LANGUAGES[locale] } } } },
    },
    sections: [
      {
        properties: { page: { margin: MARGINS } },
        footers: { default: footer },
        children: [
          ...(head ? letterhead(docx, head) : []),
          paragraph(docx, title, SIZE.head, { isBold: true, isCentered: true }),
          paragraph(docx, of, SIZE.text, { isCentered: true }),
          ...(date === '' ? [] : [paragraph(docx, date, SIZE.text)]),
          ...parts.flatMap((part) => blocksOf(docx, part)),
          ...(signer ? [paragraph(docx, '', SIZE.text), signerLine(docx, signer)] : []),
          paragraph(docx, note, SIZE.small, { before: 360 }),
        ],
      },
    ],
  });
  const properties = { path: 'docProps/core.xml', data: coreProperties(author, `${title}. ${of}`, issuedAt) };
  return sameWhenever(await Packer.toBuffer(document, undefined, [properties]));
}

const LANGUAGES = { ru: 'ru-RU', tt: 'tt-RU' } as const;

interface Manner {
  readonly isBold?: boolean;
  readonly isCentered?: boolean;
  /** It stands on the page of what follows. */
  readonly isFollowed?: boolean;
  readonly before?: number;
  readonly after?: number;
}

function paragraph(
  { AlignmentType, Paragraph, TextRun }: Docx,
  text: string,
  size: number,
  { isBold = false, isCentered = false, isFollowed = isBold, before = 0, after = GAP.paragraph }: Manner = {},
) {
  const lines = asPrinted(text).split('\n');
  return new Paragraph({
    alignment: isCentered ? AlignmentType.CENTER : AlignmentType.LEFT,
    spacing: { before, after },
    keepNext: isFollowed,
    // The deprecated one is of strings, which these options are not.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    children: lines.map((line, index) => new TextRun({ text: line, size, bold: isBold, break: Math.min(index, 1) })),
  });
}

/** The names of an office in its two languages side by side, as on official paper of the republic; a line below. */
function letterhead(docx: Docx, { name, contacts }: NonNullable<Minutes['head']>): Block[] {
  const { BorderStyle, LineRuleType, Paragraph, Table, TableBorders, TableCell, TableRow, WidthType } = docx;
  const cells = name.map(
    (one) =>
      new TableCell({
        width: { size: 100 / name.length, type: WidthType.PERCENTAGE },
        children: [paragraph(docx, one, SIZE.text, { isBold: true, isCentered: true })],
      }),
  );
  return [
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      borders: TableBorders.NONE,
      rows: [new TableRow({ children: cells })],
    }),
    ...(contacts === '' ? [] : [paragraph(docx, contacts, SIZE.small, { isCentered: true, after: 0 })]),
    new Paragraph({
      // no higher than the line needs
      spacing: { after: 240, line: 80, lineRule: LineRuleType.EXACT },
      border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
      children: [],
    }),
  ];
}

function blocksOf(docx: Docx, part: MinutesPart): Block[] {
  switch (part.as) {
    case 'heading':
      return [paragraph(docx, part.text, SIZE.text, { isBold: true })];
    case 'paragraph':
      return linesOf(docx, part.text.split('\n'));
    case 'together':
      return linesOf(
        docx,
        part.lines.flatMap((line) => line.split('\n')),
        true,
      );
    case 'table':
      return [table(docx, part), paragraph(docx, '', SIZE.small)];
    case 'picture':
      return picture(docx, part);
  }
}

/** What was asked and answered stands together, apart from the next. @param isWhole on one page, too */
const linesOf = (docx: Docx, lines: readonly string[], isWhole = false): Block[] =>
  lines.map((line, at) =>
    paragraph(docx, line, SIZE.text, {
      isFollowed: isWhole ? at < lines.length - 1 : at === 0 && lines.length > 1,
      after: lines.length === 1 ? GAP.paragraph : at === lines.length - 1 ? GAP.last : GAP.line,
    }),
  );

function table(docx: Docx, part: Extract<MinutesPart, { as: 'table' }>): Block {
  const { columns, rows } = part;
  const widths = columnWidths(part, TEXT_WIDTH / TWENTIETHS).map((width) => Math.round(width * TWENTIETHS));
  const { Table, TableLayoutType, TableCell, TableRow, WidthType } = docx;
  const row = (cells: readonly string[], isHeading: boolean) =>
    new TableRow({
      tableHeader: isHeading,
      cantSplit: true,
      children: columns.map(
        (_, index) =>
          new TableCell({
            margins: { left: 80, right: 80, top: GAP.cell, bottom: 0 },
            width: { size: widths[index] ?? 0, type: WidthType.DXA },
            children: [paragraph(docx, cells[index] ?? '', SIZE.plain, { isBold: isHeading, after: GAP.cell })],
          }),
      ),
    });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: [row(columns, true), ...rows.map((cells) => row(cells, false))],
  });
}

function picture(docx: Docx, { caption, png }: Extract<MinutesPart, { as: 'picture' }>): Block[] {
  const { AlignmentType, ImageRun, Paragraph } = docx;
  const { width, height } = sizeOfPng(png);
  const scale = Math.min(PICTURE_WIDTH / width, PICTURE_HEIGHT / height);
  const shown = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      children: [new ImageRun({ type: 'png', data: png, transformation: shown })],
    }),
    paragraph(docx, caption, SIZE.small, { isCentered: true }),
  ];
}

/** Post and name, with room for a signature between them. */
function signerLine(docx: Docx, { position, name }: NonNullable<Minutes['signer']>): Block {
  const { AlignmentType, Paragraph, Table, TableBorders, TableCell, TableRow, TextRun, WidthType } = docx;
  const cell = (text: string, size: number, isRight: boolean) =>
    new TableCell({
      width: { size, type: WidthType.PERCENTAGE },
      margins: { left: 0, right: 0 },
      children: [
        new Paragraph({
          alignment: isRight ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text: asPrinted(text), size: SIZE.text })],
        }),
      ],
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: TableBorders.NONE,
    rows: [new TableRow({ children: [cell(position, 60, false), cell(name, 40, true)] })],
  });
}
