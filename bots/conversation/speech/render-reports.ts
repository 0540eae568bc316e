import { safeFileName } from '../../../src/text/file-name';
import { hasRight } from '../../../src/regulation/rights';
import { readSubscribed } from '../../../src/usecases/digests/list-subscriptions';
import { readWeeklyDetails } from '../../../src/usecases/digests/weekly-report';
import { readWholeList } from '../../../src/usecases/statistics/narrowed-lists';
import { readPeriod } from '../../../src/usecases/statistics/period';
import { only } from '../screen';
import { inGroupScreen } from '../screens/engagement/line-group-screens';
import { withToldHead } from '../screens/head-words';
import { groupDigestScreen } from '../screens/digests/group-digest';
import { weeklyFileName, weeklySheets } from '../screens/digests/weekly-workbook';
import { narrowedName, narrowedScreen } from '../screens/lists/narrowed-screen';
import { listForGroup } from '../screens/lists/subscriptions-screen';
import { periodScreen } from '../screens/statistics/report-screen';
import { listSheet } from '../screens/statistics/rows-sheets';
import type { SendOptions } from '../voice';
import { createReportFiles } from './report-files';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from './renderer';

/** What is read, and files that are made, when they are sent. */
export function reports(deps: DeliveringDeps): Renderers<'monthly' | 'weeklyFile' | 'statisticsFile'> {
  const { desk, voice, readingFor, writeWorkbook } = deps;
  const send = createReportFiles(deps);
  return {
    monthly: toPerson(deps, async (official, { from, to, until, head }, message) => {
      if (desk.clock.now() >= until) return skipped('the day of the report is over');
      const report = await readPeriod(desk, official, { unit: 'month', from, to });
      if (typeof report === 'string') return skipped(`no report: ${report}`);
      const reading = readingFor(official);
      return say(deps, message, withToldHead(periodScreen(report, reading), head, reading));
    }),
    weeklyFile: toPerson(deps, async (official, report, { chatId }) => {
      if (!hasRight(official, 'weekly')) return skipped('the report is not theirs any more');
      const reading = readingFor(official);
      if (reading.now >= report.until) return skipped('the day of the report is over');
      const bytes = await writeWorkbook(weeklySheets(report, await readWeeklyDetails(desk, report), reading));
      return { outcome: 'sent', message: await voice.sendFile(chatId, weeklyFileName(report, reading), bytes) };
    }),
    statisticsFile: toPerson(deps, async (official, asked, { chatId }) => {
      const sent = await send(official, asked, chatId);
      if ('none' in sent) return skipped(`no report: ${sent.none}`);
      return sent.message === null ? done : { outcome: 'sent', message: sent.message };
    }),
  };
}

/** What they show is of now, by the rights of now; a morning that is over is no news. */
export function lists(deps: DeliveringDeps): Renderers<'listMorning' | 'listMonday' | 'listFile'> {
  const { desk, voice, readingFor, readingForAll, writeWorkbook } = deps;
  const isOver = (until: Date) => desk.clock.now() >= until;
  return {
    listMorning: toPerson(deps, async (official, { subscriptionId, until }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      return say(deps, message, page && page.count > 0 ? narrowedScreen(page, readingFor(official)) : null);
    }),
    listMonday: async ({ subscriptionId, until, threadId }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      const options = threadId === undefined ? {} : { threadId };
      return say(deps, message, page && listForGroup(page, readingForAll()), options);
    },
    listFile: toPerson(deps, async (official, { list, to }, { chatId }) => {
      const whole = await readWholeList(desk, official, list, to);
      if (!whole) return skipped('the list is not theirs any more');
      const reading = readingFor(official);
      const { plain } = reading.words;
      const name = narrowedName(whole, reading.words);
      let message = null;
      let number = 0;
      for await (const rows of whole.parts) {
        number += 1;
        const file = number === 1 ? plain('list:file.xlsx', { name }) : plain('list:file.part', { name, number });
        message = await voice.sendFile(chatId, safeFileName(file), await writeWorkbook([listSheet(rows, reading)]));
      }
      return message === null ? done : { outcome: 'sent', message };
    }),
  };
}

/** What is said in chats of many. */
export function groups(deps: DeliveringDeps): Renderers<'groupDigest' | 'groupAdded' | 'lineInGroup'> {
  const { readingForAll } = deps;
  const topic = ({ threadId }: { readonly threadId?: string | undefined }): SendOptions =>
    threadId === undefined ? {} : { threadId };
  return {
    groupDigest: (params, message) =>
      say(deps, message, groupDigestScreen(params.digest, readingForAll()), topic(params)),
    groupAdded: (params, message) =>
      say(deps, message, only(readingForAll().words.html('digest:groups.welcome')), topic(params)),
    lineInGroup: (params, message) => say(deps, message, inGroupScreen(params, readingForAll().words), topic(params)),
  };
}
