import { databaseOf } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { today, type Desk } from '../ports';
import { fitForMany, listOf, type Many } from './for-many';
import type { DifferenceLine } from './read-differences';
import { takeoversUnderWay } from './work-takeover';

const SHOWN = 12;

/** What a press for all of a kind would do. */
export interface ForMany extends Many {
  readonly count: number;
  /** Another number as soon as any of them would become something else. */
  readonly list: number;
  /** The first of them. */
  readonly lines: readonly DifferenceLine[];
  /** Of terms: how many become longer, how many shorter, and how many of all would be over at once. */
  readonly terms: { readonly longer: number; readonly shorter: number; readonly over: number };
  /** Another press is not over. */
  readonly isUnderWay: boolean;
}

/** Null: not theirs to see. */
export async function readForMany(desk: Desk, actor: Actor, many: Many): Promise<ForMany | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const lines = await fitForMany(database, desk, many);
  const calendar = desk.office.calendar();
  const planned = lines.flatMap(({ there, dueAt }) =>
    there?.plannedDay ? [{ there: there.plannedDay, here: dayOf(dueAt, calendar) }] : [],
  );
  return {
    ...many,
    count: lines.length,
    list: listOf(lines),
    lines: lines.slice(0, SHOWN),
    terms: {
      longer: planned.filter(({ there, here }) => there > here).length,
      shorter: planned.filter(({ there, here }) => there < here).length,
      over: planned.filter(({ there }) => there < today(desk)).length,
    },
    isUnderWay: (await takeoversUnderWay(desk)).length > 0,
  };
}
