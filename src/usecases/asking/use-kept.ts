import { databaseOf } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { loadAppeal } from '../appeals/appeal-store';
import { endOpenForm } from '../forms/form-store';
import { handOver, isMoreThanWords, keepHeld, KEPT_ACTS, keptText, lockKept, type KeptAct } from '../forms/kept';
import { circumstances, type Desk } from '../ports';
import { startIn } from './start-act';
import type { ActOutcome } from './act-outcome';
import { stepIn } from './form-steps';

export interface UseKept {
  readonly actor: Actor;
  readonly formId: number;
  readonly appealId: number;
  readonly action: KeptAct;
}

/**
 * Opens the form of an act with what was kept: its photos and files hang on that form, its words wait in `brought` for the
 * question that asks for them. Refused, it stays kept.
 * @idempotent: it is handed over once
 */
export async function useKept(desk: Desk, { actor, formId, appealId, action }: UseKept): Promise<ActOutcome> {
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await lockKept(tx, actor.personId, formId);
    const appeal = kept && (await loadAppeal(tx, appealId, circumstances(desk), false));
    if (!appeal || (isMoreThanWords(kept) && action !== KEPT_ACTS[0])) return { kind: 'old' };
    const start = { actor, action, appealId, seenVersion: appeal.state.version, message: null };
    const now = desk.clock.now();
    // Ended first and kept last: what it held is no part of what is handed over.
    const left = await endOpenForm(tx, actor.personId, 'displaced', now);
    const outcome = await startIn(tx, desk, start, { brought: keptText(kept) });
    if (outcome.kind === 'asking') await handOver(tx, kept, outcome.form.id);
    if (left) await keepHeld(tx, left, now);
    if (outcome.kind !== 'asking') return outcome;
    // Its files are an answer already.
    const step = await stepIn(tx, desk, actor, outcome.form, outcome.step.loaded);
    return step ? { ...outcome, step } : outcome;
  });
}
