import type { Deciding } from '../../../src/regulation/registry-layout';
import { answerColumn, askAnew, type ColumnChoice } from '../../../src/usecases/registry/columns';
import { decideOnFile, type Decided, type Decision, readShownFile } from '../../../src/usecases/registry/read-file';
import { registryTaker } from '../dialogs/take-registry';
import type { Feature, Reply } from '../feature';
import { registryAsksScreen } from '../screens/registry/registry-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** What is pressed under a registry file that came; what becomes of it is drawn by the outbox. */
export function registryFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  talk.takers.push(registryTaker(talk));
  async function decide({ official, words }: Turn, fileId: number, decision: Decision): Promise<Reply> {
    const decided: Decided = await decideOnFile(desk, official, fileId, decision);
    wake();
    return { toast: words.plain(`registry:toast.${decided}`) };
  }

  async function answer(turn: Turn, fileId: number, of: Deciding, choice: ColumnChoice): Promise<Reply> {
    const { official, words, reading } = turn;
    const answered = await answerColumn(desk, official, fileId, { of, choice });
    wake();
    const toast = words.plain(`registry:toast.${answered === 'already' ? 'answered' : answered}`);
    const shown = await readShownFile(desk, fileId);
    // the message of whoever has sent the file is drawn anew by the outbox
    if (!shown || shown.file.personId !== null) return { toast };
    return { toast, screen: registryAsksScreen(shown, reading) };
  }

  return {
    presses: {
      loadRegistry: (turn, { fileId }) => decide(turn, fileId, 'loading'),
      loadRegistryAnyway: (turn, { fileId }) => decide(turn, fileId, 'anyway'),
      dropRegistry: (turn, { fileId }) => decide(turn, fileId, 'dropped'),
      registryColumn: (turn, { fileId, of, column }) => answer(turn, fileId, of, { column }),
      noRegistryColumn: (turn, { fileId, of, as }) => answer(turn, fileId, of, { absent: as }),
      async askRegistryAnew({ official, words }, { fileId }) {
        const asked = await askAnew(desk, official, fileId);
        wake();
        return { toast: words.plain(`registry:toast.${asked}`) };
      },
    },
  };
}
