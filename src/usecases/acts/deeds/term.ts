import { statement, type Transaction } from '../../../database';
import {
  dueAfterResumption,
  extendedDue,
  postponement,
  reexaminationDue,
  resumesAt,
} from '../../../regulation/deadlines';
import { planReminders } from '../plan-reminders';
import { required, type Deeds } from './deed';

const cancelResume = statement(
  'cancel-resume',
  `update reminder set state = 'cancelled' where appeal_id = $1 and reason = 'resume' and state = 'planned'`,
);

/** By when the whole is due. */
export const termDeeds: Deeds<
  'usePostponement' | 'endPostponement' | 'countReexamination' | 'beginNewTerm' | 'extendTerm'
> = {
  usePostponement: async ({ tx, appeal, state, details, submission: { answers }, circumstances: { now, office } }) => {
    const before = appeal.state;
    const date = required(answers.postponedUntil ?? appeal.draft?.postponedUntil, 'postponedUntil');
    const outcome = postponement({ kind: appeal.kind, date, now, due: before.dueAt }, office);
    if (!outcome.ok)
      throw new Error(`The postponement of appeal ${appeal.id} was allowed and then refused: ${outcome.refusal}`);
    state.postponedAt = now;
    state.postponedUntil = outcome.date;
    state.dueBeforePostponement = before.dueAt;
    state.dueAt = outcome.due;
    details.postponedUntil = outcome.date;
    if (outcome.moved) details.dateMovedFrom = date;
    await planReminders(tx, [
      {
        key: `appeal:${appeal.id}:resume:${now.toISOString()}`,
        reason: 'resume',
        appealId: appeal.id,
        personId: null,
        params: {},
        dueAt: resumesAt(outcome.date, office),
      },
    ]);
  },
  endPostponement: ({ appeal, state, circumstances: { now, office } }) => {
    const before = appeal.state;
    state.dueAt = dueAfterResumption(
      {
        kind: appeal.kind,
        approvedAt: required(before.postponedAt, 'postponedAt'),
        resumedAt: now,
        date: required(before.postponedUntil, 'postponedUntil'),
        dueBefore: required(before.dueBeforePostponement, 'dueBeforePostponement'),
        due: before.dueAt,
      },
      office,
    );
  },
  countReexamination: ({ appeal, state }) => {
    state.reexaminations = appeal.state.reexaminations + 1;
  },
  beginNewTerm: ({ appeal, state, circumstances: { now, office } }) => {
    state.dueAt = reexaminationDue(now, appeal.termDays, office);
  },
  extendTerm: ({ appeal, state, submission: { answers }, circumstances: { office } }) => {
    state.extended = true;
    state.dueAt = extendedDue(appeal.state.dueAt, required(answers.extensionDays, 'extensionDays'), office);
  },
};

/** Whoever resumed it, time need not. */
export async function cancelResumption(tx: Transaction, appealId: number): Promise<void> {
  await tx.query(cancelResume, [appealId]);
}
