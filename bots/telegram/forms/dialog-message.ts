import type { InlineKeyboardButton } from 'telegraf/types';
import type { Words } from '../../../src/i18n';
import { beginDialog, dialogShown } from '../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import { button, type Screen } from '../screen';

/** Begins a dialog; what stood open before loses its questions, so that one thing waits for words. */
export async function openDialog(
  { desk, messenger }: BotDeps,
  { official }: BotContext,
  subject: string,
  answers: Record<string, unknown> = {},
): Promise<FormRow> {
  const { form, ended } = await beginDialog(desk, official, subject, answers);
  if (ended && ended.appealId !== null) await messenger.redraw(official, 'appeal', ended.appealId);
  else if (ended && ended.messageRef !== null && ended.subject !== subject) await messenger.remove(ended.messageRef);
  return ended && ended.subject === subject ? { ...form, messageRef: ended.messageRef } : form;
}

/** «Отмена» under a question that waits for words. */
export const cancelButton = ({ id, revision }: FormRow, { plain }: Words): InlineKeyboardButton =>
  button(plain('form:button.cancel'), { kind: 'form', formId: id, revision, move: 'cancel', value: '' });

/** A dialog is one message: edited in place, or moved to the bottom when words were typed below it. */
export async function showDialog(
  { desk, messenger }: BotDeps,
  { official }: BotContext,
  form: FormRow,
  screen: Screen,
  below: boolean,
): Promise<void> {
  if (!below && form.messageRef !== null && (await messenger.edit(form.messageRef, screen))) return;
  const message = await messenger.send(official.chatId, screen, { silent: true });
  await dialogShown(desk, form.id, message);
  if (form.messageRef !== null) await messenger.remove(form.messageRef);
}
