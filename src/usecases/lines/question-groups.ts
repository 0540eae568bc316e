import { In, IsNull } from 'typeorm';
import { GroupChat } from '../../../entities/digests';
import { LineQuestion, QuestionGroup } from '../../../entities/lines';
import type { Chat } from '../../../entities/person';
import { databaseOf, repositoryOf, statement, type Rows, type Transaction } from '../../database/database';
import { isWorkingTime, type PlainDate } from '../../regulation/calendar';
import { mayBeTied, saidAtEnd, type TieEnd } from '../../regulation/engagement/asked-in-group';
import { hasRight } from '../../regulation/rights';
import { loadEngagement } from '../engagement/engagement-store';
import { officialsThere } from '../engagement/told';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message, type Params } from '../kit/messages';
import type { Official } from '../kit/officials';
import { circumstances, type Desk, type Records } from '../kit/ports';

/** A group as ОГ chooses it. */
export interface GroupOfLine extends Readonly<
  Pick<QuestionGroup, 'id' | 'title' | 'messenger' | 'chatId' | 'passedOver'>
> {
  /** To the line that is asked about. */
  readonly isTied: boolean;
}

/** The bot is in this group, or has come in again. @idempotent */
export async function noteGroup(
  desk: Records,
  { messenger, chatId, title }: Chat & { readonly title: string },
): Promise<void> {
  await repositoryOf(databaseOf(desk), QuestionGroup).upsert(
    { messenger, chatId, title, leftAt: null },
    { conflictPaths: ['messenger', 'chatId'] },
  );
}

const selectFor = statement(
  'question-groups-of-line',
  `select g.id, g.title, g.messenger, g.chat_id as "chatId",
     case when g.engagement_id = $1 then g.passed_over else 0 end as "passedOver",
     g.engagement_id is not null and g.engagement_id = $1 and g.untied_at is null as "isTied"
   from question_group g
   where g.left_at is null and g.messenger = any($2::text[])
     and (g.engagement_id is null or g.untied_at is not null or g.engagement_id = $1)
     and not exists (select from group_chat d where d.messenger = g.messenger and d.chat_id = g.chat_id and d.stopped_at is null)
   order by "isTied" desc, g.title, g.id`,
);

export interface GroupsForLine {
  readonly title: string;
  /** The line's last day. */
  readonly closesOn: PlainDate | null;
  readonly mayTie: boolean;
  readonly groups: readonly GroupOfLine[];
}

/** Those tied to this line first, then those that are free. Null: it is not for them, or there is no such line. */
export async function groupsForLine(
  desk: Desk,
  official: Official,
  lineId: number,
  messengers: readonly string[],
): Promise<GroupsForLine | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const groups = await database.query<GroupOfLine>(selectFor, [lineId, messengers]);
  const { title, closesOn } = kept.content;
  return { title, closesOn, mayTie: mayBeTied(kept.row.stage), groups };
}

/** Each has words in `line:group.refusal`. `digest`: the office's own chat. `taken`: another line gathers there. */
export type TieRefusal = 'notYours' | 'gone' | 'closed' | 'digest' | 'taken';
export type TieResult = { readonly ok: true } | { readonly ok: false; readonly refusal: TieRefusal };
const refuse = (refusal: TieRefusal): TieResult => ({ ok: false, refusal });

// Any number that no other lock has as its first.
const GROUPS = 334_000_013;
const hold = statement('hold-group-chat', `select pg_advisory_xact_lock(${GROUPS}, hashtext($1))`);
/** Until this transaction ends nobody else decides what this chat is for: the office's digests, or citizens' questions. */
export const holdGroupChat = async (tx: Transaction, { messenger, chatId }: Chat): Promise<void> =>
  void (await tx.query(hold, [`${messenger} ${chatId}`]));

/** Questions of a direct line are gathered there now. */
export const isTied = (rows: Rows, { messenger, chatId }: Chat): Promise<boolean> =>
  repositoryOf(rows, QuestionGroup)
    .findOneBy({ messenger, chatId, untiedAt: IsNull() })
    .then((group) => group !== null && group.engagementId !== null);

/**
 * From now on questions of the line are gathered in that group, which is told so by one message.
 * @param title as its messenger has it now
 * @idempotent while the tie stands
 */
export async function tieGroup(
  desk: Desk,
  official: Official,
  lineId: number,
  groupId: number,
  title: string,
): Promise<TieResult> {
  if (!hasRight(official, 'engage')) return refuse('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    const groups = repositoryOf(tx, QuestionGroup);
    const known = await groups.findOneBy({ id: groupId });
    if (known === null) return refuse('gone');
    await holdGroupChat(tx, known);
    const group = await groups.findOneOrFail({ where: { id: groupId }, lock: { mode: 'pessimistic_write' } });
    const line = await loadEngagement(tx, lineId);
    if (line?.row.kind !== 'direct_line' || group.leftAt !== null) return refuse('gone');
    if (!mayBeTied(line.row.stage)) return refuse('closed');
    const { messenger, chatId } = group;
    if (await repositoryOf(tx, GroupChat).existsBy({ messenger, chatId, stoppedAt: IsNull() })) return refuse('digest');
    if (group.engagementId !== null && group.untiedAt === null)
      return group.engagementId === lineId ? { ok: true } : refuse('taken');
    const now = desk.clock.now();
    // Of the same line they are still to be looked for in the group.
    const passedOver = group.engagementId === lineId ? group.passedOver : 0;
    await groups.update(
      { id: groupId },
      { title, engagementId: lineId, tiedById: official.personId, tiedAt: now, untiedAt: null, passedOver },
    );
    await addPeopleEntry(tx, {
      ...{ at: now, action: 'tieGroup', personId: official.personId, capacity: 'engagement' },
      details: { engagementId: lineId, groupId, messenger, chatId, title },
    });
    await sayThere(tx, group, line.content, 'begun', now);
    return { ok: true };
  });
}

/** Words of the group's own: a hundred people read them, so there are two in all. */
async function sayThere(
  tx: Transaction,
  { id, messenger, chatId }: QuestionGroup,
  { title, closesOn }: { readonly title: string; readonly closesOn: PlainDate | null },
  news: Params<'lineInGroup'>['news'],
  now: Date,
): Promise<void> {
  await say(
    tx,
    [
      {
        key: `lineInGroup:${id}:${now.toISOString()}:${news}`,
        to: { messenger, chatId },
        kind: 'lineInGroup',
        params: { title, news, until: closesOn },
        silent: true,
      },
    ],
    now,
  );
}

/** By hand: whoever has pressed needs no message. @idempotent */
export async function untieGroup(desk: Desk, official: Official, lineId: number, groupId: number): Promise<TieResult> {
  if (!hasRight(official, 'engage')) return refuse('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    const group = await repositoryOf(tx, QuestionGroup).findOne({
      where: { id: groupId, engagementId: lineId },
      lock: { mode: 'pessimistic_write' },
    });
    if (group === null) return refuse('gone');
    await untie(tx, desk, group, null, official);
    return { ok: true };
  });
}

/**
 * The bot was removed from a group, hears no more there, or may not write: a tie ends, and whoever has made it hears so once.
 * @idempotent
 */
export const groupIsLost = (desk: Desk, chat: Chat, why: Exclude<TieEnd, 'over'>): Promise<boolean> =>
  databaseOf(desk).transaction((tx) => groupIsLostIn(tx, desk, chat, why));

/** The same beside others, in their transaction. */
export async function groupIsLostIn(
  tx: Transaction,
  desk: Desk,
  { messenger, chatId }: Chat,
  why: Exclude<TieEnd, 'over'>,
): Promise<boolean> {
  const groups = repositoryOf(tx, QuestionGroup);
  const group = await groups.findOne({ where: { messenger, chatId }, lock: { mode: 'pessimistic_write' } });
  if (group === null) return false;
  if (why === 'kicked' && group.leftAt === null) await groups.update({ id: group.id }, { leftAt: desk.clock.now() });
  return untie(tx, desk, group, why, null);
}

const selectOver = statement(
  'tied-groups-over',
  `select g.id from question_group g join engagement e on e.id = g.engagement_id
   where g.untied_at is null and e.stage <> 'running' order by g.id for update of g skip locked`,
);

/** Lines that run no more gather nowhere. @returns how many ties have ended @idempotent */
export async function endTies(desk: Desk): Promise<number> {
  return databaseOf(desk).transaction(async (tx) => {
    const ids = (await tx.query<{ id: number }>(selectOver)).map(({ id }) => id);
    if (ids.length === 0) return 0;
    const over = await repositoryOf(tx, QuestionGroup).find({ where: { id: In(ids) }, order: { id: 'asc' } });
    for (const group of over) await untie(tx, desk, group, 'over', null);
    return over.length;
  });
}

/** Under the lock of its row. @param why null: by hand @returns false: there was no tie */
async function untie(
  tx: Transaction,
  desk: Desk,
  group: QuestionGroup,
  why: TieEnd | null,
  actor: Official | null,
): Promise<boolean> {
  const { id: groupId, engagementId, tiedAt, messenger, chatId, title, passedOver } = group;
  if (engagementId === null || group.untiedAt !== null) return false;
  const now = desk.clock.now();
  await repositoryOf(tx, QuestionGroup).update({ id: groupId }, { untiedAt: now });
  await addPeopleEntry(tx, {
    ...{ at: now, action: 'untieGroup', personId: actor?.personId ?? null },
    capacity: actor === null ? null : 'engagement',
    details: { engagementId, groupId, messenger, chatId, title, why },
  });
  const line = await loadEngagement(tx, engagementId);
  if (line === null) return true;
  const news = saidAtEnd(why, line.row.stage);
  if (news !== null) await sayThere(tx, group, line.content, news, now);
  if (why === null) return true;
  const count = await repositoryOf(tx, LineQuestion).countBy({ engagementId, source: 'group' });
  const { calendar } = circumstances(desk);
  const hearers = await officialsThere(tx, desk, group.tiedById);
  const messages = hearers.map(({ id: personId, ...to }): Message => ({
    key: `lineGroup:${groupId}:${tiedAt?.toISOString()}:${why}:person:${personId}`,
    to,
    kind: 'lineGroup',
    params: { personId, lineId: engagementId, title: line.content.title, group: title, why, count, passedOver },
    // That a line is over they know; that nobody is heard any more is theirs to mend.
    silent: why === 'over' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
  return true;
}

/** Whether a line gathers there, for its list. */
export const tiedTo = (rows: Rows, lineId: number): Promise<number> =>
  repositoryOf(rows, QuestionGroup).countBy({ engagementId: lineId, untiedAt: IsNull() });
