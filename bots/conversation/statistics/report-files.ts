import type { Words } from '../../../src/i18n';
import { plusDays, startOfDay } from '../../../src/regulation/calendar';
import { summedCauses } from '../../../src/regulation/lateness';
import { safeFileName } from '../../../src/text/file-name';
import { shared } from '../../../src/process/shared';
import type { ReportFormat } from '../../../src/usecases/kit/account-params';
import type { Charts } from '../../../src/usecases/kit/charts';
import type { Params } from '../../../src/usecases/kit/messages';
import { type Official, shortName } from '../../../src/usecases/kit/officials';
import type { Desk, MessageRef, Papers } from '../../../src/usecases/kit/ports';
import type { WriteWorkbook } from '../../../src/usecases/kit/sent-table';
import { readAddressees } from '../../../src/usecases/answers/given-files';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { readMissedRows, readPeriodRows, type MissedRow } from '../../../src/usecases/statistics/period-rows';
import { readDetails, type NoReport, type PeriodDetails } from '../../../src/usecases/statistics/period';
import { readSiteReview, type NoReview } from '../../../src/usecases/statistics/site-review';
import { READ_AT_MOST, readWhyLate } from '../../../src/usecases/terms/why-late';
import { headNow } from '../../../src/usecases/proof/sealed';
import { patiently } from '../kit/lately';
import { withHead } from '../proof/head-words';
import { chartsOf, paperChartsOf } from './charts';
import { explainedOf, paperOf } from './paper';
import { partName } from './report-buttons';
import { daysWords, periodWords } from './figure-words';
import { reviewHtml, reviewPaper, reviewTable } from './review-files';
import { siteReview } from './site-review';
import { rowsSheets, workbookOf } from './workbook';
import type { Reading } from '../kit/turn';
import type { FileToSend, Voice } from '../kit/voice';

export interface ReportFilesDeps {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly charts: Charts;
  readonly papers: Pick<Papers, 'writeReport' | 'writeMinutes'>;
  readonly writeWorkbook: WriteWorkbook;
  readonly readingFor: (official: Official) => Reading;
}

/** What is sent of a report, and how it is called. */
interface Made {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Asked = Params<'statisticsFile'>;
type None = NoReport | NoReview;
type Sent = { readonly message: MessageRef | null } | { readonly none: None };

/** Makes a report and sends it; those who ask for the same at once get the same. */
export function createReportFiles(deps: ReportFilesDeps) {
  const { voice, readingFor } = deps;
  const once = shared<readonly Made[] | None>();

  function made(official: Official, asked: Asked, reading: Reading): Promise<readonly Made[] | None> {
    // Figures, names and words are the same to all who may see them in one language.
    const { personId: _, ...what } = asked;
    return once(JSON.stringify([what, reading.words.locale]), () => make(deps, official, asked, reading));
  }

  /** @returns the message of a file, which an album has none of; or why there is nothing */
  return async (official: Official, asked: Asked, chatId: string): Promise<Sent> => {
    const reading = readingFor(official);
    const { words } = reading;
    const files = await patiently(voice, chatId, words.html('statistics:works'), made(official, asked, reading));
    if (typeof files === 'string') return { none: files };
    const [file, ...more] = files;
    const isSeen = asked.format === 'pictures';
    if (!isSeen && more.length === 0)
      return { message: file ? await voice.sendFile(chatId, file.name, file.bytes) : null };
    await voice.sendFiles(
      chatId,
      files.map(({ name, bytes }, index): FileToSend => ({
        as: isSeen ? 'photo' : 'document',
        caption: index === 0 ? captionOf(asked, words) : '',
        fileName: name,
        fileRef: null,
        bytes: async () => bytes,
      })),
    );
    return { message: null };
  };
}

const captionOf = (asked: Asked, words: Words): string =>
  words.plain(asked.format === 'review' ? 'review:title' : 'statistics:title', { period: periodWords(asked, words) });

/** A name of somebody may have what no system takes in a file's. */
const named = ({ name, bytes }: Made): Made => ({ name: safeFileName(name), bytes });

async function make(
  deps: ReportFilesDeps,
  official: Official,
  asked: Asked,
  reading: Reading,
): Promise<readonly Made[] | None> {
  const { format } = asked;
  const made = format === 'review' ? await review(deps, official, asked, reading) : await report(format);
  return typeof made === 'string' ? made : made.map(named);

  async function report(as: Exclude<ReportFormat, 'review'>): Promise<readonly Made[] | NoReport> {
    const details = await readDetails(deps.desk, official, asked, asked.parts);
    return typeof details === 'string' ? details : MAKERS[as](deps, details, reading, official);
  }
}

/** One description, three files: they cannot tell different things. */
async function review(
  { desk, papers }: ReportFilesDeps,
  official: Official,
  { unit, from, to }: Asked,
  reading: Reading,
): Promise<readonly Made[] | None> {
  const read = await readSiteReview(desk, official, { unit, from, to });
  if (typeof read === 'string') return read;
  const told = siteReview(read, reading);
  const { nameRu, nameTt } = await letterheadOf(desk);
  const names = [nameRu, nameTt].filter((name) => name !== '');
  const name = (ending: string) => reading.words.plain('review:file', { days: told.days, ending });
  const over = startOfDay(plusDays(to, 1), reading.calendar);
  const text = (words: string) => new TextEncoder().encode(words);
  return [
    { name: name('docx'), bytes: await papers.writeMinutes(reviewPaper(told, names, over, reading), 'docx') },
    { name: name('html'), bytes: text(reviewHtml(told, reading)) },
    { name: name('csv'), bytes: text(reviewTable(told, reading)) },
  ];
}

/** For the name of a file: of which days, and of whom. */
const daysOf = ({ report: { counted, parts } }: PeriodDetails, { words }: Reading): string =>
  [daysWords(counted), ...parts.map((part) => partName(part, words))].join(', ');

/** Into what the time of those that a paper lists went, and of all together where they are not too many to be gone through. */
async function lateOf(desk: Desk, missed: readonly MissedRow[], reading: Reading) {
  const isSummed = missed.length > 0 && missed.length <= READ_AT_MOST;
  const each = await readWhyLate(desk, isSummed ? missed.map(({ id }) => id) : explainedOf(missed, reading));
  return { each, causes: isSummed ? summedCauses([...each.values()]) : null };
}

const whoAndPost = ({ name, position }: Official): string =>
  [shortName(name), position ?? ''].filter((part) => part !== '').join(', ');

type Maker = (
  deps: ReportFilesDeps,
  details: PeriodDetails,
  reading: Reading,
  official: Official,
) => Promise<readonly Made[]>;

const MAKERS: Readonly<Record<Exclude<ReportFormat, 'review'>, Maker>> = {
  async xlsx({ desk, writeWorkbook }, details, reading) {
    const { plain } = reading.words;
    const days = daysOf(details, reading);
    const files: Made[] = [];
    for await (const rows of readPeriodRows(desk, details.report.counted, details.within)) {
      const isFirst = files.length === 0;
      files.push({
        name: isFirst
          ? plain('statistics:file.xlsx', { days })
          : plain('statistics:file.part', { days, number: files.length + 1 }),
        bytes: await writeWorkbook(isFirst ? workbookOf(details, rows, reading) : rowsSheets(rows, reading)),
      });
    }
    return files;
  },
  async pdf({ desk, papers, charts }, details, reading, official) {
    const { plain, locale } = reading.words;
    const head = await letterheadOf(desk);
    const names = [head.nameRu, head.nameTt].filter((name) => name !== '');
    const missed = await readMissedRows(desk, details.report.counted, details.within);
    const pictures = [];
    for (const [index, chart] of paperChartsOf(details, reading).entries())
      pictures.push({
        caption: plain('statistics:paper.chart', { number: index + 1, title: chart.title }),
        png: await charts.draw(chart, 'paper'),
      });
    const bytes = await papers.writeReport({
      locale,
      head: names.length === 0 ? null : { name: names, contacts: head.contacts },
      ...withHead(
        paperOf(details, missed, await readAddressees(desk), reading, await lateOf(desk, missed, reading)),
        await headNow(desk),
        reading,
      ),
      pictures,
      preparedBy: plain('statistics:paper.preparedBy', { name: whoAndPost(official) }),
      issuedAt: reading.now,
    });
    return [{ name: plain('statistics:file.pdf', { days: daysOf(details, reading) }), bytes }];
  },
  async pictures({ charts }, details, reading) {
    const days = daysOf(details, reading);
    const pictures: Made[] = [];
    for (const [index, chart] of chartsOf(details, reading).entries())
      pictures.push({
        name: reading.words.plain('statistics:file.picture', { days, number: index + 1 }),
        bytes: await charts.draw(chart, 'chat'),
      });
    return pictures;
  },
};
