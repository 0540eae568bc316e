import { paramsOf, type MorningList } from '../../../src/usecases/kit/messages';
import type { GatheredLine } from '../../../src/usecases/kit/digest-params';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Desk } from '../../../src/usecases/kit/ports';
import { readNoticeFacts } from '../../../src/usecases/card/notice';
import { readLowMarks } from '../../../src/usecases/registry/marks';
import { readViolation } from '../../../src/usecases/violations/read-violation';
import { button } from '../screen';
import type { DrawnNote } from '../screens/digests/gathered-lines';
import { shortNumber } from '../screens/fit';
import { actNoticeScreen, NOTICE_SCREENS } from '../screens/notices/notices';
import { ofManyScreen } from '../screens/registry/takeover-screens';
import { numbersOfCase } from '../screens/violations/violation-screen';
import type { Reading } from '../turn';

type Draw = (line: GatheredLine, reader: Reader) => Promise<DrawnNote | null>;
interface Reader {
  readonly desk: Desk;
  readonly official: Official;
  readonly reading: Reading;
}

const opens = (appealId: number, number: string) => button(shortNumber(number), { kind: 'open', appealId });

/** As a line says what by itself would be a message; null: there is nothing to say any more. */
const LINES: { readonly [Kind in GatheredLine['kind']]: Draw } = {
  async notice({ params }, { desk, reading }) {
    const told = paramsOf('notice', params);
    const facts = await readNoticeFacts(desk, told.id, told.entryId, told.visitId);
    const screen = facts && actNoticeScreen(told, facts, reading);
    return screen && { text: screen.text, buttons: [opens(told.id, facts.number)] };
  },
  async ofMany({ params }, { reading }) {
    const told = paramsOf('ofMany', params);
    return {
      text: ofManyScreen(told, reading).text,
      buttons: told.appeals.map(({ id, number }) => opens(id, number)),
    };
  },
  async lowMarks({ params }, { desk, official, reading: { words } }) {
    const { fileId } = paramsOf('lowMarks', params);
    const marks = await readLowMarks(desk, official, fileId, 0);
    if (!marks) return null;
    const { name, count } = marks;
    return {
      text: words.html('reconcile:marks.title', { name, count }),
      buttons: [button(words.plain('reconcile:imports.marks', { count }), { kind: 'lowMarks', fileId, page: 0 })],
    };
  },
  async violation({ params }, { desk, official, reading: { words } }) {
    const { violationId, news } = paramsOf('violation', params);
    const view = await readViolation(desk, official, violationId);
    if (!view) return null;
    return {
      text: words.html('digest:mine.violation', {
        news: words.plain(`violation:news.${news}`),
        numbers: numbersOfCase(view, words),
      }),
      buttons: [
        button(words.plain('violation:open', { number: shortNumber(view.number) }), { kind: 'violation', violationId }),
      ],
    };
  },
  async journalHead({ params }, { reading }) {
    const screen = NOTICE_SCREENS.journalHead(paramsOf('journalHead', params), reading);
    return screen && { text: screen.text, buttons: [] };
  },
};

/** What was gathered for a list, as it is said now. */
export async function drawNotes(reader: Reader, { notes }: MorningList): Promise<readonly DrawnNote[]> {
  const drawn: DrawnNote[] = [];
  for (const note of notes) {
    const line = await LINES[note.kind](note, reader);
    if (line) drawn.push(line);
  }
  return drawn;
}
