import type { Transaction } from '../../../database';
import type { Submission } from '../../../regulation/answers';
import type { PlainDate } from '../../../regulation/calendar';
import type { Permission } from '../../../regulation/decide';
import type { PlainEffect } from '../../../regulation/effects';
import type { Circumstances } from '../../../regulation/facts';
import type { Action, Participant } from '../../../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from '../../appeals/appeal-store';
import type { Office } from '../../ports';

/** An act that the regulation has allowed. */
export interface Work {
  readonly action: Action;
  /** As it was before. */
  readonly appeal: LoadedAppeal;
  readonly permission: Permission;
  readonly submission: Submission;
  readonly personId: number | null;
  readonly formId: number | null;
  readonly circumstances: Circumstances;
  readonly office: Office;
}

export interface Doing extends Work {
  readonly tx: Transaction;
  /** The appeal as it will be saved; earlier deeds of the same act have changed it already. */
  readonly state: AppealState;
  /** Requests for documents that wait when the act is done. */
  readonly requests: Map<number, PlainDate>;
  /** What the journal keeps of the act. */
  readonly details: Record<string, unknown>;
  /** Tasks for ПОС that this act has given, in order. */
  readonly deliveryIds: number[];
}

/** Carries out one effect of the table: changes `state` and the tables beside it, nothing else. */
export type Deed = (doing: Doing) => void | Promise<void>;
export type Deeds<Kind extends PlainEffect> = Readonly<Record<Kind, Deed>>;

export const PLACE = {
  executor: 'executorId',
  agreeing: 'agreeingId',
  approving: 'approvingId',
} as const satisfies Record<Participant, keyof AppealState>;

/** The regulation has checked that it is there; if it is not, the table and the deeds disagree. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`The table allowed an act without its ${what}`);
  return value;
}
