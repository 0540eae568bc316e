import { errorsName, errorsSheets } from '../../../src/intake/registry/errors-sheet';
import { readBadRows, readShownFile } from '../../../src/usecases/registry/read-file';
import { readLowMarks } from '../../../src/usecases/registry/marks';
import { fileById, fileShown } from '../../../src/usecases/registry/files';
import { lowMarksScreen, registryAsksScreen, registryDoneScreen, registryScreen } from './registry';
import { ofManyScreen, takenOverScreen, takeoverDoneScreen } from './takeover';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from '../kit/renderer';

/** What became of a file of ПОС, and what was taken over from it. */
export function registry(
  deps: DeliveringDeps,
): Renderers<
  | 'registryFile'
  | 'registryErrors'
  | 'registryAsks'
  | 'registryDone'
  | 'lowMarks'
  | 'takenOver'
  | 'takeoverDone'
  | 'ofMany'
> {
  const { desk, voice, readingFor, writeWorkbook } = deps;
  return {
    registryFile: toPerson(deps, async (official, { fileId }, { silent }) => {
      const shown = await readShownFile(desk, fileId);
      if (!shown) return skipped('there is no such file');
      const screen = registryScreen(shown, readingFor(official));
      const { shownRef } = shown.file;
      if (shownRef !== null && (await voice.edit(shownRef, screen))) return done;
      const message = await voice.send(official.chatId, screen, { silent });
      return { outcome: 'sent', message, remember: () => fileShown(desk, fileId, message) };
    }),
    registryErrors: toPerson(deps, async (official, { fileId }, { chatId }) => {
      const file = await fileById(desk, fileId);
      const rows = await readBadRows(desk, fileId);
      if (!file?.headings || rows.length === 0) return skipped('no row is in error');
      const { words } = readingFor(official);
      const bytes = await writeWorkbook(errorsSheets(file, rows, words));
      return { outcome: 'sent', message: await voice.sendFile(chatId, errorsName(file.name, words), bytes) };
    }),
    registryAsks: toPerson(deps, async (official, { fileId }, message) => {
      const shown = await readShownFile(desk, fileId);
      if (shown?.file.state !== 'asking') return skipped('it is answered');
      return say(deps, message, registryAsksScreen(shown, readingFor(official)));
    }),
    registryDone: toPerson(deps, async (official, { fileId }, message) => {
      const shown = await readShownFile(desk, fileId);
      return say(deps, message, shown && registryDoneScreen(shown, readingFor(official)));
    }),
    lowMarks: toPerson(deps, async (official, { fileId }, message) => {
      const marks = await readLowMarks(desk, official, fileId, 0);
      return say(deps, message, marks && lowMarksScreen(marks, readingFor(official)));
    }),
    takenOver: toPerson(deps, (official, params, message) =>
      say(deps, message, takenOverScreen(params, readingFor(official))),
    ),
    takeoverDone: toPerson(deps, (official, params, message) =>
      say(deps, message, takeoverDoneScreen(params, readingFor(official))),
    ),
    ofMany: toPerson(deps, (official, params, message) =>
      say(deps, message, ofManyScreen(params, readingFor(official))),
    ),
  };
}
