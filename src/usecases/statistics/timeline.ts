import { dayOf, endOfDay, type OfficeCalendar, type PlainDate, workingTimeBetween } from '../../regulation/calendar';
import { isFinal, type Stage } from '../../regulation/vocabulary';
import type { AnsweredAs } from './figures';
import type { Story, StoryDetails, StoryEntry } from './story';

/** An act that was not taken back. */
export interface LastingAct {
  readonly action: string;
  readonly from: Stage | null;
  readonly to: Stage;
  readonly details: StoryDetails;
  /** When it was entered. */
  readonly at: number;
  /** When it was done: on the day that was named, at its latest. */
  readonly moment: number;
  readonly day: PlainDate;
  /** Who had the appeal before it, and who has it after it. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Which act a word takes back as if it had never been. */
const UNDOES: Readonly<Record<string, readonly string[]>> = {
  undoAssignment: ['assign', 'passToSubordinate'],
  undoPassing: ['passToSubordinate'],
  undoOrganizationAnswer: ['organizationAnsweredApplicant'],
  // It is a question of its direct line again, and has never come.
  returnToLine: ['register'],
};

/** Acts that give the appeal to somebody, be it to whoever had it. */
const GIVING = ['assign', 'assignAsThere', 'passToSubordinate', 'returnForReexamination'];

/** To whom this act gives the appeal; null: to nobody. */
export const givenTo = ({ action, before, after }: LastingAct): number | null =>
  after !== null && (after !== before || GIVING.includes(action)) ? after : null;

/** An entry that says where the appeal came by it. */
type Act = StoryEntry & { readonly to: Stage };

/** Marks come by themselves. */
const isAct = (entry: StoryEntry): entry is Act => entry.action !== 'receiveMark' && entry.to !== null;

/** What was done to an appeal, in its order, without what was taken back («Отменить назначение», «Вернуть как было»). */
export function lastingActs(story: Story, calendar: OfficeCalendar): readonly LastingAct[] {
  const lasting = withoutUndone((story.entries ?? []).filter(isAct));
  const acts: LastingAct[] = [];
  // An organization's day may be any since the registration: of what was returned nothing is done before the return.
  let returnedAt = -Infinity;
  for (const [index, entry] of lasting.entries()) {
    const before = acts.at(-1)?.after ?? null;
    const next = lasting[index + 1];
    const after = next === undefined ? story.executorId : (formerOf(next) ?? { id: executorAfter(entry, before) }).id;
    const own = entry.action === 'register' ? momentOfFinished(story, entry, calendar) : momentOf(entry, calendar);
    const moment = Math.max(own, returnedAt);
    if (entry.action === 'returnForReexamination') returnedAt = entry.at;
    const { action, from, to, details, at } = entry;
    const day = dayOf(new Date(moment), calendar);
    acts.push({ action, from, to, details, at, moment, day, before, after });
  }
  return acts;
}

function withoutUndone(entries: readonly Act[]): readonly Act[] {
  const lasting: Act[] = [];
  for (const entry of entries) {
    const isUndone = undoneBy(entry);
    if (isUndone === null) lasting.push(entry);
    else {
      const index = lasting.findLastIndex(isUndone);
      if (index >= 0) lasting.splice(index, 1);
    }
  }
  return lasting;
}

function undoneBy({ action, details: { restores } }: StoryEntry): ((entry: StoryEntry) => boolean) | null {
  if (action === 'restoreBefore')
    return (entry) => restores?.action === entry.action && Date.parse(restores.at) === Math.round(entry.at);
  const undone = UNDOES[action];
  return undone ? (entry) => undone.includes(entry.action) : null;
}

/** Who had it before an act, as that keeps it; null: it does not tell (joined beside another, which is done to whoever has it). */
function formerOf({ action, details: { formerExecutorId } }: StoryEntry): { readonly id: number | null } | null {
  const isSilent = (action === 'join' || action === 'disjoin') && formerExecutorId === undefined;
  return isSilent ? null : { id: formerExecutorId ?? null };
}

const LEFT_TO_NOBODY: readonly (Stage | null)[] = ['coordination', 'with_organization'];

/** By the act itself, where the next one is silent about it. */
function executorAfter({ details, to }: StoryEntry, before: number | null): number | null {
  if (details.participant === 'executor') return details.replacementId ?? before;
  if (LEFT_TO_NOBODY.includes(to)) return null;
  return details.executorId ?? before;
}

function momentOf({ at, details: { answeredOn, doneOn } }: StoryEntry, calendar: OfficeCalendar): number {
  const day = answeredOn ?? doneOn;
  return day === undefined ? at : Math.min(at, endOfDay(day, calendar).getTime());
}

/** Of what ПОС had finished before it came a day is known, and no hour. */
function momentOfFinished(story: Story, { at, to, details }: StoryEntry, calendar: OfficeCalendar): number {
  if (to === null || !isFinal(to)) return at;
  const told = details.finishedAt === undefined ? null : Date.parse(details.finishedAt);
  const finished = told ?? (story.isHistory ? story.finished : null);
  return finished === null ? at : Math.min(at, endOfDay(dayOf(new Date(finished), calendar), calendar).getTime());
}

/** That an appeal was answered, or redirected. */
export interface Finish {
  readonly stage: 'answered' | 'redirected';
  readonly as: AnsweredAs;
  readonly day: PlainDate;
  /** When it was returned, or came to the same once more: a period that has that day too does not count this one. */
  readonly until: PlainDate | null;
  readonly executorId: number | null;
  /** A whole term was missed by then. */
  readonly isLate: boolean;
  /** Of working time, from the registration or the return; null: it is no answer. */
  readonly minutes: number | null;
  /** From the last giving to the draft that was approved; null: there was none. */
  readonly minutesOfExecutor: number | null;
}

/** What is known of an answer to come, act by act. */
interface Course {
  /** From when the whole runs. */
  readonly since: number;
  readonly givenAt: number | null;
  readonly draftedAt: number | null;
  readonly type: string | null;
}

const AS: Readonly<Record<string, AnsweredAs>> = {
  resolved: 'resolved',
  not_resolved: 'notResolved',
  declined: 'declined',
};

type Found = Omit<Finish, 'until'> & { readonly returnedOn: PlainDate | null };

/** In their order. */
export function finishesOf(story: Story, acts: readonly LastingAct[], calendar: OfficeCalendar): readonly Finish[] {
  const found: Found[] = [];
  let course: Course = { since: story.registered, givenAt: null, draftedAt: null, type: null };
  for (const act of acts) {
    course = courseAfter(course, act);
    const last = found.at(-1);
    if (act.action === 'returnForReexamination' && last?.stage === 'answered' && act.from === 'answered')
      found[found.length - 1] = { ...last, returnedOn: act.day };
    // «Ответ уже в ПОС»: the same answer, by its type and its day there.
    if (act.action === 'takeAnswerThere' && last) found[found.length - 1] = finishBy(act, course, story, calendar);
    if ((act.to === 'answered' || act.to === 'redirected') && act.from !== act.to)
      found.push(finishBy(act, course, story, calendar));
  }
  return found.map(({ returnedOn, ...finish }, index) => ({
    ...finish,
    until: returnedOn ?? found.slice(index + 1).find(({ stage }) => stage === finish.stage)?.day ?? null,
  }));
}

function courseAfter(course: Course, act: LastingAct): Course {
  const { action, at, details } = act;
  const isGiven = givenTo(act) !== null;
  return {
    since: action === 'returnForReexamination' ? at : course.since,
    givenAt: isGiven ? at : course.givenAt,
    draftedAt: action === 'submitAnswer' ? at : isGiven ? null : course.draftedAt,
    type: action === 'returnForReexamination' ? null : (details.answerType ?? course.type),
  };
}

function finishBy(act: LastingAct, course: Course, story: Story, calendar: OfficeCalendar): Found {
  const { action, to, day, moment, at, before, details } = act;
  const minutes = (from: number, until: number) =>
    workingTimeBetween(new Date(Math.min(from, until)), new Date(until), calendar) / 60_000;
  const { since, givenAt, draftedAt } = course;
  const isAnswer = to === 'answered';
  return {
    stage: isAnswer ? 'answered' : 'redirected',
    as: AS[typeOf(action, details, course, story) ?? ''] ?? 'other',
    day,
    returnedOn: null,
    executorId: before,
    isLate: (story.facts ?? []).some(({ kind, answered, due }) => kind === 'whole' && !answered && due < at),
    minutes: isAnswer ? minutes(since, moment) : null,
    minutesOfExecutor:
      isAnswer && givenAt !== null && draftedAt !== null && before !== null ? minutes(givenAt, draftedAt) : null,
  };
}

/** Null: it is not known. */
function typeOf(action: string, details: LastingAct['details'], course: Course, story: Story): string | null {
  switch (action) {
    case 'organizationAnsweredApplicant':
      return null;
    case 'answeredThere':
    case 'takeAnswerThere':
      return details.typeThere ?? null;
    case 'register':
      return details.answerType ?? (story.isHistory ? story.answerType : null);
    default:
      return course.type;
  }
}
