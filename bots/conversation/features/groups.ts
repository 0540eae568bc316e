import { changeGroup, type GroupChange, type GroupResult, groupLine } from '../../../src/usecases/digests/groups';
import { addNamedGroup, drawGroup, drawGroups, groupDialog } from '../dialogs/group';
import { refusal, type Feature, type Reply } from '../feature';
import { hoursScreen } from '../screens/office/group-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Groups that get digests: their list, and one of them with its settings. */
export function groupsFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;
  const dialog = groupDialog(talk);

  async function told(turn: Turn, groupId: number, result: GroupResult): Promise<Reply> {
    const { plain } = turn.words;
    wake();
    return {
      ...(result.ok
        ? { toast: plain('people:person.saved') }
        : refusal(plain(`digest:groups.refusal.${result.refusal}`))),
      screen: await drawGroup(talk, turn, result.ok ? result.id : groupId),
    };
  }
  const change = async (turn: Turn, groupId: number, what: GroupChange): Promise<Reply> =>
    told(turn, groupId, await changeGroup(desk, turn.official, groupId, what));

  return {
    dialogs: [dialog],
    presses: {
      groups: async (turn, { page }) => ({ screen: await drawGroups(talk, turn, page) }),
      group: async (turn, { groupId }) => ({ screen: await drawGroup(talk, turn, groupId) }),
      groupHours: async (turn, { groupId }) => {
        const group = await groupLine(desk, groupId);
        return { screen: group ? hoursScreen(group, turn.reading) : await drawGroups(talk, turn, 0) };
      },
      groupHour: (turn, { groupId, minutes }) => change(turn, groupId, { kind: 'hour', digestAt: minutes ?? null }),
      groupPart: (turn, { groupId, part, shown }) =>
        change(turn, groupId, { kind: 'part', part, shown: shown === 'on' }),
      groupRun: (turn, { groupId, running }) => change(turn, groupId, { kind: 'running', running: running === 'on' }),
      groupHere: async (turn, { chatId, messenger = voice.name }) => {
        // A group of another messenger is not to be asked for here.
        const named = messenger === voice.name ? voice.groupNamed(chatId) : null;
        const result = named && (await addNamedGroup(talk, turn, { ...named, threadId: null }));
        return result ? told(turn, 0, result) : refusal(turn.words.plain('digest:groups.notThere'));
      },
      askGroup: async (turn, { groupId = null }) => ({ after: () => dialog.begin(turn, { groupId }) }),
    },
  };
}
