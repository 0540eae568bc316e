import type { Chat, MessengerAccount } from '../../../entities/account';
import type { Role } from '../../regulation/vocabulary';

/** A roster file, already checked: everybody it refers to is in it. What is absent is not said, and stays as it is. */
export interface RosterData {
  readonly users: readonly {
    readonly name: string;
    readonly position?: string | undefined;
    readonly roles: readonly Role[];
    readonly canApprove?: boolean | undefined;
    readonly organization?: string | undefined;
    readonly supervisor?: string | undefined;
    /** Eleven digits. */
    readonly snils?: string | undefined;
    /** At most one of each messenger. */
    readonly accounts?: readonly MessengerAccount[] | undefined;
  }[];
  readonly organizations: readonly { readonly name: string; readonly kind: 'subordinate' | 'outside' }[];
  readonly categories: readonly {
    readonly category: string;
    readonly subcategory?: string | undefined;
    readonly fact?: string | undefined;
    readonly fastTrackDays?: number | null | undefined;
    readonly executor?: string | undefined;
  }[];
  readonly groups: readonly (Chat & { readonly title: string })[];
}

export interface RosterCounts {
  readonly people: number;
  readonly organizations: number;
  readonly categories: number;
  readonly groups: number;
}
export type Counter = { -readonly [Part in keyof RosterCounts]: number };
