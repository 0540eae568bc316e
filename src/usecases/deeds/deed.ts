import type { Transaction } from '../../database/database';
import type { Submission } from '../../regulation/answers';
import { endOfDay } from '../../regulation/calendar';
import type { Permission } from '../../regulation/decide';
import type { Notice, PlainEffect } from '../../regulation/effects';
import type { Circumstances } from '../../regulation/facts';
import type { Carrier } from '../../regulation/carriers';
import type { ChangingPending, Pending } from '../../regulation/pending';
import type { Registration, WholeTerm } from '../../regulation/corrections';
import type { Action, DeliveryKind, Participant } from '../../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from '../appeals/appeal-store';
import type { Office } from '../ports';
import type { ComparedText } from '../submission/check-answer';

/** An act that the regulation has allowed. */
export interface Work {
  readonly action: Action;
  /** As it was before. */
  readonly appeal: LoadedAppeal;
  readonly permission: Permission;
  readonly submission: Submission;
  readonly personId: number | null;
  readonly formId: number | null;
  /** What its text was compared with before the act began; null: nothing was. */
  readonly compared: ComparedText | null;
  readonly circumstances: Circumstances;
  readonly office: Office;
  /** The appeal that leads this one, on which the act was pressed; null: on this one. */
  readonly leading: LoadedAppeal | null;
}

/** A task for ПОС that the act has made. */
export interface QueuedDelivery {
  readonly id: number;
  readonly kind: DeliveryKind;
  /** By which it goes by itself; without the gateway it is the coordinators' task. */
  readonly carriers: readonly Carrier[];
}

export interface Doing extends Work {
  readonly tx: Transaction;
  /** The appeal as it will be saved; earlier deeds of the same act have changed it already. */
  readonly state: AppealState;
  /** The registration as it will be: «Исправить сведения» changes it. */
  readonly registration: Registered;
  /** Set by the deed that has counted all terms anew. */
  recounted: Recounted | null;
  /** What waits when the act is done. */
  readonly pending: ChangingPending;
  /** Who is invited to the visit or the meeting that the act is about. */
  readonly guests: number[];
  /** Visits and meetings that come to nothing with the appeal, or are to be again with it. */
  readonly visitsTurned: VisitTurned[];
  /** What the journal keeps of the act. */
  readonly details: Record<string, unknown>;
  /** Tasks for ПОС that this act has given and not withdrawn again, in order. */
  deliveries: QueuedDelivery[];
  /** It has given, withdrawn or done one for this appeal: what still waits is read anew. */
  touchesTasks: boolean;
  /** What the act makes of other appeals beside it. */
  readonly beside: Changed[];
}

export interface VisitTurned {
  readonly visitId: number;
  readonly notice: Notice;
  /** Who was to be there. */
  readonly personIds: readonly number[];
}

/** An appeal that an act on another has changed, and who is to hear of it. */
export interface Changed {
  /** What was done to it, as its journal has it: an answer that another one has is none of its own. */
  readonly action: Action;
  readonly appeal: LoadedAppeal;
  readonly state: AppealState;
  /** What waits when the act is done. */
  readonly pending: Pending;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Of the registration, what acts know. */
export type Registered = {
  -readonly [
    Field in 'number' | 'kind' | 'registeredAt' | 'firstDueAt' | 'termDays' | 'settlement' | 'address'
  ]: LoadedAppeal[Field];
};

/** By which corrected data every term was counted anew. */
export interface Recounted extends Pick<Registration, 'kind' | 'registeredAt'> {
  readonly wholes: readonly [WholeTerm, ...WholeTerm[]];
}

/** Carries out one effect of the table: changes `state` and the tables beside it, nothing else. */
export type Deed = (doing: Doing) => void | Promise<void>;
export type Deeds<Kind extends PlainEffect> = Readonly<Record<Kind, Deed>>;

export const PLACE = {
  executor: 'executorId',
  agreeing: 'agreeingId',
  approving: 'approvingId',
} as const satisfies Record<Participant, keyof AppealState>;

/** When the act was done that this one undoes. */
export const momentUndone = ({ appeal, submission: { answers } }: Work): Date =>
  answers.restores?.at ?? new Date(required(appeal.state.undo, 'undo').at);

/** When it was done: on the day that was named, at its latest. */
export function momentOfDeed({ submission: { answers }, circumstances: { now, calendar } }: Work): Date {
  const day = answers.answeredOn ?? answers.doneOn;
  return day === undefined ? now : new Date(Math.min(now.getTime(), endOfDay(day, calendar).getTime()));
}

/** The regulation has checked that it is there; if it is not, the table and the deeds disagree. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`The table allowed an act without its ${what}`);
  return value;
}
