import { dayOf, parsePlainDate, type PlainDate } from '../../../src/regulation/calendar';
import { isOneOf } from '../../../src/regulation/lists';
import { ANSWER_TYPES, type Difference } from '../../../src/regulation/vocabulary';
import type { DifferenceLine } from '../../../src/usecases/registry/differences';
import type { Reading } from '../kit/turn';
import { shortDay } from '../kit/calendar-words';
import type { NameThere } from '../../../src/usecases/registry/names-there';
import type { NamedDifference, Takeover } from '../../../src/usecases/registry/take-over';
import { button, CAPTION, shorten, type Screen, type ScreenButton, pageOf, pager, inRows, only } from '../kit/screen';
import type { Params } from '../../../src/usecases/kit/messages';
import type { Remedy } from '../../../src/regulation/differences';
import type { ForMany } from '../../../src/usecases/registry/work-takeover';
import { shortNumber } from '../kit/fit';

/** What stands in ПОС and what here, as plain text; null: nothing stands there. */
export function sidesOf(
  { kind, there, stage, dueAt, executor, keyThere, keyHere }: DifferenceLine,
  { words: { plain }, now, calendar }: Reading,
): { readonly there: string | null; readonly here: string } {
  const day = (date: PlainDate) => shortDay(date, dayOf(now, calendar));
  const until = (date: PlainDate | null | undefined) =>
    date ? plain('reconcile:until', { day: day(date) }) : plain('reconcile:silent');
  const due = dayOf(dueAt, calendar);
  const named = there?.executor ?? plain('reconcile:silent');
  const where = [there?.stage, there?.status].filter((words) => words != null);
  const stands = where.length > 0 ? where.join(', ') : plain('reconcile:silent');
  const here = plain(`appeal:stage.${stage}`);
  switch (kind) {
    case 'finished':
    case 'redirected':
    case 'closed':
      return { there: there?.finishedDay ? `${stands}, ${day(there.finishedDay)}` : stands, here };
    case 'unfinished':
    case 'stage':
      return { there: stands, here };
    case 'assigned':
      return { there: named, here };
    case 'executor':
      return { there: named, here: executor ?? plain('reconcile:silent') };
    case 'body':
      return { there: keyThere, here: keyHere === '' ? plain('reconcile:ownBody') : keyHere };
    case 'postponement':
    case 'extension':
    case 'term':
      return { there: until(there?.plannedDay), here: until(due) };
    case 'fastTrack':
      return {
        there: there?.plannedDay
          ? plain('reconcile:fastTrackPlanned', { day: day(there.plannedDay) })
          : plain('reconcile:fastTrackThere'),
        here: plain('reconcile:ordinary', { day: day(due) }),
      };
    case 'law59':
    case 'category':
    case 'registered':
    case 'answer': {
      const side = sideOf(kind, plain, day);
      return { there: side(keyThere), here: side(keyHere) };
    }
    case 'repeat':
      return { there: plain('reconcile:repeated'), here };
    case 'missing':
      return { there: null, here: `${here}, ${until(due)}` };
  }
}

/** One side of what the key says whole: both are kept in one form, to be compared. */
const sideOf =
  (
    kind: 'law59' | 'category' | 'registered' | 'answer',
    plain: Reading['words']['plain'],
    day: (date: PlainDate) => string,
  ) =>
  (key: string): string => {
    const dayIn = (text: string) => {
      const date = parsePlainDate(text);
      return date === null ? text : day(date);
    };
    if (key === '') return plain('reconcile:silent');
    switch (kind) {
      case 'law59':
        return plain(key === 'appeal59' ? 'reconcile:law.appeal59' : 'reconcile:law.message');
      case 'category':
        return key;
      case 'registered':
        return dayIn(key);
      case 'answer':
        return key
          .split('|')
          .flatMap((part) => partOfAnswer(part, plain, dayIn))
          .join(', ');
    }
  };

function partOfAnswer(part: string, plain: Reading['words']['plain'], dayIn: (text: string) => string): string[] {
  if (part === '') return [];
  if (isOneOf(ANSWER_TYPES, part)) return [plain(`appeal:answerType.${part}`)];
  if (isOneOf(ENDS, part)) return [plain(`reconcile:ended.${part}`)];
  return [dayIn(part)];
}
const ENDS = ['answered', 'redirected', 'closed'] as const;

/** Lines of a page, each with its button. */
const PAGE = 8;

/** Names of executors as ПОС writes them, with whom of the bot each means: what is not clear comes first, and all can be changed. */
export function namesThereScreen(names: readonly NameThere[], wanted: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const view = pageOf(names, wanted, PAGE);
  const title = `<b>${html('reconcile:names.title')}</b>`;
  return {
    text:
      names.length === 0
        ? `${title}\n${html('reconcile:names.empty')}`
        : [
            `${title}\n${html('reconcile:names.hint')}`,
            view.shown
              .map(({ name, count, means }) =>
                html('reconcile:names.line', { name, count, who: whoIsMeant(means, reading) }),
              )
              .join('\n'),
          ].join('\n\n'),
    buttons: [
      ...view.shown.map((line) => [whoButton(line, undefined, reading)]),
      ...pager(view, reading.words, (page) => ({ kind: 'namesThere', page })),
      [button(plain('reconcile:back'), { kind: 'differences' })],
    ],
  };
}

function whoIsMeant(means: NameThere['means'], { words: { plain } }: Reading): string {
  switch (means.what) {
    case 'one':
      return plain(means.isDecided ? 'reconcile:names.decided' : 'reconcile:names.byName', { name: means.name });
    case 'several':
      return plain('reconcile:names.several', { names: means.names.join(', ') });
    case 'nobody':
      return plain(means.isDecided ? 'reconcile:names.decidedNobody' : 'reconcile:names.unknown');
  }
}

/** «Кто это?»; `of`: the list from which it is asked. */
export const whoButton = (
  { name, id }: Pick<NameThere, 'name' | 'id'>,
  of: NamedDifference | undefined,
  { words: { plain } }: Reading,
): ScreenButton =>
  button(shorten(plain('reconcile:names.who', { name }), CAPTION), { kind: 'nameThere', nameId: id, of });

/** Of whom it goes to there is a preview by names, and of how many days a fast track is people say of each. */
export const isOfMany = (remedy: Remedy): remedy is Exclude<Remedy, 'assign' | 'fastTrack'> =>
  remedy !== 'assign' && remedy !== 'fastTrack';
/** Messages of an earlier release name no remedy, since each kind had one. */
const BEFORE: Readonly<Partial<Record<Difference, Remedy>>> = {
  assigned: 'assign',
  finished: 'answered',
  term: 'term',
};

/** Names of one part that a message shows, and those that have a button each. */
const NAMES = 25;
const ASKED = 8;

/** What «Назначить как в ПОС» would do, by executor, and what it would leave to be done by hand. */
export function takeoverScreen(takeover: Takeover, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { kind, people, ready, list, several, nobody, isUnderWay } = takeover;
  const title = `<b>${html('reconcile:take.title')}</b>`;
  const back = [button(plain('reconcile:back'), { kind: 'differences' })];
  if (isUnderWay) return { text: `${title}\n${html('reconcile:take.underWay')}`, buttons: [back] };
  const firstOf = <Line>(lines: readonly Line[], text: (line: Line) => string): string[] => [
    ...lines.slice(0, NAMES).map(text),
    ...(lines.length > NAMES ? [html('reconcile:take.more', { count: lines.length - NAMES })] : []),
  ];
  const parts = [
    ready > 0
      ? [
          html('reconcile:take.about', { count: ready }),
          ...firstOf(people, (line) => html('reconcile:take.person', line)),
        ]
      : [html('reconcile:take.empty')],
    several.length > 0
      ? [
          html('reconcile:take.several'),
          ...firstOf(several, ({ name, count, names }) =>
            html('reconcile:take.nameOf', { name, count, names: names.join(', ') }),
          ),
        ]
      : [],
    nobody.length > 0
      ? [
          html('reconcile:take.nobody'),
          ...firstOf(nobody, ({ name, count }) => html('reconcile:take.name', { name, count })),
        ]
      : [],
    ready > 0 ? [`<i>${html('reconcile:take.note')}</i>`] : [],
  ].filter((part) => part.length > 0);
  return {
    text: [title, ...parts.map((part) => part.join('\n'))].join('\n\n'),
    buttons: [
      ...[...several, ...nobody].slice(0, ASKED).map((line) => [whoButton(line, kind, reading)]),
      ...(ready > 0
        ? [
            [
              button(plain('reconcile:take.button', { count: ready }), {
                kind: 'confirmTakeover',
                count: ready,
                list,
                of: kind,
              }),
            ],
          ]
        : []),
      back,
    ],
  };
}

/** What one press would do to all differences of a kind: how many, what follows, and the first of them. */
export function forManyScreen(
  { kind, remedy, count, list, lines, terms, isUnderWay }: ForMany,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  // «Назначить как в ПОС» has a preview of its own, by executor
  if (!isOfMany(remedy)) return only(html('reconcile:gone'));
  const title = `<b>${html(`reconcile:many.title.${remedy}`)}</b>`;
  const back = [button(plain('reconcile:back'), { kind: 'differing', of: kind, page: 0 })];
  if (isUnderWay) return { text: `${title}\n${html('reconcile:many.underWay')}`, buttons: [back] };
  if (count === 0) return { text: `${title}\n${html('reconcile:gone')}`, buttons: [back] };
  const isOfDays = remedy === 'term' || remedy === 'postponement' || remedy === 'extension';
  const shares = (['longer', 'shorter', 'over'] as const).filter((share) => isOfDays && terms[share] > 0);
  const parts = [
    [
      html(`reconcile:many.about.${remedy}`, { count, kind: plain(`reconcile:kind.${kind}`) }),
      ...shares.map((share) => html(`reconcile:many.terms.${share}`, { value: terms[share] })),
    ],
    remedy === 'keep' ? [] : lines.map((line) => manyLine(line, reading)),
    remedy !== 'keep' && count > lines.length ? [html('reconcile:take.more', { count: count - lines.length })] : [],
  ];
  return {
    text: [title, ...parts.filter((part) => part.length > 0).map((part) => part.join('\n'))].join('\n\n'),
    buttons: [
      [button(plain(`reconcile:many.button.${remedy}`, { count }), { kind: 'confirmMany', of: kind, list, remedy })],
      back,
    ],
  };
}

/** Characters of what one side says. */
const SIDE = 40;

function manyLine(line: ForMany['lines'][number], reading: Reading): string {
  const { there, here } = sidesOf(line, reading);
  const sides = { there: shorten(there ?? '', SIDE), here: shorten(here, SIDE) };
  return reading.words.html('reconcile:many.line', { number: line.number, ...sides });
}

const opening = (appeals: Params<'ofMany'>['appeals']): ScreenButton[][] =>
  inRows(
    appeals.map(({ id, number }) => button(shortNumber(number), { kind: 'open', appealId: id })),
    4,
  );

/** To an executor, or to whoever stands in: all that came to them at once. Of many the list is easier to go by than numbers. */
export function takenOverScreen(
  { count, appeals, insteadOf }: Params<'takenOver'>,
  { words: { html, plain } }: Reading,
): Screen {
  const came =
    insteadOf === undefined
      ? html('reconcile:take.yours', { count })
      : `${html('reconcile:take.standIn', { name: insteadOf })}\n${html('reconcile:take.instead', { count })}`;
  return {
    text: `${came}\n${html('reconcile:take.noReport')}`,
    buttons:
      count > appeals.length
        ? [[button(plain('reconcile:take.mine'), { kind: 'list', list: 'mine', page: 0 })]]
        : opening(appeals),
  };
}

/** To whoever has pressed for many. */
export function takeoverDoneScreen(
  {
    of,
    remedy = BEFORE[of] ?? 'keep',
    takeoverId,
    undoes,
    count,
    left,
    people,
    failed,
    failures,
  }: Params<'takeoverDone'>,
  { words: { html, plain } }: Reading,
): Screen {
  const what = undoes ? 'restore' : isOfMany(remedy) ? remedy : null;
  const lines = [
    what === null ? html('reconcile:take.done', { count, people }) : html(`reconcile:many.done.${what}`, { count }),
  ];
  if (left > 0)
    lines.push(
      undoes ? html('reconcile:many.leftChanged', { value: left }) : html('reconcile:take.left', { count: left }),
    );
  if (failures > 0) lines.push(html('reconcile:many.failed', { value: failures }));
  return {
    text: lines.join('\n'),
    buttons: [
      ...opening(failed),
      ...(takeoverId === null
        ? []
        : [[button(plain('reconcile:many.undo', { count }), { kind: 'undoMany', takeoverId })]]),
      [button(plain('reconcile:title'), { kind: 'differences' })],
    ],
  };
}

/** The same was done to several appeals of whoever reads it. */
export function ofManyScreen({ about, words, count, appeals }: Params<'ofMany'>, { words: { html } }: Reading): Screen {
  const reason = words === null ? [] : [html('reconcile:ofMany.reason', { words })];
  return { text: [...reason, html(`reconcile:ofMany.${about}`, { count })].join('\n'), buttons: opening(appeals) };
}
