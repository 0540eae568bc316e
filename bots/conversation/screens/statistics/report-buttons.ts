import type { Words } from '../../../../src/i18n';
import { CUTS, type Cut, type PartAsked, type PartShown } from '../../../../src/usecases/statistics/period-rows';
import type { PeriodReport } from '../../../../src/usecases/statistics/period';
import { FIGURES, type Figure } from '../../../../src/usecases/statistics/behind';
import { REPORT_FORMATS, UNITS, type Unit } from '../../../../src/usecases/kit/account-params';
import { missedByReport, sumOfAnswers, shifted, type Named } from '../../../../src/usecases/statistics/figures';
import type { Button } from '../../button-rows/buttons';
import { button, CAPTION, inRows, shorten, type ScreenButton } from '../../screen';
import { figureAlone, numberWords } from './figure-words';
import { partName } from './part-words';
import { ticked } from '../office/ticked';

/** A report, as its button names it; of a part it is named together with others that it may meet. */
export const toReport = (named: Named, parts: readonly PartAsked[] = []): Button =>
  parts.length === 0 ? { kind: 'statistics', ...named } : { kind: 'met', ...named, parts: codesOf(parts) };
export const toParts = (named: Named, by: Cut, parts: readonly PartAsked[], page = 0): Button =>
  parts.length === 0
    ? { kind: 'statisticsBy', ...named, by, page }
    : { kind: 'metBy', ...named, by, page, parts: codesOf(parts) };
export const toBehind = (named: Named, figure: Figure, parts: readonly PartAsked[], page = 0): Button =>
  parts.length === 0
    ? { kind: 'behind', figure, page, ...named }
    : { kind: 'metBehind', figure, page, ...named, parts: codesOf(parts) };
const codesOf = (parts: readonly PartAsked[]): PartAsked[] => parts.map(({ by, code }) => ({ by, code }));

/** So many slices meet at most: more do not go into a button. */
const MEET = 4;

/** What a figure leads to, other periods, parts of this one, and the same as files. */
export function reportButtons(report: PeriodReport, words: Words): ScreenButton[][] {
  const { named, parts } = report;
  const { plain } = words;
  const others = parts.length < MEET ? CUTS.filter((by) => parts.every((part) => part.by !== by)) : [];
  return [
    ...inRows(figures(report, words), 2),
    ...inRows(
      UNITS.map((unit) =>
        button(ticked(plain(`statistics:unit.${unit}`), unit === named.unit, words), nowOf(unit, parts)),
      ),
      3,
    ),
    [
      button(plain('common:previous'), toReport(shifted(named, -1), parts)),
      button(
        plain('common:next'),
        report.counted.to < named.to ? { kind: 'nothing' } : toReport(shifted(named, 1), parts),
      ),
    ],
    ...inRows(
      others.map((by) => button(plain(`statistics:cut.${by}`), toParts(named, by, parts))),
      2,
    ),
    REPORT_FORMATS.map((format) =>
      button(
        plain(`statistics:format.${format}`),
        parts.length === 0
          ? { kind: 'statisticsFile', ...named, format }
          : { kind: 'metFile', ...named, format, parts: codesOf(parts) },
      ),
    ),
    ...(parts.length === 0 && (named.unit === 'month' || named.unit === 'quarter')
      ? [[button(plain('statistics:format.review'), { kind: 'statisticsFile', ...named, format: 'review' })]]
      : []),
    ...(parts.length === 0
      ? []
      : [
          ...(parts.length === 1
            ? parts.map(({ by }) => [button(plain(`statistics:cut.${by}`), toParts(named, by, []))])
            : parts.map((part) => [without(part, report, words)])),
          [button(plain('statistics:button.whole'), toReport(named))],
        ]),
    [button(plain('list:button.menu'), { kind: 'menu' })],
  ];
}

const nowOf = (unit: Unit, parts: readonly PartAsked[]): Button => {
  if (unit === 'own') return { kind: 'askPeriod', ...(parts.length > 0 && { parts: codesOf(parts) }) };
  return parts.length === 0 ? { kind: 'periodNow', unit } : { kind: 'metNow', unit, parts: codesOf(parts) };
};

/** «✕ Дороги»: the others without this one. */
const without = (part: PartShown, { named, parts }: PeriodReport, words: Words): ScreenButton =>
  button(
    shorten(words.plain('statistics:button.without', { name: partName(part, words) }), CAPTION),
    toReport(
      named,
      parts.filter((one) => one !== part),
    ),
  );

/** Each that is not nothing. */
function figures({ named, parts, figures: counted, overdueNow }: PeriodReport, words: Words): ScreenButton[] {
  const { plain } = words;
  const counts = { ...counted, answered: sumOfAnswers(counted), missed: missedByReport(counted) };
  const caption = (what: Figure | 'overdueNow', count: number) =>
    plain('statistics:button.figure', { what: figureAlone(what, words), count: numberWords(count) });
  const behind = FIGURES.filter((figure) => counts[figure] > 0).map((figure) =>
    button(caption(figure, counts[figure]), toBehind(named, figure, parts)),
  );
  return overdueNow === null || overdueNow === 0
    ? behind
    : [...behind, button(caption('overdueNow', overdueNow), { kind: 'list', list: 'overdue', page: 0 })];
}
