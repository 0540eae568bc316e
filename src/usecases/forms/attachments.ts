import { statement, type Queries } from '../../database';
import { changeForm, readOpenForm, type FormRow } from './form-store';

export interface NewAttachment {
  readonly formId: number | null;
  readonly kind: 'photo' | 'document';
  readonly compressed: boolean;
  readonly fileName: string | null;
  readonly mimeType: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly telegramFileId: string;
  readonly chatId: number;
  readonly messageId: number;
  readonly uploadedById: number;
  readonly receivedAt: Date;
}

const insertAttachment = statement(
  'insert-attachment',
  `insert into attachment (form_id, kind, compressed, file_name, mime_type, size, sha256, telegram_file_id, chat_id, message_id, uploaded_by_id, received_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (chat_id, message_id) do nothing returning id`,
);

/** Kept on arrival, one by one: an album's size can't be known in advance. @idempotent by the message */
export async function keepAttachment(queries: Queries, it: NewAttachment): Promise<void> {
  await queries.query(insertAttachment, [
    it.formId,
    it.kind,
    it.compressed,
    it.fileName,
    it.mimeType,
    it.size,
    it.sha256,
    it.telegramFileId,
    it.chatId,
    it.messageId,
    it.uploadedById,
    it.receivedAt,
  ]);
}

/** Says once a form that «файлом» keeps time and place. */
export async function noteCompressed(queries: Queries, form: FormRow, now: Date): Promise<void> {
  if (form.view.compressed === true) return;
  const current = await readOpenForm(queries, form.personId, now);
  if (current?.id === form.id) await changeForm(queries, current, { view: { ...current.view, compressed: true } }, now);
}
