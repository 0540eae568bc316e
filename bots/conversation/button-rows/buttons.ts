import type { z } from 'zod';
import type { Right } from '../../../src/regulation/rights';

export type Fields = Readonly<Record<string, z.ZodType<unknown, string | undefined>>>;
/** What a button is called in a message, who may press it (null: everybody who works here, each to what is theirs), and what it names. */
export interface Row<Of extends Fields> {
  readonly code: string;
  readonly right: Right | null;
  readonly fields: Of;
}

/**
 * Every button: what it is called in a message, who may press it, and what it names. Identity, never a right and never a text;
 * the right is checked at the press, and what the press does checks again. Messages in chats keep these codes: rows and
 * fields are added at the end and never changed. Each table of `button-rows/` merges its rows; button-table.ts has them all.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- see above
export interface ButtonRows {}

export type ButtonKind = keyof ButtonRows;
type FieldsOf<Kind extends ButtonKind> = ButtonRows[Kind]['fields'];
type Named<Of extends Fields> = {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? never : Name]: z.output<Of[Name]>;
} & {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? Name : never]?: z.output<Of[Name]>;
};
/** What a press names. */
export type Button<Kind extends ButtonKind = ButtonKind> = {
  [Each in Kind]: { readonly kind: Each } & Named<FieldsOf<Each>>;
}[Kind];
