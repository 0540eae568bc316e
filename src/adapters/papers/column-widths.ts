import type { MinutesPart } from '../../usecases/kit/ports';

/** In points. Of a column with a number: the words have the rest. */
const NARROW = 84;
/** Of a column with words beside the first. */
const WIDE = 150;
/** Characters: longer cells make a column one of words. */
const SHORT = 14;

/** How a table of minutes shares a line, in points: the first column has what the others leave. */
export function columnWidths(
  { columns, rows, widths }: Extract<MinutesPart, { as: 'table' }>,
  whole: number,
): number[] {
  if (widths) return widths.map((width) => (whole * width) / widths.reduce((sum, one) => sum + one, 0));
  const others = columns.slice(1).map((heading, index) => {
    const longest = Math.max(...[heading, ...rows.map((row) => row[index + 1] ?? '')].map(({ length }) => length));
    return longest > SHORT ? WIDE : NARROW;
  });
  return [whole - others.reduce((sum, width) => sum + width, 0), ...others];
}
