import { escapeHtml, type Words } from '../../../src/i18n';
import { PAPERS_OF, type EngagementPaperKind, isPaperDue } from '../../../src/regulation/engagement/papers';
import type { PaperCard, papersOf } from '../../../src/usecases/engagement/papers';
import type { EngagementCard } from '../../../src/usecases/engagement/engagements';
import type { Params } from '../../../src/usecases/kit/messages';
import { inPlaceLines } from './engagement-words';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment } from '../kit/calendar-words';

const TITLE = 60;

type PaperLine = Awaited<ReturnType<typeof papersOf>>[number];

/** What of papers can be had of this one, and those that were sent to be signed. */
export function paperButtons(
  { id: engagementId, facts: { kind, stage } }: EngagementCard,
  sent: readonly PaperLine[],
  { words: { plain }, now, calendar }: Reading,
): ScreenButton[][] {
  return [
    ...PAPERS_OF[kind].map((what) => [
      button(plain(`results:paper.files.${what}`), { kind: 'paperFiles', engagementId, what }),
      ...(isPaperDue(stage)
        ? [button(plain(`results:paper.send.${what}`), { kind: 'sendPaper', engagementId, what })]
        : []),
    ]),
    ...sent.map(({ id: paperId, what, state, issuedAt }) => [
      button(
        plain('results:paper.line', {
          what: plain(`results:paper.kind.${what}`),
          state: plain(`results:paper.state.${state}`),
          moment: moment(issuedAt, now, calendar),
        }),
        { kind: 'engagementPaper', paperId },
      ),
    ]),
  ];
}

/** Of how many files a paper is one. */
interface PaperFile {
  readonly id: string;
  readonly form: 'pdf' | 'docx';
  readonly part: number;
  readonly parts: number;
}

/** «протокол-12.pdf», «протокол-12-часть-2.pdf». */
export const paperFileName = (
  what: EngagementPaperKind,
  { id, form, part, parts }: PaperFile,
  { plain }: Words,
): string =>
  plain(`results:paper.file.${what}`, { id: parts === 1 ? id : plain('results:paper.partOf', { id, part }), form });

/** Of several files the first is signed for all of them. */
export const partsLines = ({ sums: { length: count } }: Pick<PaperCard, 'sums'>, { html }: Words): string[] =>
  count === 1 ? [] : [html('results:paper.inParts', { count })];

/** A paper that was sent to be signed. */
export function paperScreen(card: PaperCard, { words, now, calendar }: Reading): Screen {
  const { html, plain } = words;
  const { id: paperId, what, title, state, version, signer, issuedAt, endedAt, reason, signatureSha256, acts } = card;
  const act = (one: (typeof acts)[number]) =>
    button(plain(`results:paper.act.${one}`), { kind: 'paperAct', paperId, version, act: one });
  return {
    text: [
      `<b>${html('results:paper.title', { what: plain(`results:paper.kind.${what}`), title })}</b>`,
      html('results:paper.sentAt', { moment: moment(issuedAt, now, calendar) }),
      html(`results:paper.stands.${state}`, {
        name: signer,
        moment: endedAt === null ? '' : moment(endedAt, now, calendar),
      }),
      ...(reason === null ? [] : [html('engagement:history.reason', { text: reason })]),
      ...partsLines(card, words),
      ...(state === 'signed' && signatureSha256 === null ? [html('results:paper.byWord')] : []),
      ...inPlaceLines(card.isInPlace ? signer : null, words),
      ...(card.isInPlace && state === 'waiting' ? [html('engagement:duty.giveBackPaper')] : []),
    ].join('\n'),
    buttons: [
      [
        button(plain('results:paper.get'), { kind: 'paperFile', paperId, part: 'paper' }),
        ...(signatureSha256 === null
          ? []
          : [button(plain('results:paper.getSignature'), { kind: 'paperFile', paperId, part: 'signature' })]),
      ],
      ...inRows(acts.map(act), 2),
      ...(card.isOfficial
        ? [[button(plain('results:button.see'), { kind: 'engagementResults', engagementId: card.engagementId })]]
        : []),
    ],
  };
}

/** What waits for its reader's signature. */
export const papersToSignScreen = (cards: readonly PaperCard[], { html, plain }: Words): Screen => ({
  text: [`<b>${html('results:paper.mine')}</b>`, ...(cards.length > 0 ? [] : [html('results:paper.noneToSign')])].join(
    '\n',
  ),
  buttons: [
    ...cards.map(({ id: paperId, what, title }) => [
      button(shorten(plain('results:paper.title', { what: plain(`results:paper.kind.${what}`), title }), TITLE), {
        kind: 'engagementPaper',
        paperId,
      }),
    ]),
    [button(plain('list:button.menu'), { kind: 'menu' })],
  ],
});

/** What one hears of a paper that is not in front of one. */
export function engagementPaperNotice(
  { paperId, title, what, news, by, reason, absent }: Params<'engagementPaper'>,
  { words }: Reading,
): Screen {
  const { html, plain } = words;
  const said = html(`results:paper.news.${news}`, { what: plain(`results:paper.kind.${what}`) });
  return {
    text: [
      `<b>${by === null ? said : html('results:paper.newsBy', { news: plain(`results:paper.news.${news}`, { what: plain(`results:paper.kind.${what}`) }), name: by })}</b>`,
      escapeHtml(title),
      ...(reason === null ? [] : [html('engagement:history.reason', { text: reason })]),
      ...inPlaceLines(absent, words),
    ].join('\n'),
    buttons: news === 'withdrawn' ? [] : [[button(plain('notice:open'), { kind: 'engagementPaper', paperId })]],
  };
}
