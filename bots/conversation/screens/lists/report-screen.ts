import { dayOf } from '../../../../src/regulation/calendar';
import type { Report } from '../../../../src/usecases/reading/read-report';
import { button, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { moment, shortDay } from '../dates';

/** Counts of this month, and what is in work now. */
export function reportScreen(report: Report, { words: { html, plain }, now, calendar }: Reading): Screen {
  const { month } = report;
  const text = [
    `<b>${html('list:report.title', { day: shortDay(report.from, dayOf(now, calendar)) })}</b>`,
    ...(month === null
      ? [html('list:report.counting')]
      : (['received', 'answered', 'redirected', 'missed'] as const).map((key) =>
          html(`list:report.${key}`, { count: month[key] }),
        )),
    ...(month?.lags ? [`<i>${html('list:report.asOf', { moment: moment(month.asOf, now, calendar) })}</i>`] : []),
    '',
    `<b>${html('list:report.now', { count: report.open })}</b>`,
    html('list:report.overdue', { count: report.overdue }),
    ...report.stages.map(({ stage, count }) =>
      html('list:report.stage', { stage: plain(`appeal:stage.${stage}`), count }),
    ),
  ];
  return { text: text.join('\n'), buttons: [[button(plain('list:button.menu'), { kind: 'menu' })]] };
}
