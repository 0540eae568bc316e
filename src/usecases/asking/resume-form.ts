import { databaseOf, type Transaction } from '../../database/database';
import { endOpenForm, lockForm, reopenForm, type FormRow } from '../forms/form-store';
import { isKeptAct, keepHeld, takeBackHeld } from '../forms/kept';
import type { Official } from '../people/officials';
import type { Desk, MessageRef } from '../ports';
import { isActForm, stepAt } from './form-steps';

export type Resumed =
  | {
      readonly kind: 'resumed';
      readonly form: FormRow;
      /** What it has taken the place of. */
      readonly ended: FormRow | null;
      /** In which message what it held was asked about; null: nowhere. */
      readonly keptIn: MessageRef | null;
    }
  /** Its day is over; its appeal has gone on without it; it was ended otherwise. */
  | { readonly kind: 'expired' | 'stale' | 'over'; readonly appealId: number | null };

/**
 * Back to a form that another has displaced, with what was chosen in it; that other is displaced by it in turn. Photos and words for a comment or
 * an answer come back from where they were kept, unless they have gone elsewhere meanwhile. @idempotent: open, it stays open
 */
export const resumeForm = (desk: Desk, official: Official, formId: number): Promise<Resumed> =>
  databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (!form || form.personId !== official.personId) return { kind: 'over', appealId: null };
    const { appealId } = form;
    if (form.state === 'open') return { kind: 'resumed', form, ended: null, keptIn: null };
    if (form.state !== 'displaced') return { kind: 'over', appealId };
    const now = desk.clock.now();
    if (form.expiresAt.getTime() <= now.getTime()) return { kind: 'expired', appealId };
    if (isActForm(form) && !(await stepAt(tx, desk, official, form))) return { kind: 'stale', appealId };
    const ended = await endOpenForm(tx, official.personId, 'displaced', now);
    const resumed = await reopen(tx, form, now);
    if (ended) await keepHeld(tx, ended, now);
    return resumed ? { kind: 'resumed', ...resumed, ended } : { kind: 'over', appealId };
  });

async function reopen(
  tx: Transaction,
  form: FormRow,
  now: Date,
): Promise<{ readonly form: FormRow; readonly keptIn: MessageRef | null } | null> {
  const held = await takeBackHeld(tx, form);
  const { comment, answerText, brought, ...rest } = form.answers;
  // Words that are somewhere else by now are not said twice.
  const isElsewhere = isKeptAct(form.subject) && held === false;
  const reopened = await reopenForm(tx, form.id, isElsewhere ? rest : form.answers, now);
  return reopened && { form: reopened, keptIn: held === false ? null : held };
}
