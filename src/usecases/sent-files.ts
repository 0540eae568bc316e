import { SentFile } from '../../entities/sent-file';
import { columnNames } from '../database/columns';
import { databaseOf, statement } from '../database/database';
import type { Desk } from './ports';

type ShownAs = SentFile['shownAs'];

/**
 * Of an attachment `t`, by which name a messenger shows it: its own where it came through it, else the one that it has given to our
 * upload; null: it has to be uploaded. SQL.
 * @param sha256 of the bytes that are shown
 */
export const refAs = (as: ShownAs, messenger: string, sha256 = 't.sha256'): string =>
  `coalesce(case when t.messenger = ${messenger} and t.sha256 = ${sha256}
       and (t.kind = 'photo' and t.compressed) = ${String(as === 'photo')} then t.file_ref end,
     (select f.file_ref from sent_file f where f.messenger = ${messenger} and f.sha256 = ${sha256} and f.shown_as = '${as}'))`;

/** The same as it came: a photo is one that the messenger has recompressed. SQL. */
export const refAsItCame = (messenger: string): string =>
  `case when t.kind = 'photo' and t.compressed then ${refAs('photo', messenger)} else ${refAs('document', messenger)} end`;

const KEPT = ['messenger', 'sha256', 'shownAs', 'fileRef'] as const satisfies readonly (keyof SentFile)[];
const insert = statement(
  'remember-sent-file',
  `insert into sent_file (${columnNames(SentFile, KEPT)}) values ($1, $2, $3, $4)
   on conflict (messenger, sha256, shown_as) do update set file_ref = excluded.file_ref`,
);

/** What was uploaded is shown by its name from now on. @idempotent by messenger, bytes and how they are shown */
export async function rememberSent(desk: Desk, sent: Readonly<SentFile>): Promise<void> {
  await databaseOf(desk).query(
    insert,
    KEPT.map((name) => sent[name]),
  );
}
