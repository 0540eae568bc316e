import { maskPersonalData, maskPlace } from '../../../src/text/personal-data';
import type { Correction } from '../../../src/regulation/corrections';
import type { CorrectedData, HistoryLine, History } from '../../../src/usecases/card/history';
import { shorten, button, inRows, type Screen, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment, clauseWords, fullDay, shortDay, until } from '../kit/calendar-words';
import { dayOf } from '../../../src/regulation/calendar';
import { PHOTO_WARNINGS, type PhotoWarningCounts } from '../../../src/regulation/evidence';
import { ACTIONS, type Action } from '../../../src/regulation/vocabulary';
import { type Words, escapeHtml } from '../../../src/i18n';
import { capitalised } from '../../../src/text/capitalised';
import type { CarriedEnd } from '../../../src/usecases/kit/parcel';
import { type Room, fitted } from '../kit/fit';
import { TASKS } from '../appeals/task-words';
import { signedLine, signedThereLine, datedProtocolButton } from '../answers/signed-line';

const DIGITS = 5;

/** What stands in this part of the data, in plain words; null: nothing does. */
export function registrationValue(
  one: Correction | 'term',
  registration: CorrectedData['after'],
  { words: { plain }, now, calendar }: Reading,
): string | null {
  const { kind, registeredAt, latitude, longitude } = registration;
  const joined = (separator: string, ...parts: readonly (string | null | undefined)[]) => {
    const said = parts.filter((part) => part != null && part !== '');
    return said.length === 0 ? null : maskPersonalData(said.join(separator));
  };
  switch (one) {
    case 'kind':
      return kind ? plain(`register:kind.${kind}`) : null;
    case 'category':
      return joined(' · ', registration.category, registration.subcategory, registration.fact);
    case 'registeredAt':
      return registeredAt ? moment(registeredAt, now, calendar) : null;
    case 'number':
      return registration.number ?? null;
    case 'epguNumber':
      return registration.epguNumber ?? null;
    case 'place':
      return maskPlace(joined(', ', registration.settlement, registration.address) ?? '') || null;
    case 'point':
      return latitude == null || longitude == null ? null : `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`;
    case 'text':
      return joined('', registration.text);
    case 'term':
      return registration.fastTrackDays == null
        ? null
        : plain('form:button.days', { count: registration.fastTrackDays });
  }
}

/** «Вид: Сообщение → Обращение 59-ФЗ»; of the applicant's text only that it is another. In plain words. */
export function correctedLine(
  one: Correction | 'term',
  before: CorrectedData['after'],
  after: CorrectedData['after'],
  longest: number,
  reading: Reading,
): string {
  const { plain } = reading.words;
  if (one === 'text') return plain('form:correction.textCorrected');
  const value = (registration: CorrectedData['after']) =>
    shorten(registrationValue(one, registration, reading) ?? plain('form:correction.nothing'), longest);
  return plain('form:correction.becomes', {
    what: plain(`form:correction.what.${one}`),
    before: value(before),
    after: value(after),
  });
}

/** Nearly every act stands on this point of the decree; only another one is worth a line. */
const ORDINARY = /^П1\/2(?!\d)/;
const isAction = (action: HistoryLine['action']): action is Action => action in ACTIONS;

/** An entry in words, plain: in a chat they are dressed, on paper they are printed. */
export interface SaidEntry {
  /** When and what. */
  readonly title: string;
  /** Who, where to, and what else it was told. */
  readonly rows: readonly string[];
  /** What somebody has written. */
  readonly words: string | null;
  /** A clause that is not the usual one, and what catches the eye. */
  readonly marks: string | null;
}

/** @param room of what each long text may take */
export function saidEntry(line: HistoryLine, reading: Reading, room: Room): SaidEntry {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const name = (text: string) => shorten(text, room(80));
  const named = [line.organization, line.person].filter((one) => one !== null).map(name);
  const stage = line.toStage === null ? [] : [plain('history:to', { stage: plain(`appeal:stage.${line.toStage}`) })];
  const marks = [
    line.clause === null || ORDINARY.test(line.clause)
      ? null
      : plain('history:clause', { clause: clauseWords(line.clause, words) }),
    line.selfApproved ? plain('history:selfApproved') : null,
    line.forgotten
      ? plain(`history:forgotten.${line.forgotten.isDecided ? 'decided' : 'byTerm'}`, {
          day: fullDay(dayOf(line.forgotten.at, calendar)),
        })
      : null,
  ].filter((mark) => mark !== null);
  const rows = [
    whoWords(line, words, name),
    [...stage, ...named].join(' · '),
    facts(line, reading, room),
    ...correctedLines(line, reading, room),
    ...(line.told.length === 0 ? [] : [plain('history:told', { names: name(line.told.join(', ')) })]),
    ...(line.heldBy.length === 0 ? [] : [plain('history:heldBy', { names: name(holders(line, words)) })]),
  ];
  return {
    title: plain('history:line', { moment: moment(line.at, now, calendar), what: did(line, words) }),
    rows: rows.filter((row) => row !== ''),
    words: line.words ? shorten(line.words, room(250)) : null,
    marks: marks.length > 0 ? marks.join('; ') : null,
  };
}

/** A task for ПОС is confirmed by its own word: «Снято» is not «Размещено». */
function did({ action, facts: { placed } }: HistoryLine, { plain }: Words): string {
  if (isAction(action)) return plain(`history:did.${action}`);
  return action === 'place' && placed
    ? plain(`history:placed.${TASKS[placed].title}`)
    : plain(`history:event.${action}`);
}

/** A deputy's act is the deputy's, in whose place it was done beside it. */
function whoWords(
  { action, by, onBehalfOf, capacity }: HistoryLine,
  words: Reading['words'],
  name: (text: string) => string,
): string {
  // Nobody presses these but whoever carries them.
  if (by === null && (action === 'confirmSent' || action === 'place')) return words.plain('history:byGateway');
  if (by === null) return isAction(action) ? words.plain('history:byClock') : '';
  const said = { name: name(by), capacity: capacity === null ? '' : capacityWords(capacity, words) };
  return onBehalfOf === null
    ? words.plain('history:by', said)
    : words.plain('history:byDeputy', { ...said, absent: name(onBehalfOf) });
}

/** What the act was told beside its words: a type, a date, how many photos. */
function facts({ action, facts: it }: HistoryLine, reading: Reading, room: Room): string {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const day = (date: NonNullable<typeof it.postponedUntil>) => shortDay(date, dayOf(now, calendar));
  const told = [
    it.missed && plain(`history:fact.missed.${it.missed}`),
    it.formerRules && plain('history:fact.formerRules'),
    it.answeredBy &&
      plain(`history:fact.answered.${it.answeredBy.reason}`, { day: it.answeredBy.day ? day(it.answeredBy.day) : '' }),
    it.dueAt && plain('history:fact.dueAt', { moment: until(it.dueAt, now, calendar) }),
    it.answerType && plain('history:fact.answerType', { type: plain(`appeal:answerType.${it.answerType}`) }),
    it.placed && plain(`appeal:delivery.${it.removes ?? it.placed}`),
    it.progress && plain(`appeal:progress.${it.progress}`),
    it.reexaminationReason && plain(`appeal:reexamination.${it.reexaminationReason}`),
    it.closure && plain(`appeal:closure.${it.closure}`),
    it.postponedUntil && plain('history:fact.until', { day: day(it.postponedUntil) }),
    it.mark && plain('history:fact.mark', { mark: it.mark }),
    it.carried && carriedLine(it.carried, reading),
    it.difference && plain(`reconcile:kind.${it.difference}`),
    it.reflection && plain(`list:reflect.what.${it.reflection}`),
    it.answeredOn && plain('history:fact.on', { day: day(it.answeredOn) }),
    it.requestBody && shorten(it.requestBody, room(80)),
    it.bodyConfirmed && plain('history:fact.bodyConfirmed'),
    it.requestBy && plain('history:fact.by', { day: day(it.requestBy) }),
    it.instructionDay && plain('history:fact.by', { day: day(it.instructionDay) }),
    it.visitAt && moment(it.visitAt, now, calendar),
    it.together.length > 0 &&
      plain(`history:${action === 'disjoin' ? 'apart' : 'together'}`, {
        numbers: it.together.map((number) => `№ ${number}`).join(', '),
      }),
    it.completed.length > 0 && it.completed.map((lack) => plain(`card:lacks.${lack}`)).join(', '),
    it.leads && plain('history:leads', { number: it.leads }),
    it.extensionDays && plain('history:fact.extension', { count: it.extensionDays }),
    it.photos > 0 && plain('card:photos', { count: it.photos }),
    it.files > 0 && plain('card:files', { count: it.files }),
    it.withoutPhoto && plain('card:withoutPhoto', { reason: shorten(it.withoutPhoto, room(150)) }),
    it.version &&
      plain(it.version.isSent ? 'history:fact.sentVersion' : 'history:fact.draftVersion', {
        version: it.version.number,
      }),
    it.edited && plain('history:fact.edited'),
    it.photoWarnings && warningsLine(it.photoWarnings, words),
    it.signature && signedLine(it.signature, reading),
    it.signedThere && signedThereLine(it.signedThere, words),
  ].filter((part) => typeof part === 'string');
  const line = shorten(told.join(' · '), room(500));
  // a body is written as somebody has typed it
  return it.requestBody && line.startsWith(shorten(it.requestBody, room(80))) ? line : capitalised(line);
}

/** «ответ: письмо не доставлено · адрес не принят (550 No such user)» */
function carriedLine({ carrier, state, delivery, trouble, detail }: CarriedEnd, { words: { plain } }: Reading): string {
  const what = plain(`history:carried.${carrier}.${state}`, { what: plain(`appeal:delivery.${delivery}`) });
  if (trouble === null || state === 'delivered') return what;
  if (carrier === 'gateway' && trouble === 'refused') return detail === null ? what : `${what} · ${detail}`;
  const why = plain(`card:carrier.trouble.${trouble}`);
  return `${what} · ${detail === null ? why : `${why} (${detail})`}`;
}

/** «с замечаниями к фото: другое место: 1» */
function warningsLine(counts: PhotoWarningCounts, { plain }: Words): string {
  const facts = PHOTO_WARNINGS.flatMap((warning) => {
    const count = counts[warning];
    return count === undefined ? [] : [plain(`evidence:count.${warning}`, { count })];
  });
  return plain('evidence:approved', { facts: facts.join(', ') });
}

function correctedLines({ facts: { corrected } }: HistoryLine, reading: Reading, room: Room): string[] {
  if (corrected === null) return [];
  const { what, before, after } = corrected;
  return what.map((one) => correctedLine(one, before, after, room(80), reading));
}

function capacityWords(capacity: NonNullable<HistoryLine['capacity']>, { plain }: Reading['words']): string {
  switch (capacity) {
    case 'supervisor':
    case 'admin':
    case 'engagement':
      return plain(`appeal:role.${capacity}`);
    default:
      return plain(`appeal:capacity.${capacity}`);
  }
}

/** Who held what was missed; a deputy beside whoever was away. */
function holders({ heldBy, deputy }: HistoryLine, { plain }: Words): string {
  const names = heldBy.join(', ');
  return deputy === null ? names : plain('nag:ahead.instead', { absent: names, name: deputy });
}

export const HISTORY_PAGE = 8;

/** Who did what, when, in which role and on which clause; the newest first. */
export function historyScreen(history: History, appealId: number, page: number, reading: Reading): Screen {
  const { words } = reading;
  const pages = Math.max(1, Math.ceil(history.total / HISTORY_PAGE));
  const title = `<b>${words.html('history:title', { number: history.number })}</b>`;
  return {
    text: fitted(reading.longest, (room) =>
      [title, ...history.lines.map((line) => entry(line, reading, room))].join('\n\n'),
    ),
    buttons: [
      ...inRows(
        history.lines.flatMap(({ facts: { signature } }) =>
          signature ? [datedProtocolButton(signature, reading)] : [],
        ),
        1,
      ),
      ...pager({ page, pages }, words, (to) => ({ kind: 'history', appealId, page: to })),
      [button(words.plain('history:paper.button'), { kind: 'historyPaper', appealId })],
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

function entry(line: HistoryLine, reading: Reading, room: Room): string {
  const { title, rows, words, marks } = saidEntry(line, reading, room);
  return [
    `<b>${escapeHtml(title)}</b>`,
    ...rows.map(escapeHtml),
    ...(words === null ? [] : [`<i>${escapeHtml(words)}</i>`]),
    ...(marks === null ? [] : [`<i>${escapeHtml(marks)}</i>`]),
  ].join('\n');
}
