import { invitable, inviteInto } from '../../../src/usecases/office/invitations';
import { chooseHome } from '../../../src/usecases/people/home';
import { drawAdmin, drawPerson } from '../dialogs/draw-office';
import { drawSound } from '../dialogs/draw-sound';
import { refusal, type Feature, type Reply } from '../feature';
import { messengerName } from '../screens/messenger-name';
import { inviteAllScreen } from '../screens/office/invite-all-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** In which messengers people are met: where the bot writes to one, and who is invited into another. */
export function homeFeature(talk: Talk): Feature {
  const { desk, wake } = talk;

  const isOfOffice = (messenger: string): boolean => talk.messengers.names().includes(messenger);
  const old = ({ words }: Turn): Reply => refusal(words.plain('refusal:oldButton'));

  /** Null: that messenger can lead somebody in. */
  async function hindrance(turn: Turn, messenger: string): Promise<Reply | null> {
    if (!isOfOffice(messenger)) return old(turn);
    const { words } = turn;
    const leads = await talk.messengers.linkInto(messenger, '').catch(() => null);
    return leads === null
      ? refusal(words.plain('people:home.refusal.silent', { messenger: messengerName(messenger, words) }))
      : null;
  }

  async function invited(turn: Turn, messenger: string, personId: number | null): Promise<Reply> {
    const { official, words } = turn;
    const hindered = await hindrance(turn, messenger);
    if (hindered) return hindered;
    const result = await inviteInto(desk, official, messenger, personId);
    wake();
    const screen = personId === null ? await drawAdmin(talk, turn) : await drawPerson(talk, turn, personId);
    if (!result.ok) return { ...refusal(words.plain(`people:refusal.${result.refusal}`)), screen };
    if (result.count === 0) return { ...refusal(words.plain('people:home.refusal.nobody')), screen };
    return {
      toast: words.plain('people:home.invited', { count: result.count, messenger: messengerName(messenger, words) }),
      screen,
    };
  }

  return {
    presses: {
      chooseHome: async (turn, { messenger }) => {
        if (!isOfOffice(messenger)) return old(turn);
        const { official, words } = turn;
        const name = messengerName(messenger, words);
        const chosen = await chooseHome(desk, official, messenger);
        wake();
        const screen = await drawSound(talk, turn);
        return chosen === 'chosen'
          ? { toast: words.plain('people:home.writes', { messenger: name }), screen }
          : { ...refusal(words.plain('people:home.refusal.notThere')), screen };
      },
      inviteInto: (turn, { messenger, personId }) => invited(turn, messenger, personId),
      inviteAllInto: async (turn, { messenger }) =>
        isOfOffice(messenger)
          ? { screen: inviteAllScreen(messenger, (await invitable(desk, messenger)).length, turn.words) }
          : old(turn),
      confirmInviteAll: (turn, { messenger }) => invited(turn, messenger, null),
    },
  };
}
