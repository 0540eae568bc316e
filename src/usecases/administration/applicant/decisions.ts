import { databaseOf, statement, type HasDatabase, type Transaction } from '../../../database/database';
import type { Copies } from '../../ports';
import { keepSetting, settingOf } from '../../settings';

/** Somebody was forgotten: of which appeal, and on which day. */
export interface Decision {
  readonly number: string;
  readonly day: string;
}

const selectForgotten = statement(
  'decisions.forgotten',
  `select number, to_char(forgotten_at, 'YYYY-MM-DD') as day from appeal where forgotten_at is not null order by forgotten_at, id`,
);

/** Who was forgotten is kept beside the copies, so that one that is older forgets again. @idempotent */
export const keepBesideCopies = async (desk: HasDatabase, copies: Pick<Copies, 'keepDecisions'>): Promise<void> =>
  copies.keepDecisions(await databaseOf(desk).query<Decision>(selectForgotten));

/** In the transaction that brings a copy's rows: of these it holds what was forgotten since. */
export async function noteDecisions(tx: Transaction, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length > 0) await keepSetting(tx, 'forget_again', { numbers: decisions.map(({ number }) => number) });
}

const selectAgain = statement(
  'decisions.again',
  `select id from appeal where number = any($1::text[]) and id > $2 order by id limit $3 for no key update`,
);

const numbersIn = (value: unknown): readonly string[] => {
  const numbers: unknown = typeof value === 'object' && value !== null && 'numbers' in value ? value.numbers : [];
  return Array.isArray(numbers) ? numbers.filter((one) => typeof one === 'string') : [];
};

/** Which of the restored appeals are to be forgotten again, whatever the copy says of their stage: it was done before. */
export const toForgetAgain = async (queries: HasSettings): Promise<readonly string[]> =>
  numbersIn(await settingOf(queries, 'forget_again'));
type HasSettings = Parameters<typeof settingOf>[0];

export const nextAgain = async (
  tx: Transaction,
  numbers: readonly string[],
  after: number,
  atMost: number,
): Promise<readonly number[]> =>
  (await tx.query<{ id: number }>(selectAgain, [numbers, after, atMost])).map(({ id }) => id);
