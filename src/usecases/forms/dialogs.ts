import { databaseOf } from '../../database/database';
import type { Official } from '../people/officials';
import type { Desk, MessageRef } from '../ports';
import { changeForm, endedWith, endOpenForm, formShown, type FormRow, readOpenForm } from './form-store';
import { openInPlace } from './kept';

/** Begins a dialog of the bot's own. `ended` is what it has taken the place of. */
export async function beginDialog(
  desk: Desk,
  official: Official,
  subject: string,
  answers: Record<string, unknown>,
): Promise<{ readonly form: FormRow; readonly ended: FormRow | null }> {
  return databaseOf(desk).transaction(async (tx) => {
    return openInPlace(
      tx,
      {
        personId: official.personId,
        subject,
        appealId: null,
        version: null,
        answers,
        messageRef: null,
      },
      desk.clock.now(),
    );
  });
}

/**
 * `heard`: as of `changeForm`.
 * @returns null when the dialog has gone on or ended meanwhile
 */
export async function continueDialog(
  desk: Desk,
  form: FormRow,
  change: {
    readonly answers?: Record<string, unknown>;
    readonly view?: Record<string, unknown>;
    readonly heard?: MessageRef;
  },
): Promise<FormRow | null> {
  return changeForm(databaseOf(desk), form, change, desk.clock.now());
}

/** The dialog stands in this message now. @idempotent */
export async function dialogShown(desk: Desk, formId: number, message: MessageRef): Promise<void> {
  await formShown(databaseOf(desk), formId, message);
}

/** What waits for this person's words; null: nothing does. */
export const openFormOf = (desk: Desk, personId: number): Promise<FormRow | null> =>
  readOpenForm(databaseOf(desk), personId, desk.clock.now());

/** Ends whatever the person has open, and says what that was. `heard`: the message whose words have ended it. @idempotent */
export const endDialog = (
  desk: Desk,
  personId: number,
  state: 'cancelled' | 'expired' | 'done' | 'displaced',
  heard?: MessageRef,
): Promise<FormRow | null> =>
  databaseOf(desk).transaction((tx) => endOpenForm(tx, personId, state, desk.clock.now(), heard));

/** What this message has already been taken for, when it comes again and that is over; null: nothing. */
export const dialogEndedWith = (desk: Desk, personId: number, message: MessageRef): Promise<FormRow | null> =>
  endedWith(databaseOf(desk), personId, message);
