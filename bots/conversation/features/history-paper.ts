import { askForFolder } from '../../../src/usecases/proof/folder';
import { drawHistoryPaper } from '../dialogs/draw-history-paper';
import { refusal, type Feature } from '../feature';
import { givePaper } from '../give-paper';
import { Lately } from '../lately';
import type { Talk } from '../talk';

/** The history of an appeal on paper, with what proves it, and its folder. */
export function historyPaperFeature(talk: Talk): Feature {
  const given = new Lately(talk.desk.clock);
  return {
    presses: {
      async folder(turn, { appealId }) {
        const asked = await askForFolder(talk.desk, turn.official, appealId);
        if (asked === 'notFound') return refusal(turn.words.plain('refusal:notFound'));
        talk.wake();
        return { toast: turn.words.plain(`folder:toast.${asked}`) };
      },
      async historyPaper(turn, { appealId }) {
        const { official, reading, words, chatId } = turn;
        const paper = await drawHistoryPaper(talk, official, appealId, reading);
        if (paper === 'notFound') return refusal(words.plain('refusal:notFound'));
        if (paper === 'damaged') return refusal(words.plain('history:paper.damaged'));
        // Once for a double tap: two copies make one wonder which of them counts.
        const ofChat = `${chatId} ${appealId}`;
        if (given.get(ofChat)) return {};
        return {
          toast: words.plain('history:paper.toast'),
          after: async () => {
            await givePaper(talk, turn, appealId, paper.fileName, await paper.draw());
            given.note(ofChat, true);
          },
        };
      },
    },
  };
}
