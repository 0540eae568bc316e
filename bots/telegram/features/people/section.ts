import type { InlineKeyboardButton } from 'telegraf/types';
import type { Words } from '../../../../src/i18n';
import type { Right } from '../../../../src/regulation/rights';
import type { MessageRef } from '../../../../src/usecases/ports';
import type { CallbackData } from '../../callback-data';
import type { BotContext } from '../../context';
import { button, type Screen } from '../../screen';

/** A press on a screen of people or administration. The finger is answered first, then the screen is drawn in place. */
export interface SectionPress {
  readonly ctx: BotContext;
  /** What the button names; numbers are in base 36, read by `numberAt`. */
  readonly about: readonly string[];
  answer(text?: string, alert?: boolean): Promise<void>;
  draw(screen: Screen): Promise<void>;
  /** Where it was pressed, for a dialog that takes the screen's place. */
  readonly message: MessageRef | null;
}

export interface Section {
  /** Checked at every press; null: everybody's own. */
  readonly right: Right | null;
  run(press: SectionPress): Promise<void>;
}
export type Sections = Readonly<Record<string, Section>>;

const LARGEST_ID = 2 ** 31 - 1;

/** Null for what no button of ours says: a forged one names nothing. */
export function numberAt(about: readonly string[], index: number): number | null {
  const text = about[index] ?? '';
  if (!/^[0-9a-z]{1,6}$/.test(text)) return null;
  const number = parseInt(text, 36);
  return number <= LARGEST_ID ? number : null;
}

export const to = (section: string, ...about: readonly (number | string)[]): CallbackData => ({
  kind: 'people',
  section,
  about: about.map((part) => (typeof part === 'number' ? part.toString(36) : part)),
});

const PAGE = 6;

/** One button a line, by pages; a page past the end is the last. */
export function pageOf<T>(
  items: readonly T[],
  page: number,
): { readonly shown: readonly T[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const at = Math.min(Math.max(page, 0), pages - 1);
  return { shown: items.slice(at * PAGE, (at + 1) * PAGE), page: at, pages };
}

export function pager(
  { page, pages }: { readonly page: number; readonly pages: number },
  { plain }: Words,
  turn: (page: number) => CallbackData,
): InlineKeyboardButton[][] {
  if (pages === 1) return [];
  const nothing = { kind: 'nothing' } as const;
  return [
    [
      button(plain('common:previous'), page > 0 ? turn(page - 1) : nothing),
      button(plain('common:page', { page: page + 1, pages }), nothing),
      button(plain('common:next'), page < pages - 1 ? turn(page + 1) : nothing),
    ],
  ];
}
