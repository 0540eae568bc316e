import { issueLetter, requestLetter } from '../../../src/usecases/answers/letters';
import { markedCopy } from '../../../src/usecases/answers/given-files';
import { issueProtocol } from '../../../src/usecases/answers/protocols';
import { drawLetterhead, letterheadDialog } from '../dialogs/letterhead';
import { refusal, type Feature, type Reply } from '../feature';
import { givePaper } from '../give-paper';
import { Lately } from '../lately';
import { letterRefusal, wordRequest } from '../screens/appeals/letter-words';
import { sendKept } from '../send-files';
import { sendCopy, sendLetter } from '../send-letter';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** The answer as a letter, a letter to another body, what was checked of its signature, and the paper on which letters are issued. */
export function letterFeature(talk: Talk): Feature {
  const dialog = letterheadDialog(talk);
  const given = new Lately(talk.desk.clock);

  /** Once for a double tap: a chat with two copies of a paper makes one wonder which of them counts. */
  async function once(turn: Turn, what: string, send: () => Promise<void>): Promise<Reply> {
    const ofChat = `${turn.chatId} ${what}`;
    if (given.get(ofChat)) return {};
    return {
      after: async () => {
        await send();
        given.note(ofChat, true);
      },
    };
  }

  return {
    dialogs: [dialog],
    presses: {
      async letter(turn, { appealId }) {
        const result = await issueLetter(talk.desk, turn.official, appealId, talk);
        return result.ok
          ? once(turn, result.fileName, async () => sendLetter(talk, turn, await result.issue()))
          : refusal(letterRefusal(result.refusal, turn.words));
      },
      async requestLetter(turn, { requestId }) {
        const { official, words } = turn;
        const result = await requestLetter(talk.desk, official, requestId, wordRequest);
        return result.ok
          ? once(turn, result.fileName, async () => {
              const bytes = await talk.papers.writeLetter(result.letter);
              await givePaper(talk, turn, result.appealId, result.fileName, Buffer.from(bytes));
            })
          : refusal(letterRefusal(result.refusal, words));
      },
      async protocol(turn, { signatureId }) {
        const { official, words, chatId } = turn;
        const protocol = await issueProtocol(talk.desk, official, signatureId, words.locale, talk);
        return protocol
          ? once(turn, protocol.fileName, async () => {
              await sendKept(talk, chatId, { ...protocol, sha256: await protocol.issue() });
              await sendCopy(talk, turn, await markedCopy(talk.desk, official, signatureId, talk));
            })
          : refusal(words.plain('refusal:notFound'));
      },
      letterhead: async (turn) => ({ screen: await drawLetterhead(talk, turn) }),
      askLetterhead: (turn, { part }) => dialog.beginHere(turn, { part }),
    },
  };
}
