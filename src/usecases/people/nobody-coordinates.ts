import { statement, type Transaction } from '../../database/database';
import { INITIAL_STAGE } from '../../regulation/vocabulary';
import { say, type Message } from '../messages';
import { adminsWithChat, holdersOfRole } from './officials';
import type { Lack } from './people-store';

const selectWaiting = statement(
  'waiting-for-a-coordinator',
  `select count(*)::int as count, min(appeal_id)::int as first from open_work where stage = '${INITIAL_STAGE}'`,
);
async function waitingIn(tx: Transaction): Promise<{ readonly count: number; readonly first: number | null }> {
  const [row] = await tx.query<{ count: number; first: number | null }>(selectWaiting, []);
  return row ?? { count: 0, first: null };
}

/**
 * Appeals have come in and ring at nobody's: the admins hear of it once, as long as the same one waits first.
 * @idempotent
 */
export async function tellIfNobodyCoordinates(tx: Transaction, now: Date): Promise<void> {
  if ((await holdersOfRole(tx, 'coordinator')).length > 0) return;
  const { first } = await waitingIn(tx);
  if (first === null) return;
  const messages = (await adminsWithChat(tx)).map(({ id: personId, ...to }): Message => ({
    key: `nobodyCoordinates:${first}:person:${personId}`,
    to,
    kind: 'nobodyCoordinates',
    params: { personId },
    silent: true,
  }));
  await say(tx, messages, now);
}

/**
 * Nobody coordinated and somebody does now: what has come in meanwhile rang at nobody's, so it is told to them at once.
 * @param before what the office lacked
 */
export async function tellFirstCoordinators(tx: Transaction, before: readonly Lack[], now: Date): Promise<void> {
  if (!before.includes('nobodyCoordinates')) return;
  const { count } = await waitingIn(tx);
  if (count === 0) return;
  const messages = (await holdersOfRole(tx, 'coordinator')).map(({ id: personId, ...to }): Message => ({
    key: `firstCoordinator:${now.getTime()}:person:${personId}`,
    to,
    kind: 'batch',
    params: { count, personId },
    silent: true,
  }));
  await say(tx, messages, now);
}
