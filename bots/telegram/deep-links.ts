import type { AppealList } from '../../src/regulation/rights';
import { LISTS } from './callback-data';

/** Payloads of /start are up to 64 of A-Za-z0-9_-. A link carries identity, never a right: groups are full of them. */
const LIST = /^l-([a-z])$/;

export const menuLink = (botUsername: string): string => `https://t.me/${botUsername}?start=menu`;
export const listLink = (botUsername: string, list: AppealList): string =>
  `https://t.me/${botUsername}?start=l-${LISTS[list]}`;

/** The list that the payload of /start names; null: none. */
export function listIn(payload: string): AppealList | null {
  const code = LIST.exec(payload)?.[1];
  return (Object.keys(LISTS) as AppealList[]).find((list) => LISTS[list] === code) ?? null;
}
