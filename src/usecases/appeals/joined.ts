/** Of `appeal a`: one under 59-ФЗ among those that its answer serves makes the signature qualified. SQL. */
export const KIND_ANSWERED = `case when exists (select from joined_appeal j join appeal m on m.id = j.appeal_id
  where j.leading_id = a.id and m.kind = 'appeal59') then 'appeal59' else a.kind end`;

/** The appeal that leads this one: itself, where it goes along with none. SQL. */
export const leadingOf = (appealId: string): string =>
  `coalesce((select j.leading_id from joined_appeal j where j.appeal_id = ${appealId}), ${appealId})`;

/** Two appeals are worked as one, so what one has the other has. SQL. */
export const workedAsOne = (one: string, other: string): string => `${leadingOf(one)} = ${leadingOf(other)}`;

/** Ids of all that are worked as one with this appeal, itself included. SQL. */
export const groupOf = (appealId: string): string =>
  `(select ${leadingOf(appealId)} union select g.appeal_id from joined_appeal g where g.leading_id = ${leadingOf(appealId)})`;

/**
 * Of `appeal a`: those that its answer serves, the leading one first, by what a letter names them with. Any of it may be corrected after a letter
 * was issued, and any of them may go its own way. A JSON array; SQL.
 */
export const NAMED_IN_LETTER = `(select jsonb_agg(jsonb_build_object('number', m.number, 'registeredAt', (extract(epoch from m.registered_at) * 1000)::bigint) order by m.id)
  from appeal m where m.id in ${groupOf('a.id')})`;
/** The same in short, as `letter.appeals_named` keeps it. SQL. */
export const APPEALS_NAMED = `encode(sha256(convert_to(${NAMED_IN_LETTER}::text, 'UTF8')), 'hex')`;
