import { chooseImportDays, IMPORT_TERMS, readImportDays } from '../../../src/usecases/administration/import-retention';
import { chooseRestMinutes, REST_TERMS } from '../../../src/usecases/administration/intake-rest';
import { importsOverBy } from '../../../src/usecases/administration/previews';
import { askErrorsAgain, readImport, readImportRows, readImports } from '../../../src/usecases/registry/read-imports';
import { readLowMarks } from '../../../src/usecases/registry/read-marks';
import { drawSettings } from '../dialogs/draw-office';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import { sureScreen } from '../screens/office/sure-screen';
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
        return shown(view && importScreen(view, turn.official, await readImportDays(desk), turn.reading), turn);
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
      async importDays(turn, { days, sure }) {
        const { words } = turn;
        const term = IMPORT_TERMS.find((one) => one === days);
        if (term === undefined) return refusal(words.plain('refusal:oldButton'));
        const count = sure === undefined ? await importsOverBy(desk, term) : 0;
        if (count > 0)
          return {
            screen: sureScreen(
              [words.html('change:preview.imports', { count })],
              { kind: 'importDays', days: term, sure: 'yes' },
              { kind: 'settings' },
              words,
            ),
          };
        await chooseImportDays(desk, turn.official, term);
        return {
          toast: turn.words.plain('reconcile:imports.kept', { count: term }),
          screen: await drawSettings(talk, turn),
        };
      },
      async intakeRest(turn, { minutes }) {
        const term = REST_TERMS.find((one) => one === minutes);
        if (term === undefined) return refusal(turn.words.plain('refusal:oldButton'));
        await chooseRestMinutes(desk, turn.official, term);
        return {
          toast: turn.words.plain('reconcile:imports.rests', { count: term }),
          screen: await drawSettings(talk, turn),
        };
      },
    },
  };
}
