import { hasRight } from './rights';
import type { Role } from './vocabulary';

// Who comes in, and who may let others in or approve: changed by one admin, whose phone may be in strange hands for a minute.

/**
 * account           somebody is to come in by another account, or by a first one
 * approve           «Может утверждать»
 * administer        the role of an admin, and `administerNotMore` its end
 * lost              its phone is lost or stolen: nobody comes in by it, and it has no word any more
 * unguarded         the setting by which none of this needs another's word
 */
export const ACCESS_MATTERS = ['account', 'approve', 'administer', 'administerNotMore', 'lost', 'unguarded'] as const;
export type AccessMatter = (typeof ACCESS_MATTERS)[number];

/** `waits`: not done yet; `contested`: done, and the account is shut out until it is decided. */
export const ACCESS_STATES = ['waits', 'done', 'contested', 'refused'] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

export interface AccessFacts {
  readonly matter: AccessMatter;
  readonly state: AccessState;
  /** Whose it is; null: the office's. */
  readonly personId: number | null;
  /** Which admin wants it; null: the server. */
  readonly byId: number | null;
  /** «Это не я» was said of it before, and decided. */
  readonly wasContested: boolean;
  /** Too old for anybody to be surprised by it. */
  readonly isOld: boolean;
}

/** Whose word it is. */
export interface Speaker {
  /** Null: nobody whom the office knows in this chat. */
  readonly personId: number | null;
  readonly administers: boolean;
  /** From the account that this one has replaced, which nobody has reported lost. */
  readonly isFormer: boolean;
  /** From the very account that it is about. */
  readonly isInIt: boolean;
}

/** `yes`: it is right; `no`: it is not, or «Это не я». */
export const ACCESS_WORDS = ['yes', 'no'] as const;
export type AccessWord = (typeof ACCESS_WORDS)[number];

/** Whoever approves, or decides who does: what is done in their name is not for one admin alone. */
export const isGuarded = (rights: { readonly roles: readonly Role[]; readonly canApprove: boolean }): boolean =>
  rights.canApprove || hasRight(rights, 'administer');

type Rights = Parameters<typeof isGuarded>[0];
/** What of a change of rights one admin alone must not do; null: nothing. */
export function matterOf(before: Rights, now: Rights): AccessMatter | null {
  if (now.canApprove && !before.canApprove) return 'approve';
  const [did, does] = [hasRight(before, 'administer'), hasRight(now, 'administer')];
  return did === does ? null : does ? 'administer' : 'administerNotMore';
}

/** Whether this word of theirs counts. The server's always does. */
export function mayAnswer(facts: AccessFacts, word: AccessWord, speaker: Speaker): boolean {
  const { matter, state, personId, byId, wasContested, isOld } = facts;
  if (speaker.isInIt) return false;
  const isOwn = personId !== null && speaker.personId === personId;
  // A second pair of eyes: neither whoever wants it nor whom it is about.
  const isSecond = speaker.administers && speaker.personId !== byId && !isOwn;
  switch (state) {
    case 'waits':
      if (word === 'no') return isOwn || speaker.administers;
      return isSecond || (isOwn && (matter === 'account' || matter === 'administerNotMore'));
    case 'done':
      return (
        word === 'no' &&
        matter === 'account' &&
        !wasContested &&
        !isOld &&
        (isOwn || speaker.isFormer || speaker.administers)
      );
    case 'contested':
      return isSecond;
    case 'refused':
      return false;
  }
}
