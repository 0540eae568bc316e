import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Answers } from '../../regulation/answers';
import { dayOf } from '../../regulation/calendar';
import type { Corrected } from '../../regulation/corrections';
import { FAST_TRACK_DAYS } from '../../regulation/deadlines';
import { ACT_OF, DIFFERENCE_RULES, type DifferenceRule, type Remedy } from '../../regulation/differences';
import type { Actor } from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import type { Difference } from '../../regulation/vocabulary';
import { perform, type Done } from '../acts/perform';
import type { Desk } from '../kit/ports';
import { peopleNamed } from '../people/people';
import { differencesOf, saidInPos, type FoundDifference } from './differences';
import { sayTakenOver } from './takeover';

export interface DifferenceAnswer {
  readonly appealId: number;
  /** Of the appeal, as the list was drawn. */
  readonly version: number;
  /** Whose row was shown; null: no file has named the appeal. */
  readonly fileId: number | null;
  readonly of: Difference;
  readonly remedy: Remedy;
  /** Of a fast track. */
  readonly days: number | null;
}
export type Answered =
  | { readonly ok: true; readonly remedy: Remedy; readonly result: Done }
  | { readonly ok: false; readonly refusal: Refusal }
  /** It differs no more: somebody was first, or the next file has come. `changed`: ПОС says something else by now than was shown. */
  | { readonly ok: false; readonly refusal: 'over' | 'changed' };

const keep = statement(
  'differences.keep',
  `insert into registry_kept (appeal_id, kind, there, here) values ($1, $2, $3, $4)
   on conflict (appeal_id, kind) do update set there = excluded.there, here = excluded.here
   where registry_kept.there <> excluded.there or registry_kept.here <> excluded.here returning kind`,
);

/**
 * A press beside a difference: what ПОС says is taken over by an act of the table, or the difference is left as it is.
 * @idempotent: what differs no more, or is left already, is over
 */
export function answerDifference(desk: Desk, actor: Actor, answer: DifferenceAnswer): Promise<Answered> {
  const { appealId, of, remedy } = answer;
  return databaseOf(desk).transaction(async (tx): Promise<Answered> => {
    const found = (await differencesOf(tx, desk, appealId)).find(({ kind }) => kind === of);
    if (!found) return { ok: false, refusal: 'over' };
    if (found.fileId !== answer.fileId) return { ok: false, refusal: 'changed' };
    if (!mends(of, remedy)) return { ok: false, refusal: 'notNow' };
    const answered = await answerFound(tx, desk, actor, found, answer);
    if (answered.ok && remedy === 'assign') await tellExecutor(tx, desk, found, answered.result);
    return answered;
  });
}

/** @param ofMany it is one of many that are answered at once; to whom it goes, if it is to be assigned */
export async function answerFound(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  found: FoundDifference,
  answer: Pick<DifferenceAnswer, 'version' | 'remedy' | 'days'>,
  ofMany?: { readonly executorId: number | null },
): Promise<Answered> {
  const { appealId, kind } = found;
  const { remedy } = answer;
  if (remedy === 'keep') {
    const kept = await tx.query(keep, [appealId, kind, found.keyThere, found.keyHere]);
    if (kept.length === 0) return { ok: false, refusal: 'over' };
  }
  const result = await takeOver(tx, desk, actor, found, answer, ofMany);
  if (!result.ok) return refused(tx, appealId, kind, remedy, result.refusal === 'gone' ? 'over' : result.refusal);
  return { ok: true, remedy, result };
}

const unkeep = statement('differences.unkeep', 'delete from registry_kept where appeal_id = $1 and kind = $2');

async function refused(
  tx: Transaction,
  appealId: number,
  of: Difference,
  remedy: Remedy,
  refusal: Refusal | 'over',
): Promise<Answered> {
  if (remedy === 'keep') await tx.query(unkeep, [appealId, of]);
  return refusal === 'over' ? { ok: false, refusal } : { ok: false, refusal };
}

/** The act of the table, told by what ПОС says what a form would have told it. */
async function takeOver(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  found: FoundDifference,
  { version, remedy, days }: Pick<DifferenceAnswer, 'version' | 'remedy' | 'days'>,
  ofMany?: { readonly executorId: number | null },
) {
  const answers = await answersOf(tx, desk, found, remedy, days, ofMany?.executorId ?? null);
  const saidOn = found.saidOn === null ? {} : { saidOn: found.saidOn };
  return perform(tx, desk, {
    kind: 'difference',
    presser: actor,
    action: ACT_OF[remedy],
    appealId: found.appealId,
    seenVersion: version,
    said: saidInPos(found),
    answers: { ...answers, ...saidOn },
    isOneOfMany: ofMany !== undefined,
  });
}

async function answersOf(
  tx: Transaction,
  desk: Desk,
  { kind, there, record, keyThere, keyHere }: FoundDifference,
  remedy: Remedy,
  days: number | null,
  executorId: number | null,
): Promise<Answers> {
  switch (remedy) {
    case 'assign': {
      if (executorId !== null) return { executorId };
      const named = there?.executor ? (await peopleNamed(tx, [there.executor])).get(there.executor) : undefined;
      return named?.what === 'one' ? { executorId: named.personId } : {};
    }
    case 'answered':
    case 'redirected':
    case 'answer': {
      const today = dayOf(desk.clock.now(), desk.office.calendar());
      const day = there?.finishedDay ?? null;
      return {
        ...(there?.answerType && { typeThere: there.answerType }),
        ...(day !== null && { doneOn: day < today ? day : today }),
      };
    }
    case 'term':
    case 'postponement':
    case 'extension':
      return there?.plannedDay ? { dueOn: there.plannedDay } : {};
    case 'fastTrack': {
      const term = FAST_TRACK_DAYS.find((known) => known === days);
      return { corrected: term === undefined ? {} : { fastTrackDays: term } };
    }
    case 'details':
      return { corrected: correctedBy(kind, record) };
    case 'closed':
      return {};
    case 'keep':
      return { difference: { kind, there: keyThere, here: keyHere } };
  }
}

/** What of the registration is to be as in ПОС. A narrower topic of another category says nothing of this one. */
function correctedBy(kind: Difference, record: FoundDifference['record']): Corrected {
  switch (kind) {
    case 'law59':
      return { kind: record?.kind };
    case 'category':
      return {
        category: record?.category,
        subcategory: record?.subcategory ?? null,
        fact: record?.fact ?? null,
      };
    case 'registered':
      return { registeredAt: record?.registeredAt === undefined ? undefined : new Date(record.registeredAt) };
    default:
      return {};
  }
}

/** Nobody mends a difference by what another kind needs: such a button was made up. */
function mends(of: Difference, remedy: Remedy): boolean {
  const { mendings }: DifferenceRule = DIFFERENCE_RULES[of];
  return mendings.some(({ what }) => what === remedy);
}

async function tellExecutor(tx: Transaction, desk: Desk, { appealId, number }: FoundDifference, { state }: Done) {
  if (state.executorId === null) return;
  const key = `appeal:${appealId}:v${state.version}:takenOver`;
  await sayTakenOver(tx, desk, key, new Map([[state.executorId, [{ id: appealId, number }]]]));
}
