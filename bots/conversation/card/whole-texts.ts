import { escapeHtml, type Words } from '../../../src/i18n';
import { isKeyOf } from '../../../src/regulation/lists';
import { ACTIONS } from '../../../src/regulation/vocabulary';
import { lengthInCharacters } from '../../../src/text/plain-text';
import type { AppealCard, VersionChange } from '../../../src/usecases/card/card';
import { button, type ScreenButton } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { COPY_LIMIT, inParts, differenceInParts } from '../kit/fit';
import { versionChangeLines } from './remark-lines';

/** A text that may be longer than its place on a card. */
export interface WholeText {
  /** In plain words. */
  readonly what: string;
  readonly text: string;
}

/** Shorter ones are seen whole wherever they stand. */
const LONG = 300;
/** Characters that the title of a part may take. */
const TITLE = 200;

/** The long texts of an appeal, in the order of its card; the applicant's is masked already. */
export function wholeTexts(card: AppealCard, { plain }: Words): WholeText[] {
  const { draft, comment, organizationAnswer, latest } = card;
  const texts: readonly { readonly what: string; readonly text: string | null | undefined }[] = [
    { what: plain('card:whole.appeal'), text: card.text },
    ...[...card.remarks, ...(card.sentBack ? [card.sentBack] : [])].map(({ action, text }) => ({
      what: plain(`history:did.${action}`),
      text,
    })),
    { what: plain('card:whole.reason'), text: card.redirectReason },
    { what: plain('card:whole.notice'), text: card.redirectNotice },
    { what: plain('card:whole.comment'), text: comment?.text },
    ...card.visits.map(({ kind, result }) => ({ what: plain(`history:did.${RECORDED[kind]}`), text: result })),
    { what: plain('card:whole.organizationAnswer'), text: organizationAnswer?.text },
    ...(latest && isKeyOf(ACTIONS, latest.action)
      ? [{ what: plain(`history:did.${latest.action}`), text: card.reason }]
      : []),
    ...(draft ? [{ what: plain(`card:whole.${draft.state}`), text: draft.text }] : []),
  ];
  return texts.flatMap(({ what, text }, index) =>
    text && isLong(text) && texts.findIndex((one) => one.text === text) === index ? [{ what, text }] : [],
  );
}

const RECORDED = { visit: 'recordVisit', meeting: 'recordMeeting' } as const;

export const isLong = (text: string): boolean => lengthInCharacters(text) > LONG;

/** The way to what a drawn message does not show; none when it shows all of it. */
export function wholeTextButton(
  { id }: AppealCard,
  texts: readonly WholeText[],
  html: string,
  { plain }: Words,
): ScreenButton[] {
  const isHidden = texts.some(({ text }) => !html.includes(escapeHtml(text)));
  return isHidden ? [button(plain('card:button.wholeText'), { kind: 'wholeText', appealId: id })] : [];
}

type Title = (part: number, parts: number) => string;

const titled =
  (what: string, number: string, { html }: Words): Title =>
  (part, parts) =>
    `<b>${parts === 1 ? html('card:whole.title', { what, number }) : html('card:whole.part', { what, number, part, parts })}</b>`;

const withTitles = (parts: readonly string[], title: Title): string[] =>
  parts.map((part, index) => `${title(index + 1, parts.length)}\n\n${part}`);

/** A text whole, in as many messages of HTML as it takes, numbered. */
export function textInParts({ what, text }: WholeText, number: string, { words, longest }: Reading): string[] {
  return withTitles(inParts(text, longest - TITLE).map(escapeHtml), titled(what, number, words));
}

/** The same to be copied with one tap each. */
export function textToCopy({ what, text }: WholeText, number: string, { words }: Reading): string[] {
  return withTitles(
    inParts(text, COPY_LIMIT).map((part) => `<pre>${escapeHtml(part)}</pre>`),
    titled(what, number, words),
  );
}

/** Type, date and files first: there are few words for them. */
const withChange = (
  change: VersionChange | null,
  parts: readonly string[],
  reading: Pick<Reading, 'words'>,
): string[] =>
  parts.map((part, index) => (index === 0 ? [...versionChangeLines(change, reading), part].join('\n') : part));

/** What a supervisor has changed, whole; none when the draft is as its executor wrote it. */
export function editInParts({ draft, number }: AppealCard, { words, longest }: Reading): string[] {
  if (!draft?.textBeforeEdit) return [];
  const parts = differenceInParts(draft.textBeforeEdit, draft.text, longest - TITLE);
  return withTitles(withChange(draft.change, parts, { words }), titled(words.plain('card:difference'), number, words));
}

/** The same, after what has changed since the answer was sent back. */
export function changeInParts(card: AppealCard, reading: Reading): string[] {
  const { words, longest } = reading;
  const before = reworkedFrom(card);
  if (before === null || !card.draft) return editInParts(card, reading);
  const parts = differenceInParts(before, card.draft.text, longest - TITLE);
  const since = withTitles(
    withChange(card.sentBack?.change ?? null, parts, { words }),
    titled(words.plain('card:differenceSince'), card.number, words),
  );
  return [...since, ...editInParts(card, reading)];
}

/** There is something to compare the draft with. */
export const isChanged = (card: AppealCard): boolean =>
  Boolean(card.draft?.textBeforeEdit) || reworkedFrom(card) !== null;

function reworkedFrom({ sentBack, draft }: AppealCard): string | null {
  const before = sentBack?.before ?? null;
  return draft && before !== draft.text ? before : null;
}
