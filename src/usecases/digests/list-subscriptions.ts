import { GroupChat, ListSubscription } from '../../../entities/digests';
import { Account } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { isOneOf } from '../../regulation/lists';
import { CONTROL_LISTS, hasRight } from '../../regulation/rights';
import { NARROWINGS } from '../kit/account-params';
import { say, type Message } from '../kit/messages';
import { officialById, type Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { readNarrowed, type ControlList, type NarrowedPage, type NarrowingAsked } from '../statistics/narrowed-lists';

/** A control list, or a part of it. */
export interface ListAsked {
  readonly list: ControlList;
  readonly to: NarrowingAsked | null;
}

/** Where it comes by itself. */
export interface Subscriptions {
  /** To the reader, each working morning. */
  readonly morning: boolean;
  /** On the first working day of each week; groups that are switched off are left out. */
  readonly groups: readonly { readonly id: number; readonly title: string; readonly isOn: boolean }[];
}

const SAME = `s.list = $1 and s.narrowed_by is not distinct from $2 and s.code is not distinct from $3`;
const selectOwn = statement(
  'own-list-subscription',
  `select exists (select from list_subscription s where ${SAME} and s.person_id = $4 and s.group_id is null) as "isOn"`,
);
const selectGroups = statement(
  'groups-with-list',
  `select g.id, g.title, exists (select from list_subscription s where ${SAME} and s.group_id = g.id) as "isOn"
   from group_chat g where g.stopped_at is null order by g.title, g.id`,
);
const insert = statement(
  'subscribe-to-list',
  `insert into list_subscription (list, narrowed_by, code, person_id, group_id)
   select $1, $2, $3, $4, $5 where $5::int is null or exists (select from group_chat g where g.id = $5) on conflict do nothing`,
);
const remove = statement(
  'unsubscribe-from-list',
  `delete from list_subscription s where ${SAME} and s.group_id is not distinct from $5::int and (s.group_id is not null or s.person_id = $4)`,
);

const keyOf = ({ list, to }: ListAsked) => [list, to?.by ?? null, to?.code ?? null];

export async function readSubscriptions(desk: Desk, { personId }: Official, asked: ListAsked): Promise<Subscriptions> {
  const database = databaseOf(desk);
  const [own] = await database.query<{ isOn: boolean }>(selectOwn, [...keyOf(asked), personId]);
  const groups = await database.query<Subscriptions['groups'][number]>(selectGroups, keyOf(asked));
  return { morning: own?.isOn ?? false, groups };
}

/** @param groupId null: to themselves. @returns false when the lists are not theirs. @idempotent */
export async function subscribe(
  desk: Desk,
  official: Official,
  asked: ListAsked,
  groupId: number | null,
  isOn: boolean,
): Promise<boolean> {
  if (!hasRight(official, 'control')) return false;
  await databaseOf(desk).query(isOn ? insert : remove, [...keyOf(asked), official.personId, groupId]);
  return true;
}

const CHAT = columns(Account, ['messenger', 'chatId'], 'account');
const GROUP = columns(GroupChat, ['messenger', 'chatId', 'threadId'], 'g');
const selectMornings = statement(
  'lists-of-morning',
  `select s.id, s.person_id as "personId", ${CHAT} from list_subscription s
     join person p on p.id = s.person_id and p.disabled_at is null join account on account.person_id = p.id and account.is_home
   where s.group_id is null order by s.id`,
);
const selectMondays = statement(
  'lists-of-monday',
  `select s.id, ${GROUP} from list_subscription s join group_chat g on g.id = s.group_id and g.stopped_at is null order by s.id`,
);

/** Each working morning, to whoever has asked; silently: nothing of it is news of their own. @idempotent by day */
export async function tellListsOfMorning(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const day = dayOf(now, calendar);
  const rows = await tx.query<{ id: number; personId: number } & RowOf<typeof CHAT>>(selectMornings);
  const messages = rows.map(({ id, personId, ...to }): Message => ({
    key: `list:${id}:${day}`,
    to,
    kind: 'listMorning',
    params: { personId, subscriptionId: id, until },
    silent: true,
  }));
  await say(tx, messages, now);
}

/** On the first working day of a week, into groups. @idempotent by day */
export async function tellListsOfMonday(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const day = dayOf(now, calendar);
  const rows = await tx.query<{ id: number } & RowOf<typeof GROUP>>(selectMondays);
  const messages = rows.map(({ id, threadId, ...to }): Message => ({
    key: `list:${id}:${day}`,
    to,
    kind: 'listMonday',
    params: { subscriptionId: id, until, ...(threadId !== null && { threadId }) },
    silent: true,
  }));
  await say(tx, messages, now);
}

const KEPT = columns(ListSubscription, ['personId', 'list', 'narrowedBy', 'code'], 's');
const selectKept = statement('list-subscription', `select ${KEPT} from list_subscription s where s.id = $1`);

/** What a subscription shows now, by the rights of whoever has asked for it; null: they have none any more, or it has ended. */
export async function readSubscribed(desk: Desk, subscriptionId: number): Promise<NarrowedPage | null> {
  const [kept] = await databaseOf(desk).query<RowOf<typeof KEPT>>(selectKept, [subscriptionId]);
  const owner = kept && (await officialById(desk, kept.personId));
  if (!owner || owner.disabled || !hasRight(owner, 'control') || !isOneOf(CONTROL_LISTS, kept.list)) return null;
  const { list, narrowedBy: by, code } = kept;
  return readNarrowed(desk, owner, list, isOneOf(NARROWINGS, by) && code !== null ? [{ by, code }] : [], 0);
}
