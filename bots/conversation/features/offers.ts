import { startAct, startAsItStands, startCorrectionAsOffered } from '../../../src/usecases/acts/start-act';
import { replyOf } from '../dialogs/acts/act-outcome';
import type { Feature } from '../feature';
import type { Talk } from '../talk';

/** Whose an appeal may be and what it is about, by former ones: each opens the act as it is always asked, filled in already. */
export function offersFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    presses: {
      async takeExecutor(turn, { appealId, version, executorId }) {
        const { official: actor, message } = turn;
        const start = { actor, action: 'assign' as const, appealId, seenVersion: version, message };
        return replyOf(talk, turn, await startAct(desk, { ...start, view: { sure: executorId } }));
      },
      async replaceIn(turn, { appealId }) {
        const { official: actor, message } = turn;
        const start = { actor, action: 'replaceParticipant' as const, appealId, message };
        return replyOf(talk, turn, await startAsItStands(desk, start));
      },
      async takeTopic(turn, { appealId, version }) {
        const { official: actor, message } = turn;
        const start = { actor, appealId, seenVersion: version, message };
        return replyOf(talk, turn, await startCorrectionAsOffered(desk, start));
      },
    },
  };
}
