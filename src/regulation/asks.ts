import type { NamedPerson, Submission } from './answers';
import { standingOf } from './bodies';
import { dayOf, type PlainDate } from './calendar';
import { dateHasCome } from './cases';
import { completionRefusal, lackRefusal } from './completing';
import { correctionRefusal } from './corrections';
import { isExtension, isOverdue, redirectDue } from './deadlines';
import {
  type AppealFacts,
  type Circumstances,
  type Presser,
  CLOCK,
  idsAs,
  invitationsOf,
  removablePapers,
} from './facts';
import { joiningRefusal, postponementOf, together } from './joining';
import { keysOf, recordOf } from './lists';
import type { Refusal } from './refusals';
import { DRAFT_STAGES, replaceable } from './rights';
import type { AnswerType } from './vocabulary';

/** Looks at what a form has gathered. Null: no objection. */
export type Check = (
  submission: Submission,
  appeal: AppealFacts,
  presser: Presser,
  circumstances: Circumstances,
) => Refusal | null;

/** What a row of the table may ask, as a row of its own. */
export interface AskRow {
  /** Null: what was gathered answers it. */
  readonly holds: Check;
  /** It hangs on a term of the appeal: it has to hold for each of those that are worked as one. */
  readonly ofEach?: true;
  /** Left out where it holds without an answer: the date of «Отложено» for other types, the day of the deed where no term ended meanwhile. */
  readonly silent?: true;
  /** There is another answer than what it offers to choose from, so it never answers itself. */
  readonly openEnded?: true;
  /** A text that the applicant will read as it is written; the question says so. */
  readonly forApplicant?: true;
}

/** At least one letter or digit: a row of emoji or dots is no reason and no answer. */
export const hasWords = (text: string | undefined): boolean => text !== undefined && /[\p{L}\p{N}]/u.test(text);

/** §2: a body that may not be asked is refused; where only the name is alike, whoever asks has said that they mean another. */
function bodyRefusal({ requestBody, bodyConfirmed }: Submission['answers']): Refusal | null {
  if (requestBody === undefined || !hasWords(requestBody)) return 'bodyMissing';
  const standing = standingOf(requestBody);
  if (standing === 'refused') return 'bodyMayNotBeAsked';
  return standing === 'asked' && bodyConfirmed !== requestBody ? 'bodyInDoubt' : null;
}

const openInstruction = ({ answers, itemIsOpen }: Submission): Refusal | null =>
  answers.instructionId !== undefined && itemIsOpen ? null : 'noOpenInstruction';

const employed = (people: Submission['people'], id: number | undefined): NamedPerson | null => {
  const person = id === undefined ? undefined : people.get(id);
  return person && !person.disabled ? person : null;
};

function supervisor(submission: Submission, id: number | undefined): Refusal | NamedPerson {
  const person = employed(submission.people, id);
  if (!person) return 'supervisorUnknown';
  return person.roles.includes('supervisor') ? person : 'notASupervisor';
}

function fourEyesForbids(
  person: NamedPerson,
  appeal: AppealFacts,
  presser: Presser,
  circumstances: Circumstances,
): boolean {
  if (circumstances.fourEyes !== 'forbid') return false;
  const author =
    appeal.stage === 'in_progress' ? (presser === CLOCK ? null : presser.personId) : appeal.draft?.authorId;
  return author === person.personId;
}

const agreeing: Check = (submission, appeal, presser, circumstances) => {
  const person = supervisor(submission, submission.answers.agreeingId);
  if (typeof person === 'string') return person;
  return fourEyesForbids(person, appeal, presser, circumstances) ? 'fourEyes' : null;
};

const approving: Check = (submission, appeal, presser, circumstances) => {
  const person = supervisor(submission, submission.answers.approvingId);
  if (typeof person === 'string') return person;
  if (!person.canApprove) return 'cannotApprove';
  return fourEyesForbids(person, appeal, presser, circumstances) ? 'fourEyes' : null;
};

const ofRedirect =
  (check: Check): Check =>
  (submission, appeal, presser, circumstances) =>
    check(submission, appeal, presser, { ...circumstances, fourEyes: 'warn' });

function executor({ answers, people }: Submission): Refusal | null {
  const person = employed(people, answers.executorId);
  if (!person) return 'executorUnknown';
  return person.roles.includes('executor') ? null : 'notAnExecutor';
}

/** The date «Отложено» is checked when the draft is sent, and once more, by a guard, when it is approved (domain.md). */
const postponedUntil: Check = ({ answers }, appeal, _presser, { now, calendar }) => {
  if (answers.answerType !== 'postponed') return null;
  if (appeal.postponementUsed) return 'postponedAlready';
  const date = answers.postponedUntil;
  if (!date) return 'postponedDateMissing';
  const outcome = postponementOf(appeal, date, now, calendar);
  return outcome.ok ? null : outcome.refusal;
};

/** A new version may have another type: what it will be. */
const typeOfVersion = ({ answers }: Submission, { draft }: AppealFacts): AnswerType | null =>
  answers.answerType ?? draft?.type ?? null;

/** Type and files belong to the version, as its text does: one of them must be another. */
function differs({ answers: { answerType, editedText }, changesFiles }: Submission, { draft }: AppealFacts): boolean {
  const isOtherType = answerType !== undefined && answerType !== draft?.type;
  return isOtherType || changesFiles || (editedText !== undefined && editedText !== draft?.text);
}

const editedText: Check = (submission, appeal) => {
  const { answers, photos } = submission;
  const type = typeOfVersion(submission, appeal);
  if (answers.editedText === undefined ? !differs(submission, appeal) : !hasWords(answers.editedText))
    return 'answerTextMissing';
  // of «Отложено» the date may be another, and is asked next
  if (type !== 'postponed' && !differs(submission, appeal)) return 'sameText';
  if (type === 'postponed' && appeal.draft?.type !== 'postponed' && appeal.postponementUsed) return 'postponedAlready';
  // a reason that was given with the version before stands, as long as it was one for «Решено»
  const isExplained = hasWords(answers.withoutPhoto) || hasWords(appeal.draft?.withoutPhoto ?? undefined);
  return !appeal.photoless && type === 'resolved' && photos === 0 && !isExplained ? 'photoOrReasonMissing' : null;
};

/**
 * The date belongs to the version: a new one of «Отложено» keeps it, unless another is wished or it holds no more. Something must differ.
 */
const anotherDate: Check = (submission, appeal, _presser, { now, calendar }) => {
  const { answers } = submission;
  const { draft } = appeal;
  if (typeOfVersion(submission, appeal) !== 'postponed') return null;
  const kept = answers.otherDate !== true && differs(submission, appeal) ? draft?.postponedUntil : undefined;
  const date = answers.postponedUntil ?? kept;
  if (!date) return 'postponedDateMissing';
  const outcome = postponementOf(appeal, date, now, calendar);
  if (!outcome.ok) return outcome.refusal;
  return outcome.date === draft?.postponedUntil && !differs(submission, appeal) ? 'sameText' : null;
};

/** The date of an «Отложено» that waits for its approval although that date has come; null: none such. */
export function approvedLate(appeal: AppealFacts, at: Pick<Circumstances, 'now' | 'calendar'>): PlainDate | null {
  const waits = appeal.stage === 'answer_approval' && appeal.draft?.type === 'postponed';
  return waits && dateHasCome(appeal, at) ? (appeal.draft?.postponedUntil ?? null) : null;
}

/** A term ended while the deed waited to be entered here: the day on which it was done judges. */
const doneOn: Check = ({ answers }, appeal, _presser, around) => {
  const { now, calendar } = around;
  const { kind, registeredAt, stageEnteredAt, stageDue, due, redirectAskedAt } = appeal;
  const day = answers.doneOn;
  const passing = kind === 'appeal59' && redirectAskedAt !== null ? redirectDue(registeredAt, calendar) : null;
  // What was over before the stage was entered no day can mend.
  const isLate = [due, stageDue, passing].some(
    (term) => term !== null && isOverdue(term, now) && !isOverdue(term, stageEnteredAt),
  );
  // «Отложено» holds if it was signed before its date.
  const date = approvedLate(appeal, around);
  if (!day) return isLate || date !== null ? 'doneDayMissing' : null;
  if (day > dayOf(now, calendar)) return 'doneDayInFuture';
  if (day < dayOf(stageEnteredAt, calendar)) return 'doneDayBeforeStage';
  return date !== null && day >= date ? 'doneDayAfterPostponement' : null;
};

/** One that is nothing but its check is written as that. */
const ROWS = {
  executor: (submission, appeal) =>
    executor(submission) ?? (submission.answers.executorId === appeal.executorId ? 'sameExecutor' : null),
  organizationExecutor: (submission) =>
    executor(submission) ??
    (employed(submission.people, submission.answers.executorId)?.organizationId === submission.organization?.id
      ? null
      : 'notOfOrganization'),
  subordinate: ({ organization }) =>
    !organization ? 'organizationUnknown' : organization.kind === 'subordinate' ? null : 'notSubordinate',
  outside: {
    holds: ({ organization }) =>
      !organization ? 'organizationUnknown' : organization.kind === 'outside' ? null : 'notOutside',
    openEnded: true,
  },
  reason: ({ answers }) => (hasWords(answers.reason) ? null : 'reasonMissing'),
  redirectAgreeing: { holds: ofRedirect(agreeing), openEnded: true },
  redirectApproving: ofRedirect(approving),
  agreeing,
  approving,
  anotherAgreeing: (submission, appeal, presser, circumstances) =>
    (appeal.stage === 'redirect_agreement' ? ofRedirect(agreeing) : agreeing)(
      submission,
      appeal,
      presser,
      circumstances,
    ) ?? (submission.answers.agreeingId === appeal.agreeingId ? 'sameSupervisor' : null),
  anotherApproving: (submission, appeal, presser, circumstances) =>
    (appeal.stage === 'redirect_approval' ? ofRedirect(approving) : approving)(
      submission,
      appeal,
      presser,
      circumstances,
    ) ?? (submission.answers.approvingId === appeal.approvingId ? 'sameSupervisor' : null),
  supervisor: (submission, { executorId }, presser) => {
    const person = supervisor(submission, submission.answers.supervisorId);
    if (typeof person === 'string') return person;
    const own = person.personId === executorId || (presser !== CLOCK && person.personId === presser.personId);
    return own ? 'reportToSelf' : null;
  },
  instruction: ({ answers }) => (hasWords(answers.instruction) ? null : 'textMissing'),
  // null: it is a word
  instructionDay: ({ answers: { instructionDay } }, _appeal, _presser, { now, calendar }) =>
    instructionDay === undefined
      ? 'instructionDayMissing'
      : instructionDay !== null && instructionDay < dayOf(now, calendar)
        ? 'instructionDayInPast'
        : null,
  instructionDone: (submission) => openInstruction(submission),
  instructionWithdrawn: (submission, appeal, presser) => {
    const given = appeal.pending.instructions.get(submission.answers.instructionId ?? 0);
    const isTheirs = given === undefined || idsAs('giver', presser, appeal).includes(given.giverId);
    return openInstruction(submission) ?? (isTheirs ? null : 'notYourInstruction');
  },
  organizationAnswer: ({ answers, files, photos }) =>
    hasWords(answers.text) || files + photos > 0 ? null : 'textMissing',
  answeredOn: {
    holds: ({ answers: { answeredOn } }, { registeredAt }, _presser, { now, calendar }) =>
      !answeredOn
        ? 'answerDateMissing'
        : answeredOn > dayOf(now, calendar)
          ? 'answerDateInFuture'
          : answeredOn < dayOf(registeredAt, calendar)
            ? 'answerDateBeforeRegistration'
            : null,
    ofEach: true,
  },
  applicantPhotos: ({ photos }) => (photos > 0 ? null : 'photoMissing'),
  file: ({ files, photos }) => (files + photos > 0 ? null : 'fileMissing'),
  visitAt: ({ answers }, _appeal, _presser, { now }) =>
    !answers.visitAt ? 'visitDateMissing' : answers.visitAt.getTime() <= now.getTime() ? 'visitInPast' : null,
  visitPlace: ({ answers }) => (hasWords(answers.visitPlace) ? null : 'placeMissing'),
  visitPeople: {
    holds: ({ answers, people }) => ((answers.visitPeople ?? []).every((id) => people.has(id)) ? null : 'guestUnknown'),
    openEnded: true,
  },
  visit: ({ answers, itemIsOpen }) => (answers.visitId !== undefined && itemIsOpen ? null : 'noOpenVisit'),
  invitation: ({ answers, itemIsOpen }, appeal, presser, { now }) =>
    itemIsOpen && invitationsOf(appeal, presser, now).includes(answers.visitId ?? 0) ? null : 'notInvited',
  paperKind: ({ answers }) => (answers.paperKind ? null : 'paperKindMissing'),
  paperName: ({ answers }) => (hasWords(answers.paperName) ? null : 'paperNameMissing'),
  paper: ({ answers }, appeal, presser) =>
    removablePapers(appeal, presser).includes(answers.paperId ?? 0) ? null : 'noPaper',
  result: ({ answers }) => (hasWords(answers.result) ? null : 'textMissing'),
  requestBody: ({ answers }) => bodyRefusal(answers),
  requestWhat: ({ answers }) => (hasWords(answers.requestWhat) ? null : 'whatMissing'),
  requestBy: ({ answers }, _appeal, _presser, { now, calendar }) =>
    !answers.requestBy ? 'requestDateMissing' : answers.requestBy < dayOf(now, calendar) ? 'requestDateInPast' : null,
  request: ({ answers, itemIsOpen }) => (answers.requestId !== undefined && itemIsOpen ? null : 'noOpenRequest'),
  comment: {
    holds: ({ answers, photos, files }) => (hasWords(answers.comment) || photos + files > 0 ? null : 'commentEmpty'),
    forApplicant: true,
  },
  // null: the status is left as it is
  progress: ({ answers }) => (answers.progress === undefined ? 'progressMissing' : null),
  answerType: {
    holds: ({ answers }, { postponementUsed }) =>
      !answers.answerType
        ? 'answerTypeMissing'
        : answers.answerType === 'postponed' && postponementUsed
          ? 'postponedAlready'
          : null,
    ofEach: true,
  },
  answerText: {
    holds: ({ answers }) => (hasWords(answers.answerText) ? null : 'answerTextMissing'),
    forApplicant: true,
  },
  photos: {
    holds: ({ answers, photos }, { photoless }) =>
      !photoless && answers.answerType === 'resolved' && photos === 0 && !hasWords(answers.withoutPhoto)
        ? 'photoOrReasonMissing'
        : null,
    ofEach: true,
  },
  postponedUntil: { holds: postponedUntil, silent: true, ofEach: true },
  anotherDate: { holds: anotherDate, silent: true, ofEach: true },
  editedText: { holds: editedText, ofEach: true, forApplicant: true },
  signature: ({ answers }) => (answers.signedText ? null : 'signatureMissing'),
  textInPos: {
    holds: ({ answers }) =>
      answers.signedText !== 'edited_in_pos' || hasWords(answers.textInPos) ? null : 'signedTextMissing',
    silent: true,
  },
  /** SIGNATURES=verify: the detached signature of exactly the letter that was shown. */
  signatureFile: ({ files }) => (files > 0 ? null : 'signatureFileMissing'),
  notice: { holds: ({ answers }) => (hasWords(answers.notice) ? null : 'noticeMissing'), forApplicant: true },
  doneOn: { holds: doneOn, silent: true, ofEach: true },
  reexaminationReason: ({ answers }) => (answers.reexaminationReason ? null : 'reexaminationReasonMissing'),
  reexaminationText: ({ answers }) => (hasWords(answers.reexaminationText) ? null : 'textMissing'),
  closure: ({ answers }) => (answers.closure ? null : 'closureMissing'),
  participant: ({ answers }, appeal) =>
    !answers.participant
      ? 'participantMissing'
      : replaceable(appeal).includes(answers.participant)
        ? null
        : 'participantAvailable',
  replacement,
  correction: ({ answers, correction }, { stage }, _presser, { now }) =>
    correctionRefusal(correction, answers.corrected, stage, now),
  lackingText: { holds: lackRefusal('text'), silent: true },
  lackingPlace: { holds: lackRefusal('place'), silent: true },
  lackingPoint: { holds: lackRefusal('point'), silent: true },
  completion: completionRefusal,
  joinWith: { holds: ({ joining }) => joiningRefusal(joining), openEnded: true },
  confirmation: ({ answers }) => (answers.confirmed ? null : 'notConfirmed'),
  extensionDays: ({ answers }) => {
    const days = answers.extensionDays;
    return days !== undefined && isExtension(days) ? null : 'extensionDaysWrong';
  },
} as const satisfies Record<string, Check | AskRow>;

/** What rows of the table ask for. A form shows one step for each, in the row's order. */
export type Ask = keyof typeof ROWS;
const ofEach =
  (check: Check): Check =>
  (submission, appeal, presser, circumstances) => {
    for (const one of together(appeal)) {
      const refusal = check(submission, one, presser, circumstances);
      if (refusal) return refusal;
    }
    return null;
  };
const rowOf = (row: Check | AskRow): AskRow => {
  if (typeof row === 'function') return { holds: row };
  return row.ofEach ? { ...row, holds: ofEach(row.holds) } : row;
};
export const ASKS: Readonly<Record<Ask, AskRow>> = recordOf(keysOf(ROWS), (ask) => rowOf(ROWS[ask]));

function replacement(
  { answers, people }: Submission,
  appeal: AppealFacts,
  presser: Presser,
  circumstances: Circumstances,
): Refusal | null {
  const { participant, replacementId } = answers;
  if (!participant) return 'participantMissing';
  const person = employed(people, replacementId);
  const current = { executor: appeal.executorId, agreeing: appeal.agreeingId, approving: appeal.approvingId }[
    participant
  ];
  if (person && person.personId === current) return 'samePerson';
  if (participant === 'executor')
    return !person ? 'executorUnknown' : person.roles.includes('executor') ? null : 'notAnExecutor';
  if (!person) return 'supervisorUnknown';
  if (!person.roles.includes('supervisor')) return 'notASupervisor';
  if (participant === 'approving' && !person.canApprove) return 'cannotApprove';
  // Under FOUR_EYES=forbid a draft's author may not come to it by taking somebody's place.
  return DRAFT_STAGES.includes(appeal.stage) && fourEyesForbids(person, appeal, presser, circumstances)
    ? 'fourEyes'
    : null;
}
