import { readAmount } from '../../../src/usecases/office/amounts';
import { askErrorsAgain, readImport, readImportRows, readImports } from '../../../src/usecases/registry/imports';
import { readLowMarks } from '../../../src/usecases/registry/marks';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import { importRowsScreen, importScreen, importsScreen } from '../screens/registry/imports-screens';
import { lowMarksScreen } from '../screens/registry/marks-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Загрузки»: registry files that came, what each has brought, and for how long that is kept. */
export function importsFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const shown = (screen: Screen | null, { words }: Turn): Reply =>
    screen ? { screen } : refusal(words.plain('reconcile:notYours'));
  return {
    presses: {
      async imports(turn, { page }) {
        const view = await readImports(desk, turn.official, page);
        return shown(view && importsScreen(view, turn.official, turn.reading), turn);
      },
      async importOf(turn, { fileId }) {
        const view = await readImport(desk, turn.official, fileId);
        return shown(
          view && importScreen(view, turn.official, await readAmount(desk, 'importDays'), turn.reading),
          turn,
        );
      },
      async importRows(turn, { fileId, what, page }) {
        const view = await readImportRows(desk, turn.official, fileId, what, page);
        return shown(view && importRowsScreen(view, turn.reading), turn);
      },
      async importErrors(turn, { fileId }) {
        const isSent = await askErrorsAgain(desk, turn.official, fileId);
        wake();
        return isSent ? {} : refusal(turn.words.plain('registry:toast.forgotten'));
      },
      async lowMarks(turn, { fileId, page }) {
        const view = await readLowMarks(desk, turn.official, fileId, page);
        return shown(view && lowMarksScreen(view, turn.reading), turn);
      },
    },
  };
}
