import { statement, type Transaction } from '../../database/database';
import { dayOf, isWorkingDay, opening } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { paramsOf, type Message } from '../kit/messages';
import { soundsForAll, USUAL_MORNING_MINUTES } from '../people/on-duty';
import { isLoud, readNags } from './nags';
import { drawAnew, ONE_MESSAGE_MS, SHOWN_IN, type Outdated } from './withdraw';

// What a person is reminded of within a quarter of an hour of their morning list is one message with it: what comes before waits for the
// list, what comes after brings it along.

/** Of an office that opens in the middle of a morning the list is told late, and until then. */
const MORNING_MS = 4 * 3_600_000;
const MINUTE_MS = 60_000;
/** The tick that puts the list together may be some seconds late. */
const HELD_AT_MOST_MS = ONE_MESSAGE_MS + 2 * MINUTE_MS;

/** Under which key a person's list of a day is told; what is joined to it later begins so too. */
export const listKey = (day: string, personId: number): string => `morning:${day}:person:${personId}`;

/** Of the list as it is told once more, with what this reminder tells. */
export const besideList = ({ root }: Outdated, reminderId: number): string =>
  `${root.replace(/:with:\d+$/, '')}:with:${reminderId}`;

const selectHours = statement(
  'mornings-not-yet-told',
  `select p.id as "personId", coalesce(p.morning_after, $3) as minutes from person p
   where p.id = any($1::int[]) and not exists (select from digest g where g.subject = 'person:' || p.id and g.day = $2)`,
);

/** Whose list is about to come: a nag that was noted a little while ago waits for it, and never longer than that. */
export async function waitForList(
  tx: Transaction,
  personIds: readonly number[],
  { now, calendar }: Circumstances,
): Promise<(nag: { readonly personId: number; readonly notedAt: Date }) => boolean> {
  const day = dayOf(now, calendar);
  if (!isWorkingDay(day, calendar)) return () => false;
  const opens = opening(day, calendar).getTime();
  if (now.getTime() < opens - ONE_MESSAGE_MS || now.getTime() >= opens + MORNING_MS) return () => false;
  const rows = await tx.query<{ personId: number; minutes: number }>(selectHours, [
    personIds,
    day,
    USUAL_MORNING_MINUTES,
  ]);
  const waiting = new Set(
    rows.flatMap(({ personId, minutes }) =>
      now.getTime() >= opens + minutes * MINUTE_MS - ONE_MESSAGE_MS ? [personId] : [],
    ),
  );
  return ({ personId, notedAt }) => waiting.has(personId) && now.getTime() - notedAt.getTime() <= HELD_AT_MOST_MS;
}

const takeUntold = statement(
  'take-untold-into-lists',
  `update nag n set message_key = mark.key, joined_key = null, noted_at = $3 from unnest($1::int[], $2::text[]) as mark (person_id, key)
   where n.person_id = mark.person_id and n.message_key is null and n.withdrawn_at is null returning n.person_id as "personId"`,
);
const selectToldLately = statement(
  'nags-told-before-list',
  `select distinct n.person_id as "personId", ${SHOWN_IN} as root, account.messenger, account.chat_id as "chatId"
   from nag n join account on account.person_id = n.person_id and account.is_home
   where n.person_id = any($1::int[]) and n.noted_at > $2 and n.withdrawn_at is null and ${SHOWN_IN} <> all($3::text[])
     and not exists (select from reminder s where s.state = 'planned' and s.reason = 'snoozed'
       and s.person_id = n.person_id and s.params ->> 'root' = ${SHOWN_IN})`,
);
const moveToList = statement(
  'move-nags-to-list',
  `update nag n set joined_key = mark.key from unnest($1::int[], $2::text[], $3::text[]) as mark (person_id, root, key)
   where ${SHOWN_IN} = mark.root and n.person_id = mark.person_id and n.withdrawn_at is null`,
);

/**
 * Lists that are told now take along what their readers were, or were to be, reminded of in the last quarter of an hour.
 * @param keys of their messages, by person
 * @returns whose phone is to sound for what was not heard yet
 */
export async function joinLists(
  tx: Transaction,
  keys: ReadonlyMap<number, string>,
  around: Circumstances,
): Promise<ReadonlySet<number>> {
  const roots = [...keys.values()];
  const since = new Date(around.now.getTime() - ONE_MESSAGE_MS);
  const untold = await tx.query<{ personId: number }>(takeUntold, [[...keys.keys()], roots, around.now]);
  const sounds = await soundsForAll(tx, around);
  const loud = new Set<number>();
  for (const personId of new Set(untold.map((one) => one.personId))) {
    const lines = await readNags(tx, around, personId, keys.get(personId) ?? '');
    if (isLoud(lines, sounds(personId), around)) loud.add(personId);
  }
  const told = await tx.query<Outdated>(selectToldLately, [[...keys.keys()], since, roots]);
  if (told.length === 0) return loud;
  await tx.query(moveToList, [
    told.map(({ personId }) => personId),
    told.map(({ root }) => root),
    told.map(({ personId }) => keys.get(personId) ?? ''),
  ]);
  await drawAnew(tx, told, around.now);
  return loud;
}

// By keys, which have an index: the list itself, and the list as it was told once more.
const selectLately = statement(
  'lists-told-lately',
  `select distinct on (k.person_id) k.person_id as "personId", m.key as root, m.params, m.created_at as "toldAt", m.silent, m.messenger, m.chat_id as "chatId"
   from (select * from unnest($2::int[], $3::text[]) as listed (person_id, key)
     union select n.person_id, n.message_key from nag n
     where n.person_id = any($2::int[]) and n.noted_at > $1 and n.message_key like 'morning:%') k
     join outbox_message m on m.key = k.key and not m.mergeable
   where m.created_at > $1 and m.state in ('new', 'sending', 'sent') order by k.person_id, m.id desc`,
);

const JUST_TOLD_MS = 2 * MINUTE_MS;

export interface ToldList extends Outdated {
  readonly params: unknown;
  readonly toldAt: Date;
  readonly silent: boolean;
}

/**
 * The list has only just come, and what joins it needs no sound, or the list had one: its message shows it as well, and no second list comes
 * a minute later.
 */
export const takesMore = ({ toldAt, silent }: ToldList, { silent: needsNoSound }: Message, now: Date): boolean =>
  now.getTime() - toldAt.getTime() < JUST_TOLD_MS && (needsNoSound || !silent);

/** Lists of these people that are less than a quarter of an hour old: the next reminder brings them along. */
export async function listsLately(
  tx: Transaction,
  personIds: readonly number[],
  { now, calendar }: Circumstances,
): Promise<ReadonlyMap<number, ToldList>> {
  const day = dayOf(now, calendar);
  const rows = await tx.query<ToldList>(selectLately, [
    new Date(now.getTime() - ONE_MESSAGE_MS),
    personIds,
    personIds.map((personId) => listKey(day, personId)),
  ]);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** The list once more, with what has come since; the message before goes. It sounds if what has come does. */
export async function withList(tx: Transaction, list: ToldList, key: string, around: Circumstances): Promise<Message> {
  const { personId, messenger, chatId, params } = list;
  const lines = await readNags(tx, around, personId, key);
  const sounds = await soundsForAll(tx, around);
  return {
    key,
    to: { messenger, chatId },
    kind: 'morning',
    params: paramsOf('morning', params),
    silent: !isLoud(lines, sounds(personId), around),
  };
}
