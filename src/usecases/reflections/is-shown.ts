/**
 * SQL: whether the office keeps «Отразить в ПОС»: as an admin has chosen, else where no gateway tells ПОС.
 * @param gateway SQL: there is one
 */
export const IS_SHOWN = (gateway: string): string =>
  `coalesce((select (value ->> 'shown')::boolean from setting where key = 'reflect_in_pos'), not ${gateway}::boolean)`;
