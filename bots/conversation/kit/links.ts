import type { AppealList } from '../../../src/regulation/rights';
import { LARGEST_ID, LISTS } from './buttons';
import { keysOf } from '../../../src/regulation/lists';
import { createHash, randomBytes } from 'node:crypto';

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

const SECRET_BYTES = 16;
const START = /^i([A-Za-z0-9_-]{22})$/;

/** A secret of 128 bits; only its hash is kept, so a copy of the database opens no door. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
/** What the link of an invitation says, see links.ts. */
export const invitationStart = (secret: string): string => `i${secret}`;

/** Hash of the secret in what a link says; null when it is no invitation. */
export function invitationIn(start: string): string | null {
  const secret = START.exec(start)?.[1];
  return secret === undefined ? null : hashOf(secret);
}
