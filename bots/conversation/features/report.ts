import { readReport } from '../../../src/usecases/reading/read-report';
import type { Feature } from '../feature';
import { only } from '../screen';
import { reportScreen } from '../screens/lists/report-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** /report and «Отчёт». */
export function reportFeature({ desk, voice }: Talk): Feature {
  async function show({ official, words, reading, chatId }: Turn): Promise<void> {
    const report = await readReport(desk, official);
    const screen = report ? reportScreen(report, reading) : only(words.html('list:report.notYours'));
    await voice.send(chatId, screen, { silent: true });
  }
  return { commands: { report: show }, presses: { report: async (turn) => ({ after: () => show(turn) }) } };
}
