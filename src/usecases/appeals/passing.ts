import { isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { mayStillPass } from '../../regulation/stages';
import { passingDue } from '../../regulation/terms';
import { intakeEnd } from '../../regulation/visits';
import { termFactsOf, type LoadedAppeal } from './appeal-store';

/** The seven days of an `appeal59`: of those that are worked as one, those that end first. */
export interface Passing {
  readonly due: Date;
  /** When the bot received it: days that were over by then are nobody's. */
  readonly receivedAt: Date;
  /** Passing it on is asked for: nobody is late by the end of what nobody wants. */
  readonly asked: boolean;
  /** Of another one; null: its own. */
  readonly number: string | null;
}

/**
 * Passing it on passes on all that go with it: the first of their days is the one to keep. One that was passed on in time and came back has
 * kept it for good, and shows it while it is ahead. Null: nothing limits that, or it is passed on.
 */
export function passingOf(
  appeal: LoadedAppeal,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): Passing | null {
  if (!mayStillPass(appeal.state)) return null;
  const all = [appeal, ...appeal.followers].flatMap((one): Passing[] => {
    const term = passingDue(termFactsOf(one), calendar);
    const { receivedAt, number, state } = one;
    const asked = state.redirectAskedAt !== null;
    const intake = intakeEnd(receivedAt, state.visits);
    const isKept = state.visits?.passedOn === true && term !== null && isOverdue(term.due, now);
    return term && !isKept
      ? [{ due: term.due, receivedAt: intake, asked, number: one === appeal ? null : number }]
      : [];
  });
  return all.reduce<Passing | null>((first, one) => (first === null || one.due < first.due ? one : first), null);
}
