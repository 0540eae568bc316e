import { IsNull } from 'typeorm';
import { Reminder } from '../../../entities/form';
import { Account, type Chat, Person } from '../../../entities/person';
import { Nag } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { termsOf } from '../../regulation/terms';
import { type Message, say } from '../kit/messages';
import { circumstances, type Desk } from '../kit/ports';
import { snoozedNags, settleReminders, workOff, type OnReminderFailure, type Settled } from '../kit/reminders';
import { besideList, listsLately, takesMore, waitForList, withList, type ToldList } from './beside-morning';
import { loadTerms } from './load-terms';
import { canWait, nearestEnd, readNags } from './nags';
import { betterMoment, REASONS } from './note-nags';
import { drawAnew, ONE_MESSAGE_MS, SHOWN_IN, withdrawSupersededNags, type Outdated } from './withdraw';

const OF_NAG = columns(Nag, ['reminderId', 'personId', 'notedAt'], 'n');
const OF_REMINDER = columns(Reminder, ['appealId', 'term'], 'r');
interface Untold extends RowOf<typeof OF_NAG>, RowOf<typeof OF_REMINDER> {
  /** Both null: no account, so nothing can be said. */
  messenger: string | null;
  chatId: string | null;
  /** At any hour, and with a sound. */
  visit: boolean;
  overdue: boolean;
}

/** Whoever has no chat keeps the row: what was due and could not be told is known, and coordinators see who never started. */
const NO_CHAT = 'no chat';

// In order, or the planner reads the whole table for the one row that is mostly not there.
const selectUnnoted = statement(
  'nags-not-yet-noted',
  `select from reminder where state = 'planned' and due_at <= $1 and reason = any($2::text[]) order by due_at limit 1`,
);
const selectUntold = statement(
  'untold-nags',
  `select ${OF_NAG}, ${OF_REMINDER}, ${columns(Account, ['messenger', 'chatId'], 'account')}, r.term is null as visit, coalesce(r.threshold = 'overdue', false) as overdue
   from nag n join reminder r on r.id = n.reminder_id left join account on account.person_id = n.person_id and account.is_home
   where n.message_key is null and not (n.gathered and account.person_id is not null)
   order by n.person_id, n.reminder_id for update of n skip locked`,
);
const putIntoMessages = statement(
  'put-nags-into-messages',
  `update nag set message_key = mark.key, joined_key = null, noted_at = case when mark.key is null then noted_at else coalesce($4, noted_at) end
   from unnest($1::bigint[], $2::int[], $3::text[]) as mark (reminder_id, person_id, key)
   where nag.reminder_id = mark.reminder_id and nag.person_id = mark.person_id`,
);
/**
 * Messages that told these people of something a little while ago. What a person has put off waits for its hour.
 */
const selectLately = statement(
  'messages-of-nags-lately',
  `select distinct n.person_id as "personId", ${SHOWN_IN} as root, account.messenger, account.chat_id as "chatId"
   from nag n join account on account.person_id = n.person_id and account.is_home
   where n.person_id = any($1::int[]) and n.noted_at > $2 and n.withdrawn_at is null and ${SHOWN_IN} <> all($3::text[])
     and n.message_key <> '${NO_CHAT}'
     and not exists (select from reminder s where s.state = 'planned' and s.reason = 'snoozed'
       and s.person_id = n.person_id and s.params ->> 'root' = ${SHOWN_IN})`,
);
/** What is to be told again, as if it had just fallen due: beside whatever else falls together for the person. */
const untell = statement(
  'tell-nags-again',
  'update nag set message_key = null, joined_key = null, noted_at = $3 where reminder_id = any($1::bigint[]) and person_id = $2',
);
const moveLines = statement(
  'move-nags-to-message',
  `update nag n set joined_key = mark.key from unnest($1::int[], $2::text[], $3::text[]) as mark (person_id, root, key)
   where ${SHOWN_IN} = mark.root and n.person_id = mark.person_id and n.withdrawn_at is null`,
);
/** Appeals of which a person has asked not to hear for a while, until when, and the message that they will hear of them in. */
const selectSnoozed = statement(
  'snoozed-appeals',
  `select s.person_id as "personId", r.appeal_id as "appealId", s.params ->> 'root' as root, s.due_at as until
   from reminder s join nag n on ${SHOWN_IN} = s.params ->> 'root' and n.person_id = s.person_id
   join reminder r on r.id = n.reminder_id
   where s.state = 'planned' and s.reason = 'snoozed' and s.person_id = any($1::int[])`,
);

/**
 * What fell together for one person is one message.
 * @param notedUntil what was due by then has been noted, or another instance notes it right now
 * @returns how many messages were queued
 */
export async function tellNags(desk: Desk, notedUntil: Date, onFailure: OnReminderFailure): Promise<number> {
  await takeSnoozed(desk, onFailure);
  return databaseOf(desk).transaction((tx) => tellNew(tx, desk, notedUntil));
}

/** What nobody has been told of yet, but for what waits for a morning list or is gathered for one. @returns how many messages were queued */
export async function tellNew(tx: Transaction, desk: Desk, notedUntil: Date): Promise<number> {
  const around = circumstances(desk);
  const { now } = around;
  // Another instance notes the rest: whoever is last tells everything, so that what fell together is one message.
  if ((await tx.query(selectUnnoted, [notedUntil, REASONS])).length > 0) return 0;
  const untold = await tx.query<Untold>(selectUntold);
  if (untold.length === 0) return 0;
  const snoozed = await snoozedOf(tx, untold, around);
  const people = [...new Set(untold.map(({ personId }) => personId))];
  const [waits, lists] = [await waitForList(tx, people, around), await listsLately(tx, people, around)];
  const messages = new Map<string, Message>();
  const keyOf = new Map<number, string>();
  const marks = untold.map((nag) => {
    const { personId, messenger, chatId, reminderId } = nag;
    if (messenger === null || chatId === null) return NO_CHAT;
    const later = snoozed(nag);
    if (later !== null) return later;
    if (waits(nag)) return null;
    const list = lists.get(personId);
    const key = keyOf.get(personId) ?? (list ? besideList(list, reminderId) : rootKey(nag));
    keyOf.set(personId, key);
    if (!list) messages.set(key, messageOf(key, personId, { messenger, chatId }));
    return key;
  });
  await tx.query(putIntoMessages, [
    untold.map(({ reminderId }) => reminderId),
    untold.map(({ personId }) => personId),
    marks,
    // what has waited for a list is told now
    now,
  ]);
  const theirLists = [...lists.values()].filter(({ personId }) => keyOf.has(personId));
  const [again, justTold]: [ToldList[], ToldList[]] = [[], []];
  for (const list of theirLists) {
    const key = keyOf.get(list.personId) ?? list.root;
    const message = await withList(tx, list, key, around);
    if (takesMore(list, message, now)) justTold.push(list);
    else {
      again.push(list);
      messages.set(key, message);
    }
  }
  await say(tx, [...messages.values()], now);
  await withdrawSupersededNags(tx, [...keyOf.values()], now);
  await showInLists(tx, justTold, keyOf, now);
  for (const { personId, root } of justTold) keyOf.set(personId, root);
  await joinLately(tx, keyOf, again, now);
  return messages.size;
}

/** What was just told of in a list is drawn into it. */
async function showInLists(
  tx: Transaction,
  lists: readonly ToldList[],
  keyOf: ReadonlyMap<number, string>,
  now: Date,
): Promise<void> {
  if (lists.length === 0) return;
  await tx.query(moveLines, [
    lists.map(({ personId }) => personId),
    lists.map(({ personId }) => keyOf.get(personId) ?? ''),
    lists.map(({ root }) => root),
  ]);
  await drawAnew(tx, lists, now);
}

/**
 * What a person was told less than a quarter of an hour ago comes along: it is one message, and the one before goes.
 * @param lists morning lists among it
 */
async function joinLately(
  tx: Transaction,
  keyOf: ReadonlyMap<number, string>,
  lists: readonly Outdated[],
  now: Date,
): Promise<void> {
  const nags = await tx.query<Outdated>(selectLately, [
    [...keyOf.keys()],
    new Date(now.getTime() - ONE_MESSAGE_MS),
    [...keyOf.values()],
  ]);
  const lately = [...nags.filter(({ root }) => lists.every((list) => list.root !== root)), ...lists];
  if (lately.length === 0) return;
  await tx.query(moveLines, [
    lately.map(({ personId }) => personId),
    lately.map(({ root }) => root),
    lately.map(({ personId }) => keyOf.get(personId) ?? ''),
  ]);
  await drawAnew(tx, lately, now);
}

/** The first reminder that is told makes the key: no two messages of one person tell of the same, but one that was put off does again. */
const rootKey = ({ reminderId, personId, notedAt }: Untold): string =>
  `nags:${reminderId}:person:${personId}:${notedAt.getTime()}`;

/** Loud or silent is decided when it goes out: it may be on its way until the evening. */
const messageOf = (key: string, personId: number, to: Chat): Message => ({
  key,
  to,
  kind: 'nags',
  params: { personId, root: key },
  silent: false,
});

/**
 * The message that a nag waits for; null: none. «Отложить» silences no overdue and no visit, and nothing whose term is over
 * before its hour comes.
 */
async function snoozedOf(
  tx: Transaction,
  untold: readonly Untold[],
  { calendar, signatures }: Circumstances,
): Promise<(nag: Untold) => string | null> {
  const rows = await tx.query<{ personId: number; appealId: number; root: string; until: Date }>(selectSnoozed, [
    [...new Set(untold.map(({ personId }) => personId))],
  ]);
  if (rows.length === 0) return () => null;
  const snoozes = new Map(rows.map((row) => [`${row.personId}:${row.appealId}`, row]));
  const appeals = await loadTerms(tx, [...new Set(rows.map(({ appealId }) => appealId))], signatures);
  return ({ personId, appealId, term, overdue, visit }) => {
    const snooze = snoozes.get(`${personId}:${appealId}`);
    const appeal = snooze && appeals.get(snooze.appealId);
    if (!snooze || !appeal || overdue || visit) return null;
    const due = termsOf(appeal.facts, calendar).find(({ id }) => id === term)?.due;
    return due !== undefined && snooze.until < due ? snooze.root : null;
  };
}

/** The hour that a person has asked for: what of that message still stands is to be told again. */
function takeSnoozed(desk: Desk, onFailure: OnReminderFailure): Promise<number> {
  return workOff(
    desk,
    ['snoozed'],
    async (tx, batch) => {
      const settled: Settled[] = [];
      for (const { id, personId, params } of batch) {
        const account = personId === null ? null : await accountInUse(tx, personId);
        const later = account && (await takeAgain(tx, desk, { ...account, ...snoozedNags.parse(params) }));
        settled.push(later ? { id, state: 'planned', dueAt: later } : { id, state: 'done' });
      }
      await settleReminders(tx, settled);
      return batch.length;
    },
    onFailure,
  );
}

/** Null: nobody can be told there, or works here any more. */
async function accountInUse(tx: Transaction, personId: number): Promise<Account | null> {
  const works = await repositoryOf(tx, Person).existsBy({ id: personId, disabledAt: IsNull() });
  return works ? repositoryOf(tx, Account).findOneBy({ personId, isHome: true }) : null;
}

/**
 * What still stands and could be put off leaves its message, which shows what is left of it, or goes.
 * @returns a better moment for it, when the office is closed
 */
async function takeAgain(tx: Transaction, desk: Desk, before: Outdated): Promise<Date | null> {
  const { personId, root } = before;
  const around = circumstances(desk);
  const lines = (await readNags(tx, around, personId, root)).filter(canWait);
  if (lines.length === 0) return null;
  const later = betterMoment(nearestEnd(lines), around);
  if (later) return later;
  const ids = lines.flatMap(({ reminderIds }) => reminderIds);
  await tx.query(untell, [ids, personId, around.now]);
  await drawAnew(tx, [before], around.now);
  return null;
}
