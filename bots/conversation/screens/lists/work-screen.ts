import type { Words } from '../../../../src/i18n';
import type { WorkShare } from '../../../../src/usecases/lists/lists';
import type { Button } from '../../button-rows/buttons';
import { button, CAPTION, shorten, type Screen, type ScreenButton } from '../../screen';
import { pageOf, pager } from '../pager';

/** Stages have a line each; executors have pages. */
const LINES = 8;

/** «В работе» by stage or by executor: how much there is, how much of it is overdue; a button opens that part. */
export function workScreen(
  by: 'stage' | 'executor',
  shares: readonly WorkShare[],
  asked: number,
  words: Words,
): Screen {
  const { html, plain } = words;
  const count = shares.reduce((sum, share) => sum + share.count, 0);
  const { shown, page, pages } = pageOf(shares, asked, LINES);
  return {
    text: `<b>${html('list:work.title', { name: plain('list:name.work'), part: plain(`list:work.${by}`), count })}</b>`,
    buttons: [
      ...shown.map((share) => [button(shorten(caption(share, words), CAPTION), opening(share))]),
      ...pager({ page, pages }, words, (to) => ({ kind: 'work', by, page: to })),
      workButtons(words),
      [button(plain('list:button.control'), { kind: 'control' })],
    ],
  };
}

function caption({ of, name, count, overdue }: WorkShare, { plain }: Words): string {
  const part = 'stage' in of ? plain(`appeal:stage.${of.stage}`) : (name ?? plain('list:work.nobody'));
  return plain(overdue === 0 ? 'list:caption' : 'list:work.overdue', { name: part, count, overdue });
}

const opening = ({ of }: WorkShare): Button =>
  'stage' in of ? { kind: 'workAt', stage: of.stage, page: 0 } : { kind: 'workOf', executorId: of.executorId, page: 0 };

/** From any part of what is in work to its parts. */
export const workButtons = ({ plain }: Words): ScreenButton[] =>
  (['stage', 'executor'] as const).map((by) => button(plain(`list:work.by.${by}`), { kind: 'work', by, page: 0 }));
