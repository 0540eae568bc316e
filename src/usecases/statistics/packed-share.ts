import type { PlainDate } from '../../regulation/calendar';
import type { Brought, OpenChange, Rows, Share } from './share';

// Of each appeal one is kept for ever, so names of fields are left out: by their places it is a third as long.

type PackedBrought = readonly [PlainDate, PlainDate | 0, string, number, Rows, number];
type PackedOpen = readonly [PlainDate, 1 | -1, Rows, number];
export type PackedShare = readonly [
  kind: string,
  category: Share['category'],
  settlement: string | null,
  channel: string | null,
  organizations: readonly number[],
  isBacklog: boolean,
  brought: readonly PackedBrought[],
  open: readonly PackedOpen[],
];

/** Nothing is measured in it; buckets begin at 0. */
const UNMEASURED = -1;
/** Ids begin at 1. */
const NOBODY = 0;

export function packed(share: Share): PackedShare {
  const { kind, category, settlement, channel, organizations, isBacklog, brought, open } = share;
  return [
    ...([kind, category, settlement, channel, organizations, isBacklog] as const),
    brought.map(({ day, until, what, bucket, rows, executorId }): PackedBrought => [
      day,
      until ?? 0,
      what,
      bucket ?? UNMEASURED,
      rows,
      executorId ?? NOBODY,
    ]),
    open.map(({ day, by, rows, executorId }): PackedOpen => [day, by, rows, executorId ?? NOBODY]),
  ];
}

export function unpacked(kept: PackedShare): Share {
  const [kind, category, settlement, channel, organizations, isBacklog, brought, open] = kept;
  return {
    ...{ kind, category, settlement, channel, organizations, isBacklog },
    brought: brought.map(([day, until, what, bucket, rows, executorId]): Brought => ({
      day,
      until: until === 0 ? null : until,
      what,
      bucket: bucket === UNMEASURED ? null : bucket,
      rows,
      executorId: executorId === NOBODY ? null : executorId,
    })),
    open: open.map(([day, by, rows, executorId]): OpenChange => ({
      day,
      by,
      rows,
      executorId: executorId === NOBODY ? null : executorId,
    })),
  };
}
