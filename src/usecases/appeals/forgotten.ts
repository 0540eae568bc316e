import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';

/** Of an appeal `a`: its contacts are gone, and its texts have dots in their place. SQL. */
export const IS_FORGOTTEN = `(a.forgotten_at is not null and not exists (select from applicant n where n.appeal_id = a.id))`;
const selectForgotten = statement(
  'is-forgotten',
  `select ${IS_FORGOTTEN} as "isForgotten" from appeal a where a.id = $1`,
);

/** What is placed of this appeal from now on has dots and goes to no address. */
export const isForgotten = async (desk: Desk, appealId: number): Promise<boolean> =>
  (await databaseOf(desk).query<{ isForgotten: boolean }>(selectForgotten, [appealId]))[0]?.isForgotten ?? false;
