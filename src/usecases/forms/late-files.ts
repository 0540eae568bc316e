import { LateFile } from '../../../entities/late-file';
import { databaseOf, statement } from '../../database/database';
import type { Desk, MessageRef } from '../ports';

/** A file that has not come with its message, by that message. */
export interface OfMessage {
  readonly messenger: string;
  readonly messageRef: MessageRef;
  readonly album: string | null;
}

export type LateFileRow = Pick<LateFile, 'formId'> & {
  /** It has joined its form, though nobody could write down that it is late no more. */
  readonly isKept: boolean;
};

const insert = statement(
  'late-file-note',
  `insert into late_file (messenger, message_ref, album, person_id, form_id, since) values ($1, $2, $3, $4, $5, $6)
   on conflict (messenger, message_ref) do nothing`,
);
const select = statement(
  'late-file',
  `select l.form_id as "formId", exists (select from attachment a where a.messenger = l.messenger
     and a.message_ref = l.message_ref) as "isKept"
   from late_file l where l.messenger = $1 and l.message_ref = $2`,
);
const selectEarlier = statement(
  'late-file-of-album',
  `select l.id from late_file l
   where l.messenger = $1 and l.album = $3 and l.person_id = $4
     and l.id < coalesce((select own.id from late_file own where own.messenger = $1 and own.message_ref = $2), l.id + 1)
     and l.message_ref <> $2 limit 1`,
);
const remove = statement('late-file-over', `delete from late_file where messenger = $1 and message_ref = $2`);

/** It is late, and was sent for this form; null: for none. @idempotent: the first word holds */
export async function noteLateFile(
  desk: Desk,
  { messenger, messageRef, album }: OfMessage,
  personId: number,
  formId: number | null,
): Promise<void> {
  await databaseOf(desk).query(insert, [messenger, messageRef, album, personId, formId, desk.clock.now()]);
}

/** One that stands before it in its album is late still. */
export async function isBehindLate(
  desk: Desk,
  { messenger, messageRef, album }: OfMessage,
  personId: number,
): Promise<boolean> {
  if (album === null) return false;
  return (await databaseOf(desk).query(selectEarlier, [messenger, messageRef, album, personId])).length > 0;
}

/** Null: it is not late, or nobody has noted it yet. */
export async function lateFileOf(
  desk: Desk,
  { messenger, messageRef }: Omit<OfMessage, 'album'>,
): Promise<LateFileRow | null> {
  const [row] = await databaseOf(desk).query<LateFileRow>(select, [messenger, messageRef]);
  return row ?? null;
}

/** It has joined its form, or was asked for again. */
export async function lateFileIsOver(desk: Desk, { messenger, messageRef }: Omit<OfMessage, 'album'>): Promise<void> {
  await databaseOf(desk).query(remove, [messenger, messageRef]);
}
