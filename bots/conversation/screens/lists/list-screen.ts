import { maskPersonalData } from '../../../../src/personal-data';
import { dayOf } from '../../../../src/regulation/calendar';
import { overdueFrom } from '../../../../src/regulation/deadlines';
import { isFinal } from '../../../../src/regulation/vocabulary';
import type { AppealLine, AppealPage } from '../../../../src/usecases/reading/read-lists';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { markLines, type Span } from '../calendar-marks';
import { shortDay } from '../dates';
import { pager } from '../pager';

const PLACE_LIMIT = 60;
/** «…41806»: enough to find the line, short enough for four in a row. */
const SHORT_NUMBER = 6;

/** A page of a list: what, where, by when, whose; a button opens the card. */
export function listScreen(view: AppealPage, reading: Reading): Screen {
  const { words } = reading;
  const text = [head(view, reading), ...view.lines.map((line) => lineText(line, reading))];
  text.push(...markLines(shownDays(view, reading), reading));
  if (view.search) text.push(words.html('list:find.again'));
  return {
    text: text.join('\n\n'),
    buttons: [
      ...inRows(view.lines.map(opening), 4),
      ...pager(view, words, (page) => ({ kind: 'list', list: view.list, page })),
      [button(words.plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

const shownDays = ({ lines }: AppealPage, { calendar }: Reading): Span[] =>
  lines
    .filter(({ stage }) => !isFinal(stage))
    .map(({ due }) => dayOf(due, calendar))
    .map((day) => [day, day]);

function head({ list, count, search }: AppealPage, { words: { html, plain } }: Reading): string {
  if (search && count === 0) return html('list:find.none', { query: shorten(maskPersonalData(search.query), 100) });
  if (search)
    return html(search.more ? 'list:find.more' : 'list:find.query', {
      query: shorten(maskPersonalData(search.query), 100),
      count,
    });
  if (count === 0) return `<b>${html(`list:name.${list}`)}</b>\n\n${html(`list:empty.${list}`)}`;
  return `<b>${html('list:title', { name: plain(`list:name.${list}`), count })}</b>`;
}

function lineText(line: AppealLine, reading: Reading): string {
  const { html, plain } = reading.words;
  const first = [
    `<b>${html('card:title', { number: line.number })}</b>`,
    html(`appeal:stage.${line.stage}`),
    ...(isFinal(line.stage) ? [] : [term(line, reading)]),
  ];
  const second = html('list:place', {
    place: shorten(line.place ?? line.category ?? plain('list:noPlace'), PLACE_LIMIT),
  });
  const lines = [
    first.join(' · '),
    isFinal(line.stage)
      ? second
      : `${second} · ${html('list:holder', { name: line.holder ?? plain('list:coordinators') })}`,
  ];
  if (line.delivery) lines.push(html('list:toPlace', { what: plain(`appeal:delivery.${line.delivery.kind}`) }));
  return lines.join('\n');
}

function term({ due, overdue }: AppealLine, { words: { html }, now, calendar }: Reading): string {
  const day = (instant: Date) => shortDay(dayOf(instant, calendar), dayOf(now, calendar));
  if (overdue) return `❗️ ${html(`list:overdueSince.${overdue.term}`, { day: day(overdueFrom(overdue.due)) })}`;
  return html('list:due', { day: day(due) });
}

export function shortNumber(number: string): string {
  const characters = [...number];
  return characters.length <= SHORT_NUMBER ? number : `…${characters.slice(1 - SHORT_NUMBER).join('')}`;
}

/** A task of placing opens with its text to copy; everything else opens its appeal. */
function opening({ id, number, delivery }: AppealLine): ScreenButton {
  return button(
    shortNumber(number),
    delivery ? { kind: 'delivery', deliveryId: delivery.id } : { kind: 'open', appealId: id },
  );
}
