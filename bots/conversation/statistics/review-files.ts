import { escapeHtml, type Words } from '../../../src/i18n';
import type { Told } from '../../../src/regulation/small-numbers';
import { spreadsheetTable, type TableCell } from '../../../src/text/spreadsheet-table';
import type { Minutes, MinutesPart } from '../../../src/usecases/kit/ports';
import type { Reading } from '../kit/turn';
import { numberWords } from './figure-words';
import type { ReviewRow, ReviewSection, SiteReview } from './site-review';

// One review as a document to be worked on, as a piece of a page of the office's site, and as a table.

const NOT_TOLD = '–';

interface Column {
  readonly heading: string;
  /** Of the width of a line. */
  readonly width: number;
  /** Null: there is nothing to say. */
  readonly cell: (row: ReviewRow) => string | null;
}

/** What stands beside the names of lines; what no line of the table has is left out. */
function columnsOf({ columns }: SiteReview, rows: readonly ReviewRow[], words: Words): readonly Column[] {
  const { plain } = words;
  const all: Column[] = [
    { heading: columns.now, width: 20, cell: ({ now }) => toldWords(now, words) },
    {
      heading: plain('review:column.share'),
      width: 12,
      cell: ({ share }) => (share === null ? null : numberWords(share)),
    },
    ...(columns.before === null
      ? []
      : [
          { heading: columns.before, width: 20, cell: ({ before }: ReviewRow) => toldWords(before, words) },
          {
            heading: plain('review:column.difference'),
            width: 13,
            cell: ({ difference }: ReviewRow) => differenceWords(difference, words),
          },
        ]),
  ];
  return all.filter(({ cell }, at) => at === 0 || rows.some((row) => cell(row) !== null));
}

function toldWords(told: Told | null, { plain }: Words): string | null {
  if (told === null) return null;
  if (told.as === 'few') return plain('review:told.few');
  const value = numberWords(told.count);
  return told.as === 'exact' ? value : plain('review:told.atLeast', { value });
}

function differenceWords(difference: number | null, { plain }: Words): string | null {
  if (difference === null || difference === 0) return difference === null ? null : numberWords(0);
  return plain(difference > 0 ? 'review:told.more' : 'review:told.less', { value: numberWords(Math.abs(difference)) });
}

type Table = NonNullable<ReviewSection['table']>;

// ── DOCX ────────────────────────────────────────────────────────────────────

/**
 * @param names of the office, in its languages
 * @param issuedAt when the period was over, so that it is the same file whenever it is asked for
 */
export function reviewPaper(review: SiteReview, names: readonly string[], issuedAt: Date, { words }: Reading): Minutes {
  return {
    locale: words.locale,
    head: names.length === 0 ? null : { name: names, contacts: '' },
    title: review.title,
    of: review.days,
    date: '',
    parts: review.sections.flatMap((section): MinutesPart[] => [
      { as: 'heading', text: section.heading },
      ...section.paragraphs.map((text) => ({ as: 'paragraph' as const, text })),
      ...(section.table ? [paperTable(review, section.table, words)] : []),
    ]),
    signer: null,
    note: review.note,
    issuedAt,
  };
}

function paperTable(review: SiteReview, { caption, rows }: Table, words: Words): MinutesPart {
  const columns = columnsOf(review, rows, words);
  const others = columns.reduce((sum, { width }) => sum + width, 0);
  return {
    as: 'table',
    columns: [caption, ...columns.map(({ heading }) => heading)],
    widths: [100 - others, ...columns.map(({ width }) => width)],
    rows: rows.map((row) => [row.name, ...columns.map(({ cell }) => cell(row) ?? NOT_TOLD)]),
  };
}

// ── HTML ────────────────────────────────────────────────────────────────────

/** A `<section>` to be pasted into the editor of a site: no page around it, no style, no script. */
export function reviewHtml(review: SiteReview, { words }: Reading): string {
  const { title, days, sections, note } = review;
  return [
    `<section lang="${words.locale}">`,
    element('h2', title),
    element('p', days),
    ...sections.flatMap(({ heading, paragraphs, table }) => [
      '<section>',
      element('h3', heading),
      ...paragraphs.map((text) => element('p', text)),
      ...(table ? htmlTable(review, table, words) : []),
      '</section>',
    ]),
    `<p><small>${escapeHtml(note)}</small></p>`,
    '</section>',
    '',
  ].join('\n');
}

const element = (name: string, text: string): string => `<${name}>${escapeHtml(text)}</${name}>`;

function htmlTable(review: SiteReview, { caption, rows }: Table, words: Words): string[] {
  const columns = columnsOf(review, rows, words);
  const heading = (text: string, scope: 'col' | 'row') => `<th scope="${scope}">${escapeHtml(text)}</th>`;
  const headings = [words.plain('review:column.name'), ...columns.map((column) => column.heading)];
  return [
    '<table>',
    element('caption', caption),
    `<thead><tr>${headings.map((text) => heading(text, 'col')).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => {
      const cells = columns.map(({ cell }) => element('td', cell(row) ?? NOT_TOLD));
      return `<tr>${heading(row.name, 'row')}${cells.join('')}</tr>`;
    }),
    '</tbody>',
    '</table>',
  ];
}

// ── CSV ─────────────────────────────────────────────────────────────────────

/** All tables below each other; numbers as a spreadsheet of this country reads them. */
export function reviewTable({ sections, columns }: SiteReview, { words }: Reading): string {
  const { plain } = words;
  const isBeside = columns.before !== null;
  const told = (one: Told | null): TableCell => (one?.as === 'exact' ? one.count : toldWords(one, words));
  const rows: TableCell[][] = [
    [
      ...(['section', 'name'] as const).map((name) => plain(`review:column.${name}`)),
      columns.now,
      plain('review:column.share'),
      ...(isBeside ? [columns.before, plain('review:column.difference')] : []),
    ],
    ...sections.flatMap(({ table }) =>
      (table?.rows ?? []).map(({ name, now, share, before, difference }) => [
        table?.caption ?? '',
        name,
        told(now),
        share,
        ...(isBeside ? [told(before), difference] : []),
      ]),
    ),
  ];
  return spreadsheetTable(rows, ',');
}
