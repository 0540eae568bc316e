import { canonicalObject, type Json } from './canonical';

/**
 * The bytes of an entry's leaf, from the entry as PostgreSQL writes a row as JSON. A column that is null is left out, so one that is
 * added to the table later changes no leaf of before.
 */
export const lineOf = (row: { readonly [column: string]: Json }): string => canonicalObject(row, null);
