import type { ListAsked, Subscriptions } from '../../../../src/usecases/digests/list-subscriptions';
import type { NarrowedPage } from '../../../../src/usecases/statistics/narrowed-lists';
import { listLink } from '../../links';
import { button, CAPTION, link, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { ticked } from '../office/ticked';
import { lineText } from './list-screen';
import { narrowedTitle } from './narrowed-screen';

/** Where a control list comes by itself: to the reader, and into which groups. */
export function subscriptionsScreen(
  { list, to }: ListAsked,
  title: string,
  { morning, groups }: Subscriptions,
  { words: { html, plain }, words }: Reading,
): Screen {
  const of = { list, ...(to && { by: to.by, code: to.code }) };
  return {
    text: [`<b>${title}</b>`, html(groups.length === 0 ? 'list:send.noGroups' : 'list:send.hint')].join('\n'),
    buttons: [
      [
        button(ticked(plain('list:send.morning'), morning, words), {
          kind: 'sendMorning',
          becomes: morning ? 'off' : 'on',
          ...of,
        }),
      ],
      ...groups.map(({ id, title: group, isOn }) => [
        button(ticked(shorten(plain('list:send.monday', { group }), CAPTION - 2), isOn, words), {
          kind: 'sendMonday',
          groupId: id,
          becomes: isOn ? 'off' : 'on',
          ...of,
        }),
      ]),
      [button(plain('list:narrow.all'), { kind: 'list', list, page: 0 })],
    ],
  };
}

/** The list as a group has it: its first lines, no press, a way into the reader's own chat. Null: there is nothing to say. */
export function listForGroup(page: NarrowedPage, reading: Reading): Screen | null {
  if (page.count === 0) return null;
  const { plain, html } = reading.words;
  const rest = page.count - page.lines.length;
  return {
    text: [
      `<b>${narrowedTitle(page, reading.words)}</b>`,
      ...page.lines.map((line) => lineText(line, reading)),
      ...(rest > 0 ? [html('list:send.more', { count: rest })] : []),
    ].join('\n\n'),
    buttons: [[link(plain(`list:name.${page.list}`), listLink(page.list))]],
  };
}
