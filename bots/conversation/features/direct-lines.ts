import { AppError } from '../../../src/errors';
import { actOnQuestion } from '../../../src/usecases/direct-lines/act-on-question';
import { readLineProtocol } from '../../../src/usecases/direct-lines/line-protocol';
import { readQuestion } from '../../../src/usecases/direct-lines/read-questions';
import { shortName } from '../../../src/usecases/people/names';
import { drawLine, drawMyQuestions, drawQuestion } from '../dialogs/engagement/draw-lines';
import { ASKED, lineActDialog } from '../dialogs/engagement/line-act-dialog';
import { lineQuestionDialog } from '../dialogs/engagement/line-question-dialog';
import { refusal, type Feature, type Reply } from '../feature';
import { only } from '../screen';
import { linePaper } from '../screens/engagement/line-paper';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Questions of direct lines (§2): gathered, moderated, given, answered, turned into appeals, and their protocol. */
export function directLinesFeature(talk: Talk): Feature {
  const { desk } = talk;
  const [adding, acting] = [lineQuestionDialog(talk), lineActDialog(talk)];
  return {
    dialogs: [adding, acting],
    presses: {
      lineQuestions: async (turn, { engagementId, of, page }) => ({
        screen: await drawLine(talk, turn, engagementId, of, page),
      }),
      addLineQuestion: (turn, { engagementId }) => adding.beginHere(turn, { engagementId }),
      lineProtocol: (turn, { engagementId }) => sendProtocol(talk, turn, engagementId),
      myLineQuestions: async (turn, { page }) => ({ screen: await drawMyQuestions(talk, turn, page) }),
      lineQuestion: async (turn, { questionId }) => ({ screen: await drawQuestion(talk, turn, questionId) }),
      async lineAct(turn, { questionId, version, act, number }) {
        const card = await readQuestion(desk, turn.official, questionId);
        const isAsked = number === undefined && ASKED[act] !== undefined;
        if (isAsked && card?.version === version && card.acts.includes(act))
          return acting.beginHere(turn, { questionId, version, act, passed: [] });
        const done = await actOnQuestion(desk, turn.official, { id: questionId, version, act }, { number });
        talk.wake();
        const screen = await drawQuestion(talk, turn, questionId);
        return done.ok
          ? { toast: turn.words.plain(`line:did.${act}`), screen }
          : { ...refusal(turn.words.plain(`line:refusal.${done.refusal}`)), screen };
      },
    },
  };
}

async function sendProtocol({ desk, papers, voice }: Talk, turn: Turn, lineId: number): Promise<Reply> {
  const { official, words, reading, chatId } = turn;
  const protocol = await readLineProtocol(desk, official, lineId);
  if (protocol === null) return refusal(words.plain('line:refusal.notYours'));
  return {
    after: async () => {
      let bytes: Uint8Array;
      try {
        bytes = await papers.writeReport(linePaper(protocol, shortName(official.name), reading));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await voice.send(chatId, only(words.html('line:paper.failed')), { silent: true });
        return;
      }
      await voice.sendFile(chatId, words.plain('line:paper.file', { number: lineId }), bytes);
    },
  };
}
