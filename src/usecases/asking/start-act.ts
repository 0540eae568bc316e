import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { assignedUnseen } from '../../regulation/guards';
import type { Action } from '../../regulation/vocabulary';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { formShown, readOpenForm } from '../forms/form-store';
import { openInPlace } from '../forms/kept';
import { circumstances, type Desk, type MessageRef } from '../ports';
import { perform } from '../press/perform';
import { asking, OLD, type ActOutcome } from './act-outcome';
import { answerByItself, keep } from './answer-act';
import { doneOf, firstTapOnCard, firstTapOnForm } from '../press/double-tap';
import { isActForm, stepIn, type ActForm } from './form-steps';

export interface StartAct {
  readonly actor: Actor;
  readonly action: Action;
  readonly appealId: number;
  readonly seenVersion: number;
  /** In which the card is that was pressed; the form is asked in it. Null: it comes in a message of its own. */
  readonly message: MessageRef | null;
  /** How the first question of its form looks; absent: as always. */
  readonly view?: Readonly<Record<string, unknown>>;
}

/**
 * A press on a card: acts at once if the row asks nothing, else opens its form. The second tap of a double tap is told what the
 * first has done. @idempotent as `perform` is
 */
export const startAct = (desk: Desk, start: StartAct): Promise<ActOutcome> =>
  databaseOf(desk).transaction((tx) => startIn(tx, desk, start, {}));

const selectVersion = statement('version-of-appeal', 'select version from appeal where id = $1');

/** The same from a message that shows no card: upon the appeal as it stands now. */
export const startAsItStands = (desk: Desk, start: Omit<StartAct, 'seenVersion'>): Promise<ActOutcome> =>
  databaseOf(desk).transaction(async (tx) => {
    const [row] = await tx.query<{ version: number }>(selectVersion, [start.appealId]);
    return startIn(tx, desk, { ...start, seenVersion: row?.version ?? 0 }, {});
  });

/** The same in the caller's transaction. `brought`: answers that the form opens with. */
export async function startIn(
  tx: Transaction,
  desk: Desk,
  { actor, action, appealId, seenVersion, message, view }: StartAct,
  brought: Readonly<Record<string, unknown>>,
): Promise<ActOutcome> {
  const now = desk.clock.now();
  const result = await perform(tx, desk, { kind: 'card', presser: actor, action, appealId, seenVersion });
  if (result.ok) return { kind: 'performed', action, appealId, result };
  const { refusal, appeal } = result;
  if (result.ask === null) {
    const done = appeal && (await firstTapOnCard(tx, actor, action, appeal, now));
    if (done) return { kind: 'performed', action, appealId, result: done };
    return { kind: 'refused', action, appealId, refusal, appeal };
  }
  if (appeal && assignedUnseen(action, factsOf(appeal), actor, now))
    return { kind: 'refused', action, appealId, refusal: 'assignedUnseen', appeal };
  const goesOn = view === undefined && Object.keys(brought).length === 0;
  const begun = goesOn ? await begunBefore(tx, { actor, action, appealId, seenVersion, message }, now) : null;
  if (begun) {
    const step = await stepIn(tx, desk, actor, begun, result.appeal);
    if (step) return asking({ form: begun, step }, null);
  }
  const { form } = await openInPlace(
    tx,
    {
      personId: actor.personId,
      subject: action,
      appealId,
      version: seenVersion,
      answers: { ...brought, passed: [] },
      messageRef: message,
    },
    now,
    view,
  );
  if (!isActForm(form)) throw new Error(`Form ${form.id} lost its subject`);
  const step = await stepIn(tx, desk, actor, form, result.appeal);
  if (!step) throw new Error(`The table asks for ${result.ask} of ${action} and has no step for it`);
  const settled = await answerByItself(tx, desk, actor, { form, step });
  return asking(settled === null ? { form, step } : await keep(tx, form, settled, now), null);
}

/**
 * The form of this very act that is open already: pressed again in a copy of the card, or brought again after a crash, the act goes on where it
 * stands. A second form beside it would take its words away and leave two that look the same.
 */
async function begunBefore(
  tx: Transaction,
  { actor: { personId }, action, appealId, seenVersion, message }: StartAct,
  now: Date,
): Promise<ActForm | null> {
  const open = await readOpenForm(tx, personId, now);
  if (!open || !isActForm(open)) return null;
  if (open.subject !== action || open.appealId !== appealId || open.version !== seenVersion) return null;
  if (message === null || message === open.messageRef) return open;
  await formShown(tx, open.id, message);
  return { ...open, messageRef: message };
}

/** A press on a form that is over: the second tap on the button that has just acted is told what the first has done. */
export async function pressAgain(desk: Desk, actor: Actor, formId: number): Promise<ActOutcome> {
  const queries = databaseOf(desk);
  const entry = await firstTapOnForm(queries, actor, formId, desk.clock.now());
  const appeal = entry && (await loadAppeal(queries, entry.appealId, circumstances(desk), false));
  if (!appeal) return OLD;
  return { kind: 'performed', action: entry.action, appealId: entry.appealId, result: doneOf(entry, appeal) };
}
