import { groupOf } from '../../appeals/joined';

/** Ids of the appeals that are worked as one with this one, or ever were: one text has answered them. SQL, a subquery of one column. */
export const everBeside = (appealId: string): string => `(
  select g.id from ${groupOf(appealId)} as g (id)
  union
  select m.id from journal_entry j cross join lateral jsonb_array_elements_text(j.details -> 'together') as t (number)
    join appeal m on m.number = t.number where j.appeal_id = ${appealId})`;
