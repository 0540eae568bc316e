import type { Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { MISSED_TERMS } from '../../../../src/regulation/nags';
import type { WeeklyReport } from '../../../../src/usecases/kit/messages';
import type { WeekNumber } from '../../../../src/usecases/kit/digest-params';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { fullDay, shortDay } from '../dates';
import { withToldHead } from '../head-words';
import { leftOutLines } from './left-out';
import { change } from './personal-digest';

const NAME = 40;

/** Who held what was missed: a person, an organization, or all coordinators. */
export function holderName(
  { name, organization, deputy }: Pick<WeeklyReport['people'][number], 'name' | 'organization' | 'deputy'>,
  { plain }: Words,
): string {
  const shown = shorten(name ?? plain('digest:weekly.coordinators'), NAME);
  if (deputy !== null) return plain('digest:weekly.instead', { absent: shown, name: shorten(deputy, NAME) });
  return organization ? plain('list:organization', { name: shown }) : shown;
}

const isChanged = ({ change: by }: { readonly change: number | null }): boolean => by !== null && by !== 0;

/** The curators' report of the week; null: its day is over. */
export function weeklyScreen(report: WeeklyReport, reading: Reading): Screen | null {
  const { words, now, calendar } = reading;
  if (now >= report.until) return null;
  const { html, plain } = words;
  const line = (what: string, counted: WeeklyReport['numbers'][WeekNumber]) =>
    html('digest:weekly.line', { what, count: counted.count }) + change(counted);
  const number = (name: WeekNumber) => line(plain(`digest:weekly.row.${name}`), report.numbers[name]);
  const done = (['received', 'answered', 'redirected', 'reexaminations', 'dutyKept'] as const).map(number);
  const kinds = MISSED_TERMS.filter((kind) => report.missed[kind].count > 0 || isChanged(report.missed[kind]));
  const names = report.people.map((one) =>
    plain('digest:weekly.line', { what: holderName(one, words), count: one.count }),
  );
  const missed = [
    `<b>${number('missed')}</b>`,
    ...kinds.map((kind) => line(plain(`digest:weekly.term.${kind}`), report.missed[kind])),
    ...(names.length === 0 ? [] : [html('digest:weekly.holders', { names: names.join(', ') })]),
  ];
  const ahead = [number('running'), ...leftOutLines(report.leftOut, words), number('ending')];
  const changes = [...Object.values(report.numbers), ...Object.values(report.missed)].some(isChanged);
  const title = html('digest:weekly.title', { from: shortDay(report.from, report.to), to: fullDay(report.to) });
  const screen = {
    text: [
      [`<b>${title}</b>`, ...done],
      missed,
      ahead,
      ...(changes ? [[`<i>${html('digest:weekly.changes')}</i>`]] : []),
    ]
      .map((block) => block.join('\n'))
      .join('\n\n'),
    buttons: [
      (['overdue', 'soon'] as const).map((list) =>
        button(plain(`list:name.${list}`), { kind: 'list', list, page: 0 } as const),
      ),
      [button(plain('digest:weekly.table'), { kind: 'weekTable', day: dayOf(report.until, calendar) } as const)],
    ],
  };
  return withToldHead(screen, report.head, reading);
}
