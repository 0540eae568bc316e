import { escapeHtml, type Words, spokenWordsOf } from '../../../src/i18n';
import { GROUP_LIMITS } from '../../../src/regulation/engagement/asked-in-group';
import type { PlainDate } from '../../../src/regulation/calendar';
import { LONGEST_QUESTION } from '../../../src/usecases/lines/gather';
import {
  type GroupOfLine,
  type GroupsForLine,
  groupIsLost,
  groupsForLine,
} from '../../../src/usecases/lines/question-groups';
import type { Params } from '../../../src/usecases/kit/messages';
import { button, CAPTION, only, shorten, type Screen, type ScreenButton, pageOf, pager } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { fullDay } from '../kit/calendar-words';
import { describeError } from '../../../src/process/log';
import type { Messengers } from '../kit/messengers';
import type { Talk } from '../kit/talk';

/** The way from a line's questions to the groups from which they are gathered. */
export const groupsButton = (engagementId: number, tied: number, { plain }: Words): ScreenButton =>
  button(tied === 0 ? plain('line:group.button') : plain('line:group.buttonTied', { count: tied }), {
    kind: 'lineGroups',
    engagementId,
    page: 0,
  });

/** Where the line gathers, and where it may. */
export function lineGroupsScreen(
  engagementId: number,
  { title, mayTie, groups }: GroupsForLine,
  page: number,
  words: Words,
): Screen {
  const { html, plain } = words;
  const tied = groups.filter(({ isTied }) => isTied);
  const free = mayTie ? groups.filter(({ isTied }) => !isTied) : [];
  const view = pageOf([...tied, ...free], page);
  return {
    text: [
      `<b>${html('line:group.title', { title })}</b>`,
      html(
        !mayTie ? 'line:group.closed' : free.length === 0 && tied.length === 0 ? 'line:group.none' : 'line:group.hint',
      ),
      ...tied.map((group) => html('line:group.tied', { group: group.title })),
      // Of those that are tied no more, too: whoever writes down the answers looks for them in the group.
      ...groups.flatMap(({ title: group, passedOver }) => passedOverLine(group, passedOver, words)),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id: groupId, title: group, isTied }) => [
        isTied
          ? button(shorten(plain('line:group.stop', { group }), CAPTION), { kind: 'untieGroup', engagementId, groupId })
          : button(shorten(group, CAPTION), { kind: 'lineGroup', engagementId, groupId }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'lineGroups', engagementId, page: next })),
      [button(plain('line:button.toList'), { kind: 'lineQuestions', engagementId, of: 'all', page: 0 })],
    ],
  };
}

const passedOverLine = (group: string, count: number, { html }: Words): readonly string[] =>
  count === 0
    ? []
    : [html('line:group.passedOver', { group, count, most: GROUP_LIMITS.ofOne, longest: LONGEST_QUESTION })];

/** Before the bot speaks to citizens, whoever makes it do so reads what it will say. @param said as `saidInGroup` has it */
export const beforeTyingScreen = (
  engagementId: number,
  { id: groupId, title: group }: GroupOfLine,
  said: string,
  { html, plain }: Words,
): Screen => ({
  text: [html('line:group.preview', { group }), `<blockquote>${said}</blockquote>`].join('\n'),
  buttons: [
    [button(plain('line:group.start'), { kind: 'tieGroup', engagementId, groupId })],
    [button(plain('line:group.back'), { kind: 'lineGroups', engagementId, page: 0 })],
  ],
});

/** What citizens read in their group, in HTML: that they may ask here, and that it is over. */
export function saidInGroup({ title, news, until }: Params<'lineInGroup'>, { html }: Words): string {
  if (news !== 'begun') return html(`line:group.said.${news}`, { title });
  const days = until === null ? 'line:group.said.begun' : 'line:group.said.begunUntil';
  return [
    html(days, { title, day: until === null ? '' : fullDay(until) }),
    html('line:group.said.how'),
    html('line:group.said.kept'),
  ].join('\n');
}
export const inGroupScreen = (params: Params<'lineInGroup'>, words: Words): Screen => only(saidInGroup(params, words));

/** To whoever has tied it: nothing is gathered there any more, and what they may do. */
export const lineGroupNotice = (
  { lineId: engagementId, title, group, why, count, passedOver }: Params<'lineGroup'>,
  { words, words: { html, plain } }: Reading,
): Screen => ({
  text: [
    `<b>${html(`line:group.ended.${why}`, { group })}</b>`,
    escapeHtml(title),
    html('line:group.gathered', { count }),
    ...passedOverLine(group, passedOver, words),
    ...(why === 'over' ? [] : [html(`line:group.todo.${why}`)]),
  ].join('\n'),
  buttons: [
    [
      why === 'over'
        ? button(plain('line:button.questions'), { kind: 'lineQuestions', engagementId, of: 'all', page: 0 })
        : button(plain('line:group.back'), { kind: 'lineGroups', engagementId, page: 0 }),
    ],
  ],
});

/** Of a preview, as the message will be. */
export const begunParams = (title: string, until: PlainDate | null): Params<'lineInGroup'> => ({
  title,
  news: 'begun',
  until,
});

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
