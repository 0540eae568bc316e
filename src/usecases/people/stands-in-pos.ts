/**
 * Of a row of work: no agreed draft of it waits to be entered into ПОС (SIGNATURES=mark). Until it is, the appeal is the
 * coordinators', and nothing is to be approved (domain.md, Holder).
 */
export const standsInPos = (table: string) => `not exists (select from delivery y
  where y.appeal_id = ${table}.appeal_id and y.kind = 'draft_entry' and y.placed_at is null and y.withdrawn_at is null)`;
