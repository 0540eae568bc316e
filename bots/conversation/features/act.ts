import { startAct } from '../../../src/usecases/acts/start-act';
import type { ActOutcome } from '../../../src/usecases/acts/answer-act';
import { endDialog, openFormOf } from '../../../src/usecases/kit/form-engine';
import type { Button } from '../button-rows/buttons';
import { actDialog } from '../dialogs/acts/act-home';
import { replyOf } from '../dialogs/acts/act-outcome';
import { letterToSign } from '../dialogs/acts/signature-file';
import type { Feature, Reply } from '../feature';
import { Lately } from '../lately';
import { only } from '../screen';
import { showCard } from '../show-card';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** The acts on an appeal: the press on its card, the form that asks, and the way out of any dialog. */
export function actFeature(talk: Talk): Feature {
  const { desk, voice } = talk;
  const given = new Lately(desk.clock);

  async function pressAct(turn: Turn, { action, appealId, version }: Button<'act'>): Promise<Reply> {
    const { official: actor, message } = turn;
    const outcome = await startAct(desk, { actor, action, appealId, seenVersion: version, message });
    return outcome.kind === 'asking' && outcome.step.ask === 'signatureFile'
      ? replyWithLetter(turn, outcome)
      : replyOf(talk, turn, outcome);
  }

  /** What is to be signed comes with the question, once for a double tap. */
  async function replyWithLetter(turn: Turn, outcome: Extract<ActOutcome, { kind: 'asking' }>): Promise<Reply> {
    const { appealId, version } = outcome.form;
    const what = `${turn.chatId} ${appealId} ${version}`;
    if (given.get(what)) return replyOf(talk, turn, outcome);
    const letter = await letterToSign(talk, turn, appealId);
    if ('complaint' in letter) return replyOf(talk, turn, { ...outcome, ...letter });
    const { after, ...reply } = await replyOf(talk, turn, outcome);
    return {
      ...reply,
      after: async () => {
        await after?.();
        await letter.send();
        given.note(what, true);
      },
    };
  }

  return {
    presses: { act: pressAct },
    dialogs: [actDialog(talk)],
    commands: {
      /** Works at every step of every dialog, and says so. */
      async cancel(turn) {
        const { personId } = turn.official;
        const open = await openFormOf(desk, personId);
        const left = open && ((await talk.givenUp.get(open.subject)?.(turn, open)) ?? null);
        const ended = await endDialog(desk, personId, 'cancelled');
        const text = turn.words.html(ended ? 'form:cancelled' : 'form:nothingToCancel');
        await voice.send(turn.chatId, left ?? only(text), { silent: true });
        if (ended && ended.appealId !== null) return showCard(talk, turn, ended.appealId);
        if (ended && ended.messageRef !== null) await voice.remove(ended.messageRef);
      },
    },
  };
}
