import { readBehind, type BehindWish } from '../../../src/usecases/statistics/read-behind';
import type { Cut, PartAsked } from '../../../src/usecases/statistics/period-rows';
import { readParts, readPeriod, type NoReport } from '../../../src/usecases/statistics/period';
import type { Named } from '../../../src/usecases/statistics/figures';
import { button, type Screen } from '../screen';
import { behindScreen } from '../screens/statistics/behind-screen';
import { partsScreen } from '../screens/statistics/parts-screen';
import { periodScreen } from '../screens/statistics/report-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

// The screens of statistics in which presses, /report and the dialog of one's own days end.

type Drawn = { readonly screen: Screen } | { readonly none: NoReport };

export async function drawReport(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  parts: readonly PartAsked[] = [],
): Promise<Drawn> {
  const report = await readPeriod(desk, official, named, parts);
  return typeof report === 'string' ? { none: report } : { screen: periodScreen(report, reading) };
}

export async function drawParts(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  by: Cut,
  within: readonly PartAsked[],
  page: number,
): Promise<Drawn> {
  const parts = await readParts(desk, official, named, by, within);
  return typeof parts === 'string' ? { none: parts } : { screen: partsScreen(named, by, within, parts, page, reading) };
}

export async function drawBehind({ desk }: Talk, { official, reading }: Turn, wish: BehindWish): Promise<Drawn> {
  const behind = await readBehind(desk, official, wish);
  return typeof behind === 'string' ? { none: behind } : { screen: behindScreen(behind, reading) };
}

/** In place of a report that there is not. */
export const noReport = (none: NoReport, { words: { html, plain } }: Turn): Screen => ({
  text: none === 'notYours' ? html('list:report.notYours') : html(`statistics:${none}`),
  buttons: none === 'counting' ? [[button(plain('list:button.report'), { kind: 'report' })]] : [],
});
