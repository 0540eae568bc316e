import { maskPersonalData } from '../../../src/text/personal-data';
import { approvedLate, ASKS, type Ask } from '../../../src/regulation/asks';
import { isOfOneAlone } from '../../../src/regulation/decide';
import { dayOf, workingDayOnOrAfter } from '../../../src/regulation/calendar';
import { extendedDue, isExtension } from '../../../src/regulation/deadlines';
import { heldDue, postponableUntil, together } from '../../../src/regulation/joining';
import type { Action } from '../../../src/regulation/vocabulary';
import { shortName } from '../../../src/usecases/kit/officials';
import { dayChosen } from '../kit/day-question';
import { asksReason } from '../kit/writing-question';
import { textOf, type Asked } from '../kit/question';
import { shorten, unprintableLine } from '../kit/screen';
import { passingLine, concernedLines, nearestNext } from '../card/term-lines';
import { markLines, moment, namedDay, shortDay } from '../kit/calendar-words';
import { isPhotoless } from './form-files';
import { correctionAsked, correctionLines } from './correction';
import type { ActState } from './act-state';

/** What is asked now, in HTML; of a text that the applicant will read it says so. */
export function questionLine(asked: Asked<ActState>): string {
  const line = question(asked);
  const { step, card, form } = asked.state;
  if (!ASKS[step.ask].forApplicant || asksReason(asked)) return line;
  const several = card !== null && card.joined.followers.length > 0 && !isOfOneAlone(form.subject);
  const { words } = asked.reading;
  const whose = words.html(several ? 'form:forApplicants' : 'form:forApplicant');
  const inLetter = step.ask === 'answerText' || step.ask === 'editedText';
  return [`${line} ${whose}`, ...(inLetter ? unprintableLine(textOf(asked.answers, step.ask), words) : [])].join('\n');
}

/** Questions whose words depend on what stands around them, in HTML; of any other they are `form:ask.` with its name. */
const WORDS = {
  visitAt(asked) {
    const { words, now, calendar } = asked.reading;
    const day = dayChosen(asked);
    return day === null
      ? words.html(isMove(asked.state.form.subject) ? 'form:ask.visitMovedDay' : 'form:ask.visitDay')
      : words.html('form:ask.visitTime', { day: namedDay(day, dayOf(now, calendar), words) });
  },
  visit: ({ state: { form }, reading: { words } }) => words.html(`form:ask.${WHICH_VISIT[form.subject] ?? 'visit'}`),
  requestBody: ({ state: { step }, reading: { words } }) =>
    words.html(step.refusal === 'bodyInDoubt' ? 'refusal:bodyInDoubt' : 'form:ask.requestBody'),
  photos(asked) {
    const { html } = asked.reading.words;
    const { answers, photos } = asked.state.step.submission;
    if (asksReason(asked)) return html('form:ask.withoutPhoto');
    if (photos > 0) return html('form:ask.photosMore');
    if (isPhotoless(asked)) return html('form:ask.filesIfAny');
    return html(answers.answerType === 'resolved' ? 'form:ask.photos' : 'form:ask.photosIfAny');
  },
  comment: (asked) =>
    asked.reading.words.html(isPhotoless(asked) ? 'form:ask.commentWithoutPhoto' : 'form:ask.comment'),
  editedText: (asked) => asked.reading.words.html(asksReason(asked) ? 'form:ask.withoutPhoto' : 'form:ask.editedText'),
  postponedUntil: postponementLine,
  anotherDate: postponementLine,
  answerText: ({ state: { step }, reading: { words } }) =>
    words.html(step.submission.answers.answerType === 'postponed' ? 'form:ask.interimText' : 'form:ask.answerText'),
  signature: ({ state: { card }, reading: { words } }) =>
    words.html('form:ask.signature', {
      signature: words.plain(`form:signatureKind.${card?.joined.kind ?? 'message'}`),
    }),
  signatureFile({ state: { step, card }, reading: { words } }) {
    const { fillLetterhead, signature } = step.submission;
    if (fillLetterhead !== null)
      return words.html('form:ask.signatureNoLetterhead', { names: fillLetterhead.join(', ') });
    return signature === null
      ? words.html('form:ask.signatureFile', {
          signature: words.plain(`form:signatureNeeded.${card?.joined.kind ?? 'message'}`),
        })
      : words.html('form:ask.signatureGood');
  },
  // «Почему закрываете» is answered already: these are the words for it.
  reason: ({ state: { form }, reading: { words } }) =>
    words.html(form.subject === 'close' ? 'form:ask.closureReason' : 'form:ask.reason'),
  answeredOn: ({ state: { form }, reading: { words } }) =>
    words.html(form.subject === 'organizationAnswered' ? 'form:ask.answeredOnReceived' : 'form:ask.answeredOn'),
  doneOn: ({ state: { step }, reading }) =>
    reading.words.html(approvedLate(step.appeal, reading) === null ? 'form:ask.doneOn' : 'form:ask.signedOn'),
  request: ({ state: { form }, reading: { words } }) =>
    words.html(form.subject === 'cancelRequest' ? 'form:ask.cancelledRequest' : 'form:ask.request'),
  file: ({ state: { form }, reading: { words } }) =>
    words.html(form.subject === 'addPaper' ? 'form:ask.paperFile' : 'form:ask.file'),
  correction: correctionAsked,
  confirmation: ({ state: { form }, reading: { words } }) =>
    words.html('form:ask.confirmation', { what: words.plain(`appeal:action.${form.subject}`) }),
} satisfies { readonly [Of in Ask]?: (asked: Asked<ActState>) => string };

const isPlain = (ask: Ask): ask is Exclude<Ask, keyof typeof WORDS> => !(ask in WORDS);

function question(asked: Asked<ActState>): string {
  const { ask } = asked.state.step;
  return isPlain(ask) ? asked.reading.words.html(`form:ask.${ask}`) : WORDS[ask](asked);
}

const isMove = (action: Action): boolean => action === 'moveVisit' || action === 'moveMeeting';
/** Which of them the act is about. */
const WHICH_VISIT: {
  readonly [Of in Action]?: 'visit' | 'meeting' | 'movedVisit' | 'movedMeeting' | 'cancelledVisit' | 'cancelledMeeting';
} = {
  recordVisit: 'visit',
  recordMeeting: 'meeting',
  moveVisit: 'movedVisit',
  moveMeeting: 'movedMeeting',
  cancelVisit: 'cancelledVisit',
  cancelMeeting: 'cancelledMeeting',
};

function postponementLine({ state: { step }, reading }: Asked<ActState>): string {
  const { words, now, calendar } = reading;
  const today = dayOf(now, calendar);
  const latest = postponableUntil(step.appeal, reading);
  if (latest <= today) return words.html('form:ask.postponedTooLate');
  const isHeld = heldDue(together(step.appeal)) !== null;
  const day = { day: shortDay(latest, today) };
  return isHeld ? words.html('form:ask.postponedUntil59', day) : words.html('form:ask.postponedUntil', day);
}

/** Characters of a text that is only called to mind. */
const GIST = 100;
const gist = (text: string | undefined): string => shorten(text ?? '', GIST);

type Line = (asked: Asked<ActState>) => string[];

const personLine =
  (key: 'executorId' | 'replacementId'): Line =>
  ({ state: { step }, reading: { words } }) => {
    const { people, answers } = step.submission;
    const person = people.get(answers[key] ?? 0);
    return person ? [words.html('form:chosen.person', { name: shortName(person.name) })] : [];
  };
/** Whom a supervisor's place was given: «Согласует: …», «Утвердит: …». */
const supervisorLine =
  (key: 'agreeingId' | 'approvingId'): Line =>
  ({ state: { step }, reading: { words } }) => {
    const { people, answers } = step.submission;
    const person = people.get(answers[key] ?? 0);
    return person ? [words.html(`form:chosen.${key}`, { name: shortName(person.name) })] : [];
  };
const requestLine: Line = ({ state: { step, card }, reading: { words } }) => {
  const request = card?.requests.find(({ id }) => id === step.submission.answers.requestId);
  return request ? [words.html('form:chosen.request', { body: gist(request.body), what: gist(request.what) })] : [];
};
const visitLine: Line = ({ state: { step, card }, reading: { words, now, calendar } }) => {
  const visit = card?.visits.find(({ id }) => id === step.submission.answers.visitId);
  return visit
    ? [words.html('form:chosen.visit', { moment: moment(visit.at, now, calendar), place: gist(visit.place) })]
    : [];
};
const instructionLine: Line = ({ state: { step, card }, reading: { words } }) => {
  const instruction = card?.instructions.find(({ id }) => id === step.submission.answers.instructionId);
  return instruction ? [words.html('form:chosen.instruction', { text: gist(instruction.text) })] : [];
};
const organizationLine: Line = ({ state: { step }, reading: { words } }) => {
  const { organization } = step.submission;
  return organization
    ? [words.html('form:chosen.organization', { name: gist(maskPersonalData(organization.name)) })]
    : [];
};
const textLine =
  (key: 'comment' | 'answerText' | 'text'): Line =>
  ({ state: { step }, reading: { words } }) => {
    const text = gist(step.submission.answers[key]);
    return text === '' ? [] : [words.html('form:chosen.text', { text })];
  };

/** What an answered question is called to mind by; one that is not here is the last of its form, or says nothing by itself. */
const CHOSEN: { readonly [Of in Ask]?: Line } = {
  subordinate: organizationLine,
  outside: organizationLine,
  correction: correctionLines,
  organizationExecutor: personLine('executorId'),
  replacement: personLine('replacementId'),
  redirectAgreeing: supervisorLine('agreeingId'),
  agreeing: supervisorLine('agreeingId'),
  redirectApproving: supervisorLine('approvingId'),
  approving: supervisorLine('approvingId'),
  visit: visitLine,
  invitation: visitLine,
  paperKind: ({ state, reading: { words } }) => {
    const { paperKind } = state.step.submission.answers;
    return paperKind ? [words.html('form:chosen.paperKind', { kind: words.plain(`appeal:paper.${paperKind}`) })] : [];
  },
  paper: ({ state: { step, card }, reading: { words } }) => {
    const paper = card?.papers.find(({ id }) => id === step.submission.answers.paperId);
    return paper ? [words.html('form:chosen.paper', { name: gist(paper.name) })] : [];
  },
  instruction: ({ state, reading: { words } }) => [
    words.html('form:chosen.instruction', { text: gist(state.step.submission.answers.instruction) }),
  ],
  instructionDone: instructionLine,
  instructionWithdrawn: instructionLine,
  request: requestLine,
  comment: textLine('comment'),
  answerText: textLine('answerText'),
  participant: ({ state, reading: { words } }) => {
    const { participant } = state.step.submission.answers;
    return participant
      ? [words.html('form:chosen.participant', { who: words.plain(`appeal:participant.${participant}`) })]
      : [];
  },
  reason: ({ state, reading: { words } }) => [
    words.html('form:chosen.reason', { reason: gist(state.step.submission.answers.reason) }),
  ],
  reexaminationReason: ({ state, reading: { words } }) => {
    const { reexaminationReason: reason } = state.step.submission.answers;
    return reason
      ? [words.html('form:chosen.reexaminationReason', { reason: words.plain(`appeal:reexamination.${reason}`) })]
      : [];
  },
  closure: ({ state, reading: { words } }) => {
    const { closure } = state.step.submission.answers;
    return closure ? [words.html('form:chosen.closure', { why: words.plain(`appeal:closure.${closure}`) })] : [];
  },
  extensionDays: ({ state: { step, card }, reading }) => {
    const { words, now, calendar } = reading;
    const count = step.submission.answers.extensionDays ?? 0;
    if (!isExtension(count)) return [];
    const due = extendedDue(step.appeal.due, count, calendar);
    const day = shortDay(dayOf(due, calendar), dayOf(now, calendar));
    return [
      words.html('form:chosen.extensionDays', { count, day }),
      ...(card === null ? [] : nearestNext(card, due, reading)),
    ];
  },
  notice: ({ state, reading: { words } }) => {
    const text = gist(state.step.submission.answers.notice);
    return text === '' ? [] : [words.html('form:chosen.notice', { text })];
  },
  organizationAnswer: textLine('text'),
  answeredOn: ({ state, reading: { words, now, calendar } }) => {
    const { answeredOn } = state.step.submission.answers;
    return answeredOn
      ? [words.html('form:chosen.answeredOn', { day: shortDay(answeredOn, dayOf(now, calendar)) })]
      : [];
  },
  answerType: ({ state, reading: { words } }) => {
    const { answerType } = state.step.submission.answers;
    return answerType
      ? [words.html('form:chosen.answerType', { type: words.plain(`appeal:answerType.${answerType}`) })]
      : [];
  },
  visitAt: ({ state, reading: { words, now, calendar } }) => {
    const { visitAt } = state.step.submission.answers;
    return visitAt ? [words.html('form:chosen.visitAt', { moment: moment(visitAt, now, calendar) })] : [];
  },
  visitPlace: ({ state, reading: { words } }) => [
    words.html('form:chosen.visitPlace', { place: gist(state.step.submission.answers.visitPlace) }),
  ],
  requestBody: ({ state, reading: { words } }) => [
    words.html('form:chosen.requestBody', { body: gist(state.step.submission.answers.requestBody) }),
  ],
  requestWhat: ({ state, reading: { words } }) => [
    words.html('form:chosen.requestWhat', { what: gist(state.step.submission.answers.requestWhat) }),
  ],
};

/** What earlier steps have settled, a line each; in HTML. */
export const chosenLines: Line = (asked) => [
  ...concerned(asked),
  ...sevenDaysLine(asked),
  ...roundLines(asked),
  ...asked.state.step.passed.flatMap((ask) => CHOSEN[ask]?.(asked) ?? []),
  ...postponedLines(asked),
];

const concerned: Line = ({ state: { form, card }, reading }) =>
  card ? concernedLines(card, form.subject, reading) : [];

/** §2: whoever passes an `appeal59` on sees until when that is in time, or that it is too late, as the card says it. */
function sevenDaysLine({ state: { form, card }, reading }: Asked<ActState>): string[] {
  const passesOn = form.subject === 'redirect' || form.subject === 'passToSubordinate';
  return passesOn && card?.passing ? [passingLine({ ...card.passing, asked: true }, reading)] : [];
}

/** Whoever returns an answer sees what that means for its term. */
function roundLines({ state: { form, card }, reading: { words, now, calendar } }: Asked<ActState>): string[] {
  if (form.subject !== 'returnForReexamination' || !card?.round) return [];
  const { due, kept, noDay, extendable } = card.round;
  const day = shortDay(dayOf(due, calendar), dayOf(now, calendar));
  return [
    words.html(kept ? 'form:round.kept' : 'form:round.anew', { day }),
    ...(noDay ? [words.html('form:round.noDay')] : []),
    ...(noDay && extendable ? [words.html('form:round.extend')] : []),
  ];
}

/** §3: a day off becomes the next working day, and the person is told. */
function postponedLines({ state: { step }, reading }: Asked<ActState>): string[] {
  const { words, now, calendar } = reading;
  const { answerType, postponedUntil } = step.submission.answers;
  if (!postponedUntil || step.ask === 'postponedUntil' || answerType !== 'postponed') return [];
  const today = dayOf(now, calendar);
  const until = workingDayOnOrAfter(postponedUntil, calendar);
  const moved =
    until === postponedUntil
      ? []
      : [words.html('form:dateMoved', { from: shortDay(postponedUntil, today), to: shortDay(until, today) })];
  return [
    words.html('form:chosen.postponedUntil', { day: namedDay(until, today, words) }),
    ...moved,
    ...markLines([[postponedUntil, until]], reading),
  ];
}
