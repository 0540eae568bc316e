import {
  addGroup,
  changeGroup,
  type GroupResult,
  groupLine,
  listGroups,
  type GroupChange,
} from '../../../src/usecases/digests/groups';
import { parseTime } from '../kit/day-question';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import type { Screen } from '../kit/screen';
import { groupScreen, groupsScreen, hoursScreen } from './group-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Voice } from '../kit/voice';
import { type Answers, type Step, forAdmins, readForAdmins, type ForAdmins } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { refusal, type Feature, type Reply } from '../kit/feature';

/** The group for which another hour is asked; null: a new group is. */
const groupOf = ({ groupId }: Answers): number | null => (typeof groupId === 'number' ? groupId : null);

const stepsOf = (voice: Voice): readonly Step<ForAdmins>[] => [
  {
    name: 'group',
    when: (answers) => groupOf(answers) === null,
    ask: ({ reading }) => reading.words.html('digest:groups.askGroup'),
    question: forAdmins(
      line({
        key: 'group',
        check: (text, { reading }) =>
          voice.groupNamed(text) ? { value: text } : { complaint: reading.words.plain('digest:groups.noGroup') },
      }),
      ({ plain }) => plain('digest:groups.refusal.notAdmin'),
    ),
  },
  {
    name: 'digestAt',
    when: (answers) => groupOf(answers) !== null,
    ask: ({ reading }) => reading.words.html('digest:groups.askTime'),
    question: forAdmins(
      line({
        key: 'digestAt',
        check(text, { reading }) {
          const minutes = parseTime(text);
          return minutes === null ? { complaint: reading.words.plain('digest:groups.noTime') } : { value: minutes };
        },
      }),
      ({ plain }) => plain('digest:groups.refusal.notAdmin'),
    ),
  },
];

export async function drawGroups({ desk }: Talk, { reading }: Turn, page: number): Promise<Screen> {
  return groupsScreen(await listGroups(desk), page, reading);
}

/** The list of groups where there is no such group any more. */
export async function drawGroup(talk: Talk, turn: Turn, groupId: number): Promise<Screen> {
  const group = await groupLine(talk.desk, groupId);
  return group ? groupScreen(group, turn.reading) : drawGroups(talk, turn, 0);
}

/** Which group shall get digests, or another hour for one that does. */
export function groupDialog(talk: Talk): TableDialog<ForAdmins> {
  const { desk, voice } = talk;

  /** Null: the bot is not in that group. */
  async function carryOut(turn: Turn, answers: Answers): Promise<GroupResult | null> {
    const groupId = groupOf(answers);
    if (groupId !== null) {
      const digestAt = typeof answers.digestAt === 'number' ? answers.digestAt : null;
      return changeGroup(desk, turn.official, groupId, { kind: 'hour', digestAt });
    }
    const named = voice.groupNamed(textOf(answers, 'group'));
    return named && addNamedGroup(talk, turn, named);
  }

  return new TableDialog(talk, {
    subject: 'group',
    steps: stepsOf(voice),
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const result = await carryOut(turn, answers);
      if (result === null) return { complaint: plain('digest:groups.notThere') };
      return result.ok
        ? { screen: await drawGroup(talk, turn, result.id) }
        : { complaint: plain(`digest:groups.refusal.${result.refusal}`) };
    },
    cancelled(turn, answers) {
      const groupId = groupOf(answers);
      return groupId === null ? drawGroups(talk, turn, 0) : drawGroup(talk, turn, groupId);
    },
  });
}

/** Asks the messenger whether the bot is there, and takes the group's name. Null: it is not. */
export async function addNamedGroup(
  { desk, voice }: Talk,
  { official }: Turn,
  { chatId, threadId }: NonNullable<ReturnType<Voice['groupNamed']>>,
): Promise<GroupResult | null> {
  const group = await voice.groupOf(chatId).catch((error: unknown) => {
    // Refused in words that nobody knows: a number that is none, too.
    if (voice.outcomeOf(error, 'edit', chatId).outcome === 'retry') throw error;
    return null;
  });
  if (!group) return null;
  const { title, hasTopics } = group;
  return addGroup(desk, official, { messenger: voice.name, chatId, threadId: hasTopics ? threadId : null, title });
}

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
