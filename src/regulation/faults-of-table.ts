import type { Transition } from './acts';
import { QUESTIONS, type Case } from './cases';
import { TRANSITIONS } from './transitions';
import { EVERY_ACTION, FINAL_STAGES, INITIAL_STAGE, STAGES, type Capacity, type Stage } from './vocabulary';

/**
 * Reads the table as a whole, at start: what is wrong with it, in words for a developer. Empty when it is sound.
 */
export function faultsOfTable(rows: readonly Transition[] = TRANSITIONS): string[] {
  const faults: string[] = [];

  const reached = new Set<Stage>([INITIAL_STAGE]);
  for (const stage of reached) {
    for (const row of rows)
      if (row.from.includes(stage) && row.to !== 'same' && row.to !== 'before' && row.to !== 'remembered')
        reached.add(row.to);
  }
  for (const stage of STAGES) if (!reached.has(stage)) faults.push(`No row leads to the stage ${stage}`);

  const finals: readonly Stage[] = FINAL_STAGES;
  for (const stage of STAGES) {
    const leaves = rows.some((row) => row.from.includes(stage) && row.to !== 'same' && row.to !== stage);
    if (!leaves && !finals.includes(stage)) faults.push(`No row leads out of the stage ${stage}`);
  }

  for (const action of EVERY_ACTION)
    if (!rows.some((row) => row.action === action)) faults.push(`No row for the action ${action}`);

  const seen = new Map<string, (Case | undefined)[]>();
  for (const row of rows) {
    for (const stage of row.from)
      for (const capacity of row.by) {
        const key = `${row.action} at ${stage} by ${capacity satisfies Capacity}`;
        const cases = seen.get(key) ?? [];
        if (cases.some((other) => !exclude(other, row.when))) faults.push(`Two rows answer one press: ${key}`);
        seen.set(key, [...cases, row.when]);
      }
  }
  for (const [key, cases] of seen)
    for (const missing of unanswered(cases)) faults.push(`Nobody answers ${key} when ${missing}`);
  return faults;
}

/** A question that only some rows of a press answer would refuse the press where the decree allows it. */
function unanswered(cases: readonly (Case | undefined)[]): Case[] {
  if (cases.includes(undefined)) return [];
  const asked = Object.values(QUESTIONS).filter((question: readonly Case[]) =>
    question.some((it) => cases.includes(it)),
  );
  return asked.flatMap((question: readonly Case[]) => question.filter((it) => !cases.includes(it)));
}

function exclude(one: Case | undefined, other: Case | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return false;
  return Object.values(QUESTIONS).some((cases: readonly Case[]) => cases.includes(one) && cases.includes(other));
}
