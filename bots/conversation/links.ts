import type { AppealList } from '../../src/regulation/rights';
import { LARGEST_ID } from './button-rows/fields';
import { LISTS } from './button-rows/codes';
import { keysOf } from '../../src/regulation/lists';

/**
 * What a link into the bot's chat says: /start with up to 64 of A-Za-z0-9_-. It carries identity, never a right: groups are
 * full of them.
 */
const LIST = /^l-([a-z])$/;
const APPEAL = /^a([0-9a-z]{1,6})$/;

export const MENU_LINK = 'menu';
export const listLink = (list: AppealList): string => `l-${LISTS[list]}`;

/** The list that a link names; null: none. */
export function listIn(start: string): AppealList | null {
  const code = LIST.exec(start)?.[1];
  return keysOf(LISTS).find((list) => LISTS[list] === code) ?? null;
}

/** The appeal whose card a link opens; null: none. */
export function appealIn(start: string): number | null {
  const id = parseInt(APPEAL.exec(start)?.[1] ?? '', 36);
  return id <= LARGEST_ID ? id : null;
}
