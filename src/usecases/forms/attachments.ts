import { Attachment } from '../../../entities/attachment';
import { columnNames } from '../../columns';
import { statement, databaseOf } from '../../database';
import type { Desk } from '../ports';
import { continueDialog, openFormOf } from './dialogs';
import { type FormRow } from './form-store';

const KEPT = [
  'formId',
  'origin',
  'kind',
  'compressed',
  'fileName',
  'mimeType',
  'size',
  'sha256',
  'messenger',
  'fileRef',
  'messageRef',
  'uploadedById',
  'receivedAt',
] as const satisfies readonly (keyof Attachment)[];

export type NewAttachment = Readonly<Pick<Attachment, (typeof KEPT)[number]>>;

const insertAttachment = statement(
  'insert-attachment',
  `insert into attachment (${columnNames(Attachment, KEPT)}) values (${KEPT.map((_, index) => `$${index + 1}`).join(', ')})
   on conflict (messenger, message_ref) do nothing returning id`,
);

/** Kept on arrival, one by one: an album's size can't be known in advance. @idempotent by the message */
export async function keepAttachment(desk: Desk, it: NewAttachment): Promise<void> {
  await databaseOf(desk).query(
    insertAttachment,
    KEPT.map((name) => it[name]),
  );
}

/** Says once a form that «файлом» keeps time and place. */
export async function noteCompressed(desk: Desk, form: FormRow): Promise<void> {
  if (form.view.compressed === true) return;
  const current = await openFormOf(desk, form.personId);
  if (current?.id === form.id) await continueDialog(desk, current, { view: { ...current.view, compressed: true } });
}
