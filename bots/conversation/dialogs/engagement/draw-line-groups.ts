import { spokenWordsOf } from '../../../../src/i18n';
import { groupIsLost, groupsForLine, type GroupOfLine } from '../../../../src/usecases/lines/question-groups';
import { describeError } from '../../../../src/process/log';
import { only, type Screen } from '../../screen';
import {
  beforeTyingScreen,
  begunParams,
  lineGroupsScreen,
  saidInGroup,
} from '../../screens/engagement/line-group-screens';
import type { Messengers } from '../../messengers';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

// Groups from which a direct line gathers questions: of the messengers of the country alone.

export async function drawLineGroups(
  { desk, messengers }: Talk,
  { official, words }: Turn,
  lineId: number,
  page = 0,
): Promise<Screen> {
  const read = await groupsForLine(desk, official, lineId, messengers.domestic());
  return read ? lineGroupsScreen(lineId, read, page, words) : only(words.html('line:refusal.notYours'));
}

/**
 * The same once the messenger has said of each group that is tied whether the bot still hears it: nobody knows whether MAX always tells of a
 * right that is taken away.
 */
export async function lookAtLineGroups(talk: Talk, turn: Turn, lineId: number, page: number): Promise<Screen> {
  const { desk, messengers, wake } = talk;
  const read = await groupsForLine(desk, turn.official, lineId, messengers.domestic());
  for (const { messenger, chatId } of read?.groups.filter(({ isTied }) => isTied) ?? []) {
    const there = await groupNow(talk, { messenger, chatId });
    if (there === 'unknown') continue;
    if (there === null) await groupIsLost(desk, { messenger, chatId }, 'kicked');
    else if (there.isHeard === false) await groupIsLost(desk, { messenger, chatId }, 'deaf');
  }
  wake();
  return drawLineGroups(talk, turn, lineId, page);
}

/** The group as its messenger has it now; unknown: it has not said. */
export async function groupNow(
  { messengers, log }: Talk,
  { messenger, chatId }: Pick<GroupOfLine, 'messenger' | 'chatId'>,
): Promise<Awaited<ReturnType<Messengers['groupIn']>> | 'unknown'> {
  try {
    return await messengers.groupIn(messenger, chatId);
  } catch (error) {
    log.warn({ messenger, reason: describeError(error) }, 'Nobody knows whether a group is heard');
    return 'unknown';
  }
}

/** Null: it is not to be chosen by them, for this line. */
export async function groupOfLine(
  { desk, messengers }: Talk,
  { official }: Turn,
  lineId: number,
  groupId: number,
): Promise<GroupOfLine | null> {
  const read = await groupsForLine(desk, official, lineId, messengers.domestic());
  return read?.groups.find(({ id }) => id === groupId) ?? null;
}

/** What the bot would say there. */
export async function drawBeforeTying(talk: Talk, turn: Turn, lineId: number, groupId: number): Promise<Screen> {
  const { desk, messengers, defaultLocale } = talk;
  const { official, words } = turn;
  const read = await groupsForLine(desk, official, lineId, messengers.domestic());
  const group = read?.groups.find(({ id }) => id === groupId);
  if (!read || !group || !read.mayTie || group.isTied) return drawLineGroups(talk, turn, lineId);
  const said = saidInGroup(begunParams(read.title, read.closesOn), spokenWordsOf(defaultLocale));
  return beforeTyingScreen(lineId, group, said, words);
}
