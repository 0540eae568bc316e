import { databaseOf, type Transaction, statement } from '../../database/database';
import { listed } from '../../database/listed';
import { isActForm, stepAt } from '../answers/submission';
import { endOpenForm, lockForm, reopenForm, type FormRow, ANSWERS_OVER, FORM_COLUMNS } from '../kit/form-store';
import { isKeptAct, keepHeld, takeBackHeld, listenersTo } from '../kit/kept-forms';
import { say } from '../kit/messages';
import type { Official, Listener } from '../kit/officials';
import { withdrawPlaceAsked } from '../kit/places';
import type { Desk, MessageRef } from '../kit/ports';
import { redraw } from '../kit/redraw';
import { CHANGES_GROUPS } from './participant-left';

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

/** One tick ends no more: the next one does. */
const AT_ONCE = 50;

/** Its time has not run out: the group of its appeal has changed in that moment. SQL; see `expireFormsOn`. */
const REGROUPED = `exists (select from journal_entry j where j.appeal_id = form.appeal_id and j.at = form.expires_at
    and j.action in (${listed(CHANGES_GROUPS)}))`;

const endOverdue = statement(
  'expire-forms',
  `with over as (
     select id from form where state = 'open' and expires_at <= $1 and ($2::int is null or person_id = $2)
     order by id limit ${AT_ONCE} for update skip locked)
   update form set state = 'expired', answers = ${ANSWERS_OVER} where id in (select id from over) returning ${FORM_COLUMNS}, ${REGROUPED} as "isRegrouped"`,
);
const selectRegrouped = statement('regrouped-form', `select ${REGROUPED} as regrouped from form where id = $1`);
export interface Expired {
  readonly forms: number;
  /** Of these, so many held something that is kept now, with its question. */
  readonly kept: number;
  /** A colleague has joined or separated what one of them was about. */
  readonly isRegrouped: boolean;
  /** The latest of them that was about no appeal; null: each was about one. */
  readonly aside: FormRow | null;
}

/**
 * Ends what nobody has touched for a day: the card shows the appeal again, and what was written or sent for a comment or an
 * answer is kept and asked about, as what comes without a form is. @idempotent
 * @param personId null: everybody's
 */
export async function expireForms(desk: Desk, personId: number | null): Promise<Expired> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const over = await tx.query<FormRow & { readonly isRegrouped: boolean }>(endOverdue, [now, personId]);
    if (over.length === 0) return { forms: 0, kept: 0, isRegrouped: false, aside: null };
    await withdrawPlaceAsked(tx, over, now);
    const people = await listenersTo(tx, over);
    let kept = 0;
    for (const form of over) {
      const person = people.find(({ id }) => id === form.personId);
      if (person && (await keepWhatItHeld(tx, person, form, now))) kept += 1;
    }
    const aside = over.findLast(({ appealId }) => appealId === null) ?? null;
    return { forms: over.length, kept, isRegrouped: over.some((form) => form.isRegrouped), aside };
  });
}

/** Whether an expired form has ended because the group of its appeal has changed. */
export async function wasRegrouped(desk: Desk, formId: number): Promise<boolean> {
  const [form] = await databaseOf(desk).query<{ regrouped: boolean }>(selectRegrouped, [formId]);
  return form?.regrouped ?? false;
}

async function keepWhatItHeld(tx: Transaction, person: Listener, form: FormRow, now: Date): Promise<boolean> {
  if (!isActForm(form)) return false;
  await say(tx, [redraw('appeal', form.appealId, person)], now);
  return keepHeld(tx, form, now);
}
