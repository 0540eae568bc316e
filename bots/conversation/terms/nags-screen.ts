import { dayOf, workingDaysBefore } from '../../../src/regulation/calendar';
import { hasEnd, namesTerm } from '../../../src/regulation/terms';
import { lastDayOf } from '../../../src/regulation/nag-moments';
import { type NagLine, type TermNag, canWait } from '../../../src/usecases/terms/nags';
import type { NagsMessage } from '../../../src/usecases/terms/snooze';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { markLines, moment, shortDay, until } from '../kit/calendar-words';
import { shortNumber } from '../kit/fit';

/** More in one message would not be read; the others are in the list that its button opens. */
const LINES = 15;
const BUTTONS = 8;
const PLACE_LIMIT = 60;

/** What is shown of a message of nags, alone or beside a list. */
export type ShownNags = Pick<NagsMessage, 'lines' | 'snoozed' | 'snoozes'>;

/** What a person is reminded of, together; null: nothing of it stands any more. */
export function nagsScreen(nags: ShownNags, reading: Reading): Screen | null {
  const { lines, snoozed } = nags;
  const [only] = lines;
  if (only === undefined) return null;
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const shown = lines.slice(0, LINES);
  const text = nagTexts(shown, reading);
  if (lines.length > 1) text.unshift(`<b>${html('nag:title', { count: lines.length })}</b>`);
  if (lines.length > shown.length) text.push(html('nag:more', { count: lines.length - shown.length }));
  const days = shown.flatMap((line) => (line.kind === 'term' ? [dayOf(line.due, calendar)] : []));
  text.push(
    ...markLines(
      days.map((day) => [day, day]),
      reading,
    ),
  );
  if (snoozed) text.push(`<i>${html('nag:snooze.note', { moment: moment(snoozed, now, calendar) })}</i>`);
  const appeals = [...new Map(shown.map((line) => [line.appealId, line.number]))].slice(0, BUTTONS);
  const late = lines.some((line) => line.kind === 'term' && line.overdue);
  return {
    text: text.join('\n\n'),
    buttons: [
      ...(appeals.length === 1
        ? [[button(plain('notice:open'), { kind: 'open', appealId: only.appealId })]]
        : inRows(
            appeals.map(([appealId, number]) => button(shortNumber(number), { kind: 'open', appealId })),
            4,
          )),
      ...(lines.length > shown.length
        ? [
            [
              late
                ? button(plain('list:name.overdue'), { kind: 'list', list: 'overdue', page: 0 })
                : button(plain('list:button.menu'), { kind: 'menu' }),
            ],
          ]
        : []),
      ...snoozeButtons(nags, reading),
    ],
  };
}

/** What is said of each appeal, or visit. */
export const nagTexts = (lines: readonly NagLine[], reading: Reading): string[] =>
  byAppeal(lines).map((theirs) => appealText(theirs, reading));

/** «Напомнить через час» and the like, as far as something can wait; one that can names the message for its buttons. */
export function snoozeButtons(
  { lines, snoozes }: Pick<ShownNags, 'lines' | 'snoozes'>,
  { words: { plain } }: Reading,
): ScreenButton[][] {
  const waiting = lines.find(canWait)?.reminderIds[0];
  if (snoozes.length === 0 || waiting === undefined) return [];
  return [
    snoozes.map((snooze) => button(plain(`nag:snooze.${snooze}`), { kind: 'snooze', reminderId: waiting, snooze })),
  ];
}

/** Whatever is told of one appeal stands under its number; a visit says where and when by itself. */
function byAppeal(lines: readonly NagLine[]): NagLine[][] {
  const found = new Map<string, NagLine[]>();
  for (const line of lines) {
    const key = line.kind === 'visit' ? `visit ${line.reminderIds.join()}` : String(line.appealId);
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  return [...found.values()];
}

function appealText(lines: readonly NagLine[], reading: Reading): string {
  const { html, plain } = reading.words;
  const [first] = lines;
  if (first === undefined) return '';
  const { number, follows, absent } = first;
  const place = shorten(first.place ?? plain('list:noPlace'), PLACE_LIMIT);
  const escalated = lines.find((line) => line.kind === 'term' && line.escalated && (line.away || !line.nameless));
  return [
    ...(first.kind === 'visit' ? [] : [`<b>${html('card:title', { number })}</b>, ${html('list:place', { place })}`]),
    ...(follows === null ? [] : [html('list:follows', { number: follows })]),
    ...lines.map((line) => lineText(line, reading)),
    ...(escalated?.kind === 'term'
      ? [
          escalated.away
            ? html('nag:holderAway')
            : escalated.holder === null
              ? html('nag:atCoordinators')
              : html('nag:holder', { name: escalated.holder }),
        ]
      : []),
    ...(absent === null ? [] : [html('nag:instead', { name: absent })]),
  ].join('\n');
}

function lineText(line: NagLine, reading: Reading): string {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  if (line.kind === 'term') return `${line.overdue ? '❗️ ' : ''}${what(line, reading)}`;
  const { visit, number } = line;
  const where = plain(`notice:what.${visit.kind}`, { moment: moment(visit.at, now, calendar), place: visit.place });
  return html(line.threshold === 'evening' ? 'notice:visitEvening' : 'notice:visitHour', { number, what: where });
}

function what(line: TermNag, { words: { html }, now, calendar }: Reading): string {
  const { reason, threshold, stage, due } = line;
  const named = threshold === 'fourHours' && !namesTerm(line, now) ? 'fourHoursAlone' : threshold;
  const key = (
    reason === 'stage' ? `nag:stage.${threshold}.${stage}` : `nag:${reason}.${named}`
  ) as 'nag:overall.overdue';
  // of what has no end the days to it can't be counted, though eight thousand years could be
  if (!hasEnd(line)) return html(key, { moment: '', day: '', count: 0 });
  const [day, lastDay, today] = [dayOf(due, calendar), lastDayOf(line, calendar), dayOf(now, calendar)];
  // put off or late, it is read on another day than it was meant for
  const count = workingDaysBefore(lastDay, today, calendar);
  const text = html(key, { moment: until(due, now, calendar), day: shortDay(day, today), count });
  return lastDay !== day && today < lastDay
    ? `${text}. ${html('nag:lastWorkingDay', { day: shortDay(lastDay, today) })}`
    : text;
}
