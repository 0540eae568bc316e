import { listed } from '../../database/listed';
import { statement, type Transaction } from '../../database/database';
import type { Submission } from '../../regulation/answers';
import type { Circumstances } from '../../regulation/facts';
import { holderAt, PLACES } from '../../regulation/rights';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from '../appeals/appeal-store';
import { PLACE } from '../deeds/deed';
import { say, type Message } from '../messages';
import { mayHold } from '../people/may-hold';
import { holdersOfRole } from '../people/officials';
import { soundsForAll } from '../people/on-duty';

/** A message has room for a few buttons; the rest is found by the list. */
const NAMED = 6;
const waitingForLeft = PARTICIPANTS.map(
  (place) =>
    `select a.id, a.number, a.due_at, p.id as person_id, p.name, p.disabled_at from appeal a join person p on p.id = a.${place}_id
     where a.id = any($1::int[]) and a.stage in (${listed(PLACES[place].stages)}) and not ${mayHold(place, 'p')}`,
);
const selectLeft = statement(
  'people-who-left',
  `select person_id as "leftId", name, disabled_at is not null as "isDisabled", count(*)::int as count,
     to_jsonb((array_agg(jsonb_build_object('id', id, 'number', number) order by due_at, id))[1:${NAMED}]) as appeals
   from (${waitingForLeft.join(' union all ')}) w group by person_id, name, disabled_at order by person_id`,
);
interface Left {
  readonly leftId: number;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly count: number;
  readonly appeals: readonly { readonly id: number; readonly number: string }[];
}

/**
 * Whether an act may have given the appeal to somebody who had left before. Whom the press has named it has looked at; whoever had the
 * place before it was looked at as the appeal was loaded.
 */
export function mayHaveGoneToLeft(
  { state: before, left }: LoadedAppeal,
  state: AppealState,
  { people }: Pick<Submission, 'people'>,
): boolean {
  const place = holderAt(state.stage);
  const holderId = place && state[PLACE[place]];
  if (place === null || holderId === null) return false;
  if (holderId !== before[PLACE[place]]) return !people.has(holderId);
  return state.stage !== before.stage && left.includes(place);
}

/**
 * Nothing may get stuck on a person who left, also where it comes back to them only now: the coordinators say who takes the place. Of
 * each who has left they hear once.
 * @param appealIds those that an act has just brought to whoever has them
 * @idempotent by the key
 */
export async function tellWhereNobodyTakes(
  tx: Transaction,
  appealIds: readonly number[],
  { key, presserId }: { readonly key: string; readonly presserId: number | null },
  around: Circumstances,
): Promise<void> {
  const left = appealIds.length === 0 ? [] : await tx.query<Left>(selectLeft, [appealIds]);
  if (left.length === 0) return;
  const sounds = await soundsForAll(tx, around);
  const coordinators = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    left.flatMap(({ leftId, name, isDisabled, count, appeals }) =>
      coordinators.map(({ id: personId, ...to }): Message => ({
        key: `participantLeft:${key}:of:${leftId}:person:${personId}`,
        to,
        kind: 'participantLeft',
        silent: personId === presserId || !sounds(personId),
        params: { personId, name, why: isDisabled ? 'disabled' : 'right', count, appeals },
      })),
    ),
    around.now,
  );
}
