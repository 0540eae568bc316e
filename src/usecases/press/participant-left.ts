import { statement, type Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { holderAt } from '../../regulation/rights';
import type { Participant } from '../../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from '../appeals/appeal-store';
import { PLACE } from '../deeds/deed';
import { say, type Message } from '../messages';
import { holdersOfRole } from '../people/officials';
import { soundsForAll } from '../people/on-duty';

const selectPerson = statement(
  'person-who-left',
  `select name, disabled_at is not null as "isDisabled" from person where id = $1`,
);

/** In which place an act has given the appeal to somebody who had left before; null: somebody is there, or nobody in particular has to be. */
function placeOfLeft({ state: before, left }: LoadedAppeal, state: AppealState): Participant | null {
  const place = state.stage === before.stage ? null : holderAt(state.stage);
  if (place === null || state[PLACE[place]] !== before[PLACE[place]]) return null;
  return left.includes(place) ? place : null;
}

/** Nothing may get stuck on a person who left, also where it comes back to them only now: the coordinators say who takes the place. */
export async function tellWhereNobodyTakes(
  tx: Transaction,
  appeal: LoadedAppeal,
  state: AppealState,
  { entryId, presserId }: { readonly entryId: number; readonly presserId: number | null },
  around: Circumstances,
): Promise<void> {
  const place = placeOfLeft(appeal, state);
  if (place === null) return;
  const [person] = await tx.query<{ name: string; isDisabled: boolean }>(selectPerson, [state[PLACE[place]]]);
  if (!person) return;
  const { id: appealId, number } = appeal;
  const sounds = await soundsForAll(tx, around);
  await say(
    tx,
    (await holdersOfRole(tx, 'coordinator')).map(({ id: personId, ...to }): Message => ({
      key: `participantLeft:${appealId}:${entryId}:person:${personId}`,
      to,
      kind: 'participantLeft',
      silent: personId === presserId || !sounds(personId),
      params: {
        personId,
        name: person.name,
        why: person.isDisabled ? 'disabled' : 'right',
        count: 1,
        appeals: [{ id: appealId, number }],
      },
    })),
    around.now,
  );
}
