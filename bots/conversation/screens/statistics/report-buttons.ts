import type { Words } from '../../../../src/i18n';
import { CUTS, type PartAsked, type PeriodReport } from '../../../../src/usecases/reading/read-period';
import { FIGURES, type Figure } from '../../../../src/usecases/statistics/behind';
import { REPORT_FORMATS, UNITS } from '../../../../src/usecases/asked-report';
import { missedByReport, sumOfAnswers } from '../../../../src/usecases/statistics/figures';
import { shifted, type Named } from '../../../../src/usecases/statistics/units';
import type { Button } from '../../buttons';
import { button, inRows, type ScreenButton } from '../../screen';
import { figureAlone, numberWords } from './figure-words';
import { ticked } from '../office/ticked';

/** A report, as its button names it. */
export const toReport = (named: Named, part: PartAsked | null = null): Button => ({
  kind: 'statistics',
  ...named,
  ...(part && { by: part.by, code: part.code }),
});

/** What a figure leads to, other periods, parts of this one, and the same as files. */
export function reportButtons(report: PeriodReport, words: Words): ScreenButton[][] {
  const { named, part } = report;
  const { plain } = words;
  return [
    ...inRows(figures(report, words), 2),
    ...inRows(
      UNITS.map((unit) =>
        button(
          ticked(plain(`statistics:unit.${unit}`), unit === named.unit, words),
          unit === 'own'
            ? { kind: 'askPeriod' }
            : { kind: 'periodNow', unit, ...(part && { by: part.by, code: part.code }) },
        ),
      ),
      3,
    ),
    [
      button(plain('common:previous'), toReport(shifted(named, -1), part)),
      button(
        plain('common:next'),
        report.counted.to < named.to ? { kind: 'nothing' } : toReport(shifted(named, 1), part),
      ),
    ],
    ...(part === null
      ? inRows(
          CUTS.map((by) => button(plain(`statistics:cut.${by}`), { kind: 'statisticsBy', ...named, by, page: 0 })),
          2,
        )
      : [
          [
            button(plain(`statistics:cut.${part.by}`), { kind: 'statisticsBy', ...named, by: part.by, page: 0 }),
            button(plain('statistics:button.whole'), toReport(named)),
          ],
        ]),
    ...(part === null
      ? [
          REPORT_FORMATS.map((format) =>
            button(plain(`statistics:format.${format}`), { kind: 'statisticsFile', ...named, format }),
          ),
        ]
      : []),
    [button(plain('list:button.menu'), { kind: 'menu' })],
  ];
}

/** Each that is not nothing. */
function figures({ named, part, figures: counted, overdueNow }: PeriodReport, words: Words): ScreenButton[] {
  const { plain } = words;
  const counts = { ...counted, answered: sumOfAnswers(counted), missed: missedByReport(counted) };
  const caption = (what: Figure | 'overdueNow', count: number) =>
    plain('statistics:button.figure', { what: figureAlone(what, words), count: numberWords(count) });
  const behind = FIGURES.filter((figure) => counts[figure] > 0).map((figure) =>
    button(caption(figure, counts[figure]), {
      kind: 'behind',
      figure,
      page: 0,
      ...named,
      ...(part && { by: part.by, code: part.code }),
    }),
  );
  return overdueNow === null || overdueNow === 0
    ? behind
    : [...behind, button(caption('overdueNow', overdueNow), { kind: 'list', list: 'overdue', page: 0 })];
}
