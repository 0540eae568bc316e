import { Attachment, LateFile } from '../../../entities/attachments';
import { columnNames, snakeCase } from '../../database/columns';
import { isBusy, undertake, databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { describeError } from '../../process/log';
import { listingUnneeded } from './files';
import { type FilesChange, grown, continueDialog, openFormOf } from './form-engine';
import type { FormRow } from './form-store';
import type { Desk, MessageRef } from './ports';

/** Others are at work where this would go on, and something of it is kept already. */
export class KeptInPart extends Error {
  override readonly name = 'KeptInPart';

  constructor(override readonly cause: unknown) {
    super(describeError(cause));
  }
}

/**
 * What a press asks for, or null when others have held a row or all connections for longer than a press waits. It is not tried
 * again by itself: the person is told, has the button still, and may by then want something else.
 * @param isBegun a former try has kept a part of it
 * @throws KeptInPart when «busy» would be a lie, since a part of it is done
 */
export function unlessBusy<Result>(work: () => Promise<Result>, isBegun = false): Promise<Result | null> {
  return undertake(async (hasKept) => {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (hasKept()) throw new KeptInPart(error);
      return null;
    }
  }, isBegun);
}

const KEPT = [
  'formId',
  'origin',
  'mark',
  'kind',
  'compressed',
  'fileName',
  'mimeType',
  'size',
  'sha256',
  'messenger',
  'fileRef',
  'messageRef',
  'album',
  'uploadedById',
  'receivedAt',
] as const satisfies readonly (keyof Attachment)[];

export type NewAttachment = Readonly<Pick<Attachment, (typeof KEPT)[number]>>;
export type Mark = NonNullable<Attachment['mark']>;

const insertAttachment = statement(
  'insert-attachment',
  `insert into attachment (${columnNames(Attachment, KEPT)}) values (${KEPT.map((_, index) => `$${index + 1}`).join(', ')})
   on conflict (messenger, message_ref) do nothing returning id`,
);
// The caption of an album stands under one of its photos, whichever comes first.
const markAlbum = statement(
  'mark-album',
  `update attachment set mark = said.mark
   from (select mark from attachment where form_id = $1 and album = $2 and mark is not null order by id limit 1) said
   where form_id = $1 and album = $2 and attachment.mark is null and kind = 'photo'`,
);
const markPhotos = statement(
  'mark-photos',
  `update attachment set mark = $2 where form_id = $1 and id = any($3::int[]) and kind = 'photo'`,
);
// What was found out about it goes with it; a photo that was the same as this one is looked at again.
const removeFile = statement(
  'remove-file',
  `with target as (select id, sha256 from attachment where id = $2 and form_id = $1 and appeal_id is null),
     bytes as (${listingUnneeded('sha256', 'target', '$3::timestamptz')}),
     own as (delete from evidence where attachment_id in (select id from target)),
     twins as (update evidence set reuse = 'none', reuse_of_id = null where reuse_of_id in (select id from target) returning attachment_id),
     again as (update attachment set judged_at = null where id in (select attachment_id from twins))
   delete from attachment where id in (select id from target)`,
);

/** Forms to which a coordinator gives what the applicant has sent. */
const OF_APPLICANT: readonly string[] = ['addApplicantPhotos', 'new'];
/** Whose the files of a form are, by its subject. */
export const originOf = (subject: string): Attachment['origin'] =>
  OF_APPLICANT.includes(subject) ? 'applicant' : 'official';

/** Kept on arrival, one by one: an album's size can't be known in advance. @idempotent by the message */
export async function keepAttachment(desk: Desk, it: NewAttachment): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    await addAttachment(tx, it);
    if (it.album !== null) await tx.query(markAlbum, [it.formId, it.album]);
  });
}

/** The same within a transaction. @returns its id; null: it was there. @idempotent by the message */
export async function addAttachment(tx: Transaction, it: NewAttachment): Promise<number | null> {
  const values = KEPT.map((name) => it[name]);
  return (await tx.query<{ id: number }>(insertAttachment, values))[0]?.id ?? null;
}

/** Marks photos of a form, or takes one of its files out of it; its bytes go by night, see jobs/sweep-files.ts. @idempotent */
export async function changeFiles(tx: Transaction, formId: number, change: FilesChange, now: Date): Promise<void> {
  if ('remove' in change) await tx.query(removeFile, [formId, change.remove, now]);
  else await tx.query(markPhotos, [formId, change.mark, change.ids]);
}

/** What a file that is given to another appeal keeps of itself: all but whose it is and which message brought it. */
export const GIVEN = [
  'formId',
  'origin',
  'mark',
  'kind',
  'compressed',
  'fileName',
  'mimeType',
  'size',
  'sha256',
  'album',
  'uploadedById',
  'receivedAt',
] as const satisfies readonly (keyof Attachment)[];
const given = columnNames(Attachment, GIVEN);
/** The bytes are one file, whoever names them; the message that brought it is the leading one's. */
const copyFiles = statement(
  'give-files-to-followers',
  `insert into attachment (appeal_id, ${given})
   select follower.id, ${GIVEN.map((name) => `t.${snakeCase(name)}`).join(', ')}
   from attachment t cross join unnest($2::int[]) as follower (id) where t.form_id = $1 and t.appeal_id <> all($2) order by t.id
   on conflict do nothing`,
);

/** What came with an act on several appeals that are worked as one belongs to each. @idempotent by its bytes */
export async function giveFiles(tx: Transaction, formId: number, appealIds: readonly number[]): Promise<void> {
  if (appealIds.length > 0) await tx.query(copyFiles, [formId, appealIds]);
}

/** How many have come. */
export interface FilesCount {
  readonly photos: number;
  readonly documents: number;
}

const countFiles = statement(
  'count-files-of-form',
  `select count(*) filter (where kind = 'photo')::int as photos, count(*) filter (where kind = 'document')::int as documents
   from attachment where form_id = $1`,
);

/** How many have come with it so far. */
export const filesOfForm = (desk: Desk, formId: number): Promise<FilesCount> => countFilesOf(databaseOf(desk), formId);

/** The same in a transaction. */
export async function countFilesOf(queries: Queries, formId: number): Promise<FilesCount> {
  return (await queries.query<FilesCount>(countFiles, [formId]))[0] ?? { photos: 0, documents: 0 };
}

const selectLast = statement(
  'last-file-of-form',
  'select sha256 from attachment where form_id = $1 order by id desc limit 1',
);

/** SHA-256 of what has come with it last, where each takes the place of the one before; null: nothing has. */
export const lastFileOfForm = async (desk: Desk, formId: number): Promise<string | null> =>
  (await databaseOf(desk).query<{ sha256: string }>(selectLast, [formId]))[0]?.sha256 ?? null;

const DAY = 86_400_000;
const ADVISED_FOR_DAYS = 7;
const adviseOfFiles = statement(
  'advise-of-files',
  `update person set advised_of_files_at = $2
   where id = $1 and (advised_of_files_at is null or advised_of_files_at < $3) returning id`,
);

/**
 * Notes that a photo has come without its time and place, and says that «файлом» keeps them: once a person, and again at the earliest after a
 * week in which they go on sending compressed ones.
 * @param question for which the photo has come
 */
export async function noteCompressed(desk: Desk, form: FormRow, question: string): Promise<void> {
  if (form.view.compressed === true) return;
  const now = desk.clock.now();
  const advised = await databaseOf(desk).query(adviseOfFiles, [
    form.personId,
    now,
    new Date(now.getTime() - ADVISED_FOR_DAYS * DAY),
  ]);
  const current = await openFormOf(desk, form.personId);
  if (current?.id !== form.id) return;
  const seen = { compressed: true, ...(advised.length === 0 && { knowsOfFiles: true }) };
  await continueDialog(desk, current, { view: { ...grown(current, question), ...seen } });
}

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
