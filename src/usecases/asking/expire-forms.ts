import { statement, type Transaction, databaseOf } from '../../database/database';
import { listed } from '../../database/listed';
import { redraw } from '../cards/redraw';
import { ANSWERS_OVER, FORM_COLUMNS, type FormRow } from '../forms/form-store';
import { keepHeld, listenersTo } from '../forms/kept';
import { withdrawPlaceAsked } from '../forms/place-asked';
import { say } from '../messages';
import type { Listener } from '../people/officials';
import type { Desk } from '../ports';
import { CHANGES_GROUPS } from '../press/changes-groups';
import { isActForm } from './form-steps';

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
