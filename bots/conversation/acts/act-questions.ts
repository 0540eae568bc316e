import { wordsOf } from '../../../src/i18n';
import { withoutFlat } from '../../../src/text/personal-data';
import type { Answers } from '../../../src/regulation/answers';
import { approvedLate, type Ask } from '../../../src/regulation/asks';
import { dayOf, plusDays, type PlainDate } from '../../../src/regulation/calendar';
import { extendedDue, EXTENSION_DAYS, isExtension } from '../../../src/regulation/deadlines';
import { suggestedBy } from '../../../src/regulation/evidence';
import { postponableUntil, together } from '../../../src/regulation/joining';
import { replaceable } from '../../../src/regulation/rights';
import {
  ANSWER_TYPES,
  CLOSURES,
  PAPERS,
  PROGRESS,
  REEXAMINATION_REASONS,
  type ReexaminationReason,
} from '../../../src/regulation/vocabulary';
import { daysCount, answered, textOf, type Asked, type Question } from '../kit/question';
import { confirm, option } from '../kit/choice-question';
import { day, moment } from '../kit/day-question';
import { file, photos, writing } from '../kit/writing-question';
import { button, type ScreenButton, quoted } from '../kit/screen';
import { openItem, organization, participants, person, straightToApproval, throughAgreement } from './act-choices';
import { heldByOther } from '../card/term-lines';
import { reasonInWords } from '../photos/photo-lines';
import { redirectNotice } from './redirect-notice';
import { fullDay, namedDay, todayOf } from '../kit/calendar-words';
import { quickDays } from '../kit/day-picker';
import type { ActState } from './act-state';
import { answerText, earlierAnswer, reportAhead, textAhead, editedText } from './answer-text';
import { correction } from './correction';
import { completion, lackingPlace, lackingPoint, lackingText, joiningLines, joinWith } from './completing';
import { signatureFile, signedThere } from './signature';
import { placeWords } from '../../../src/text/place-words';

type ActAsked = Asked<ActState>;
type TextKey = { [Key in keyof Answers]-?: NonNullable<Answers[Key]> extends string ? Key : never }[keyof Answers];

/** Code points. An answer fits a delivery to ПОС whole; the rest are lines of a card. */
const LONG = 10_000;
const SHORT = 1_000;
/** Of a text that is being read, not written. */
const PREVIEW = 1_200;
/** Minutes after midnight. */
const VISIT_HOURS = [510, 540, 600, 660, 780, 840, 900, 960];

const received = ({ state: { step } }: ActAsked) => step.submission;
const isEnough = ({ state: { step } }: ActAsked) => step.refusal === null;
const text = (key: TextKey, limit = SHORT, known?: (asked: ActAsked) => string | null) =>
  writing<ActState>({ key, limit, inOneMessage: true, ...(known && { known }) });
/** A text with which photos and files may come, or which they may stand in for where the regulation takes them alone. */
const textWithFiles = (key: TextKey, earlier?: (asked: ActAsked) => string | null) =>
  writing<ActState>({
    key,
    limit: LONG,
    files: (asked) => isEnough(asked) && received(asked).photos + received(asked).files > 0,
    ...(earlier && { earlier }),
  });

/** The question after that of the photos: on a bad network the last of an album come after «Готово», and are a part of it all the same. */
function stillTaking(question: Question<ActState>): Question<ActState> {
  return { ...question, takes: { files: true, caption: false, aside: true } };
}

/** §2: of a body that only sounds like one that may not be asked, whoever asks it says that it is another. */
const IS_ANOTHER = 'another';
const body = text('requestBody', 300);
const isInDoubt = ({ state: { step } }: ActAsked): boolean => step.refusal === 'bodyInDoubt';
const bodyOf: Question<ActState> = {
  ...body,
  rows(asked) {
    if (!isInDoubt(asked)) return body.rows(asked);
    const { plain } = asked.reading.words;
    return [
      [button(plain('form:button.bodyIsAnother'), asked.move('other', IS_ANOTHER))],
      [button(plain('form:button.again'), asked.move('other', 'again'))],
    ];
  },
  pressed(asked, move, value) {
    if (move !== 'other' || value !== IS_ANOTHER) return body.pressed(asked, move, value);
    return isInDoubt(asked) ? answered(asked, { bodyConfirmed: textOf(asked.answers, 'requestBody') }) : null;
  },
};

/** The day on which something was done: only days that the regulation takes are offered. */
const dayDone = (
  key: 'answeredOn' | 'doneOn',
  since: (appeal: ActState['step']['appeal']) => Date,
  until?: (asked: ActAsked) => PlainDate | null,
) =>
  day<ActState>({
    key,
    days: 'past',
    offer(asked, today) {
      const { reading } = asked;
      const first = dayOf(since(asked.state.step.appeal), reading.calendar);
      const last = until?.(asked) ?? today;
      const quick = quickDays('past', today, reading).filter((it) => it.day >= first && it.day <= last);
      return { quick, opensAt: last, first, last };
    },
  });

/** «Без срока»: it is a word, of which nobody is reminded. */
const WITHOUT_DAY = 'none';
const someDay = day<ActState>({ key: 'instructionDay', days: 'today' });
const instructionDay: Question<ActState> = {
  ...someDay,
  rows: (asked) => [
    ...someDay.rows(asked),
    [button(asked.reading.words.plain('form:button.withoutDay'), asked.move('other', WITHOUT_DAY))],
  ],
  pressed: (asked, move, value) =>
    move === 'other' && value === WITHOUT_DAY
      ? answered(asked, { instructionDay: null })
      : someDay.pressed(asked, move, value),
};

/** Of those that are worked as one each has to allow the day. Where none does, none is offered: the question says who extends the term. */
const postponement = day<ActState>({
  key: 'postponedUntil',
  days: 'later',
  offer({ state: { step }, reading }, today) {
    const [first, last] = [plusDays(today, 1), postponableUntil(step.appeal, reading)];
    const quick = quickDays('later', today, reading).filter((it) => it.day <= last);
    return { quick, opensAt: first, first, last };
  },
  aside: extendTerm,
});

/** An «Отложено» was signed before its date, or it has to get another one. */
function signedBefore({ state: { step }, reading }: ActAsked): PlainDate | null {
  const date = approvedLate(step.appeal, reading);
  return date && plusDays(date, -1);
}

const noticeText = writing<ActState>({ key: 'notice', limit: LONG, template: noticeTemplate });

/**
 * How each step of the regulation is asked and which answer it fills. What is asked, and whether the answer holds, is the
 * regulation's (src/regulation/asks.ts).
 */
export const QUESTIONS: Readonly<Record<Ask, Question<ActState>>> = {
  executor: person('executor'),
  organizationExecutor: person('organizationExecutor'),
  redirectAgreeing: person('redirectAgreeing', straightToApproval),
  redirectApproving: person('redirectApproving', throughAgreement),
  agreeing: stillTaking(person('agreeing')),
  approving: person('approving'),
  anotherAgreeing: person('anotherAgreeing'),
  anotherApproving: person('anotherApproving'),
  supervisor: person('supervisor'),
  replacement: person('replacement'),
  subordinate: organization('subordinate'),
  outside: organization('outside'),
  reason: text('reason'),
  instruction: text('instruction'),
  instructionDay,
  instructionDone: openItem('instructionId'),
  instructionWithdrawn: openItem('instructionId'),
  organizationAnswer: textWithFiles('text'),
  answeredOn: dayDone('answeredOn', ({ registeredAt }) => registeredAt),
  file: file({ received, isEnough }),
  applicantPhotos: {
    ...file<ActState>({ received, isEnough }),
    // nobody is sent anything
    rows: (asked) =>
      isEnough(asked) ? [[button(asked.reading.words.plain('form:button.done'), asked.move('done'))]] : [],
  },
  visitAt: moment({ key: 'visitAt', days: 'today', hours: VISIT_HOURS }),
  visitPlace: text('visitPlace', SHORT, placeOfAppeal),
  visitPeople: participants,
  visit: openItem('visitId'),
  invitation: openItem('visitId'),
  paperKind: option({
    key: 'paperKind',
    perRow: 2,
    values: ({ reading: { words } }) =>
      PAPERS.map((value) => ({ value, caption: words.plain(`appeal:paper.${value}`) })),
  }),
  paperName: text('paperName', 100, nameOfFile),
  paper: openItem('paperId'),
  result: textWithFiles('result'),
  requestBody: bodyOf,
  requestWhat: text('requestWhat'),
  requestBy: day({ key: 'requestBy', days: 'today' }),
  request: openItem('requestId'),
  comment: textWithFiles('comment'),
  progress: stillTaking(
    option({
      key: 'progress',
      perRow: 1,
      values: ({ reading: { words } }) =>
        PROGRESS.map((value) => ({ value, caption: words.plain(`appeal:progress.${value}`) })),
      leave: ({ reading: { words } }) => words.plain('form:button.unchanged'),
    }),
  ),
  answerType: textAhead(
    option<ActState>({
      key: 'answerType',
      perRow: 2,
      values: ({ reading: { words } }) =>
        ANSWER_TYPES.map((value) => ({ value, caption: words.plain(`appeal:answerType.${value}`) })),
      // «Отложено» once only (§3)
      isHidden: (value, { state: { step } }) =>
        value === 'postponed' && together(step.appeal).some((one) => one.postponementUsed),
    }),
    LONG,
  ),
  answerText: answerText(textWithFiles('answerText', earlierAnswer), LONG),
  photos: photos('withoutPhoto', { received, isEnough }),
  postponedUntil: reportAhead(postponement, LONG),
  editedText: editedText(LONG),
  anotherDate: postponement,
  // The draft stands above: what is about to be signed.
  signature: { ...signedThere, soFar: signedText },
  textInPos: textWithFiles('textInPos'),
  signatureFile,
  notice: {
    ...noticeText,
    // what somebody has written is «Написано:»
    soFar: (asked, room) => [
      ...(textOf(asked.answers, 'notice') === '' && noticeTemplate(asked) !== null
        ? [asked.reading.words.html('form:noticeLabel')]
        : []),
      ...(noticeText.soFar?.(asked, room) ?? []),
    ],
  },
  doneOn: dayDone('doneOn', ({ stageEnteredAt }) => stageEnteredAt, signedBefore),
  correction,
  joinWith,
  lackingText,
  lackingPlace,
  lackingPoint,
  completion,
  confirmation: {
    ...confirm<ActState>('confirmed', ({ reading: { words } }) => words.plain('form:button.confirm')),
    soFar: (asked, room) => [...approvedNotice(asked, room), ...joiningLines(asked), ...withoutContacts(asked)],
  },
  reexaminationReason: option({
    key: 'reexaminationReason',
    perRow: 1,
    values: suggestedFirst,
  }),
  reexaminationText: writing<ActState>({
    key: 'reexaminationText',
    limit: SHORT,
    inOneMessage: true,
    template: whatPhotosSay,
  }),
  closure: option({
    key: 'closure',
    perRow: 1,
    values: ({ reading: { words } }) =>
      CLOSURES.map((value) => ({ value, caption: words.plain(`appeal:closure.${value}`) })),
  }),
  participant: option({
    key: 'participant',
    perRow: 1,
    values: ({ state: { step }, reading: { words } }) =>
      replaceable(step.appeal).map((value) => ({ value, caption: words.plain(`appeal:participant.${value}`) })),
  }),
  extensionDays: daysCount<ActState>({
    key: 'extensionDays',
    offered: [5, 10, 15, 20, EXTENSION_DAYS.max],
    least: EXTENSION_DAYS.min,
    most: EXTENSION_DAYS.max,
    caption: (count, { state: { step }, reading: { words, calendar, now } }) =>
      words.plain('form:button.daysUntil', {
        count,
        day: namedDay(dayOf(extendedDue(step.appeal.due, count, calendar), calendar), dayOf(now, calendar), words),
      }),
  }),
};

/** Reasons that the photos suggest come first and marked: whoever returns an answer decides. */
function suggestedFirst({ state: { card }, reading: { words } }: ActAsked) {
  const suggested = suggestedBy((card?.reportPhotos ?? []).flatMap(({ warnings }) => warnings));
  const caption = (value: ReexaminationReason) => words.plain(`appeal:reexamination.${value}`);
  return [
    ...suggested.map((value) => ({ value, caption: words.plain('evidence:suggested', { reason: caption(value) }) })),
    ...REEXAMINATION_REASONS.filter((value) => !suggested.includes(value)).map((value) => ({
      value,
      caption: caption(value),
    })),
  ];
}

/** What the photos say of the reason that they have suggested: it is sent as it stands, or other words are. */
function whatPhotosSay({ state: { card, step }, reading }: ActAsked): string | null {
  const { reexaminationReason } = step.submission.answers;
  return reexaminationReason === undefined
    ? null
    : reasonInWords(card?.reportPhotos ?? [], reexaminationReason, reading);
}

/** As whoever has made the file calls it, without its ending, which stays. */
function nameOfFile({ state: { step } }: ActAsked): string | null {
  const name = step.submission.own.find(({ fileName }) => fileName !== null)?.fileName ?? null;
  return name && (name.replace(/\.[^.]{1,8}$/, '') || null);
}

/** Most visits go where the applicant points. Whoever is invited needs no flat, which is somebody's home. */
function placeOfAppeal({ state: { step } }: ActAsked): string | null {
  const { settlement, address } = step.loaded;
  return withoutFlat(placeWords(settlement, address)) || null;
}

/** Too close to the due of an appeal under 59-ФЗ: whoever may move the due is offered that; another one's is moved on its own card. */
function extendTerm({ state: { step, card }, reading }: ActAsked): ScreenButton[][] {
  const { words } = reading;
  const isTooClose = step.refusal === 'tooCloseToDue' || postponableUntil(step.appeal, reading) <= todayOf(reading);
  if (!isTooClose || card === null) return [];
  const other = heldByOther(card);
  if (other !== null)
    return [[button(words.plain('card:joined.open', { number: other.number }), { kind: 'open', appealId: other.id })]];
  if (!card.actions.includes('extendTerm')) return [];
  const { id: appealId, version } = card;
  return [[button(words.plain('appeal:action.extendTerm'), { kind: 'act', action: 'extendTerm', appealId, version })]];
}

/** What the applicant will read, in a sentence that may stay: Russian whatever the bot speaks, since ПОС keeps no language of theirs. */
function noticeTemplate({ state: { form, step }, reading: { calendar } }: ActAsked): string | null {
  const { plain } = wordsOf('ru');
  const { answers, organization } = step.submission;
  if (form.subject === 'redirect') return redirectNotice(step.appeal.kind, organization?.name ?? null);
  const { extensionDays } = answers;
  if (extensionDays === undefined || !isExtension(extensionDays)) return null;
  const day = fullDay(dayOf(extendedDue(step.appeal.due, extensionDays, calendar), calendar));
  return plain('form:notice.extension', { day });
}

/** What the applicant will read of a redirect, before whoever approves it confirms. */
function approvedNotice(
  { state: { form, card }, reading: { words } }: ActAsked,
  room: (characters: number) => number,
): string[] {
  if (form.subject !== 'approveRedirect' || !card?.redirectNotice) return [];
  return [words.html('card:redirectNotice'), quoted(card.redirectNotice, room(PREVIEW), words)];
}

/** What comes back after its applicant was forgotten does so with dots and without an address. */
const withoutContacts = ({ state: { form, card }, reading: { words } }: ActAsked): string[] =>
  form.subject === 'reopen' && card?.isForgotten ? [words.html('applicant:reopened')] : [];

/** What is about to be signed. */
function signedText({ state: { card }, reading }: ActAsked, room: (characters: number) => number): string[] {
  return card?.draft ? [quoted(card.draft.text, room(PREVIEW), reading.words)] : [];
}
