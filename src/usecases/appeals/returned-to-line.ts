/** SQL: it was a question of a direct line, and is one again; the appeal is as if it had never come. */
export const isReturnedToLine = (appeal: string): string =>
  `(${appeal}.stage = 'closed' and exists (select from journal_entry r where r.appeal_id = ${appeal}.id and r.action = 'returnToLine'))`;
