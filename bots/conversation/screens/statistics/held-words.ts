import type { Words } from '../../../../src/i18n';
import { isAnything, type EngagementFigures } from '../../../../src/usecases/statistics/engagement-figures';
import type { PeriodReport } from '../../../../src/usecases/statistics/period';
import type { Part } from '../../../../src/usecases/statistics/figures';
import { numberWords, partWords } from './figure-words';

// What polls, votes, hearings and direct lines came to, as a report says it.

type Heard = 'held' | 'participants' | 'proposals' | 'asked' | 'answered';
const sumOf = (of: (kind: EngagementFigures['kinds'][number]) => number) => (figures: EngagementFigures) =>
  figures.kinds.reduce((sum, kind) => sum + of(kind), 0);

/** Each figure, in the order in which it is said. */
export const HELD: Readonly<Record<Heard, (figures: EngagementFigures) => number>> = {
  held: sumOf(({ held }) => held),
  participants: sumOf(({ participants }) => participants),
  proposals: sumOf(({ proposals }) => proposals),
  asked: ({ asked }) => asked,
  answered: ({ answered }) => answered,
};
const KEYS = ['held', 'participants', 'proposals', 'asked', 'answered'] as const satisfies readonly Heard[];

/** «опросы 2, слушания 1». */
const kindsOf = ({ kinds }: EngagementFigures, { plain }: Words): string =>
  kinds.map(({ kind, held }) => `${plain(`statistics:held.kind.${kind}`)} ${numberWords(held)}`).join(', ');

/** In HTML, beside the same of the days before; nothing where there was nothing. */
export function heldLines({ engagement, before, yearBefore }: PeriodReport, words: Words): string[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const { html, plain } = words;
  const beside = [before, yearBefore].flatMap((one) => (one === null ? [] : [one.engagement]));
  const line = (what: string, of: (figures: EngagementFigures) => string | null): string[] => {
    const value = of(engagement);
    if (value === null) return [];
    if (beside.length === 0) return [html('statistics:line', { what, value })];
    const than = beside.map((figures) => (figures && of(figures)) ?? '–').join('; ');
    return [html('statistics:compared', { what, value, beside: than })];
  };
  const kinds = kindsOf(engagement, words);
  return [
    `<b>${html('statistics:heading.held')}</b>`,
    ...KEYS.flatMap((key) => [
      ...(HELD[key](engagement) === 0
        ? []
        : line(plain(`statistics:held.${key}`), (figures) => numberWords(HELD[key](figures)))),
      ...(key === 'held' && kinds !== '' ? [html('statistics:held.kinds', { kinds })] : []),
    ]),
    ...line(plain('statistics:held.inTime'), ({ inTime }) => partWords(inTime, words)),
  ];
}

/** A paragraph of a paper; none where there was nothing. */
export function heldParagraphs({ engagement }: PeriodReport, words: Words): string[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const { plain } = words;
  const value = (key: Heard) => numberWords(HELD[key](engagement));
  const some = (...keys: Exclude<Heard, 'held'>[]): string[] =>
    keys
      .filter((key) => HELD[key](engagement) > 0)
      .map((key) => plain(`statistics:paper.held.${key}`, { value: value(key) }));
  const kinds = kindsOf(engagement, words);
  const held =
    kinds === ''
      ? []
      : [plain('statistics:paper.held.held', { value: value('held'), kinds }), ...some('participants', 'proposals')];
  const part = partWords(engagement.inTime, words);
  const lines = [
    ...some('asked', 'answered'),
    ...(part === null ? [] : [plain('statistics:paper.held.inTime', { part })]),
  ];
  const said = (key: 'of' | 'lines', list: readonly string[]): string[] =>
    list.length === 0 ? [] : [plain(`statistics:paper.held.${key}`, { list: list.join(', ') })];
  return [[...said('of', held), ...said('lines', lines)].join(' ')];
}

/** The same for a workbook: words and how to count; none where there was nothing. */
export function heldRows(
  engagement: EngagementFigures | null,
  { plain }: Words,
): readonly (readonly [string, (figures: EngagementFigures) => number | Part])[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const what = plain('statistics:held.inTime');
  return [
    ...KEYS.map((key) => [plain(`statistics:held.${key}`), HELD[key]] as const),
    [plain('statistics:kept.share', { what }), ({ inTime }) => inTime],
    [plain('statistics:kept.count', { what }), ({ inTime }) => inTime.kept],
    [plain('statistics:kept.all', { what }), ({ inTime }) => inTime.of],
  ];
}
