import { Appeal } from '../../../entities/appeal';
import type { JournalEntry } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, type Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { isOfOneAlone } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import { assignedUnseen } from '../../regulation/guards';
import { awaitsEntry } from '../../regulation/rights';
import type { Action } from '../../regulation/vocabulary';
import { isActForm, stepIn, type ActForm } from '../answers/submission';
import { type LoadedAppeal, factsOf, loadAppeal } from '../appeals/appeal-store';
import { holdersOf, selectHolders, type Holders } from '../appeals/holders';
import { whoseMayBe } from '../appeals/whose';
import { parseAnswers, formShown, readOpenForm, endOpenForm } from '../kit/form-store';
import {
  openInPlace,
  handOver,
  isMoreThanWords,
  keepHeld,
  KEPT_ACTS,
  keptText,
  lockKept,
  type KeptAct,
} from '../kit/kept-forms';
import { circumstances, type Desk, type MessageRef } from '../kit/ports';
import { asking, OLD, type ActOutcome, answerByItself, keep } from './answer-act';
import { type Done, perform } from './perform';

/** Taps that are farther apart are two decisions. */
const DOUBLE_TAP_MS = 5_000;

/** The entry of the first tap. */
interface Entry extends Holders, Pick<JournalEntry, 'details'> {
  readonly entryId: number;
  readonly action: Action;
  readonly appealId: number;
  /** Of its form; null: the act asks nothing. */
  readonly answers: Record<string, unknown> | null;
}

const SELECT = `select j.id as "entryId", j.action, j.appeal_id as "appealId", j.told as details, f.answers, ${selectHolders('a')}
   from journal_entry j join appeal a on a.id = j.appeal_id left join form f on f.id = j.form_id
   where j.person_id = $1 and j.at > $2`;
const entryOnCard = statement(
  'first-tap-on-card',
  `${SELECT} and j.action = $4 and j.form_id is null and j.id = (select max(id) from journal_entry where appeal_id = $3)`,
);
const entryOfForm = statement('first-tap-on-form', `${SELECT} and j.form_id = $3 and j.appeal_id = f.appeal_id`);

const since = (now: Date): Date => new Date(now.getTime() - DOUBLE_TAP_MS);

/** What this person did with a button of the card a moment ago, if nobody has acted since; null: nothing. */
export async function firstTapOnCard(
  queries: Queries,
  actor: Actor,
  action: Action,
  appeal: LoadedAppeal,
  now: Date,
): Promise<Done | null> {
  const [entry] = await queries.query<Entry>(entryOnCard, [actor.personId, since(now), appeal.id, action]);
  return entry ? doneOf(entry, appeal) : null;
}

/** The same of the last button of a form; its appeal is still to be loaded. */
export async function firstTapOnForm(queries: Queries, actor: Actor, formId: number, now: Date): Promise<Entry | null> {
  const [entry] = await queries.query<Entry>(entryOfForm, [actor.personId, since(now), formId]);
  return entry ?? null;
}

/** What `perform` said to the first tap. */
export function doneOf(entry: Entry, { state, followers, signatures }: LoadedAppeal): Done {
  const { entryId, details, answers, action } = entry;
  const beside = isOfOneAlone(action) ? [] : followers.map((one) => one.state.dueAt);
  return {
    ok: true,
    state,
    dueAt: [state.dueAt, ...beside].reduce((first, due) => (due < first ? due : first)),
    holders: holdersOf(entry),
    answers: parseAnswers(answers ?? {}),
    entryId,
    details,
    awaitsEntry: awaitsEntry(state, signatures),
  };
}

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

const OF_APPEAL = columns(Appeal, ['id', 'category', 'subcategory', 'fact', 'text', 'settlement', 'address']);
const selectWords = statement('words-of-appeal', `select ${OF_APPEAL} from appeal where id = $1`);

/** «Исправить сведения» with the category that former appeals suggest; with none where they do not any more. @idempotent as `perform` is */
export const startCorrectionAsOffered = (desk: Desk, start: Omit<StartAct, 'action'>): Promise<ActOutcome> =>
  databaseOf(desk).transaction(async (tx) => {
    const { now, calendar } = circumstances(desk);
    const [appeal] = await tx.query<RowOf<typeof OF_APPEAL>>(selectWords, [start.appealId]);
    const path = appeal ? ((await whoseMayBe(tx, appeal, dayOf(now, calendar)))?.path ?? null) : null;
    const [category, subcategory = null, fact = null] = path ?? [];
    const brought = category === undefined ? {} : { corrected: { category, subcategory, fact } };
    return startIn(tx, desk, { ...start, action: 'correctDetails' }, brought);
  });
