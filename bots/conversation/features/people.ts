import { enablePerson } from '../../../src/usecases/office/disable-person';
import { invite } from '../../../src/usecases/office/invitations';
import { listPeople } from '../../../src/usecases/people/people';
import { drawPerson } from '../dialogs/draw-office';
import { refusal, type Feature, type Reply } from '../feature';
import { hashOf, invitationStart, newSecret } from '../invitation';
import { only } from '../screen';
import { moment } from '../screens/dates';
import { peopleScreen } from '../screens/office/person-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { outcome } from './outcome';

/** Who works here, and of each: roles, the right to approve, the way in. */
export function peopleFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;

  async function invited(turn: Turn, personId: number): Promise<Reply> {
    const { official, words, reading, chatId } = turn;
    const secret = newSecret();
    const result = await invite(desk, official, personId, hashOf(secret));
    if (!result.ok) return refusal(words.plain(`people:refusal.${result.refusal}`));
    const sendLink = async () => {
      const text = words.html('people:invitation.ready', {
        name: result.name,
        moment: moment(result.expiresAt, reading.now, reading.calendar),
        address: await voice.linkTo(invitationStart(secret)),
      });
      await voice.send(chatId, only(text), { silent: true });
    };
    return {
      toast: words.plain('people:invitation.made'),
      screen: await drawPerson(talk, turn, personId),
      after: sendLink,
    };
  }

  return {
    presses: {
      people: async ({ words }, { page }) => ({ screen: peopleScreen(await listPeople(desk), page, words) }),
      person: async (turn, { personId }) => {
        const screen = await drawPerson(talk, turn, personId);
        return screen ? { screen } : refusal(turn.words.plain('people:refusal.gone'));
      },
      invite: async (turn, { personId }) => invited(turn, personId),
      enable: async (turn, { personId }) => {
        const { official, words } = turn;
        const result = await enablePerson(desk, official, personId);
        wake();
        return {
          ...outcome(result, words.plain('people:person.enabled'), words),
          screen: await drawPerson(talk, turn, personId),
        };
      },
    },
  };
}
