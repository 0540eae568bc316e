import type { NoReport, PartAsked } from '../../../src/usecases/reading/read-period';
import { askForReport } from '../../../src/usecases/reading/ask-report';
import { unitAround, type Named } from '../../../src/usecases/statistics/units';
import type { Button } from '../buttons';
import { drawBehind, drawParts, drawReport, noReport } from '../dialogs/draw-report';
import { ownDaysDialog } from '../dialogs/own-days';
import { refusal, type Feature, type Reply } from '../feature';
import { patiently, shownInTime } from '../patience';
import type { Screen } from '../screen';
import { todayOf } from '../screens/dates';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

type Drawn = Awaited<ReturnType<typeof drawReport>>;

/** /report: the figures of a period, what they were a period and a year before, the lists behind them, and the same as files. */
export function reportFeature(talk: Talk): Feature {
  const dialog = daysOfReport(talk);
  const { voice, desk, wake } = talk;

  const replied = (turn: Turn, drawing: Promise<Drawn>): Promise<Reply> =>
    shownInTime(
      talk,
      turn,
      drawing.then((drawn) => ('screen' in drawn ? drawn : refusal(noReportWords(drawn.none, turn)))),
    );

  /** It begins with this month: nothing is asked first. */
  async function show(turn: Turn): Promise<void> {
    const { chatId, words } = turn;
    const month = unitAround('month', todayOf(turn.reading));
    const drawn = await patiently(voice, chatId, words.html('statistics:works'), drawReport(talk, turn, month));
    const screen: Screen = 'screen' in drawn ? drawn.screen : noReport(drawn.none, turn);
    await voice.send(chatId, screen, { silent: true });
  }

  return {
    dialogs: [dialog],
    commands: { report: show },
    presses: {
      report: async (turn) => ({ after: () => show(turn) }),
      statistics: (turn, pressed) => replied(turn, drawReport(talk, turn, namedIn(pressed), partIn(pressed))),
      periodNow: (turn, pressed) =>
        pressed.unit === 'own'
          ? dialog.beginHere(turn)
          : replied(turn, drawReport(talk, turn, unitAround(pressed.unit, todayOf(turn.reading)), partIn(pressed))),
      statisticsBy: (turn, pressed) => replied(turn, drawParts(talk, turn, namedIn(pressed), pressed.by, pressed.page)),
      behind: (turn, pressed) =>
        replied(
          turn,
          drawBehind(talk, turn, {
            named: namedIn(pressed),
            figure: pressed.figure,
            part: partIn(pressed),
            page: pressed.page,
          }),
        ),
      async statisticsFile(turn, pressed) {
        const { official, words } = turn;
        const asked = await askForReport(desk, official, namedIn(pressed), pressed.format);
        wake();
        if (asked === 'asked') return { toast: words.plain(`statistics:toast.${pressed.format}`) };
        if (asked === 'underWay') return { toast: words.plain('statistics:toast.underWay') };
        return refusal(noReportWords(asked, turn));
      },
      askPeriod: (turn) => dialog.beginHere(turn),
    },
  };
}

/** The report of days that somebody has chosen. */
const daysOfReport = (talk: Talk) =>
  ownDaysDialog(talk, {
    subject: 'ownDays',
    right: 'report',
    notYours: ({ plain }) => plain('list:report.notYours'),
    async show(turn, days) {
      const drawn = await drawReport(talk, turn, days);
      return 'screen' in drawn ? drawn : { complaint: noReport(drawn.none, turn).text };
    },
  });

const noReportWords = (none: NoReport, { words: { plain } }: Turn): string =>
  plain(none === 'notYours' ? 'list:report.notYours' : `statistics:${none}`);

/** What a button names by its first day: the last follows from it. Of own days both are given, in whichever order they were forged. */
function namedIn({ unit, from, to }: Pick<Button<'statistics'>, 'unit' | 'from' | 'to'>): Named {
  if (unit !== 'own') return unitAround(unit, from);
  return to < from ? { unit, from: to, to: from } : { unit, from, to };
}

const partIn = ({ by, code }: Pick<Button<'statistics'>, 'by' | 'code'>): PartAsked | null =>
  by === undefined || code === undefined ? null : { by, code };
