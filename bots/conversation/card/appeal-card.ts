import { escapeHtml, type Words } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import type { Notice } from '../../../src/regulation/effects';
import type { AppealCard, PersonName } from '../../../src/usecases/card/card';
import { shorten, type Screen, unprintableLine, quoted, shownLine } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment, shortDay } from '../kit/calendar-words';
import { ending, fitted, type Room } from '../kit/fit';
import { actedBy } from '../appeals/acted-by';
import { adviceLines, cardButtons, moreButtons, offerLines, houseLines, repeatLines } from './buttons-below';
import { ofWhat, TASKS } from '../appeals/task-words';
import { joinedLines, termLines } from './term-lines';
import { shipmentLines, remarkLines, sentBackLines, saidInPosLines, versionFilesLine } from './remark-lines';
import { photoLines } from '../photos/photo-lines';
import { signedLine, signedThereLine } from '../answers/signed-line';
import { wholeTextButton, wholeTexts } from './whole-texts';
import { placeWords } from '../../../src/text/place-words';

/** Characters of a text that is read as a whole, of a line, and of a name in it. */
const TEXT = 1200;
const LINE = 250;
const NAME = 100;

/**
 * The one card of an appeal: what is wanted, by when, whose turn, what was done; then the buttons the table allows.
 * @param notice why the card has come, as its first line; null when it is merely drawn anew
 * @param more it offers the acts that come after the first few
 */
export function appealCard(card: AppealCard, reading: Reading, notice: Notice | null, more = false): Screen {
  const draw = (room: Room) =>
    [
      noticeLines(card, reading, notice, room),
      [...headLines(card, reading, room), ...registrationLines(card, reading, room)],
      problemLines(card, reading, room),
      remarkLines(card, reading, room),
      sentBackLines(card, reading, room),
      joinedLines(card, reading, room),
      [...repeatLines(card, reading), ...houseLines(card, reading.words)],
      termLines(card, reading),
      offerLines(card, reading.words),
      peopleLines(card, reading, room),
      workLines(card, reading, room),
      answerLines(card, reading, room),
      deliveryLines(card, reading, room),
    ]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n');
  const { words } = reading;
  const text = fitted(reading.longest, draw);
  const whole = wholeTextButton(card, wholeTexts(card, words), text, words);
  return { text, buttons: more ? moreButtons(card, words, whole) : cardButtons(card, words, whole) };
}

/** Number and place: enough to know which appeal a form is about, and why its card has come meanwhile. */
export function appealHead(card: AppealCard, reading: Reading, notice: Notice | null, room: Room): string {
  const about = [...noticeLines(card, reading, notice, room), ...(notice ? remarkLines(card, reading, room) : [])];
  about.push(...headLines(card, reading, room));
  if (card.address) about.push(escapeHtml(shorten(card.address, room(LINE))));
  if (card.text) {
    const shown = shorten(card.text, room(300));
    const line = shownLine(shown, card.text, reading.words);
    about.push(`<i>${escapeHtml(shown)}</i>`, ...(line === null ? [] : [line]));
  }
  return about.join('\n');
}

function noticeLines(card: AppealCard, { words }: Reading, notice: Notice | null, room: Room): string[] {
  // A card may come late, of a process that died as it sent the first: what is finished by then waits for nobody's move.
  if (!notice || card.finished) return [];
  const lines = [
    `<b>${words.html(`notice:${notice}`, { number: card.number, name: card.latest?.by ? actedBy(card.latest.by, words) : '', moment: '', place: '' })}</b>`,
  ];
  // What remarks or the line of a redirect say is not said twice.
  const said = [
    ...card.remarks.map(({ text }) => text),
    ...card.instructions.map(({ text }) => text),
    card.redirectReason,
    card.redirectNotice,
    card.organizationAnswer?.text,
  ];
  if (card.reason && !said.includes(card.reason)) lines.push(quoted(card.reason, room(600), words));
  return lines;
}

function headLines(card: AppealCard, { words }: Reading, room: Room): string[] {
  const marks = [
    card.kind === 'appeal59' ? words.html('card:sign59') : null,
    card.fastTrackDays === null ? null : words.html('card:fastTrack', { count: card.fastTrackDays }),
  ].filter((mark) => mark !== null);
  const lines = [`<b>${words.html('card:title', { number: card.number })}</b> · ${stageWords(card, words)}`];
  if (marks.length > 0) lines.push(marks.join(' · '));
  if (card.path.length > 0) lines.push(escapeHtml(shorten(card.path.join(' · '), room(LINE))));
  return lines;
}

/** An answer that nobody has carried into ПОС yet has been sent to nobody; a question that is one again was never an appeal to answer. */
function stageWords({ finished, outcome, draft, deliveries, stage }: AppealCard, { html }: Words): string {
  if (outcome?.isReturned) return html('card:returned');
  const waits = deliveries.some(
    ({ kind, placedAt, withdrawn }) => kind === 'answer' && placedAt === null && !withdrawn,
  );
  return finished && draft?.state === 'answer' && waits ? html('card:approved') : html(`appeal:stage.${stage}`);
}

/** By what the appeal is found in ПОС and on the applicant's side, and what ПОС says of it. */
function registrationLines(card: AppealCard, reading: Reading, room: Room): string[] {
  const { registeredAt, epguNumber } = card;
  const { words, now, calendar } = reading;
  const day = shortDay(dayOf(registeredAt, calendar), dayOf(now, calendar));
  const number = epguNumber === null ? [] : [words.html('card:epgu', { number: ending(epguNumber, room(NAME)) })];
  return [[words.html('card:registered', { day }), ...number].join(' · '), ...saidInPosLines(card, reading, room)];
}

function problemLines(card: AppealCard, { words }: Reading, room: Room): string[] {
  const place = placeWords(card.settlement, card.address);
  return [
    ...(place ? [escapeHtml(shorten(place, room(LINE)))] : []),
    ...(card.isOutside ? [`<i>${words.html(card.outsideAssumed ? 'card:outsideAssumed' : 'card:outside')}</i>`] : []),
    ...(card.text ? [quoted(card.text, room(TEXT), words)] : []),
    ...(card.lacks.length > 0
      ? [
          `<i>${words.html('card:lacks.line', { what: card.lacks.map((lack) => words.plain(`card:lacks.${lack}`)).join(', ') })}</i>`,
        ]
      : []),
  ];
}

function peopleLines(card: AppealCard, { words, now, calendar }: Reading, room: Room): string[] {
  const lines: string[] = [];
  const name = (who: PersonName) => shorten(person(who, card.finished, words), room(NAME));
  if (card.executor) lines.push(words.html('card:executor', { name: name(card.executor) }));
  if (card.agreeing) lines.push(words.html('card:agreeing', { name: name(card.agreeing) }));
  if (card.approving) lines.push(words.html('card:approving', { name: name(card.approving) }));
  if (card.standsInFor.length > 0)
    lines.push(words.html('card:standsInFor', { name: shorten(card.standsInFor.join(', '), room(NAME)) }));
  if (card.organization) {
    lines.push(
      words.html(card.redirectReason ? 'card:redirectTo' : 'card:organizationHas', {
        name: shorten(card.organization, room(LINE)),
      }),
    );
  }
  if (card.redirectReason)
    lines.push(words.html('card:redirectReason', { reason: shorten(card.redirectReason, room(LINE)) }));
  if (card.redirectNotice)
    lines.push(words.html('card:redirectNotice'), quoted(card.redirectNotice, room(TEXT), words));
  if (card.report) {
    const key = card.report.acknowledged ? 'card:reportAcknowledged' : 'card:reported';
    lines.push(
      words.html(key, {
        moment: moment(card.report.at, now, calendar),
        name: shorten(card.report.to ? settledBy(card.report.to, words) : '', room(NAME)),
      }),
    );
  }
  if (card.reexaminations > 0) lines.push(words.html('card:reexaminations', { count: card.reexaminations }));
  return lines;
}

const settledBy = ({ name, deputyActed }: PersonName, words: Words): string =>
  actedBy(deputyActed === null ? { name, insteadOf: null } : { name: deputyActed, insteadOf: name }, words);

/** Delivery is visible: who can't be reached says so beside the name. Of what is finished nobody is missed, and nobody stands in. */
function person(who: PersonName, finished: boolean, words: Words): string {
  const { name, absent, deputy, unreachable, deputyActed } = who;
  const { plain } = words;
  // What they were asked for is done, and by whom is what counts.
  if (deputyActed !== null) return settledBy(who, words);
  if (unreachable === 'never_started') return plain('card:neverStarted', { name });
  if (unreachable === 'blocked') return plain('card:blocked', { name });
  if (unreachable === 'deactivated') return plain('card:deactivated', { name });
  if (!absent || finished) return name;
  if (deputy === null) return plain('card:absent', { name });
  return plain(deputy.absent ? 'card:absentBoth' : 'card:absentDeputy', { name, deputy: deputy.name });
}

function workLines(card: AppealCard, { words, now, calendar }: Reading, room: Room): string[] {
  const at = (instant: Date) => moment(instant, now, calendar);
  const today = dayOf(now, calendar);
  const lines: string[] = [];
  if (card.progress)
    lines.push(words.html('card:progress', { progress: words.plain(`appeal:progress.${card.progress}`) }));
  if (card.comment?.text) {
    lines.push(
      words.html('card:comment', {
        moment: at(card.comment.at),
        name: shorten(actedBy(card.comment.by, words), room(NAME)),
        text: shorten(card.comment.text, room(300)),
      }),
    );
  }
  const kept = [
    card.photos > 0 ? words.html('card:photos', { count: card.photos }) : null,
    applicantPhotos(card, words),
    card.files > 0 ? words.html('card:files', { count: card.files }) : null,
  ].filter((part) => part !== null);
  if (kept.length > 0) lines.push(kept.join(', '));
  if (card.papers.length > 0) lines.push(papersLine(card, words, room));
  lines.push(...photoLines(card.reportPhotos, { words, now, calendar }, room));
  if (card.smallCopies > 0) lines.push(`<i>${words.html('card:smallCopies', { count: card.smallCopies })}</i>`);
  for (const visit of visitsToShow(card)) {
    const line = words.html(`card:${visit.kind}`, { moment: at(visit.at), place: shorten(visit.place, room(NAME)) });
    const who = shorten([...visit.people, visit.outside ?? []].flat().join(', '), room(LINE));
    const tail =
      visit.result !== null
        ? words.html('card:visitResult', { result: shorten(visit.result, room(LINE)) })
        : who === ''
          ? null
          : words.html('card:visitPeople', { names: who });
    lines.push(tail === null ? line : `${line}. ${tail}`);
  }
  for (const { text, by, giver } of card.instructions.slice(0, 3)) {
    const values = { day: shortDay(by, today), name: shorten(giver, room(NAME)), text: shorten(text, room(300)) };
    lines.push(words.html('card:instruction', values));
  }
  for (const { received, body, what, by } of card.requests.slice(-3)) {
    const values = { body: shorten(body, room(NAME)), what: shorten(what, room(NAME)), day: shortDay(by, today) };
    lines.push(words.html(received ? 'card:requestReceived' : 'card:request', values));
  }
  return lines;
}

/** Internal ones: what they are, by name; the latest first where there is no room for all. */
function papersLine({ papers }: AppealCard, { html, plain }: Words, room: Room): string {
  const named = papers.map(({ kind, name }) => plain('card:paper', { kind: plain(`appeal:paper.${kind}`), name }));
  return html('card:papers', { papers: shorten(named.reverse().join(', '), room(LINE)) });
}

/** The last that were, then those to come, by their hour. */
function applicantPhotos(card: AppealCard, { html, plain }: Words): string | null {
  if (card.applicantPhotos === 0) return null;
  const photos = plain('card:applicantPhotos', { count: card.applicantPhotos });
  const unreadable = card.unreadableApplicantPhotos;
  return unreadable === 0 ? escapeHtml(photos) : html('card:ofThemUnreadable', { photos, count: unreadable });
}

function visitsToShow({ visits }: AppealCard): AppealCard['visits'] {
  const planned = visits.filter(({ result }) => result === null);
  const were = visits.filter(({ result }) => result !== null);
  return [...were.slice(-2), ...planned.sort((one, other) => one.at.getTime() - other.at.getTime()).slice(0, 4)];
}

function answerLines(card: AppealCard, reading: Reading, room: Room): string[] {
  const { words, now, calendar } = reading;
  const lines: string[] = [];
  const today = dayOf(now, calendar);
  const { draft, organizationAnswer: theirs } = card;
  if (theirs) {
    const organization = shorten(theirs.organization, room(NAME));
    const day = theirs.on === null ? moment(theirs.at, now, calendar) : shortDay(theirs.on, today);
    lines.push(
      theirs.toApplicant
        ? words.html('card:organizationAnsweredApplicant', { name: organization, day })
        : words.html('card:organizationAnswer', { name: organization, moment: day }),
    );
    if (theirs.text) lines.push(quoted(theirs.text, room(TEXT), words));
  }
  if (draft) {
    const edited = draft.textBeforeEdit !== null && draft.author !== draft.preparedBy;
    const whose = {
      type: words.plain(`appeal:answerType.${draft.type}`),
      name: draft.author,
      preparedBy: draft.preparedBy,
    };
    lines.push(
      edited && draft.state !== 'earlier'
        ? words.html(`card:text.${draft.state}Edited`, whose)
        : words.html(`card:text.${draft.state}`, whose),
    );
    if (draft.postponedUntil && draft.state === 'draft')
      lines.push(words.html('card:postponedUntil', { day: shortDay(draft.postponedUntil, today) }));
    if (draft.signature && draft.state === 'answer')
      lines.push(escapeHtml(shorten(signedLine(draft.signature, reading), room(LINE))));
    if (draft.signedThere) lines.push(escapeHtml(signedThereLine(draft.signedThere, words)));
    if (card.dateGone) lines.push(words.html(`card:dateGone.${card.dateGone}`));
    if (draft.withoutPhoto)
      lines.push(words.html('card:withoutPhoto', { reason: shorten(draft.withoutPhoto, room(LINE)) }));
    if (draft.state !== 'earlier') lines.push(...versionFilesLine(draft, words));
    lines.push(quoted(draft.text, room(TEXT), words), ...adviceLines(draft.advice, words));
    if (!card.finished) lines.push(...unprintableLine(draft.text, words));
  }
  return lines;
}

/** What is in ПОС already and what is not. */
function deliveryLines(card: AppealCard, { words, now, calendar }: Reading, room: Room): string[] {
  const lines: string[] = [];
  for (const delivery of card.deliveries.slice(-4)) {
    const what = ofWhat(delivery, words);
    const carried = shipmentLines(delivery.shipments, { words, now, calendar }, room(NAME));
    if (delivery.withdrawn) {
      lines.push(words.html('card:carrier.takenBack', { what }), ...carried);
      continue;
    }
    lines.push(
      delivery.placedAt === null
        ? words.html(`card:task.${TASKS[delivery.kind].title}.open`, { what })
        : words.html(`card:task.${TASKS[delivery.kind].title}.done`, {
            what,
            moment: moment(delivery.placedAt, now, calendar),
            name: shorten(delivery.placedBy ?? words.plain('card:carrier.bot'), room(NAME)),
          }),
      ...carried,
    );
  }
  return lines;
}
