import { escapeHtml, type Words } from '../../../src/i18n';
import { FIELDS, lackingFields, type EngagementField } from '../../../src/regulation/engagement/content';
import { taskThere } from '../../../src/regulation/engagement/facts';
import { hasQuestions } from '../../../src/regulation/engagement/line-questions';
import { ENGAGEMENT_KINDS, type EngagementAction } from '../../../src/regulation/engagement/vocabulary';
import {
  type EngagementCard,
  type EngagementHistoryLine,
  readEngagement,
} from '../../../src/usecases/engagement/engagements';
import { button, inRows, only, type Screen, type ScreenButton, pageOf, pager, shorten } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment, namedDay, todayOf } from '../kit/calendar-words';
import { inNumberedMessages, visibleLength } from '../kit/fit';
import {
  carriageLines,
  dateLines,
  fieldNames,
  lackingLines,
  noticeLines,
  reasonLines,
  questionsButton,
  previewLines,
} from './engagement-words';
import { resultsButtons } from './results-screens';
import type { Params } from '../../../src/usecases/kit/messages';
import type { EngagementOutcome } from '../../../src/usecases/engagement/act-on-engagement';
import { listEngagements } from '../../../src/usecases/engagement/list';
import { engagementNarrowingsScreen, engagementsScreen, type ShownEngagements } from './list-screens';
import type { Talk } from '../kit/talk';
import { mergedPictures, withPicturesInOrder } from '../../../src/regulation/engagement/pictures';
import { contentIn } from '../../../src/usecases/engagement/engagement-store';
import { readDifference } from '../../../src/usecases/engagement/difference';
import { sendPictures } from './send-pictures';
import type { Answers, Finished } from '../kit/dialog';

const HISTORY_PAGE = 8;

const toList = ({ plain }: Words): ScreenButton =>
  button(plain('engagement:button.list'), { kind: 'engagements', shown: 'open', page: 0 });
const toCard = (engagementId: number, { plain }: Words): ScreenButton =>
  button(plain('engagement:button.card'), { kind: 'engagement', engagementId });

/** What can be made. */
export const engagementKindsScreen = (words: Words): Screen => ({
  text: words.html('engagement:ask.kind'),
  buttons: [
    ...ENGAGEMENT_KINDS.map((of) => [button(words.plain(`engagement:kind.${of}`), { kind: 'newEngagement', of })]),
    [button(words.plain('engagement:template.list'), { kind: 'engagementTemplates', page: 0 })],
    [toList(words)],
  ],
});

/** Of what stands in ПОС. */
function placedLines({ facts }: EngagementCard, { html }: Words): string[] {
  if (facts.placed === null) return [];
  const task = taskThere(facts);
  return [
    html('engagement:card.placed', { address: facts.placed.address }),
    ...(task === 'remove' ? [html('engagement:card.standsThere')] : []),
    ...(task === 'change' ? [html('engagement:card.changed')] : []),
  ];
}

/** What is to be written next, where this person may write it. */
function fillRow({ id, facts: { kind, content }, acts }: EngagementCard, { plain }: Words): ScreenButton[][] {
  const [field] = acts.has('change') ? lackingFields(kind, content) : [];
  if (field === undefined) return [];
  const caption = plain('engagement:button.fill', { field: plain(`engagement:field.${field}`) });
  return [[button(caption, { kind: 'changeEngagement', engagementId: id, field })]];
}

const comparedRows = ({ id, compared }: EngagementCard, { plain }: Words): ScreenButton[][] =>
  compared.map(({ what, number }) => [
    button(plain(`engagement:difference.since.${what}`), {
      kind: 'engagementDifference',
      engagementId: id,
      from: number,
    }),
  ]);
/** Acts whose buttons stand beside what they need. */
const ELSEWHERE: readonly EngagementAction[] = ['placeThere', 'tellResults'];
/** Nobody says yes to what they have not read: these stand under all that is written. */
const YES: readonly EngagementAction[] = ['agreeContent', 'approveContent'];
const decides = ({ acts }: EngagementCard): boolean => YES.some((action) => acts.has(action));

const actButton = ({ id, version }: EngagementCard, action: EngagementAction, { plain }: Words): ScreenButton =>
  button(
    plain(`engagement:action.${action}`),
    action === 'change'
      ? { kind: 'changeEngagement', engagementId: id }
      : { kind: 'engagementAct', engagementId: id, version, action },
  );

/** What the card of somebody who decides shows of it; null: it has no room for all, or pictures, which stand in no text. */
function contentOn({ facts: { kind, content } }: EngagementCard, reading: Reading): readonly string[] | null {
  if (content.pictures.length > 0) return null;
  const [, ...lines] = previewLines(kind, { ...content, title: '' }, reading);
  return visibleLength(lines.join('\n')) <= reading.longest - BESIDE_CONTENT ? lines : null;
}
/** What the card says beside it, at most. */
const BESIDE_CONTENT = 1_200;

/** One of them. */
export function engagementCard(card: EngagementCard, reading: Reading): Screen {
  const { id, facts, acts, author, waitsFor, rules } = card;
  const { words } = reading;
  const { html, plain } = words;
  const { kind, content, stage } = facts;
  const shown = decides(card) ? contentOn(card, reading) : null;
  const isToBeOpened = decides(card) && shown === null;
  const elsewhere = isToBeOpened ? [...ELSEWHERE, ...YES] : ELSEWHERE;
  const task = acts.has('takeBack') || acts.has('change') || acts.has('takenDownThere') ? taskThere(facts) : null;
  return {
    text: [
      `<b>${escapeHtml(content.title)}</b>`,
      html('engagement:card.kind', { kind: plain(`engagement:kind.${kind}`), level: plain('engagement:level'), id }),
      html('engagement:card.stage', { stage: plain(`engagement:stage.${stage}`) }),
      ...(shown === null ? dateLines(content, reading) : []),
      ...placedLines(card, words),
      ...carriageLines(card.carriage, words),
      ...(card.returned === null ? [] : [html('results:returned.waits')]),
      ...lackingLines(facts, words),
      ...noticeLines(facts, rules, reading),
      ...(waitsFor === null ? [] : [html('engagement:card.waitsFor', { holder: waitsFor })]),
      html('engagement:card.author', { name: author }),
      ...(shown === null ? [] : ['', ...shown]),
      ...(isToBeOpened ? [html('engagement:card.readFirst')] : []),
    ].join('\n'),
    buttons: [
      ...fillRow(card, words),
      ...(task === null
        ? []
        : [[button(plain(`engagement:task.${task}`), { kind: 'engagementPieces', engagementId: id })]]),
      ...comparedRows(card, words),
      ...inRows(
        [...acts.keys()]
          .filter((action) => !elsewhere.includes(action))
          .map((action) => actButton(card, action, words)),
        2,
      ),
      ...resultsButtons(card, words),
      ...(kind === 'direct_line' && hasQuestions(stage) ? [[questionsButton(id, words)]] : []),
      [
        button(plain(`engagement:button.${isToBeOpened ? 'read' : 'preview'}`), {
          kind: 'engagementPreview',
          engagementId: id,
        }),
        button(plain('engagement:button.history'), { kind: 'engagementHistory', engagementId: id, page: 0 }),
      ],
      [
        ...(acts.size > 0 && !acts.has('agreeContent') && !acts.has('approveContent')
          ? [
              button(plain('engagement:button.copy'), { kind: 'copyEngagement', engagementId: id }),
              button(plain('engagement:template.keep'), { kind: 'keepAsTemplate', engagementId: id }),
            ]
          : []),
        ...(card.isOfficial ? [toList(words)] : []),
      ],
    ],
  };
}

/** Which part of it is to be written anew. */
export function engagementFieldsScreen({ id, facts }: EngagementCard, words: Words): Screen {
  const captions = FIELDS[facts.kind].map((field) =>
    button(words.plain(`engagement:field.${field}`), { kind: 'changeEngagement', engagementId: id, field }),
  );
  return {
    text: [`<b>${escapeHtml(facts.content.title)}</b>`, words.html('engagement:ask.change')].join('\n'),
    buttons: [...inRows(captions, 2), [toCard(id, words)]],
  };
}

/** As a citizen sees it, in as few messages as it takes; the first has the way back, the others follow it. */
export function engagementPreviewScreens(
  { id, facts }: EngagementCard,
  reading: Reading,
): readonly [Screen, ...Screen[]] {
  const lines = previewLines(facts.kind, facts.content, reading);
  const [text, ...others] = inNumberedMessages(lines, reading.longest, reading.words);
  return [{ text, buttons: [[toCard(id, reading.words)]] }, ...others.map(only)];
}

/** Under all of it, pictures too: what its reader decides; null: nothing. */
export function decisionScreen(card: EngagementCard, reading: Reading): Screen | null {
  if (!decides(card) || contentOn(card, reading) !== null) return null;
  const { words } = reading;
  const { id, acts, facts } = card;
  return {
    text: words.html('engagement:decide', { title: facts.content.title, id }),
    buttons: [
      ...inRows(
        [...acts.keys()].map((action) => actButton(card, action, words)),
        2,
      ),
      [toCard(id, words)],
    ],
  };
}

/** Who did what, the latest first. */
export function engagementHistoryScreen(
  engagementId: number,
  { title, lines }: { readonly title: string; readonly lines: readonly EngagementHistoryLine[] },
  page: number,
  reading: Reading,
): Screen {
  const { words } = reading;
  const view = pageOf(lines, page, HISTORY_PAGE);
  return {
    text: [
      `<b>${words.html('engagement:history.title', { title })}</b>`,
      ...view.shown.flatMap((line) => historyLines(line, reading)),
    ].join('\n'),
    buttons: [
      ...view.shown.flatMap(({ at, changed, number = 0 }) =>
        changed.length === 0 || number < 2
          ? []
          : [
              [
                button(words.plain('engagement:difference.of', { moment: moment(at, reading.now, reading.calendar) }), {
                  kind: 'engagementDifference',
                  engagementId,
                  from: number - 1,
                  to: number,
                }),
              ],
            ],
      ),
      ...pager(view, words, (next) => ({ kind: 'engagementHistory', engagementId, page: next })),
      [toCard(engagementId, words)],
    ],
  };
}

function historyLines(
  { at, action, by, reason, trouble, summary, address, changed }: EngagementHistoryLine,
  reading: Reading,
): string[] {
  const { words } = reading;
  const { html, plain } = words;
  const said = { moment: moment(at, reading.now, reading.calendar), did: plain(`engagement:did.${action}`) };
  return [
    by === null ? html('engagement:history.line', said) : html('engagement:history.by', { ...said, name: by }),
    ...reasonLines({ reason, trouble }, words),
    ...(summary !== undefined ? [html('engagement:history.summary', { text: summary })] : []),
    ...(address !== undefined ? [html('engagement:history.address', { text: address })] : []),
    ...(changed.length > 0 ? [html('engagement:history.changed', { fields: fieldNames(changed, words) })] : []),
  ];
}

const TITLE = 50;
/** A line and a button each. */
const SHOWN = 8;

/** What is due of what the ОГ role makes. */
export function engagementNagsScreen({ lines }: Pick<Params<'engagementNags'>, 'lines'>, reading: Reading): Screen {
  const { words } = reading;
  const shown = lines.slice(0, SHOWN);
  return {
    text: [
      `<b>${words.html('engagement:title')}</b>`,
      ...shown.map(({ title, what, day }) => {
        const named = day === null ? '' : namedDay(day, todayOf(reading), words);
        return `${escapeHtml(shorten(title, TITLE))}: ${words.html(`engagement:nag.${what}`, { day: named })}`;
      }),
    ].join('\n'),
    buttons: [
      ...shown.map(({ id, title }) => [button(shorten(title, TITLE), { kind: 'engagement', engagementId: id })]),
      ...(lines.length > SHOWN
        ? [[button(words.plain('engagement:menu'), { kind: 'engagements', shown: 'open', page: 0 })]]
        : []),
    ],
  };
}

/** An act, to whom it concerns. */
export function engagementNewsScreen(
  { id, title, what, by, reason, trouble, address }: Omit<Params<'engagementNews'>, 'personId'>,
  { words }: Reading,
): Screen {
  return {
    text: [
      `<b>${escapeHtml(title)}</b>`,
      by === null
        ? words.html(`engagement:news.${what}`)
        : words.html('engagement:newsBy', { news: words.plain(`engagement:news.${what}`), name: by }),
      ...reasonLines({ reason, trouble }, words),
      ...(address === null ? [] : [words.html('engagement:history.address', { text: address })]),
    ].join('\n'),
    buttons: [[button(words.plain('notice:open'), { kind: 'engagement', engagementId: id })]],
  };
}

/** «ОГ»; words alone for whoever may not see it. */
export async function drawEngagements(
  { desk }: Talk,
  { official, words, reading }: Turn,
  which: ShownEngagements = { shown: 'open' },
  page = 0,
): Promise<Screen> {
  const items = await listEngagements(desk, official, which.shown === 'over');
  return items === null ? only(words.html('engagement:notYours')) : engagementsScreen(items, which, page, reading);
}

/** By what one of the two lists may be narrowed. */
export async function drawNarrowings(
  { desk }: Talk,
  { official, words }: Turn,
  shown: 'open' | 'over',
): Promise<Screen> {
  const items = await listEngagements(desk, official, shown === 'over');
  return items === null ? only(words.html('engagement:notYours')) : engagementNarrowingsScreen(items, shown, words);
}

/** Its card; words alone where there is none for this person. */
export async function drawEngagement({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readEngagement(desk, official, id);
  return card ? engagementCard(card, reading) : only(words.html('engagement:refusal.gone'));
}

/** Its card after an act: what was done, and who is told of it. */
export async function drawAfterAct(
  talk: Talk,
  turn: Turn,
  id: number,
  { action, heardBy }: { readonly action: EngagementAction; readonly heardBy: readonly string[] },
): Promise<{ readonly toast: string; readonly screen: Screen }> {
  const { plain, html } = turn.words;
  const did = plain(`engagement:did.${action}`);
  const screen = await drawEngagement(talk, turn, id);
  if (heardBy.length === 0) return { toast: did, screen };
  const said = { did, names: heardBy.join(', ') };
  return {
    toast: plain('engagement:heard', said),
    screen: { ...screen, text: `${html('engagement:heard', said)}\n\n${screen.text}` },
  };
}

/** Why an act was not done, in plain words. @param card as it is now; null: nobody has looked */
export function engagementRefusal(
  outcome: Exclude<EngagementOutcome, { kind: 'done' }>,
  card: EngagementCard | null,
  { plain, ...words }: Words,
): string {
  if (outcome.kind === 'gone') return plain('engagement:refusal.gone');
  const { refusal } = outcome;
  if (refusal !== 'lacking') return plain(`engagement:refusal.${refusal}`);
  const lacks = card === null ? [] : lackingFields(card.facts.kind, card.facts.content);
  return plain('engagement:refusal.lacking', { fields: fieldNames(lacks, { plain, ...words }) });
}

/** Of what somebody else has written; an alert has room for no more. */
const QUOTED = 40;

interface Changing {
  readonly id: number;
  readonly field: EngagementField;
  /** Which version was looked at when it was begun. */
  readonly seen: number;
  readonly answers: Answers;
}

/**
 * Somebody else has changed the same since this was begun: it is asked once more, of pictures with what both have done.
 * @returns null where it is not the reader's any more
 */
export async function withTheirs(
  talk: Talk,
  turn: Turn,
  { id, field, seen, answers }: Changing,
): Promise<Finished | null> {
  const theirs = await readDifference(talk.desk, turn.official, id, seen, null, field);
  if (!theirs) return null;
  const { plain } = turn.words;
  const { before, after, by: name, number } = theirs;
  const now = { ...answers, seen: number };
  if (field !== 'pictures') {
    const value = after[field];
    const complaint =
      typeof value === 'string' && !DAYS.includes(field)
        ? plain('engagement:meanwhile.text', { name, value: shorten(value, QUOTED) })
        : plain('engagement:meanwhile.other', { name });
    return { complaint, answers: now };
  }
  const pictures = mergedPictures(before.pictures, contentIn(answers).pictures, after.pictures);
  return {
    complaint: plain('engagement:meanwhile.pictures', { name }),
    answers: { ...now, pictures },
    after: () => sendPictures(talk, turn.chatId, withPicturesInOrder({ ...after, pictures }), 'photo'),
  };
}

/** As they are kept nobody reads them. */
const DAYS: readonly EngagementField[] = ['opensOn', 'closesOn', 'resultsBy', 'heldAt'];
