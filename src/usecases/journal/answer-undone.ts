import { UNDO_MS } from '../../regulation/deadlines';

/** Of a row of `journal_entry` under this name: it says that an organization answered, and was taken back in its minute. */
export const answerUndone = (entry: string) => `(${entry}.action = 'organizationAnsweredApplicant' and exists (
    select from journal_entry undoing where undoing.appeal_id = ${entry}.appeal_id and undoing.id > ${entry}.id
      and undoing.action = 'undoOrganizationAnswer' and undoing.at <= ${entry}.at + interval '${UNDO_MS} milliseconds'))`;
