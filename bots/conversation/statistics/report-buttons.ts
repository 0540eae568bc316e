import { type Words, escapeHtml } from '../../../src/i18n';
import { isKeyOf, isOneOf } from '../../../src/regulation/lists';
import { type PartShown, CUTS, type Cut, type PartAsked, nameOf } from '../../../src/usecases/statistics/period-rows';
import { shorten, button, CAPTION, inRows, type ScreenButton, ticked, type Screen, pageOf, pager } from '../kit/screen';
import type { PeriodReport } from '../../../src/usecases/statistics/period';
import { FIGURES, type Figure } from '../../../src/usecases/statistics/behind';
import { REPORT_FORMATS, UNITS, type Unit } from '../../../src/usecases/kit/account-params';
import {
  missedByReport,
  sumOfAnswers,
  shifted,
  type Named,
  type Row,
  type Statistics,
  ANSWERED_AS,
} from '../../../src/usecases/statistics/figures';
import type { Button } from '../kit/buttons';
import { figureAlone, numberWords, periodWords } from './figure-words';
import { codeOf } from '../../../src/usecases/kit/names';
import type { Reading } from '../kit/turn';
import { moment, shortDay, todayOf } from '../kit/calendar-words';
import { STAGES } from '../../../src/regulation/vocabulary';
import type { Behind, BehindLine } from '../../../src/usecases/statistics/read-behind';
import { shortNumber } from '../kit/fit';
import { lineText } from '../lists/list';

/** A name may be as long as a category of ПОС. */
const LONGEST = 120;

const KINDS = { message: 'appeal:kind.message', appeal59: 'appeal:kind.appeal59' } as const;
const CHANNELS = { http: 'statistics:channel.http', file: 'statistics:channel.file', hand: 'statistics:channel.hand' } as const; // prettier-ignore

/** «Исполнитель: Петров П.П.», a line each. */
export const partLines = (parts: readonly PartShown[], words: Words): string[] =>
  parts.map((part) =>
    words.plain('statistics:line', { what: words.plain(`statistics:of.${part.by}`), value: partName(part, words) }),
  );

/** What a part of a report is called: a person, a category, «без исполнителя». */
export function partName({ by, id, name }: Pick<PartShown, 'by' | 'id' | 'name'>, { plain }: Words): string {
  if (by === 'kind' && isKeyOf(KINDS, id)) return plain(KINDS[id]);
  if (by === 'channel' && isKeyOf(CHANNELS, id)) return plain(CHANNELS[id]);
  return shorten(name ?? plain(`statistics:none.${by}`), LONGEST);
}

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

const ROWS = 7;

/** A period by executors, say: a line each, which opens the report of that one. */
export function partsScreen(
  named: Named,
  by: Cut,
  within: readonly PartAsked[],
  { rows, asOf }: Statistics,
  asked: number,
  reading: Reading,
): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { shown, page, pages } = pageOf(rows, asked, ROWS);
  const titled = shown.map((row) => ({ row, name: partName({ by, id: row.id, name: nameOf(by, row.key) }, words) }));
  return {
    text: [
      [
        `<b>${html('statistics:title', { period: periodWords(named, words) })}</b>`,
        html(`statistics:cut.${by}`),
        html('statistics:asOf', { moment: moment(asOf, now, calendar) }),
      ].join('\n'),
      ...(rows.length === 0 ? [html('statistics:nothing')] : []),
      ...titled.map(({ row, name }) =>
        [`<b>${escapeHtml(name)}</b>`, html('statistics:row', countsOf(row))].join('\n'),
      ),
    ].join('\n\n'),
    buttons: [
      ...titled.map(({ row, name }) => [
        button(shorten(name, CAPTION), toReport(named, [...within, { by, code: codeOf(row.id) }])),
      ]),
      ...pager({ page, pages }, words, (to) => toParts(named, by, within, to)),
      [button(plain('statistics:button.back'), toReport(named, within))],
    ],
  };
}

const countsOf = (row: Row) => ({
  received: numberWords(row.received),
  answered: numberWords(sumOfAnswers(row)),
  open: numberWords(row.open),
  missed: numberWords(missedByReport(row)),
});

/** What a figure has counted: what it was and when, whose appeal, where; a button opens the card. */
export function behindScreen(behind: Behind, reading: Reading): Screen {
  const { named, figure, parts, lines, count, page, pages } = behind;
  const { words } = reading;
  const { html, plain } = words;
  const what = figureAlone(figure, words);
  const head = [
    `<b>${html('statistics:behind.title', { what, count: numberWords(count) })}</b>`,
    html('statistics:title', { period: periodWords(named, words) }),
  ];
  return {
    text: [
      head.join('\n'),
      ...(count === 0 ? [html('statistics:behind.empty')] : []),
      ...lines.map((line) => [lineText(line.appeal, reading), factOf(line, reading)].join('\n')),
    ].join('\n\n'),
    buttons: [
      ...inRows(
        lines.map(({ appeal }) => button(shortNumber(appeal.number), { kind: 'open', appealId: appeal.id })),
        4,
      ),
      ...pager({ page, pages }, words, (to) => toBehind(named, figure, parts, to)),
      [button(plain('statistics:button.back'), toReport(named, parts))],
    ],
  };
}

/** «этап «В работе», срок был 12.11»; «решено 12.11». */
function factOf({ day, what }: BehindLine, reading: Reading): string {
  const { html, plain } = reading.words;
  const when = shortDay(day, todayOf(reading));
  const [kind = '', of = '', stage = ''] = what.split('.');
  if (kind === 'missed') {
    const term =
      of === 'stage' && isOneOf(STAGES, stage)
        ? plain('statistics:behind.stage', { stage: plain(`appeal:stage.${stage}`) })
        : plain(`statistics:missedBy.${of === 'duty' || of === 'redirect' ? of : 'whole'}`);
    return html('statistics:behind.missed', { what: term, due: when });
  }
  if (kind === 'answered' && isOneOf(ANSWERED_AS, of))
    return html('statistics:behind.on', { what: plain(`statistics:type.${of}`), day: when });
  return html('statistics:behind.day', { day: when });
}
