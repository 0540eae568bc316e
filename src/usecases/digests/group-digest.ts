import { IsNull } from 'typeorm';
import { z } from 'zod';
import { GroupChat } from '../../../entities/group-chat';
import { type Database, type Transaction, repositoryOf } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays, type PlainDate } from '../../regulation/calendar';
import { type Counted, say, type GroupDigest } from '../messages';
import { circumstances, type Desk } from '../ports';
import { digestOf, keepDigest } from './digest-store';
import { readOffice, type OfficeNumbers, type OverdueOf } from './read-office';

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
