import { workingTimeBetween, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import type { AnsweredAs } from './figures';
import type { Story } from './story';
import { givenTo, type LastingAct } from './timeline';

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
