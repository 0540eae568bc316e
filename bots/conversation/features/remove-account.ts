import { checkRemoval, removeAccount, type RemovalRefusal } from '../../../src/usecases/office/disable-person';
import { drawPerson } from '../dialogs/draw-office';
import { refusal, type Feature, type Reply } from '../feature';
import { messengerName } from '../screens/messenger-name';
import { removeAccountScreen } from '../screens/office/remove-account-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** One messenger of a person is shut out, as when its phone is stolen: asked once. */
export function removeAccountFeature(talk: Talk): Feature {
  const { desk, wake } = talk;

  const refused = async (turn: Turn, personId: number, why: RemovalRefusal): Promise<Reply> => ({
    ...refusal(turn.words.plain(`people:refusal.${why}`)),
    screen: await drawPerson(talk, turn, personId),
  });

  return {
    presses: {
      removeAccount: async (turn, { messenger, personId }) => {
        const removal = await checkRemoval(desk, turn.official, personId, messenger);
        if (!removal.ok) return refused(turn, personId, removal.refusal);
        return { screen: removeAccountScreen(removal, turn.words) };
      },
      confirmRemoveAccount: async (turn, { messenger, personId }) => {
        const { official, words } = turn;
        const removal = await removeAccount(desk, official, personId, messenger);
        wake();
        if (!removal.ok) return refused(turn, personId, removal.refusal);
        return {
          toast: words.plain('people:home.remove.done', { messenger: messengerName(messenger, words) }),
          screen: await drawPerson(talk, turn, personId),
        };
      },
    },
  };
}
