import type { OfficeTables } from '../../src/usecases/office/tables';
import type { QuestionTables } from '../../src/usecases/lines/gather';
import type { FileStore, Folders, Papers } from '../../src/usecases/kit/ports';
import type { ReadTables } from '../../src/usecases/kit/sent-table';

const nobody = (what: string) => () => Promise.reject(new Error(`There is no ${what} here`));

/** Ports of whoever has no business with them. */
export const noPapers: Papers = {
  writeLetter: nobody('paper'),
  writeProtocol: nobody('paper'),
  writeReport: nobody('paper'),
  writePlain: nobody('paper'),
  writeHistory: nobody('paper'),
  writeMinutes: nobody('paper'),
};
export const noTables: OfficeTables = {
  read: nobody('table'),
  write: nobody('table'),
  admins: [],
  ofServer: () => Promise.resolve(null),
};
export const noSentTables: ReadTables = { read: nobody('table') };
export const noQuestionTables: QuestionTables = { read: nobody('table') };
export const noFolders: Folders = {
  write: nobody('folder'),
  read: nobody('folder'),
  remove: nobody('folder'),
  forget: nobody('folder'),
};
export const noStore: Pick<FileStore, 'keep' | 'read'> = {
  keep: nobody('store of files'),
  read() {
    throw new Error('There is no store of files here');
  },
};
