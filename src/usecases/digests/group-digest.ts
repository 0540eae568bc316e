import { IsNull } from 'typeorm';
import { z } from 'zod';
import { GroupChat } from '../../../entities/digests';
import { statement, type Queries, type Database, type Transaction, repositoryOf } from '../../database/database';
import { type PlainDate, dayOf, lastWorkingDayOnOrBefore, plusDays } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { gatheredLine, type GatheredLine } from '../kit/digest-params';
import { type Counted, say, type GroupDigest } from '../kit/messages';
import { circumstances, type Desk } from '../kit/ports';
import { readNags } from '../terms/nags';
import { readOffice, type OfficeNumbers, type OverdueOf } from './office';

const insertDigest = statement(
  'keep-digest',
  'insert into digest (subject, day, numbers) values ($1, $2, $3::jsonb) on conflict do nothing returning subject',
);
const selectDigest = statement('digest-of-day', 'select numbers from digest where subject = $1 and day = $2');

/**
 * Keeps what a digest counted, for the next one to compare with.
 * @returns false when this subject has had its digest of the day already
 */
export async function keepDigest(tx: Queries, subject: string, day: PlainDate, numbers: unknown): Promise<boolean> {
  return (await tx.query(insertDigest, [subject, day, JSON.stringify(numbers)])).length > 0;
}

/** What was kept under this subject that day, as it was written; null: nothing. */
export async function digestOf(queries: Queries, subject: string, day: PlainDate): Promise<unknown> {
  return (await queries.query<{ numbers: unknown }>(selectDigest, [subject, day]))[0]?.numbers ?? null;
}

/** What a digest may show, in its order. */
export const DIGEST_PARTS = ['fresh', 'stages', 'due', 'overdue', 'results', 'engagement'] as const;
export type DigestPart = (typeof DIGEST_PARTS)[number];

/** A name and five counts take up to 120 characters: with all other parts of the digest they stay below 4,096. */
export const PEOPLE_PER_MESSAGE = 25;

/** As a group's row has them; null: everything. */
export const partsOf = (contents: readonly string[] | null): DigestPart[] | null =>
  contents && DIGEST_PARTS.filter((part) => contents.includes(part));

/** Groups that get digests; the hour in minutes after midnight, null: as the schedule has it. */
export const groupsWithDigests = (database: Database): Promise<Pick<GroupChat, 'id' | 'digestAt'>[]> =>
  repositoryOf(database, GroupChat).find({ where: { stoppedAt: IsNull() }, order: { id: 'asc' } });

const tally = z.object({
  fresh: z.number(),
  open: z.number(),
  overdue: z.number(),
  people: z.record(z.string(), z.number()),
});
type Tally = z.infer<typeof tally>;

/** Queues the digest of a group that is due at `slot`. @idempotent by the group and the day */
export async function sendGroupDigest(tx: Transaction, desk: Desk, groupId: number, slot: Date): Promise<void> {
  const group = await repositoryOf(tx, GroupChat).findOneBy({ id: groupId, stoppedAt: IsNull() });
  if (!group) return;
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(slot, calendar);
  const numbers = await readOffice(tx, { day, slot, now }, around);
  const subject = `group:${groupId}`;
  const yesterday = await digestOf(tx, subject, lastWorkingDayOnOrBefore(plusDays(day, -1), calendar));
  if (!(await keepDigest(tx, subject, day, tallyOf(numbers)))) return;
  const digests = groupDigests(
    day,
    numbers,
    yesterday === null ? null : tally.parse(yesterday),
    partsOf(group.contents) ?? DIGEST_PARTS,
  );
  await say(
    tx,
    digests.map((digest) => ({
      key: `digest:${subject}:${day}:${digest.part}`,
      to: group,
      kind: 'groupDigest',
      params: { ...(group.threadId === null ? {} : { threadId: group.threadId }), digest },
      silent: true,
    })),
    now,
  );
}

const total = <T>(rows: readonly T[], count: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + count(row), 0);
/** Coordinators have no number of their own, and an organization's may be a person's too. */
const keyOf = ({
  personId,
  organizationId,
  unnamed,
}: Pick<OverdueOf, 'personId' | 'organizationId' | 'unnamed'>): string => {
  if (unnamed !== null) return unnamed;
  return organizationId === null ? String(personId ?? 0) : `organization ${organizationId}`;
};

function tallyOf({ fresh, stages, overdue }: OfficeNumbers): Tally {
  return {
    fresh,
    open: total(stages, ({ count }) => count),
    overdue: total(overdue, ({ appeals }) => appeals),
    people: Object.fromEntries(overdue.map((one) => [keyOf(one), one.appeals])),
  };
}

/** The messages of one digest, in their order; at least one. */
export function groupDigests(
  day: PlainDate,
  numbers: OfficeNumbers,
  yesterday: Tally | null,
  contents: readonly DigestPart[],
): GroupDigest[] {
  const today = tallyOf(numbers);
  const counted = (count: number, before: number | undefined): Counted => ({
    count,
    change: before === undefined ? null : count - before,
  });
  const wanted = <T>(part: DigestPart, value: T): T | null => (contents.includes(part) ? value : null);
  const all = counted(today.overdue, yesterday?.overdue);
  const people = numbers.overdue.map(({ organizationId, ...one }) => ({
    ...one,
    organization: organizationId !== null,
    ...counted(
      one.appeals,
      yesterday === null ? undefined : (yesterday.people[keyOf({ organizationId, ...one })] ?? 0),
    ),
  }));
  const parts = contents.includes('overdue') ? Math.max(1, Math.ceil(people.length / PEOPLE_PER_MESSAGE)) : 1;
  const nothing = { fresh: null, stages: null, due: null, results: null, engagement: null };
  return Array.from({ length: parts }, (_, index) => ({
    day,
    part: index + 1,
    parts,
    ...(index > 0
      ? nothing
      : {
          fresh: wanted('fresh', counted(today.fresh, yesterday?.fresh)),
          stages: wanted('stages', { open: counted(today.open, yesterday?.open), stages: numbers.stages }),
          due: wanted('due', { today: numbers.dueToday, next: numbers.dueNext }),
          results: wanted('results', numbers.results),
          engagement: wanted('engagement', numbers.engagement),
        }),
    overdue: wanted('overdue', {
      all,
      ...(index === parts - 1
        ? { duty: numbers.duty, redirect: numbers.redirect, leftOut: numbers.leftOut }
        : { duty: 0, redirect: 0, leftOut: [] }),
      people: people.slice(index * PEOPLE_PER_MESSAGE, (index + 1) * PEOPLE_PER_MESSAGE),
    }),
  }));
}

// What a curator only watches (§2) is no message of its own: it waits for their next morning list, through nights, weekends and outages, until
// a list takes it.

/** So many things are read beside a list; the others are in the next. */
const LINES_AT_MOST = 12;

const selectReaders = statement(
  'readers-of-gathered',
  `select (params ->> 'personId')::int as id from outbox_message where state = 'gathered'
   union select person_id from nag where message_key is null and gathered`,
);
// Of a violation that was decided meanwhile nothing is left to do.
const takeMessages = statement(
  'take-gathered-messages',
  `update outbox_message m set state = 'skipped', reason = 'told in ' || $2, finished_at = $3
   from (select id from outbox_message where state = 'gathered' and (params ->> 'personId')::int = $1 order by id limit ${LINES_AT_MOST}) t
   where m.id = t.id returning m.id, m.kind, m.params,
     m.kind = 'violation' and exists (select from violation v where v.id = (m.params ->> 'violationId')::int and v.state = 'decided') as "isOver"`,
);
const takeNags = statement(
  'take-gathered-nags',
  'update nag set message_key = $2 where person_id = $1 and message_key is null and gathered',
);

// What was put right before its morning is told by no list.
const withdrawNags = statement(
  'withdraw-gathered-nags',
  'update nag set withdrawn_at = $3 where person_id = $1 and message_key = $2 and gathered and reminder_id <> all($4::bigint[])',
);

/** What was gathered for one list. */
export interface Gathered {
  readonly notes: readonly GatheredLine[];
  /** Appeals of which a term is over that was not when the last list came. */
  readonly lateIds: ReadonlySet<number>;
}
const NOTHING: Gathered = { notes: [], lateIds: new Set() };

/** @returns what of it still stands, for a list that is told now under this key: no other list will have it */
export async function gatheredLines(
  tx: Transaction,
  around: Circumstances,
): Promise<(personId: number, key: string) => Promise<Gathered>> {
  const readers = new Set((await tx.query<{ id: number }>(selectReaders)).map(({ id }) => id));
  return async (personId, key) => {
    if (!readers.has(personId)) return NOTHING;
    const taken = await tx.query<{ id: string; kind: string; params: unknown; isOver: boolean }>(takeMessages, [
      personId,
      key,
      around.now,
    ]);
    await tx.query(takeNags, [personId, key]);
    const late = await readNags(tx, around, personId, key);
    const standing = late.flatMap(({ reminderIds }) => reminderIds);
    await tx.query(withdrawNags, [personId, key, around.now, standing]);
    return {
      notes: taken
        .sort((one, other) => Number(one.id) - Number(other.id))
        .flatMap(({ isOver, kind, params }) => (isOver ? [] : [gatheredLine.parse({ kind, params })])),
      lateIds: new Set(late.map(({ appealId }) => appealId)),
    };
  };
}
