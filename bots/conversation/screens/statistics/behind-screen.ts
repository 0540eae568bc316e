import { isOneOf } from '../../../../src/regulation/lists';
import { STAGES } from '../../../../src/regulation/vocabulary';
import type { Behind, BehindLine } from '../../../../src/usecases/statistics/read-behind';
import { ANSWERED_AS } from '../../../../src/usecases/statistics/figures';
import { button, inRows, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay, todayOf } from '../dates';
import { shortNumber } from '../fit';
import { lineText } from '../lists/list-screen';
import { pager } from '../pager';
import { figureAlone, numberWords } from './figure-words';
import { periodWords } from './period-words';
import { toBehind, toReport } from './report-buttons';

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
