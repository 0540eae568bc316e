import { letterheadOf } from '../../../src/usecases/kit/settings';
import { headNow } from '../../../src/usecases/proof/sealed';
import { readAddressees } from '../../../src/usecases/answers/given-files';
import { shortName } from '../../../src/usecases/kit/officials';
import { readViolation } from '../../../src/usecases/violations/read-violation';
import { readJournal } from '../../../src/usecases/violations/read-violations';
import { drawViolation } from '../dialogs/violations/draw-violations';
import { withHead } from '../screens/head-words';
import { daysWords } from '../screens/statistics/period-words';
import { journalSheets } from '../screens/violations/journal-workbook';
import { journalPaper } from '../screens/violations/journal-paper';
import { type DeliveringDeps, type Renderers, say, skipped, toPerson } from './renderer';

/** What has become of a violation, and the journal as a file. */
export function violations(deps: DeliveringDeps): Renderers<'violation' | 'violationsFile'> {
  const { desk, voice, readingFor, writeWorkbook, papers } = deps;
  return {
    violation: toPerson(deps, async (official, { violationId, news }, message) => {
      const view = await readViolation(desk, official, violationId);
      // Whoever was asked by mistake hears that it is over, and sees nothing of it any more.
      const isAsked = news === 'asked' || news === 'reminded';
      if (isAsked && !view?.acts.includes('explain')) return skipped('nothing is asked of them any more');
      return say(
        deps,
        message,
        await drawViolation(deps, { official, reading: readingFor(official) }, violationId, news),
      );
    }),
    violationsFile: toPerson(deps, async (official, { format, unit, from, to, ofId, only }, { chatId }) => {
      const read = await readJournal(desk, official, { from, to, ofId, only });
      if (!read) return skipped('the journal is not theirs any more');
      const reading = readingFor(official);
      const { plain, locale } = reading.words;
      const named = { unit, from, to };
      const name = plain(`violation:file.${format}`, { days: daysWords(named) });
      if (format === 'xlsx')
        return {
          outcome: 'sent',
          message: await voice.sendFile(chatId, name, await writeWorkbook(journalSheets(read, reading))),
        };
      const head = await letterheadOf(desk);
      const names = [head.nameRu, head.nameTt].filter((one) => one !== '');
      const bytes = await papers.writeReport({
        locale,
        head: names.length === 0 ? null : { name: names, contacts: head.contacts },
        ...withHead(
          journalPaper(read, named, { to: await readAddressees(desk), preparedBy: shortName(official.name) }, reading),
          await headNow(desk),
          reading,
        ),
        pictures: [],
        issuedAt: reading.now,
      });
      return { outcome: 'sent', message: await voice.sendFile(chatId, name, bytes) };
    }),
  };
}
