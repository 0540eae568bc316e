import { listGone } from '../../../src/usecases/kit/places';
import { beginDialog, dialogShown } from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import { formLeaves, standsAside } from '../leave-aside';
import type { Screen } from '../screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Begins a dialog; what stood open before loses its questions, so that one thing waits for words, and keeps the way back to it. */
export async function openDialog(
  talk: Talk,
  turn: Turn,
  subject: string,
  answers: Record<string, unknown>,
): Promise<FormRow> {
  const { form, ended } = await beginDialog(talk.desk, turn.official, subject, answers);
  if (ended === null) return form;
  const isSaid = await standsAside(talk, turn, ended);
  if (!isSaid && ended.subject === subject) return { ...form, messageRef: ended.messageRef };
  if (!isSaid) await formLeaves(talk, turn, ended);
  return form;
}

/** A dialog is one message: where words were typed below it, it moves to the bottom. */
export async function showBelow(
  { desk, voice }: Talk,
  { chatId, official }: Turn,
  { id, messageRef }: FormRow,
  screen: Screen,
): Promise<MessageRef> {
  const message = await voice.send(chatId, screen, { silent: true });
  await dialogShown(desk, id, message);
  if (messageRef !== null) {
    await voice.remove(messageRef);
    await listGone(desk, official, messageRef);
  }
  return message;
}
