import { databaseOf, type Queries } from '../../database/database';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { PART_SLICES } from '../asked-report';
import type { Desk } from '../ports';
import type { PartOf } from '../statistics/behind';
import type { Period, Slice } from '../statistics/figures';
import { catchUp } from '../statistics/read-statistics';
import { keptKeys, namesOfRows, rowsOfKeys } from '../statistics/row-names';
import { readWithin, type Within } from '../statistics/within';
import { codeOf } from './codes';

/** By what a report is cut in the chat; days and months are pictures' matter. */
export const CUTS = PART_SLICES satisfies readonly Slice[];
export type Cut = (typeof CUTS)[number];

/** A part of what is counted: all of one executor, say. `code`: as a button names it, see `codeOf`. */
export interface PartAsked {
  readonly by: Cut;
  readonly code: string;
}
export interface PartShown extends PartAsked {
  readonly id: string | null;
  /** As it may be shown in a chat; null: there is none, such as an executor. */
  readonly name: string | null;
}

/** A row's name as chats may have it. */
export function nameOf(by: Slice, key: string | null): string | null {
  if (key === null) return null;
  if (by === 'settlement') return maskPlace(key);
  return by === 'category' || by === 'organization' ? maskPersonalData(key) : key;
}

/** By the code of a row, whatever its name is by now. */
export async function partOf(queries: Queries, { by, code }: PartAsked): Promise<PartOf> {
  const rowOf = await rowsOfKeys(queries, by);
  return { by, has: (key) => codeOf(rowOf(key) || null) === code };
}

/** Parts where they meet. */
export interface Parted {
  readonly within: Within;
  readonly parts: readonly PartShown[];
}

/** What is of all these parts at once in some periods, counted up to now. */
export async function readParted(desk: Desk, asked: readonly PartAsked[], periods: readonly Period[]): Promise<Parted> {
  await catchUp(desk);
  const queries = databaseOf(desk);
  const parts: PartOf[] = [];
  for (const part of asked) parts.push(await partOf(queries, part));
  const within = await readWithin(desk, parts, periods);
  const shown: PartShown[] = [];
  for (const [index, { by, code }] of asked.entries()) {
    // Where they do not meet in these periods, they are named all the same.
    const key = (await keptKeys(queries, by)).find((one) => parts[index]?.has(one));
    const id = key === undefined || key === '' ? null : (await rowsOfKeys(queries, by))(key);
    const name = id === null ? null : (await namesOfRows(queries, by, [id]))(id);
    shown.push({ by, code, id, name: nameOf(by, name) });
  }
  return { within, parts: shown };
}
