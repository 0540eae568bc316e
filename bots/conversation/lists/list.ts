import { type Words, escapeHtml } from '../../../src/i18n';
import type { WorkShare, AppealLine, AppealPage } from '../../../src/usecases/lists/lists';
import type { Button } from '../kit/buttons';
import { button, CAPTION, shorten, type Screen, type ScreenButton, pageOf, pager, inRows } from '../kit/screen';
import { latenessInShort } from '../terms/late-words';
import { PHOTO_WARNINGS } from '../../../src/regulation/evidence';
import { capitalised } from '../../../src/text/capitalised';
import type { ListFact } from '../../../src/usecases/lists/selections';
import { maskPersonalData } from '../../../src/text/personal-data';
import { dayOf } from '../../../src/regulation/calendar';
import { overdueFrom } from '../../../src/regulation/deadlines';
import { ONLY_CONTROLLED } from '../../../src/regulation/rights';
import { isFinal } from '../../../src/regulation/vocabulary';
import type { Reading } from '../kit/turn';
import { ofWhat } from '../appeals/task-words';
import { markLines, type Span, shortDay, until } from '../kit/calendar-words';
import { leftOutLines, namelessOf } from './left-out';
import { foundEngagementsRow } from '../engagement/list-screens';
import { shortNumber } from '../kit/fit';
import { listButtons, type ListCount } from './menu';
import { reflectionsButton } from './reflections';

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
      ...shown.map((share) => [button(shorten(caption(share, words), CAPTION), sharesList(share))]),
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

const sharesList = ({ of }: WorkShare): Button =>
  'stage' in of ? { kind: 'workAt', stage: of.stage, page: 0 } : { kind: 'workOf', executorId: of.executorId, page: 0 };

/** From any part of what is in work to its parts. */
export const workButtons = ({ plain }: Words): ScreenButton[] =>
  (['stage', 'executor'] as const).map((by) => button(plain(`list:work.by.${by}`), { kind: 'work', by, page: 0 }));

const PLACE_LIMIT = 60;
/** Of seven groups of twenty a page holds some numbers each; all are on the card. */
const FOLLOWERS_LIMIT = 60;
/**
 * A page of a list: what, where, by when, whose; a button opens the card.
 * @param beside other lists of which something waits for the reader
 * @param further ways to what waits for them and is no appeal
 */
export function listScreen(
  view: AppealPage,
  reading: Reading,
  beside: readonly ListCount[] = [],
  further: readonly (readonly ScreenButton[])[] = [],
): Screen {
  const { words } = reading;
  const text = [head(view, reading), ...view.lines.map((line) => lineText(line, reading))];
  text.push(...markLines(shownDays(view, reading), reading));
  if (view.search) text.push(words.html('list:find.again'));
  return {
    text: text.join('\n\n'),
    buttons: [
      ...(view.search?.registers && view.count === 0
        ? [[button(words.plain('list:button.register'), { kind: 'register' })]]
        : []),
      ...inRows(view.lines.map(opening), 4),
      ...pager(view, words, (page) => pageAt(view, page)),
      ...foundEngagementsRow(view.search?.engagements ?? 0, words),
      ...(view.list === 'work' ? [workButtons(words)] : []),
      ...(view.narrows
        ? [
            [
              button(words.plain('list:narrow.button'), { kind: 'narrow', list: view.list }),
              button(words.plain('statistics:format.xlsx'), { kind: 'listFile', list: view.list }),
            ],
          ]
        : []),
      ...listButtons(beside, words),
      ...further,
      ...(view.reflects ? [[reflectionsButton(words)]] : []),
      [
        ...(ONLY_CONTROLLED.includes(view.list) ? [button(words.plain('list:control'), { kind: 'control' })] : []),
        button(words.plain('list:button.menu'), { kind: 'menu' }),
      ],
    ],
  };
}

/** The same list, or the same part of what is in work. */
function pageAt({ list, of }: AppealPage, page: number): Button {
  if (of === null) return { kind: 'list', list, page };
  return 'stage' in of
    ? { kind: 'workAt', stage: of.stage, page }
    : { kind: 'workOf', executorId: of.executorId, page };
}

const shownDays = ({ lines }: AppealPage, { calendar }: Reading): Span[] =>
  lines
    .filter(({ stage }) => !isFinal(stage))
    .map(({ due }) => dayOf(due, calendar))
    .map((day) => [day, day]);

function head(page: AppealPage, { words }: Reading): string {
  return [headline(page, words), ...leftOutLines(page.leftOut, words)].join('\n');
}

function headline({ list, lines, of, count, search, leftOut }: AppealPage, { html, plain }: Words): string {
  if (search && count === 0) return html('list:find.none', { query: shorten(maskPersonalData(search.query), 100) });
  if (search)
    return html(search.more ? 'list:find.more' : 'list:find.query', {
      query: shorten(maskPersonalData(search.query), 100),
      count,
    });
  if (count === 0 && leftOut.length > 0) return `<b>${html(`list:name.${list}`)}</b>\n`;
  if (count === 0) return `<b>${html(`list:name.${list}`)}</b>\n\n${html(`list:empty.${list}`)}`;
  const name = plain(`list:name.${list}`);
  if (of === null) return `<b>${html('list:title', { name, count })}</b>`;
  const part = 'stage' in of ? plain(`appeal:stage.${of.stage}`) : (lines[0]?.executor ?? plain('list:work.nobody'));
  return `<b>${html('list:work.title', { name, part, count })}</b>`;
}

/** An appeal as every list has it: number and stage, term, place, who holds it. */
export function lineText(line: AppealLine, reading: Reading): string {
  const { html, plain } = reading.words;
  const first = [
    `<b>${html('card:title', { number: line.number })}</b>`,
    html(`appeal:stage.${line.stage}`),
    ...(isFinal(line.stage) ? [] : [term(line, reading)]),
  ];
  const second = html('list:place', {
    place:
      [line.place, line.topic].flatMap((part) => (part === null ? [] : [shorten(part, PLACE_LIMIT)])).join(' · ') ||
      plain('list:noPlace'),
  });
  const lines = [
    first.join(' · '),
    isFinal(line.stage) || line.delivery?.carrying
      ? second
      : `${second} · ${html(line.organization && namelessOf(line) === null ? 'list:organization' : 'list:holder', { name: holderOf(line, reading.words) ?? '' })}`,
  ];
  const numbers = shorten(line.followers.map((number) => plain('card:title', { number })).join(', '), FOLLOWERS_LIMIT);
  if (numbers !== '') lines.push(html('list:followers', { numbers }));
  if (line.follows !== null) lines.push(html('list:follows', { number: line.follows }));
  if (line.delivery) {
    const what = ofWhat(line.delivery, reading.words);
    lines.push(html(toDoAt(line.delivery), { what }));
  }
  if (line.fact) lines.push(`⚠️ ${capitalised(escapeHtml(factWords(line.fact, reading.words)))}`);
  return lines.map(capitalised).join('\n');
}

/** Who has it now, or that it is nobody's; null: it is over. */
export function holderOf(line: AppealLine, { plain }: Words): string | null {
  if (isFinal(line.stage)) return null;
  const nobodys = namelessOf(line);
  return nobodys === null ? (line.holder ?? plain('list:coordinators')) : plain(`nag:ahead.unnamed.${nobodys}`);
}

function toDoAt({ kind, carrying, inPos }: NonNullable<AppealLine['delivery']>) {
  if (carrying) return `list:carrying.${carrying}` as const;
  if (inPos) return 'list:inPos';
  return kind === 'removal' ? 'list:toRemove' : 'list:toPlace';
}

/** The same for a cell of a table; null: the list's name says it. */
export function whyListed({ fact, delivery }: AppealLine, words: Words): string | null {
  if (delivery) return words.plain(toDoAt(delivery), { what: ofWhat(delivery, words) });
  return fact ? capitalised(factWords(fact, words)) : null;
}

/** For what it is in its list, shortly: «другое место: 2», «оценка 2 из 5». Plain words. */
function factWords(fact: ListFact, words: Words): string {
  const { plain } = words;
  switch (fact.about) {
    case 'late':
      return latenessInShort(fact.lateness, words);
    case 'photos':
      return PHOTO_WARNINGS.flatMap((warning) => {
        const count = fact.counts[warning];
        return count === undefined ? [] : [plain(`evidence:count.${warning}`, { count })];
      }).join(', ');
    case 'formal':
      return fact.signs.map((sign) => plain(`list:fact.formal.${sign}`, { number: fact.repeats ?? '' })).join(', ');
    case 'mark':
      return plain('list:fact.mark', { mark: fact.mark });
    case 'closed':
      return plain(`appeal:closure.${fact.closure}`);
    case 'returned':
      return plain(`appeal:reexamination.${fact.reason}`);
    case 'selfApproved':
      return plain('list:fact.selfApproved', { name: fact.name });
  }
}

/** The nearest of the terms that run, and the whole; of those that are over, the one that matters most. */
function term({ due, stageDue, reportDue, overdue }: AppealLine, { words: { html }, now, calendar }: Reading): string {
  const day = (instant: Date) => shortDay(dayOf(instant, calendar), dayOf(now, calendar));
  if (overdue?.before) return html('list:overdueBefore', { day: day(overdue.due) });
  if (overdue) return `❗️ ${html(`list:overdueSince.${overdue.term}`, { day: day(overdueFrom(overdue.due)) })}`;
  const whole = html('list:due', { day: day(due) });
  const ahead = (
    [
      ['report', reportDue],
      ['stage', stageDue],
    ] as const
  )
    .flatMap(([what, end]) =>
      end !== null && end >= now && dayOf(end, calendar) < dayOf(due, calendar) ? [{ what, end }] : [],
    )
    .sort((one, other) => one.end.getTime() - other.end.getTime());
  const [first] = ahead;
  return first ? `${html(`list:nearest.${first.what}`, { moment: until(first.end, now, calendar) })}, ${whole}` : whole;
}

/** A task of placing opens with its text to copy; everything else opens its appeal. */
export function opening({ id, number, delivery }: AppealLine): ScreenButton {
  return button(
    shortNumber(number),
    delivery ? { kind: 'delivery', deliveryId: delivery.id } : { kind: 'open', appealId: id },
  );
}
