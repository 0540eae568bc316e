import { startAct } from '../../../src/usecases/acts/act-forms';
import { endDialog } from '../../../src/usecases/forms/dialogs';
import type { Button } from '../buttons';
import { actDialog } from '../dialogs/acts/act-dialog';
import { replyOf } from '../dialogs/acts/act-outcome';
import type { Feature, Reply } from '../dispatch';
import { only } from '../screen';
import { showCard } from '../show-card';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** The acts on an appeal: the press on its card, the form that asks, and the way out of any dialog. */
export function actFeature(talk: Talk): Feature {
  const { desk, voice } = talk;

  async function pressAct(turn: Turn, { action, appealId, version }: Button<'act'>): Promise<Reply> {
    const { official: actor, message } = turn;
    return replyOf(talk, turn, await startAct(desk, { actor, action, appealId, seenVersion: version, message }));
  }

  return {
    presses: { act: pressAct },
    dialogs: [actDialog(talk)],
    commands: {
      /** Works at every step of every dialog, and says so. */
      async cancel(turn) {
        const ended = await endDialog(desk, turn.official.personId, 'cancelled');
        const text = turn.words.html(ended ? 'form:cancelled' : 'form:nothingToCancel');
        await voice.send(turn.chatId, only(text), { silent: true });
        if (ended && ended.appealId !== null) return showCard(talk, turn, ended.appealId);
        if (ended && ended.messageRef !== null) await voice.remove(ended.messageRef);
      },
    },
  };
}
