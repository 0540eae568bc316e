import type { PartAsked } from '../../../src/usecases/statistics/period-rows';
import type { NoReport } from '../../../src/usecases/statistics/period';
import { type NoReview, askForReport } from '../../../src/usecases/statistics/site-review';
import { askedParts, type ReportFormat } from '../../../src/usecases/kit/account-params';
import type { Words } from '../../../src/i18n';
import { unitAround, type Named } from '../../../src/usecases/statistics/figures';
import type { Button } from '../button-rows/buttons';
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
  const { voice } = talk;

  const replied: Replied = (turn, drawing) =>
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
      statistics: (turn, pressed) => replied(turn, drawReport(talk, turn, namedIn(pressed), partsIn(pressed))),
      periodNow: (turn, pressed) =>
        pressed.unit === 'own'
          ? dialog.beginHere(turn, { parts: partsIn(pressed) })
          : replied(turn, drawReport(talk, turn, unitAround(pressed.unit, todayOf(turn.reading)), partsIn(pressed))),
      statisticsBy: (turn, pressed) =>
        replied(turn, drawParts(talk, turn, namedIn(pressed), pressed.by, [], pressed.page)),
      behind: (turn, pressed) =>
        replied(
          turn,
          drawBehind(talk, turn, {
            named: namedIn(pressed),
            figure: pressed.figure,
            parts: partsIn(pressed),
            page: pressed.page,
          }),
        ),
      statisticsFile: (turn, pressed) => sendFile(talk, turn, namedIn(pressed), pressed.format, []),
      ...meetings(talk, replied),
      askPeriod: (turn, { parts = [] }) => dialog.beginHere(turn, { parts }),
    },
  };
}

type Replied = (turn: Turn, drawing: Promise<Drawn>) => Promise<Reply>;

/** The same where slices meet. */
const meetings = (talk: Talk, replied: Replied): NonNullable<Feature['presses']> => ({
  met: (turn, pressed) => replied(turn, drawReport(talk, turn, namedIn(pressed), pressed.parts)),
  metNow: (turn, { unit, parts }) =>
    replied(turn, drawReport(talk, turn, unitAround(unit === 'own' ? 'day' : unit, todayOf(turn.reading)), parts)),
  metBy: (turn, pressed) =>
    replied(turn, drawParts(talk, turn, namedIn(pressed), pressed.by, pressed.parts, pressed.page)),
  metBehind: (turn, pressed) =>
    replied(turn, drawBehind(talk, turn, { ...pressed, named: namedIn(pressed), parts: pressed.parts })),
  metFile: (turn, pressed) => sendFile(talk, turn, namedIn(pressed), pressed.format, pressed.parts),
});

async function sendFile(
  { desk, wake }: Talk,
  { official, words }: Turn,
  named: Named,
  format: ReportFormat,
  parts: readonly PartAsked[],
): Promise<Reply> {
  const asked = await askForReport(desk, official, named, format, parts);
  wake();
  if (asked === 'asked') return { toast: words.plain(`statistics:toast.${format}`) };
  return asked === 'underWay'
    ? { toast: words.plain('statistics:toast.underWay') }
    : refusal(noReportText(asked, words));
}

/** The report of days that somebody has chosen. */
const daysOfReport = (talk: Talk) =>
  ownDaysDialog(talk, {
    subject: 'ownDays',
    right: 'report',
    notYours: ({ plain }) => plain('list:report.notYours'),
    async show(turn, days, { parts }) {
      const drawn = await drawReport(talk, turn, days, askedParts.parse(parts));
      return 'screen' in drawn ? drawn : { complaint: noReport(drawn.none, turn).text };
    },
  });

const noReportWords = (none: NoReport, { words }: Turn): string => noReportText(none, words);
const noReportText = (none: NoReport | NoReview, { plain }: Words): string =>
  plain(none === 'notYours' ? 'list:report.notYours' : `statistics:${none}`);

/** What a button names by its first day: the last follows from it. Of own days both are given, in whichever order they were forged. */
function namedIn({ unit, from, to }: Pick<Button<'statistics'>, 'unit' | 'from' | 'to'>): Named {
  if (unit !== 'own') return unitAround(unit, from);
  return to < from ? { unit, from: to, to: from } : { unit, from, to };
}

const partsIn = ({ by, code }: Pick<Button<'statistics'>, 'by' | 'code'>): readonly PartAsked[] =>
  by === undefined || code === undefined ? [] : [{ by, code }];
