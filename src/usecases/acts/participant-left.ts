import { Account, type Chat } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction, type Queries } from '../../database/database';
import { listed } from '../../database/listed';
import type { Submission } from '../../regulation/answers';
import { UNDO_MS } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { isThereBy, reflectionsOf, TAKES_BACK } from '../../regulation/reflections';
import { holderAt, PLACES } from '../../regulation/rights';
import { PARTICIPANTS, type Action } from '../../regulation/vocabulary';
import type { AppealState, LoadedAppeal } from '../appeals/appeal-store';
import { say, type Message } from '../kit/messages';
import { mayHold, holdersOfRole } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { redraw } from '../kit/redraw';
import { planReminders, type DueReminder } from '../kit/reminders';
import { IS_SHOWN } from '../lists/reflections';
import { soundsForAll } from '../people/on-duty';
import { PLACE } from './deed';

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

/** Acts that change which appeals are worked as one. */
export const CHANGES_GROUPS: readonly Action[] = [
  'join',
  'disjoin',
  'answeredThere',
  'redirectedThere',
  'closedThere',
  'close',
];

/** The first moment at which the table refuses. */
const OVER_MS = UNDO_MS + 1;

const selectChats = statement(
  'chats-of-undo',
  `select ${columns(Account, ['messenger', 'chatId'], 'account')} from account join card c on c.person_id = account.person_id and c.messenger = account.messenger
   where account.person_id = $1 and c.subject = 'appeal' and c.subject_id = $2`,
);

/** The button that takes an act back goes from its person's card when its minute is over. */
export async function planUndoOver(
  tx: Queries,
  appealId: number,
  entryId: number,
  personId: number | null,
  now: Date,
): Promise<void> {
  const key = `undo:${appealId}:${entryId}`;
  const dueAt = new Date(now.getTime() + OVER_MS);
  await planReminders(tx, [{ key, reason: 'undo_over', appealId, personId, params: {}, dueAt }]);
}

/** @idempotent: the card is drawn as it is then */
export async function takeUndoAway(tx: Transaction, { appealId, personId }: DueReminder, now: Date): Promise<void> {
  if (appealId === null || personId === null) return;
  const chats = await tx.query<Chat>(selectChats, [personId, appealId]);
  await say(
    tx,
    chats.map((chat) => redraw('appeal', appealId, { ...chat, id: personId })),
    now,
  );
}

// What was never told ПОС need not be taken back there: an assignment from coordination, nor one after it, that nobody has repeated there yet.
const insertReflection = statement(
  'insert-reflection',
  `insert into reflection (appeal_id, kind, at, person_id, executor_id, from_stage)
   select $1::int, $2::text, $3::timestamptz, $4::int, $5::int, $6::text where ${IS_SHOWN('$7')}
     and not ($2 = 'return' and exists (select from reflection r
       where r.appeal_id = $1 and r.kind = 'assignment' and r.from_stage = 'coordination' and r.ended_at is null
         and not exists (select from reflection e where e.appeal_id = $1 and e.kind = 'assignment' and e.id > r.id and e.ended_at is not null)))`,
);
const removeTakenBack = statement(
  'remove-reflection-taken-back',
  `delete from reflection where appeal_id = $1 and kind = 'assignment' and at >= $2`,
);
const endAll = statement(
  'end-reflections',
  'update reflection set ended_at = $2 where appeal_id = $1 and ended_at is null',
);

interface Did {
  readonly at: Date;
  readonly personId: number | null;
  readonly action: Action;
}

/** What an act on an appeal leaves to be repeated in ПОС, and what it makes superfluous. */
export async function noteReflections(
  tx: Transaction,
  desk: Desk,
  { at, personId, action }: Did,
  appealId: number,
  before: AppealState,
  after: AppealState,
): Promise<void> {
  if (TAKES_BACK.includes(action) && before.undo) await tx.query(removeTakenBack, [appealId, before.undo.at]);
  if (isThereBy(action, after.stage)) await tx.query(endAll, [appealId, at]);
  for (const kind of reflectionsOf(action, before, after))
    await tx.query(insertReflection, [
      appealId,
      kind,
      at,
      personId,
      kind === 'return' ? before.executorId : after.executorId,
      before.stage,
      desk.office.carriers.includes('gateway'),
    ]);
}
