import { statement, type Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { say, type Message } from '../messages';
import { shortName } from '../people/names';
import { holdersOfRole } from '../people/officials';
import { soundsForAll } from '../people/on-duty';

const selectFacts = statement(
  'deputy-not-reached',
  `select a.number, absent.name as absent, deputy.name as deputy
   from appeal a join person absent on absent.id = $2 join person deputy on deputy.id = $3 where a.id = $1`,
);

/** Why nobody relies on a deputy. */
export type Missing = 'away' | 'unreached';

/** Something waits for somebody away whose deputy is away themselves, or can't be reached. */
export interface Unheard {
  readonly appealId: number;
  readonly entryId: number;
  readonly absentId: number;
  readonly deputyId: number;
  readonly missing: Missing;
}

/** A deputy who can't be reached counts as away: the coordinators decide who goes on, and those who can be reached are rung. */
export async function tellOfUnreachedDeputy(
  tx: Transaction,
  { appealId, entryId, absentId, deputyId, missing }: Unheard,
  presserId: number | null,
  around: Circumstances,
): Promise<void> {
  const [facts] = await tx.query<{ number: string; absent: string; deputy: string }>(selectFacts, [
    appealId,
    absentId,
    deputyId,
  ]);
  if (!facts) return;
  const [absent, deputy] = [shortName(facts.absent), shortName(facts.deputy)];
  const sounds = await soundsForAll(tx, around);
  const coordinators = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    coordinators.map(({ id: personId, ...to }): Message => ({
      key: `deputyUnreached:${appealId}:${entryId}:${absentId}:person:${personId}`,
      to,
      kind: 'deputyUnreached',
      params: { personId, appealId, number: facts.number, absent, deputy, missing },
      silent: personId === presserId || !sounds(personId),
    })),
    around.now,
  );
}
