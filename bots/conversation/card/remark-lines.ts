import { type Words, escapeHtml, inSentence } from '../../../src/i18n';
import {
  isOtherVersion,
  type Draft,
  type VersionChange,
  type AppealCard,
  type Remark,
} from '../../../src/usecases/card/card';
import type { Reading } from '../kit/turn';
import { fullDay, moment, shortDay, clockTime, namedDay } from '../kit/calendar-words';
import { shorten, quoted } from '../kit/screen';
import type { Room } from '../kit/fit';
import { actedBy } from '../appeals/acted-by';
import { dayOf, type PlainDate } from '../../../src/regulation/calendar';
import { maskPersonalData } from '../../../src/text/personal-data';
import type { ShownShipment } from '../../../src/usecases/card/status';
import type { Notice } from '../../../src/regulation/effects';
import { isOneOf } from '../../../src/regulation/lists';
import { EVERY_ACTION } from '../../../src/regulation/vocabulary';
import type { VisitFacts } from '../../../src/usecases/card/notice';

/** What goes along with a version, and nothing else does; in HTML. None where its text goes alone. */
export function versionFilesLine({ photos, files }: Pick<Draft, 'photos' | 'files'>, words: Words): string[] {
  const { plain, html } = words;
  const kept = [
    ...(photos > 0 ? [plain('card:photos', { count: photos })] : []),
    ...(files > 0 ? [plain('card:files', { count: files })] : []),
  ];
  return kept.length === 0 ? [] : [html('card:version.files', { files: kept.join(', ') })];
}

/** How a version differs from the one before it, text apart: a line each, in HTML. */
export function versionChangeLines(change: VersionChange | null, { words }: Pick<Reading, 'words'>): string[] {
  if (!change || !isOtherVersion(change)) return [];
  const { html, plain } = words;
  const { types, days, added, left } = change;
  const day = (of: Parameters<typeof fullDay>[0] | null) => (of === null ? plain('card:version.noDay') : fullDay(of));
  return [
    ...(types
      ? [
          html('card:version.type', {
            before: plain(`appeal:answerType.${types[0]}`),
            after: plain(`appeal:answerType.${types[1]}`),
          }),
        ]
      : []),
    ...(days ? [html('card:version.day', { before: day(days[0]), after: day(days[1]) })] : []),
    ...(added > 0 ? [html('card:version.added', { count: added })] : []),
    ...(left > 0 ? [html('card:version.left', { count: left })] : []),
  ];
}

const NAME = 100;

/** What was said to whoever holds the appeal now. */
export function remarkLines(card: AppealCard, reading: Reading, room: Room): string[] {
  return card.remarks.flatMap((remark) => [
    remarkTitle(remark, reading, room),
    quoted(remark.text, room(600), reading.words),
  ]);
}

/** What it came back with, for whoever decides on it now: the next answer is read by the remark to the former one. */
export function sentBackLines({ sentBack, draft }: AppealCard, reading: Reading, room: Room): string[] {
  if (!sentBack) return [];
  const { words, now, calendar } = reading;
  const { action, at, by, text } = sentBack;
  return [
    withWhy(
      words.html(`card:sentBack.${action}`, {
        moment: moment(at, now, calendar),
        name: shorten(actedBy(by, words), room(NAME)),
      }),
      sentBack,
      words,
    ),
    ...(text ? [quoted(text, room(600), words)] : []),
    ...(draft && draft.text === sentBack.before ? [`<b>${words.html('card:sameText')}</b>`] : []),
    ...versionChangeLines(sentBack.change, reading),
  ];
}

function remarkTitle(remark: Remark, { words, now, calendar }: Reading, room: Room): string {
  const { action, at, by } = remark;
  return withWhy(
    words.html(`card:remark.${action}`, {
      moment: moment(at, now, calendar),
      name: shorten(actedBy(by, words), room(NAME)),
    }),
    remark,
    words,
  );
}

const withWhy = (title: string, { why }: Remark, { html }: Words): string =>
  why === null ? title : `${title}: ${html(`appeal:reexamination.${why}`)}`;

/** Characters of one thing that ПОС says. */
const PART = 80;

/** What ПОС says of the appeal, by which export; then what the applicant made of the answer. In HTML. */
export function saidInPosLines(
  { saidInPos }: Pick<AppealCard, 'saidInPos'>,
  { words: { html, plain }, now, calendar }: Reading,
  room: Room,
): string[] {
  if (saidInPos === null) return [];
  const {
    day: exported,
    place,
    finished,
    executor,
    body,
    plannedDay,
    answerType,
    finishedDay,
    mark,
    repeated,
  } = saidInPos;
  const day = (date: PlainDate) => shortDay(date, dayOf(now, calendar));
  const part = (text: string) => shorten(maskPersonalData(text), room(PART));
  const said = [
    place === null ? null : part(place),
    answerType === null ? null : plain(`appeal:answerType.${answerType}`),
    finished && finishedDay !== null ? day(finishedDay) : null,
    executor === null ? null : part(executor),
    body === null ? null : part(body),
    finished || plannedDay === null ? null : plain('card:there.planned', { day: day(plannedDay) }),
  ].filter((one) => one !== null);
  const head = exported === null ? html('card:there.export') : html('card:there.exportOf', { day: day(exported) });
  return [
    ...(said.length === 0 ? [] : [`${head} ${escapeHtml(said.join(' · '))}`]),
    ...(mark === null ? [] : [html('card:mark', { mark })]),
    ...(repeated ? [html('card:repeatedThere')] : []),
  ];
}

type Told = Pick<Reading, 'words' | 'now' | 'calendar'>;

/** Characters of what a carrier says itself. */
const DETAIL = 150;

/** «Почта заявителя: ждёт отправки с 14:02 · нет связи»: how a delivery fares by each carrier. HTML. */
export function shipmentLines(shipments: readonly ShownShipment[], reading: Told, longest = DETAIL): string[] {
  const { words, now, calendar } = reading;
  return shipments.map((shipment) => {
    const { carrier, state, queuedAt, settledAt, twice } = shipment;
    const line = words.html(`card:carrier.${carrier}.${state}`, {
      moment: moment(settledAt ?? queuedAt, now, calendar),
    });
    const more = [
      troubleWords(shipment, reading, longest),
      twice && state === 'delivered' ? words.html('card:carrier.twice') : null,
    ];
    return [line, ...more.filter((part) => part !== null)].join(' · ');
  });
}

/** What it has met, while that matters. HTML. */
export function troubleWords(
  { carrier, state, trouble, detail }: Pick<ShownShipment, 'carrier' | 'state' | 'trouble' | 'detail'>,
  { words }: Pick<Told, 'words'>,
  longest = DETAIL,
): string | null {
  if (trouble === null || state === 'delivered') return null;
  // «Отказ» is said before it.
  if (carrier === 'gateway' && trouble === 'refused') return detail && escapeHtml(shorten(detail, longest));
  const why = words.html(`card:carrier.trouble.${trouble}`);
  return detail === null ? why : `${why} (${escapeHtml(shorten(detail, longest))})`;
}

const INVITES: readonly Notice[] = [
  'visitPlanned',
  'meetingPlanned',
  'visitMoved',
  'meetingMoved',
  'visitStands',
  'meetingStands',
];
/** Where nobody is to go any more. */
const CALLS_OFF: readonly Notice[] = ['visitCancelled', 'meetingCancelled'];
/** Whether it invites its reader, who may be unable to come. */
export const invites = (notice: Notice, visit: VisitFacts | null, readerId: number): boolean =>
  INVITES.includes(notice) && visit !== null && visit.people.some(({ id, isInvited }) => id === readerId && isInvited);
const takesPart = (visit: VisitFacts, readerId: number): boolean => visit.people.some(({ id }) => id === readerId);

/** Characters of a line. */
export const LINE = 200;

/** When, where, for what and who; and what the reader has to do with it, while it is to be. */
export function visitLines(
  visit: VisitFacts,
  notice: Notice,
  number: string,
  readerId: number,
  reading: Reading,
): string[] {
  const { words, now, calendar } = reading;
  const { html } = words;
  const momentOf = (instant: Date) =>
    `${namedDay(dayOf(instant, calendar), dayOf(now, calendar), words)} ${clockTime(instant, calendar)}`;
  const at = momentOf(visit.at);
  const about = html('notice:visit.about', { number, about: shorten(visit.about, LINE) });
  const where = html('notice:visit.place', { place: shorten(visit.place, LINE) });
  const why = [
    ...(visit.endedBy !== null && isOneOf(EVERY_ACTION, visit.endedBy)
      ? [inSentence(words.plain(`history:did.${visit.endedBy}`))]
      : []),
    ...(visit.reason === null ? [] : [visit.reason]),
  ].join('. ');
  if (visit.reason !== null || CALLS_OFF.includes(notice)) {
    const reason = html('notice:visit.reason', { reason: shorten(why, LINE) });
    return [
      html(notice === 'visitDeclined' ? 'notice:visit.at' : 'notice:visit.was', { moment: at }),
      where,
      about,
      reason,
    ];
  }
  const was = visit.movedFrom && html('notice:visit.was', { moment: momentOf(visit.movedFrom) });
  const names = [...visit.people.map((person) => person.name), visit.outside ?? []].flat().join(', ');
  return [
    ...(was ? [was] : []),
    html('notice:visit.at', { moment: at }),
    where,
    about,
    html('notice:visit.people', { names: shorten(names, LINE) }),
    takesPart(visit, readerId) ? html('notice:visit.youTakePart') : html('notice:visit.youStandIn'),
  ];
}
