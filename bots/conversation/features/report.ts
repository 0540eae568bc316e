import { dayOf } from '../../../src/regulation/calendar';
import { readReport } from '../../../src/usecases/reading/read-report';
import type { Feature } from '../../telegram/bot';
import type { BotContext } from '../../telegram/context';
import { shortDay } from '../screens/dates';
import type { BotDeps } from '../talk';
import { button } from '../screen';

/** /report: counts of this month, and what is in work now. */
export function reportFeature(deps: BotDeps): Feature {
  const { desk, messenger } = deps;

  async function show({ official, words: { html, plain } }: BotContext): Promise<void> {
    const report = await readReport(desk, official);
    if (!report)
      return void (await messenger.send(
        official.chatId,
        { text: html('list:report.notYours'), buttons: [] },
        { silent: true },
      ));
    const { now, calendar } = messenger.readingFor(official);
    const text = [
      `<b>${html('list:report.title', { day: shortDay(report.from, dayOf(now, calendar)) })}</b>`,
      ...(['received', 'answered', 'redirected', 'late'] as const).map((key) =>
        html(`list:report.${key}`, { count: report[key] }),
      ),
      '',
      `<b>${html('list:report.now', { count: report.open })}</b>`,
      html('list:report.overdue', { count: report.overdue }),
      ...report.stages.map(({ stage, count }) =>
        html('list:report.stage', { stage: plain(`appeal:stage.${stage}`), count }),
      ),
    ];
    await messenger.send(
      official.chatId,
      { text: text.join('\n'), buttons: [[button(plain('list:button.menu'), { kind: 'menu' })]] },
      { silent: true },
    );
  }

  return {
    commands: { report: show },
    presses: {
      report: async (ctx, _, queryId) => {
        await messenger.answer(queryId);
        await show(ctx);
      },
    },
  };
}
