import type { PlainDate } from './calendar';

/** An official's trip or a meeting that has no outcome yet. */
export interface PlannedVisit {
  readonly kind: 'visit' | 'meeting';
  readonly at: Date;
  /** Whom it is about beside the executor. */
  readonly invitedIds: readonly number[];
}

/** An instruction that has a day and is neither carried out nor taken back. */
export interface OpenInstruction {
  /** Whose it is: a deputy gives it in the absent one's place. */
  readonly giverId: number;
  readonly day: PlainDate;
}

/** What of an appeal is still awaited, each by its id: an act names one of them, and its day is nagged of. */
export interface Pending {
  readonly requests: ReadonlyMap<number, PlainDate>;
  readonly visits: ReadonlyMap<number, PlannedVisit>;
  readonly instructions: ReadonlyMap<number, OpenInstruction>;
}

/** The same while an act changes it. */
export type ChangingPending = {
  readonly [What in keyof Pending]: Pending[What] extends ReadonlyMap<number, infer One> ? Map<number, One> : never;
};

export const NOTHING_PENDING: Pending = { requests: new Map(), visits: new Map(), instructions: new Map() };

/** Both, in one that may be changed. */
export const pendingOf = (...all: readonly Pending[]): ChangingPending => ({
  requests: new Map(all.flatMap(({ requests }) => [...requests])),
  visits: new Map(all.flatMap(({ visits }) => [...visits])),
  instructions: new Map(all.flatMap(({ instructions }) => [...instructions])),
});

export const isAwaited = ({ requests, visits, instructions }: Pending): boolean =>
  requests.size + visits.size + instructions.size > 0;

export const hasOpen = ({ visits }: Pending, kind: PlannedVisit['kind']): boolean =>
  [...visits.values()].some((visit) => visit.kind === kind);
