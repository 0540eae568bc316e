import type { Ask } from './asks';
import type { Case } from './cases';
import type { Effect } from './effects';
import { nobodyExecutes, type Guard } from './guards';
import { keysOf } from './lists';
import type { Action, Capacity, Stage } from './vocabulary';

interface Sentence {
  /** Clause of the decree on which the row stands; the journal repeats it. П1/2 is Приложение № 1, пункт 2. */
  readonly clause: string;
  readonly from: readonly Stage[];
  readonly by: readonly Capacity[];
  /** `before`: the stage at which it was closed. `remembered`: where it was before ПОС' word was taken over. */
  readonly to: Stage | 'same' | 'before' | 'remembered';
  readonly guards?: readonly Guard[];
  /** What the act must be told, in the order in which a form asks. */
  readonly asks?: readonly Ask[];
  readonly effects?: readonly Effect[];
}

/** A row of an act says what is not the same in all of them. */
interface Row extends Partial<Sentence> {
  /** Tells apart the rows of one act that lead to different stages. */
  readonly when?: Case;
}

interface Manner {
  /** It hangs on nothing that other acts change: a button or a form from before them is not stale. */
  readonly atAnyVersion?: true;
  /**
   * Where appeals are worked as one, an act of the leading one is done to each, and to a follower by no other way. Not so these.
   *
   * alone    it is of this appeal and of no other, whether it leads or follows
   * leading  what it plans or asks for hangs on the leading one; the followers' journals tell of it
   * remembered  as the act that it takes back was
   */
  readonly joined?: 'alone' | 'leading' | 'remembered';
}

/** What a button does. What all its rows share is said once, guards, asks and effects before a row's own; without rows it is its only one. */
export interface Act extends Manner, Partial<Sentence> {
  readonly rows?: readonly Row[];
}
export type Acts = Readonly<Record<Action, Act>>;

/** Whoever executes the appeal; where nobody does, or they have left, it is the coordinators' to end. */
export const EXECUTOR_ELSE_COORDINATOR: readonly Row[] = [
  { by: ['executor'] },
  { by: ['coordinator'], guards: [nobodyExecutes] },
];

/** A whole row is a sentence of the decree: who may do what, where, and what follows. */
export interface Transition extends Sentence, Manner {
  readonly action: Action;
  readonly when?: Case;
  readonly guards: readonly Guard[];
  readonly asks: readonly Ask[];
  readonly effects: readonly Effect[];
}

const SAID_ONCE = ['clause', 'from', 'by', 'to'] as const;
const BEFORE_ITS_OWN = ['guards', 'asks', 'effects'] as const;

/** @throws Error when neither an act nor its row says who may do it, where, or what follows. */
export const transitionsOf = (acts: Acts): readonly Transition[] =>
  keysOf(acts).flatMap((action) => {
    const { rows = [{}], ...shared } = acts[action];
    return rows.map((row) => wholeRow(action, shared, row));
  });

function wholeRow(action: Action, shared: Omit<Act, 'rows'>, row: Row): Transition {
  const { clause, from, by, to } = { ...shared, ...row };
  if (clause === undefined || from === undefined || by === undefined || to === undefined)
    throw new Error(`Nobody says clause, from, by or to of the act ${action}`);
  const together = <T>(first: readonly T[] = [], then: readonly T[] = []) => [...first, ...then];
  return {
    ...shared,
    ...row,
    ...{ action, clause, from, by, to },
    guards: together(shared.guards, row.guards),
    asks: together(shared.asks, row.asks),
    effects: together(shared.effects, row.effects),
  };
}

/** Read at start: what is said twice, or by every row of an act though it is the same; in words for a developer. */
export function faultsOfActs(acts: Acts): string[] {
  return keysOf(acts).flatMap((action) => {
    const { rows = [], ...shared } = acts[action];
    const said = (value: unknown): string | undefined => JSON.stringify(value, nameOfGuard);
    const isShared = (values: readonly unknown[]) =>
      values.length > 1 && said(values[0]) !== undefined && values.every((value) => said(value) === said(values[0]));
    const twice = SAID_ONCE.filter((what) => shared[what] !== undefined && rows.some((row) => row[what] !== undefined));
    const apart = [
      ...SAID_ONCE.filter((what) => isShared(rows.map((row) => row[what]))),
      ...BEFORE_ITS_OWN.filter((what) => isShared(rows.map((row) => row[what]?.[0]))),
    ];
    return [
      ...twice.map((what) => `The act ${action} says ${what}, and a row of it says another`),
      ...apart.map((what) => `All rows of the act ${action} say the same ${what}: say it once`),
    ];
  });
}

const nameOfGuard = (_key: string, value: unknown): unknown => (typeof value === 'function' ? value.name : value);
