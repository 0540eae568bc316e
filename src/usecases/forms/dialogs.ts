import { changeForm, endOpenForm, formShown, openForm, type FormRow } from './form-store';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/** Begins a dialog of the bot's own. `ended` is what it has taken the place of. */
export async function beginDialog(
  desk: Desk,
  official: Official,
  subject: string,
  answers: Record<string, unknown>,
): Promise<{ readonly form: FormRow; readonly ended: FormRow | null }> {
  return desk.database.transaction(async (tx) => {
    const ended = await endOpenForm(tx, official.personId, 'cancelled');
    const form = await openForm(
      tx,
      {
        personId: official.personId,
        subject,
        appealId: null,
        version: null,
        answers,
        chatId: official.chatId,
        messageId: null,
      },
      desk.clock.now(),
    );
    return { form, ended };
  });
}

/** Null: the dialog has gone on or ended meanwhile. */
export async function continueDialog(
  desk: Desk,
  form: FormRow,
  change: { readonly answers?: Record<string, unknown>; readonly view?: Record<string, unknown> },
): Promise<FormRow | null> {
  return changeForm(desk.database, form, change, desk.clock.now());
}

export async function dialogShown(desk: Desk, formId: number, messageId: number): Promise<void> {
  await formShown(desk.database, formId, messageId);
}

/** «Отмена». */
export async function cancelDialog(desk: Desk, personId: number): Promise<void> {
  await endOpenForm(desk.database, personId, 'cancelled');
}
