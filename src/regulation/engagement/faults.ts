import { keysOf } from '../lists';
import { ENGAGEMENT_TRANSITIONS, type EngagementTransition } from './transitions';
import { ENGAGEMENT_ACTIONS, ENGAGEMENT_KINDS, ENGAGEMENT_STAGES, type EngagementStage } from './vocabulary';

/** Reads the table of the ОГ role as a whole, at start: what is wrong with it, in words for a developer. Empty when it is sound. */
export function faultsOfEngagements(rows: readonly EngagementTransition[] = ENGAGEMENT_TRANSITIONS): string[] {
  const faults: string[] = [];
  for (const action of keysOf(ENGAGEMENT_ACTIONS))
    if (!rows.some((row) => row.action === action)) faults.push(`No row for the action ${action}`);
  const reached = new Set<EngagementStage>(['draft']);
  for (const stage of reached)
    for (const { from, to } of rows) if (from.includes(stage) && to !== 'same' && to !== 'before') reached.add(to);
  for (const stage of ENGAGEMENT_STAGES) {
    if (!reached.has(stage)) faults.push(`No row leads to the stage ${stage}`);
    if (!rows.some(({ from, to }) => from.includes(stage) && to !== 'same'))
      faults.push(`No row leads out of the stage ${stage}`);
  }
  for (const kind of ENGAGEMENT_KINDS)
    for (const stage of ENGAGEMENT_STAGES)
      faults.push(...answeredTwice(rows.filter((row) => row.kinds.includes(kind) && row.from.includes(stage))));
  return [...new Set(faults)];
}

/** Rows of one kind at one stage. */
const answeredTwice = (rows: readonly EngagementTransition[]): string[] =>
  rows.flatMap((row, index) =>
    rows
      .slice(0, index)
      .filter((other) => other.action === row.action && other.by === row.by)
      .filter((other) => other.when === undefined || row.when === undefined || other.when === row.when)
      .map(() => `Two rows answer one press: ${row.action} by ${row.by}`),
  );
